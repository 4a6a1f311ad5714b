// Every tool × role × state on the real database, generated from the tables: what they grant is done, what they do not is
// refused with the right code and leaves nothing; and what is tried in between, at random, never leaves the tables either.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ALL_TOOLS,
  type AnyTool,
  OWN_TICKETS_ONLY,
  rowOf,
  statesPermitted,
  TOOLBOX,
} from '../../src/contracts/toolsets.ts'
import { ROLES, type Role, TICKET_STATES, type TicketState, TRANSITIONS } from '../../src/contracts/v0.ts'
import { actorAs, PNG, payloadFor } from './inputs.ts'
import { HOLD, readyFor as ready } from './ready.ts'
import { creation, Service } from './service.ts'

let service: Service
let sha256: string
beforeAll(async () => {
  service = await Service.start()
  sha256 = await service.stored(PNG, 'image/png')
})
afterAll(() => service?.stop())

const readyFor = (tool: AnyTool, state: TicketState) => ready(service, tool, state)

function expected(tool: AnyTool, role: Role, state: TicketState): [number, string | undefined] {
  const permitted = statesPermitted(role, tool)
  if (permitted === undefined) return [403, 'FORBIDDEN_ROLE']
  if (!rowOf(tool).from.includes(state)) return [409, 'INVALID_STATE_TRANSITION']
  return permitted.includes(state) ? [200, undefined] : [403, 'FORBIDDEN_ROLE']
}

const send = (tool: AnyTool, role: Role, ticket_id: string) =>
  service.command<{ code?: string; ticket?: { state: TicketState; version: number }; emitted_event_ids: string[] }>(
    tool,
    {
      request_id: randomUUID(),
      ticket_id,
      actor: actorAs(role),
      payload: payloadFor(tool, { sha256, holdId: HOLD.hold_id }),
    },
  )

describe.each(ALL_TOOLS.filter((tool) => rowOf(tool).from.length > 0))('%s', (tool) => {
  test('does in every state for every role what the tables say, and leaves nothing where they refuse', async () => {
    let [allowed, refused] = [0, 0]
    for (const state of TICKET_STATES) {
      let id = await readyFor(tool, state)
      for (const role of ROLES) {
        const before = await service.ticket(id)
        const { status, json } = await send(tool, role, id)
        expect([state, role, status, json.code]).toEqual([state, role, ...expected(tool, role, state)])
        const after = await service.ticket(id)
        const [last] = (await service.timeline(id)).slice(-1)
        if (status === 200) {
          allowed++
          const { to, from } = rowOf(tool)
          expect(from).toContain(state)
          expect(to.length === 0 ? [state] : to).toContain(after.state)
          expect(after.version).toBe(before.version + 1)
          expect([last?.event_id]).toEqual(json.emitted_event_ids)
          expect(last).toMatchObject({ type: TOOLBOX[tool].emits[0], previous_state: state, next_state: after.state })
          id = await readyFor(tool, state)
        } else {
          refused++
          expect(after).toEqual(before)
          expect(last?.type).toBe('ticket.created')
        }
      }
    }
    const granted = ROLES.flatMap((role) => statesPermitted(role, tool) ?? []).length
    expect([allowed, refused]).toEqual([granted, ROLES.length * TICKET_STATES.length - granted])
  })
})

describe.each(ROLES)('%s', (role) => {
  test('may make tickets only where the tables say so', async () => {
    const { status } = await service.command('ticket.create', creation({ actor: actorAs(role) }))
    expect(status).toBe(statesPermitted(role, 'ticket.create') ? 201 : 403)
  })
})

describe.each(Object.entries(OWN_TICKETS_ONLY))('%s', (role, field) => {
  test('reaches no ticket whose %s is another or nobody', async () => {
    for (const owner of ['somebody-else', null])
      for (const tool of ALL_TOOLS) {
        const [state] = statesPermitted(role as Role, tool) ?? []
        if (state === undefined) continue
        const id = await readyFor(tool, state)
        await service.admin.query(`UPDATE tickets SET ${field} = $2 WHERE id = $1`, [id, owner])
        const { status, json } = await send(tool, role as Role, id)
        expect([tool, status, json.code]).toEqual([tool, 403, 'FORBIDDEN_TICKET'])
      }
  })
})

test('whatever anybody tries in whatever order, a ticket only ever takes steps that the tables grant to whoever took them', async () => {
  const pairs = ALL_TOOLS.flatMap((tool) => ROLES.map((role) => ({ tool, role })))
  const granted = pairs.filter(({ tool, role }) => (statesPermitted(role, tool) ?? []).length > 0)
  const attempt = fc.oneof(fc.constantFrom(...pairs), fc.constantFrom(...granted))
  let moves = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(attempt, { minLength: 20, maxLength: 40 }),
      fc.constantFrom(...TICKET_STATES),
      async (attempts, start) => {
        const id = await readyFor('schedule.confirm', start)
        for (const { tool, role } of attempts) if (tool !== 'ticket.create') await send(tool, role, id)
        let state: string = start
        for (const event of (await service.timeline(id)).slice(1)) {
          const role = event.actor.role as Role
          const tool = event.tool as AnyTool
          expect(statesPermitted(role, tool)).toContain(state)
          expect(event.previous_state).toBe(state)
          if (event.next_state !== state || rowOf(tool).to.length > 0)
            expect(TRANSITIONS[state as TicketState]).toContain(event.next_state)
          state = event.next_state ?? state
          moves++
        }
        expect((await service.ticket(id)).state).toBe(state)
      },
    ),
    { numRuns: 12 },
  )
  expect(moves).toBeGreaterThan(0)
})
