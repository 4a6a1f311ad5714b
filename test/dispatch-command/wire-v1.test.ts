// The v1 wire: every exchange that was seen on a running server, sent and answered again over a real socket, and what such a
// server may do that nobody has seen yet. The exchanges are kept in a form of our own.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { DispatchCommand } from '../../src/contracts/command.ts'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { profileV1 } from '../../src/dispatch-command/profile-v1.ts'
import { toolV1 } from '../../src/dispatch-command/tools-v1.ts'
import { TOKEN } from './a-dispatch-api.ts'
import { answer, type BadServer, type Behaviour, startBadServer } from './a-server.ts'

interface Exchange {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly tool?: string
  readonly actor: { readonly id?: string; readonly role?: string; readonly type?: DispatchCommand['actor']['type'] }
  readonly byToken?: true
  readonly key?: string
  readonly correlation?: string
  readonly traceparent?: string
  readonly tracestate?: string
  readonly sent?: unknown
  readonly status: number
  readonly answered: Record<string, unknown>
  /** The code with which it is not sent at all. */
  readonly heldBack?: string
  /** Outcome and code of the answer. */
  readonly becomes?: readonly [string, string?]
}
interface Seen {
  readonly exchanges: readonly Exchange[]
  readonly traces: readonly { name: string; sent: Record<string, string>; stored: string | null }[]
}
const seen: Seen = JSON.parse(readFileSync(new URL('../fixtures/wire-v1.json', import.meta.url), 'utf8'))
const commandsSeen = seen.exchanges.filter(({ tool }) => tool !== undefined)
const named = (name: string) => seen.exchanges.find((exchange) => exchange.name === name)!

const ticketOf = (path: string) => /^\/tickets\/([^/]+)\/./.exec(path)?.[1]
const commandOf = (one: Exchange): DispatchCommand => {
  const ticketId = ticketOf(one.path)
  return {
    toolName: one.tool!,
    ...(ticketId !== undefined && { ticketId }),
    // A token says who acts; the header goes along, as of somebody who may.
    actor: {
      id: one.byToken ? 'optimizer-1' : one.actor.id!,
      role: one.byToken ? 'agent' : one.actor.role!,
      type: one.actor.type ?? 'SERVICE',
    },
    requestId: one.key!,
    correlationId: one.correlation ?? 'call-17',
    ...(one.traceparent !== undefined && { traceparent: one.traceparent }),
    ...(one.tracestate !== undefined && { tracestate: one.tracestate }),
    payload: one.sent,
  }
}

const servers: BadServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
async function sendTo(command: DispatchCommand, behaviours: readonly Behaviour[], timeoutMs = 10_000) {
  const server = await startBadServer(...behaviours)
  servers.push(server)
  const outcome = await openDispatchCommands({ profile: 'v1', baseUrl: server.url, token: TOKEN, timeoutMs }).send(
    command,
  )
  return { outcome, received: server.received }
}
const answered = ({ status, answered }: Exchange) => answer(status, answered)

const replayable = commandsSeen.filter(({ heldBack }) => heldBack === undefined)
const heldBack = commandsSeen.filter((one) => one.heldBack !== undefined)

test('all that was seen is here: 25 scenes, each command with what becomes of it', () => {
  const scenes = new Set([
    ...seen.exchanges.map(({ name }) => name.slice(0, 2)),
    ...(seen.traces.length > 0 ? ['25'] : []),
  ])
  expect(scenes.size).toBe(25)
  expect(replayable.length).toBeGreaterThan(70)
  expect(heldBack.length).toBeGreaterThan(15)
  expect(commandsSeen.every(({ becomes }) => becomes !== undefined)).toBe(true)
})

describe('a command that was seen', () => {
  test.each(replayable)('is sent as it was, and understood: $name', async (one) => {
    // Of what is in doubt, the timeline here has nothing to tell.
    const told = { ticket_id: ticketOf(one.path), events: [] }
    const behave: Behaviour = (response, received) =>
      (received.method === 'GET' ? answer(200, told) : answered(one))(response, received)
    const { outcome, received } = await sendTo(commandOf(one), [behave])
    const [first] = received
    expect(first).toMatchObject({
      method: one.method,
      path: one.path,
      headers: { 'idempotency-key': one.key, 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    })
    expect(JSON.parse(first!.body)).toEqual(one.sent)
    if (!one.byToken) expect(first!.headers['x-actor-id']).toBe(one.actor.id)
    if (one.correlation !== undefined) expect(first!.headers['x-correlation-id']).toBe(one.correlation)
    if (one.traceparent !== undefined)
      expect(first!.headers.traceparent).toMatch(new RegExp(`^00-${one.traceparent.split('-')[1]}-[0-9a-f]{16}-01$`))
    expect(first!.headers.tracestate).toBe(one.tracestate)
    const [kind, code] = one.becomes!
    expect(outcome).toMatchObject({ outcome: kind, status: one.status, ...(code !== undefined && { code }) })
    expect(outcome.judged).toBe(kind !== 'unreachable' && one.status !== 401)
  })

  test.each(heldBack)('that could only be refused is not sent: $name', async (one) => {
    const { requestId, actor, ...rest } = commandOf({ ...one, actor: { id: 'x', role: 'agent', ...one.actor } })
    const command = {
      ...rest,
      requestId: requestId ?? '',
      actor: one.actor.id === undefined ? { ...actor, id: '' } : actor,
    }
    const { outcome, received } = await sendTo(command, [answered(one)])
    expect(outcome).toMatchObject({ outcome: 'refused', judged: true, code: one.heldBack })
    expect(received).toEqual([])
  })

  test.each(heldBack)('and would be understood, had it been sent all the same: $name', (one) => {
    const request = { requestId: one.key ?? '', toolName: one.tool!, path: one.path, headers: {}, body: '' }
    const { finding } = profileV1.read(request, {
      status: one.status,
      headers: new Headers(),
      text: JSON.stringify(one.answered),
    })
    const [kind, code] = one.becomes!
    expect(finding).toMatchObject({ outcome: kind, code })
  })

  test('is understood however it is cut off: no prefix of an answer is taken for one', () => {
    for (const one of replayable) {
      const text = JSON.stringify(one.answered)
      const request = { requestId: one.key!, toolName: one.tool!, path: one.path, headers: {}, body: '' }
      for (const length of [0, 1, Math.floor(text.length / 2), text.length - 1]) {
        const { finding } = profileV1.read(request, {
          status: one.status,
          headers: new Headers(),
          text: text.slice(0, length),
        })
        expect(finding).toMatchObject({ outcome: 'unreachable', judged: false })
      }
    }
  })
})

test.each(seen.traces)(
  'of the trace headers "$name" the trace is carried that the server stores',
  async ({ sent, stored }) => {
    const { traceparent, tracestate } = sent
    const one = named('06 propose ok with extra fields')
    const { received } = await sendTo(
      {
        ...commandOf({ ...one }),
        ...(traceparent === undefined ? { traceparent: '' } : { traceparent }),
        ...(tracestate !== undefined && { tracestate }),
      },
      [answered(one)],
    )
    const headers = received[0]!.headers
    // Of a broken header nothing is passed on but a trace of our own; and never both kinds.
    const isValid = stored !== null && !stored.startsWith('legacy') && !String(traceparent).startsWith('ff')
    if (isValid) expect(headers.traceparent?.toString().split('-')[1]).toBe(stored)
    else expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(headers['x-trace-id']).toBeUndefined()
  },
)

const TICKET = '6d27fcd0-f044-4eba-8bfd-b618be3bec7b'
const KEY = '3b55a0cf-0b0d-50c4-a1f9-9d281dc6f311'
const propose = (more: Partial<DispatchCommand> = {}): DispatchCommand => ({
  toolName: 'schedule.propose_slots',
  ticketId: TICKET,
  actor: { id: 'optimizer', role: 'system_scheduler_agent', type: 'SERVICE' },
  requestId: KEY,
  correlationId: 'call-17',
  payload: {
    slots: [
      {
        window_start: '2026-12-01T09:00:00-08:00',
        window_end: '2026-12-01T11:00:00-08:00',
        technician_id: 'anna',
        rank: 1,
        score: 100,
        reasons: [{ code: 'SKILL_MATCH', kind: 'fact', params: { skills: ['LOCKS'] }, text: 'Holds LOCKS.' }],
      },
    ],
    run_id: 'run-1',
    policy_version: 'standard/1',
  },
  ...more,
})

describe('a proposal in the words of RFC 0001', () => {
  test('is retold: options with their technician, rank, score and reasons, and the run beside them', async () => {
    const { received } = await sendTo(propose(), [answer(200, { id: TICKET, state: 'SCHEDULE_PROPOSED' })])
    expect(received[0]).toMatchObject({
      path: `/tickets/${TICKET}/schedule/propose`,
      headers: { 'x-actor-role': 'agent', 'x-tool-name': 'schedule.propose', 'x-actor-type': 'SERVICE' },
    })
    expect(JSON.parse(received[0]!.body)).toEqual({
      options: [
        {
          start: '2026-12-01T09:00:00-08:00',
          end: '2026-12-01T11:00:00-08:00',
          tech_id: 'anna',
          rank: 1,
          score: 100,
          reasons: [{ code: 'SKILL_MATCH', kind: 'fact', params: { skills: ['LOCKS'] }, text: 'Holds LOCKS.' }],
        },
      ],
      optimizer: { run_id: 'run-1', policy_version: 'standard/1' },
    })
  })

  test.each<[string, Partial<DispatchCommand>, string]>([
    ['without slots', { payload: { slots: [] } }, 'INVALID_INPUT'],
    ['without a UUID for its ticket', { ticketId: 'T-100' }, 'INVALID_TICKET_ID'],
    ['without a ticket', { ticketId: undefined as never }, 'INVALID_COMMAND'],
    ['without a UUID for its key', { requestId: 'run-1/T-100' }, 'INVALID_COMMAND'],
    ['of a role that may not', { actor: { id: 'a', role: 'customer', type: 'HUMAN' } }, 'FORBIDDEN_ROLE'],
    ['of an actor whose id is no header', { actor: { id: 'zoë', role: 'agent', type: 'HUMAN' } }, 'INVALID_COMMAND'],
    [
      'with a time that the wire finds too short',
      {
        toolName: 'schedule.propose',
        payload: { options: [{ start: '2026-12-01T17:00Z', end: '2026-12-01T19:00Z' }] },
      },
      'INVALID_INPUT',
    ],
    [
      'with a time of no zone',
      {
        toolName: 'schedule.propose',
        payload: { options: [{ start: '2026-12-01T17:00:00', end: '2026-12-01T19:00:00' }] },
      },
      'INVALID_INPUT',
    ],
    [
      'to confirm, which an agent may not',
      {
        toolName: 'schedule.confirm',
        payload: { window_start: '2026-12-01T17:00:00Z', window_end: '2026-12-01T19:00:00Z' },
      },
      'FORBIDDEN_ROLE',
    ],
    ['to reschedule, which the wire does not know', { toolName: 'schedule.reschedule', payload: {} }, 'UNKNOWN_TOOL'],
    ['of a tool named like a property of every object', { toolName: 'constructor' }, 'UNKNOWN_TOOL'],
  ])('%s is not sent', async (_, more, code) => {
    const { outcome, received } = await sendTo(propose(more), [answer(200, { id: TICKET })])
    expect(outcome).toMatchObject({ outcome: 'refused', judged: true, code })
    expect(received).toEqual([])
  })
})

describe('a refusal for the state that the command itself would have made', () => {
  const refusal = answered(named('09 retry same key just after the first committed'))
  const storyOf = (...events: readonly object[]) => answer(200, { ticket_id: TICKET, events })
  const event = { id: 'b1b8c7a0-0000-4000-8000-000000000001', tool_name: 'schedule.propose', request_id: KEY }

  test('is our own earlier attempt, when the timeline has our key', async () => {
    const { outcome, received } = await sendTo(propose(), [
      refusal,
      storyOf({ ...event, request_id: KEY.toUpperCase() }),
    ])
    expect(outcome).toMatchObject({ outcome: 'replayed', judged: true, eventIds: [event.id] })
    expect(received.map(({ method, path }) => [method, path])).toEqual([
      ['POST', `/tickets/${TICKET}/schedule/propose`],
      ['GET', `/tickets/${TICKET}/timeline`],
    ])
    expect(received[1]!.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-actor-role': 'agent' })
    expect(received[1]!.headers['idempotency-key']).toBeUndefined()
  })

  test('is a conflict, when somebody else has proposed', async () => {
    const others = [
      { ...event, request_id: '6d27fcd0-0000-4000-8000-000000000009' },
      { ...event, tool_name: 'ticket.triage' },
    ]
    const { outcome, received } = await sendTo(propose(), [refusal, storyOf(...others)])
    expect(outcome).toMatchObject({ outcome: 'conflict', judged: true, code: 'INVALID_STATE_TRANSITION' })
    expect(received).toHaveLength(2)
  })

  test('after an attempt that nobody answered is found out to have been done', async () => {
    const { outcome, received } = await sendTo(propose(), [() => undefined, refusal, storyOf(event)], 400)
    expect(outcome).toMatchObject({ outcome: 'replayed', judged: true })
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET'])
    expect(received[1]!.body).toBe(received[0]!.body)
  })

  test.each<[string, Behaviour]>([
    ['is of another ticket', answer(200, { ticket_id: '28c2a2e6-9a09-49c4-a7d3-b44346b6b58f', events: [event] })],
    ['is refused', answer(403, { error: { code: 'FORBIDDEN', message: 'no' } })],
    ['is a page', answer(200, '<html></html>')],
    ['does not come', (response) => void response.destroy()],
  ])('while the timeline %s stays unknown, and is not called a conflict', async (_, behaviour) => {
    const flip: Behaviour = (response, received) =>
      received.method === 'GET' ? behaviour(response, received) : refusal(response, received)
    const { outcome } = await sendTo(propose(), [flip])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, code: 'STORY_UNREAD' })
  })

  test('for another state is a conflict at once', async () => {
    const { outcome, received } = await sendTo(propose(), [answered(named('07 propose from NEW'))])
    expect(outcome).toMatchObject({ outcome: 'conflict', judged: true })
    expect(outcome.detail).toContain('NEW')
    expect(received).toHaveLength(1)
  })
})

describe('a peer on the v1 wire that does what none should', () => {
  const doneFor = answer(200, { id: TICKET, state: 'SCHEDULE_PROPOSED' })
  test.each<[string, Behaviour]>([
    ['cuts the connection', (response) => void response.destroy()],
    [
      'cuts it within the answer',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"id"')
        setImmediate(() => response.destroy())
      },
    ],
    ['answers slowly, and never to the end', (response) => void response.writeHead(200).write('{')],
    ['answers nothing', answer(200, '')],
    ['answers with a page', answer(200, '<html>welcome</html>')],
    ['fails with a page', answer(502, '<html>Bad Gateway</html>')],
    ['fails', answer(500, { error: { code: 'INTERNAL_ERROR', message: 'x', request_id: KEY } })],
  ])('and %s is asked again, with the same bytes under the same key', async (_, behaviour) => {
    const { outcome, received } = await sendTo(propose(), [behaviour, doneFor], 1000)
    expect(outcome).toMatchObject({ outcome: 'applied', judged: true })
    expect(received).toHaveLength(2)
    expect(received[1]!.body).toBe(received[0]!.body)
    expect(received[1]!.headers['idempotency-key']).toBe(received[0]!.headers['idempotency-key'])
  })

  test('and says the same mistake for ever is asked four times', async () => {
    const { outcome, received } = await sendTo(propose(), [answer(500, { error: { code: 'INTERNAL_ERROR' } })])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, code: 'INTERNAL_ERROR' })
    expect(received).toHaveLength(4)
  })

  test('and leads elsewhere is not followed', async () => {
    const elsewhere = await startBadServer(doneFor)
    servers.push(elsewhere)
    const { outcome } = await sendTo(propose(), [answer(308, '', { location: elsewhere.url })])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, status: 308 })
    expect(elsewhere.received).toEqual([])
  })
})

test('what was seen on the wire and is none of our commands stays unsent', () => {
  const reads = seen.exchanges.filter(({ tool }) => tool === undefined)
  expect(reads.length).toBeGreaterThan(10)
  expect(reads.every(({ method }) => method === 'GET')).toBe(true)
  for (const tool of ['ticket.get', 'dispatcher.cockpit', 'tech.job_packet', 'ticket.cancel', 'outbox.replay'])
    expect(toolV1(tool)).toBeUndefined()
})
