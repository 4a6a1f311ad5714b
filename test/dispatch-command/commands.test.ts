// The sender of commands against the real dispatch-api.
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DispatchCommand } from '../../src/contracts/command.ts'
import { ALL_TOOLS, type AnyTool, rowOf, statesPermitted, TOOLBOX } from '../../src/contracts/toolsets.ts'
import { ROLES, type TicketSnapshot } from '../../src/contracts/v0.ts'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { PNG, payloadFor } from '../dispatch-api/inputs.ts'
import { type DispatchApi, SCHEDULER, slotsAt, startDispatchApi, TOKEN } from './a-dispatch-api.ts'

let api: DispatchApi
beforeAll(async () => {
  api = await startDispatchApi()
})
afterAll(() => api?.close())

const commands = (token = TOKEN) => openDispatchCommands({ baseUrl: api.url, token })
const propose = (ticketId: string, more: Partial<DispatchCommand> = {}): DispatchCommand => ({
  toolName: 'schedule.propose_slots',
  ticketId,
  actor: SCHEDULER,
  requestId: randomUUID(),
  correlationId: 'call-17',
  payload: slotsAt(9),
  ...more,
})

describe('a command', () => {
  test('is applied once and replayed ever after, also when the ticket is written in capitals', async () => {
    const ticketId = await api.newTicket()
    const command = propose(ticketId)
    const applied = await commands().send(command)
    expect(applied).toMatchObject({ outcome: 'applied', judged: true, status: 200 })
    const events = await api.proposalsOf(ticketId)
    expect(applied.eventIds).toEqual(events.map(({ event_id }) => event_id))
    expect(events).toHaveLength(1)

    const replayed = await commands().send({ ...command, ticketId: ticketId.toUpperCase() })
    expect(replayed).toMatchObject({ outcome: 'replayed', eventIds: applied.eventIds })
    expect(await api.proposalsOf(ticketId)).toEqual(events)
  })

  test('with another content under its key is a mismatch, and nothing is done', async () => {
    const ticketId = await api.newTicket()
    const command = propose(ticketId)
    await commands().send(command)
    expect(await commands().send({ ...command, payload: slotsAt(10) })).toMatchObject({
      outcome: 'mismatch',
      judged: true,
      status: 409,
      code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
    })
    expect(await api.proposalsOf(ticketId)).toHaveLength(1)
  })

  test('that the state of the ticket does not allow is a conflict, and says which state would', async () => {
    const ticketId = await api.newTicket('lead')
    const outcome = await commands().send(propose(ticketId))
    expect(outcome).toMatchObject({ outcome: 'conflict', judged: true, status: 409, code: 'INVALID_STATE_TRANSITION' })
    expect(outcome.detail).toContain('lead')
  })

  test('for a ticket that nobody knows is refused for good', async () => {
    expect(await commands().send(propose(randomUUID()))).toMatchObject({
      outcome: 'refused',
      judged: true,
      status: 404,
      code: 'TICKET_NOT_FOUND',
    })
  })

  test('with a wrong token is refused, but not for good', async () => {
    const ticketId = await api.newTicket()
    const command = propose(ticketId, { token: 'not-the-token-at-all' })
    expect(await commands().send(command)).toMatchObject({
      outcome: 'refused',
      judged: false,
      status: 401,
      code: 'UNAUTHENTICATED',
    })
    expect(await commands('not-the-token-at-all').send({ ...command, token: TOKEN })).toMatchObject({
      outcome: 'applied',
    })
  })

  test('carries its correlation id and trace into the audit event', async () => {
    const ticketId = await api.newTicket()
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    await commands().send(propose(ticketId, { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, tracestate: 'a=b' }))
    expect(await api.proposalsOf(ticketId)).toMatchObject([{ correlation_id: 'call-17', trace_id: traceId }])
  })

  test('may make a ticket under an id of its own, or leave the id to dispatch-api', async () => {
    const create = {
      toolName: 'ticket.create',
      actor: { id: 'intake', role: 'system_intake_agent', type: 'SYSTEM' },
      correlationId: 'call-18',
      payload: { summary: 'The gate is stuck' },
    } as const
    const ticketId = randomUUID()
    expect(await commands().send({ ...create, requestId: randomUUID(), ticketId })).toMatchObject({
      outcome: 'applied',
    })
    expect(await commands().send({ ...create, requestId: randomUUID() })).toMatchObject({ outcome: 'applied' })
    expect(await commands().send({ ...create, requestId: randomUUID(), ticketId })).toMatchObject({
      outcome: 'conflict',
      code: 'TICKET_EXISTS',
    })
  })
})

describe('every tool of the closed list', () => {
  const person = { id: 'dora', role: 'operator_admin', type: 'HUMAN' } as const
  const photo = createHash('sha256').update(PNG).digest('hex')
  let admin: Database
  beforeAll(async () => {
    admin = openDatabase(api.database.adminUrl, createLog('silent'), { searchPath: 'dispatch_api', maxConnections: 1 })
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'image/png' }
    const stored = await fetch(`${api.url}/v0/attachments/${photo}`, { method: 'PUT', headers, body: PNG })
    expect(stored.status).toBe(201)
  })
  afterAll(() => admin?.close())

  const ticketOf = async (id: string) => {
    const response = await fetch(`${api.url}/v0/tickets/${id}`, { headers: { authorization: `Bearer ${TOKEN}` } })
    return (await response.json()) as TicketSnapshot
  }

  /** In a state in which the tool works, with what it asks for beside. */
  async function ticketFor(tool: AnyTool): Promise<string> {
    const id = await api.newTicket()
    if (tool.startsWith('schedule.')) expect(await commands().send(propose(id))).toMatchObject({ outcome: 'applied' })
    if (tool === 'schedule.release' || tool === 'schedule.rollback') {
      const hold = propose(id, { toolName: 'schedule.hold', actor: person, payload: payloadFor('schedule.hold') })
      expect(await commands().send(hold)).toMatchObject({ outcome: 'applied' })
    } else
      await admin.query('UPDATE tickets SET state = $2, technician_id = $3, checklist = $4 WHERE id = $1', [
        ...[id, rowOf(tool).from[0], 'tech-1', JSON.stringify(['work_summary_note', 'onsite_photos_after'])],
      ])
    return id
  }

  test.each(ALL_TOOLS)('%s is sent, done, told as a replay and held to its content', async (tool) => {
    const makes = rowOf(tool).from.length === 0
    const ticketId = makes ? randomUUID() : await ticketFor(tool)
    const holdId = makes ? undefined : (await ticketOf(ticketId)).hold?.hold_id
    const payload = payloadFor(tool, { sha256: photo, ...(holdId !== undefined && { holdId }) })
    const command = propose(ticketId, { toolName: tool, actor: person, payload })
    const applied = await commands().send(command)
    expect(applied).toMatchObject({ outcome: 'applied', judged: true, status: makes ? 201 : 200 })
    expect(applied.eventIds).toHaveLength(TOOLBOX[tool].emits.length)
    expect(await commands().send(command)).toMatchObject({ outcome: 'replayed', eventIds: applied.eventIds })
    const asOther = { ...command, actor: { ...person, id: 'somebody-else' } }
    expect(await commands().send(asOther)).toMatchObject({ outcome: 'mismatch', code: 'IDEMPOTENCY_PAYLOAD_MISMATCH' })
    const { to } = rowOf(tool)
    if (to.length > 0) expect(to).toContain((await ticketOf(ticketId)).state)
  })
})

describe('nothing is sent of a command', () => {
  const send = async (command: DispatchCommand, token = TOKEN) => {
    let requests = 0
    const fetch = async () => {
      requests++
      return new Response()
    }
    const outcome = await openDispatchCommands({ baseUrl: 'http://127.0.0.1:9', token, fetch }).send(command)
    expect(requests).toBe(0)
    return outcome
  }
  const ticketId = randomUUID()

  test.each(
    ROLES.flatMap((role) => ALL_TOOLS.map((tool) => [role, tool] as const)).filter(
      ([role, tool]) => statesPermitted(role, tool) === undefined,
    ),
  )('whose role %s may never use %s', async (role, toolName) => {
    expect(await send(propose(ticketId, { toolName, actor: { id: 'a', role, type: 'AGENT' } }))).toMatchObject({
      outcome: 'refused',
      judged: true,
      code: 'FORBIDDEN_ROLE',
    })
  })

  test.each<[string, Partial<DispatchCommand>, string]>([
    ['with a tool that is not on the list', { toolName: 'ticket.delete' }, 'UNKNOWN_TOOL'],
    ['with a tool named like a property of every object', { toolName: 'constructor' }, 'UNKNOWN_TOOL'],
    ['of a role that nobody knows', { actor: { ...SCHEDULER, role: 'root' } }, 'FORBIDDEN_ROLE'],
    ['for a ticket without a UUID', { ticketId: 'T-481' }, 'INVALID_TICKET_ID'],
    ['for a ticket that leads elsewhere', { ticketId: '../../v0/audit' }, 'INVALID_TICKET_ID'],
    ['without slots', { payload: { slots: [] } }, 'INVALID_INPUT'],
    ['without a payload', { payload: undefined }, 'INVALID_INPUT'],
    ['with a field that nobody knows', { payload: { ...slotsAt(9), force: true } }, 'INVALID_INPUT'],
    [
      'with a number that JSON cannot say',
      { payload: { slots: [{ ...slotsAt(9).slots[0], score: Infinity }] } },
      'INVALID_INPUT',
    ],
    ['with a key that no header could carry', { requestId: 'a\r\nb' }, 'INVALID_COMMAND'],
    ['with an empty correlation id', { correlationId: '' }, 'INVALID_COMMAND'],
  ])('%s', async (_, more, code) => {
    expect(await send(propose(ticketId, more))).toMatchObject({ outcome: 'refused', judged: true, code })
  })

  test('that names no ticket where one is needed', async () => {
    const { ticketId: _, ...command } = propose(ticketId)
    expect(await send(command)).toMatchObject({ outcome: 'refused', code: 'INVALID_TICKET_ID' })
  })

  const UNUSABLE = ['', ' ', 'a-secret\nwith a second line', 'a-secret-ä']
  test.each(UNUSABLE)('without a usable token: %j', async (token) => {
    const outcome = await send(propose(ticketId, { token }))
    expect(outcome).toMatchObject({ outcome: 'refused', judged: true, code: 'INVALID_COMMAND' })
    expect(JSON.stringify(outcome)).not.toContain('a-secret')
  })

  test.each(UNUSABLE)('by a sender that has no usable token: %j', (token) => {
    const open = () => openDispatchCommands({ baseUrl: 'http://127.0.0.1:9', token })
    expect(open).toThrow('The token for dispatch-api must be printable ASCII without spaces.')
  })

  test('and what is wrong with it is told by its place', async () => {
    const slot = { window_start: '2026-03-03T10:00:00Z', window_end: '2026-03-03T09:00:00Z' }
    expect((await send(propose(ticketId, { payload: { slots: [slot] } }))).detail).toBe(
      '/payload/slots/0/window_end must be after window_start',
    )
  })
})

test('dispatch-api is reachable when it says that it is alive', async () => {
  expect(await commands('any-token-whatever').isReachable()).toBe(true)
  expect(await openDispatchCommands({ baseUrl: 'http://127.0.0.1:9', token: TOKEN }).isReachable()).toBe(false)
})
