// The real dispatch-api on a database of its own, with tickets to propose for.
import { randomUUID } from 'node:crypto'
import type { AuditEvent, ProposeSlots } from '../../src/contracts/v0.ts'
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { createLog } from '../../src/platform/log.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

export const TOKEN = 'a-token-of-the-tests'
export const SCHEDULER = { id: 'optimizer', role: 'system_scheduler_agent', type: 'SERVICE' } as const

export interface DispatchApi {
  readonly url: string
  readonly database: FreshDatabase
  /** In intake, where slots may be proposed; or as a lead, where they may not. */
  newTicket(state?: 'intake' | 'lead'): Promise<string>
  /** Only what was proposed. */
  proposalsOf(ticketId: string): Promise<AuditEvent[]>
  post(tool: string, body: unknown): Promise<Response>
  close(): Promise<void>
}

export async function startDispatchApi(): Promise<DispatchApi> {
  const database = await freshDatabase()
  const app = await openDispatchApi({
    databaseUrl: database.dispatchApiUrl,
    devToken: TOKEN,
    log: createLog('silent'),
    maxBodyBytes: 1024 * 1024,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const post = (tool: string, body: unknown) =>
    fetch(`${url}/v0/tools/${tool}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return {
    url,
    database,
    post,
    newTicket: async (state = 'intake') => {
      const ticketId = randomUUID()
      const known = { incident_type: 'DOOR_STUCK', site: { location: { lat: 47.14, lon: 9.52 } } }
      const response = await post('ticket.create', {
        request_id: randomUUID(),
        ticket_id: ticketId,
        actor: { id: 'intake', role: 'system_intake_agent', type: 'SYSTEM' },
        payload: { summary: 'The door does not close', ...(state === 'intake' && known) },
      })
      if (!response.ok) throw new Error(`No ticket was made: ${await response.text()}`)
      return ticketId
    },
    proposalsOf: async (ticketId) => {
      const response = await fetch(`${url}/v0/tickets/${ticketId}/timeline`, { headers })
      const { events } = (await response.json()) as { events: AuditEvent[] }
      return events.filter(({ type }) => type === 'schedule.slots_proposed')
    },
    close: async () => {
      await app.close()
      await database.drop()
    },
  }
}

/** Half an hour from the given hour of one day. */
export const slotsAt = (hour: number): ProposeSlots => {
  const at = (minutes: string) => `2026-03-03T${String(hour).padStart(2, '0')}:${minutes}:00+01:00`
  return { slots: [{ window_start: at('00'), window_end: at('30'), technician_id: 'anna', rank: 1, score: 100 }] }
}
