// Every command of the wire v1 × role × state, generated from its table: what it grants is done and leads where it says, what
// it does not is refused with the code of this wire and leaves nothing.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TicketState } from '../../src/contracts/v0.ts'
import { V1_ROLES, type V1Role } from '../../src/dispatch-api/v1/actor.ts'
import type { V1State } from '../../src/dispatch-api/v1/states.ts'
import { V1_TABLE, type V1Tool } from '../../src/dispatch-api/v1/tools.ts'
import { HOLD } from './ready.ts'
import { creation, Service, SLOT } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

interface Stored {
  readonly state: TicketState
  readonly stage?: 'TRIAGED' | 'APPROVAL_REQUIRED'
  readonly proposed?: true
  readonly held?: true
}
/** How a ticket is stored that this wire calls so; the three states that are missing are never reached. */
const STORED: Readonly<Partial<Record<V1State, Stored>>> = {
  NEW: { state: 'lead' },
  TRIAGED: { state: 'intake', stage: 'TRIAGED' },
  APPROVAL_REQUIRED: { state: 'intake', stage: 'APPROVAL_REQUIRED' },
  READY_TO_SCHEDULE: { state: 'intake' },
  SCHEDULE_PROPOSED: { state: 'intake', proposed: true },
  SCHEDULED: { state: 'scheduled' },
  PENDING_CUSTOMER_CONFIRMATION: { state: 'scheduled', held: true },
  DISPATCHED: { state: 'dispatched' },
  IN_PROGRESS: { state: 'onsite' },
  COMPLETED_PENDING_VERIFICATION: { state: 'work_performed' },
  VERIFIED: { state: 'closeout_ready' },
  INVOICED: { state: 'invoice_ready' },
  CLOSED: { state: 'paid' },
  CANCELLED: { state: 'canceled' },
}

async function ticketIn(name: V1State, { state, stage, proposed, held }: Stored): Promise<string> {
  const { json } = await service.command('ticket.create', creation())
  const { id } = json.ticket
  await service.admin.query('UPDATE tickets SET state = $2, v1 = $3, proposed_slots = $4, hold = $5 WHERE id = $1', [
    ...[id, state, JSON.stringify({ ...(stage && { stage }) }), JSON.stringify(proposed ? [SLOT] : [])],
    held ? JSON.stringify(HOLD) : null,
  ])
  expect(await stateOf(id)).toBe(name)
  return id
}

const as = (role: V1Role) => ({ 'x-actor-id': `${role}-1`, 'x-actor-role': role, 'idempotency-key': randomUUID() })
const stateOf = async (id: string) =>
  (await service.call<{ state: V1State }>(`/tickets/${id}`, { headers: as('dispatcher') })).json.state
const eventsOf = async (id: string) => (await service.timeline(id)).length

const SPAN = { start: '2026-12-01T17:00:00Z', end: '2026-12-01T19:00:00Z' }
const PAYLOADS: Readonly<Record<V1Tool, object>> = {
  'ticket.create': { account_id: randomUUID(), site_id: randomUUID(), summary: 'A door' },
  'ticket.triage': { priority: 'URGENT', incident_type: 'DOOR_STUCK' },
  'schedule.propose': { options: [SPAN] },
  'schedule.confirm': SPAN,
  'schedule.hold': { hold_reason: 'CUSTOMER_PENDING', confirmation_window: SPAN },
  'schedule.release': { customer_confirmation_id: HOLD.hold_id },
  'schedule.rollback': { confirmation_id: HOLD.hold_id },
  'tech.complete': { checklist_status: {} },
  'closeout.candidate': { checklist_status: {} },
}
async function send(tool: V1Tool, role: V1Role, id: string) {
  const path = V1_TABLE[tool].from.length === 0 ? '/tickets' : `/tickets/${id}${V1_TABLE[tool].path}`
  const { status, json } = await service.call<{ error?: { code: string; from_state?: string } }>(path, {
    method: 'POST',
    headers: as(role),
    body: JSON.stringify(PAYLOADS[tool]),
  })
  return { status, code: json.error?.code, from: json.error?.from_state }
}

const TOOLS = Object.keys(V1_TABLE) as V1Tool[]
describe.each(TOOLS.filter((tool) => V1_TABLE[tool].from.length > 0))('%s on the wire v1', (tool) => {
  const { roles, from, to, status } = V1_TABLE[tool]

  test('does in every state for every role that may what the table says, and leaves nothing where it refuses', async () => {
    let allowed = 0
    for (const [state, stored] of Object.entries(STORED) as [V1State, Stored][])
      for (const role of roles) {
        const id = await ticketIn(state, stored)
        const answer = await send(tool, role, id)
        if (from.includes(state)) {
          allowed++
          expect([state, role, answer.status]).toEqual([state, role, status])
          expect([state, await stateOf(id)]).toEqual([state, to ?? 'SCHEDULED'])
          expect(await eventsOf(id)).toBe(2)
        } else {
          expect([state, role, answer]).toEqual([
            state,
            role,
            { status: 409, code: 'INVALID_STATE_TRANSITION', from: state },
          ])
          expect([await stateOf(id), await eventsOf(id)]).toEqual([state, 1])
        }
      }
    expect(allowed).toBe(from.filter((state) => STORED[state]).length * roles.length)
  })

  test('is refused for every other role, before anything about the ticket is told', async () => {
    const [state] = from.filter((one) => STORED[one])
    if (!state) throw new Error('It works in no state that a ticket could be in.')
    const id = await ticketIn(state, STORED[state]!)
    for (const role of V1_ROLES.filter((one) => !roles.includes(one)))
      expect([role, await send(tool, role, id)]).toEqual([role, { status: 403, code: 'FORBIDDEN', from: undefined }])
    expect([await stateOf(id), await eventsOf(id)]).toEqual([state, 1])
  })
})

test.each(V1_ROLES)('%s may make tickets on the wire v1 only where the table says so', async (role) => {
  const { roles, status } = V1_TABLE['ticket.create']
  expect((await send('ticket.create', role, '')).status).toBe(roles.includes(role) ? status : 403)
})
