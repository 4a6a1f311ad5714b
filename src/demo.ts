// The demo company's tickets, created in dispatch-api through its own door. The request ids are fixed, so a second start
// creates nothing again. Knows no table and no state of dispatch-api.
import { v5 } from 'uuid'
import { readFixture } from '../fixtures/read.ts'
import { OptimizationInput } from './contracts/optimization.ts'

const DEMO_REQUESTS = '5b0f1f6e-6f0c-5d55-9a3f-0d3c1a1f7a10'

export async function loadDemo(dispatchApiUrl: string, token: string): Promise<number> {
  const { tickets } = OptimizationInput.parse(readFixture('corner'))
  for (const ticket of tickets) {
    const response = await fetch(`${dispatchApiUrl}/v0/tools/ticket.create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        request_id: v5(ticket.id, DEMO_REQUESTS),
        ticket_id: ticket.id,
        actor: { id: 'demo', role: 'system_intake_agent', type: 'SYSTEM' },
        payload: {
          summary: `${ticket.incidentType ?? 'Work'} of the demo company`,
          ...(ticket.incidentType !== undefined && { incident_type: ticket.incidentType }),
          ...(ticket.priority !== undefined && { priority: ticket.priority }),
          site: {
            location: ticket.location,
            ...(ticket.timeZone !== undefined && { time_zone: ticket.timeZone }),
          },
        },
      }),
    })
    if (!response.ok)
      throw new Error(
        `dispatch-api did not take a ticket of the demo company: ${response.status} ${await response.text()}`,
      )
  }
  return tickets.length
}
