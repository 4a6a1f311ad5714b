// The sender of commands against servers that do what servers should not.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DispatchCommand } from '../../src/contracts/command.ts'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type DispatchApi, SCHEDULER, slotsAt, startDispatchApi, TOKEN } from './a-dispatch-api.ts'
import {
  answer,
  type BadServer,
  type Behaviour,
  done,
  doneBut,
  doneUnheard,
  passedOn,
  problem,
  startBadServer,
} from './a-server.ts'

const servers: BadServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const propose = (ticketId: string = randomUUID()): DispatchCommand => ({
  toolName: 'schedule.propose_slots',
  ticketId,
  actor: SCHEDULER,
  requestId: randomUUID(),
  correlationId: 'call-17',
  traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  payload: slotsAt(9),
})

/** Sends one command to a server that behaves so. */
async function sendTo(behaviours: readonly Behaviour[], { command = propose(), timeoutMs = 10_000 } = {}) {
  const server = await startBadServer(...behaviours)
  servers.push(server)
  const outcome = await openDispatchCommands({ baseUrl: server.url, token: TOKEN, timeoutMs }).send(command)
  return { outcome, received: server.received }
}

describe('what is sent', () => {
  test('is the same to the byte each time, each time with a span of its own in the one trace', async () => {
    const { outcome, received } = await sendTo([problem(503, 'SHUTTING_DOWN'), problem(500, 'INTERNAL_ERROR'), done])
    expect(outcome).toMatchObject({ outcome: 'applied' })
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(received.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([outcome.requestId]))
    expect(new Set(received.map(({ headers }) => headers['x-correlation-id']))).toEqual(new Set(['call-17']))
    const spans = received.map(({ headers }) => String(headers.traceparent))
    expect(spans.map((span) => span.split('-')[1])).toEqual([TRACE_ID, TRACE_ID, TRACE_ID])
    expect(new Set(spans).size).toBe(3)
  })

  test('goes to the one door under the address, with or without a slash at its end', async () => {
    const server = await startBadServer(done)
    servers.push(server)
    for (const baseUrl of [`${server.url}/behind/a/proxy`, `${server.url}/behind/a/proxy/`])
      await openDispatchCommands({ baseUrl, token: TOKEN }).send(propose())
    const path = '/behind/a/proxy/v0/tools/schedule.propose_slots'
    expect(server.received).toMatchObject([
      { method: 'POST', path },
      { method: 'POST', path },
    ])
  })

  test('holds the token in one header and nowhere else', async () => {
    const { received } = await sendTo([done])
    const { authorization, ...headers } = received[0]?.headers ?? {}
    expect(authorization).toBe(`Bearer ${TOKEN}`)
    expect(JSON.stringify({ ...received[0], headers })).not.toContain(TOKEN)
  })
})

describe('a fault that passes', () => {
  test.each([
    ['a server that shuts down', problem(503, 'SHUTTING_DOWN')],
    ['a server with too much to do', problem(429, 'TOO_MANY_REQUESTS', { 'retry-after': '0' })],
    ['a fault inside', problem(500, 'INTERNAL_ERROR')],
    ['a proxy without a server behind it', answer(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' })],
    ['a request that came too slowly', problem(408, 'REQUEST_TIMEOUT')],
    ['an answer that is no JSON', answer(200, '{"request_id": ')],
    ['an answer that is not of the contract', answer(200, { ok: true })],
    ['an answer of nothing', answer(200, '')],
    ['a connection that is cut', (response: Parameters<Behaviour>[0]) => void response.destroy()],
    [
      'a connection that is cut within the answer',
      (response: Parameters<Behaviour>[0]) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{')
        setImmediate(() => response.destroy())
      },
    ],
  ] satisfies [string, Behaviour][])('is waited out: %s', async (_, behaviour) => {
    const { outcome, received } = await sendTo([behaviour, done])
    expect(outcome).toMatchObject({ outcome: 'applied', judged: true })
    expect(received).toHaveLength(2)
  })

  test('that does not pass ends as unreachable after a few tries', async () => {
    const { outcome, received } = await sendTo([problem(500, 'INTERNAL_ERROR')])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, status: 500, code: 'INTERNAL_ERROR' })
    expect(received).toHaveLength(4)
  })

  test.each(['3600', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'that takes longer than anybody waits is not waited for: %s',
    async (retryAfter) => {
      const tooMany = problem(429, 'TOO_MANY_REQUESTS', { 'retry-after': retryAfter })
      const { outcome, received } = await sendTo([tooMany, done])
      expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, status: 429 })
      expect(received).toHaveLength(1)
    },
  )

  test.each(['Sat, 01 Jan 2000 00:00:00 GMT', 'soon', '-1', ''])(
    'is waited out though nobody can tell how long: %j',
    async (retryAfter) => {
      const { outcome } = await sendTo([problem(503, 'SHUTTING_DOWN', { 'retry-after': retryAfter }), done])
      expect(outcome).toMatchObject({ outcome: 'applied' })
    },
  )

  test('of nobody listening says so, and not what was sent', async () => {
    const server = await startBadServer(done)
    await server.close()
    const outcome = await openDispatchCommands({ baseUrl: server.url, token: TOKEN }).send(propose())
    expect(outcome).toMatchObject({
      outcome: 'unreachable',
      judged: false,
      code: 'NO_CONNECTION',
      detail: 'ECONNREFUSED',
    })
    expect(outcome.status).toBeUndefined()
    expect(JSON.stringify(outcome)).not.toContain(TOKEN)
  })
})

describe('an answer that nobody should act on', () => {
  test('names another ticket: it is a fault, and is not asked for again', async () => {
    const other = randomUUID()
    const { outcome, received } = await sendTo([doneBut({ ticket_id: other })])
    expect(outcome).toMatchObject({ outcome: 'mismatch', judged: true, code: 'WRONG_TICKET' })
    expect(outcome.detail).toContain(other)
    expect(received).toHaveLength(1)
  })

  test('names another request', async () => {
    const { outcome } = await sendTo([doneBut({ request_id: 'another' })])
    expect(outcome).toMatchObject({ outcome: 'mismatch', judged: true, code: 'WRONG_REQUEST' })
  })

  test('leads elsewhere: nobody is followed, and the token stays here', async () => {
    const elsewhere = await startBadServer(done)
    servers.push(elsewhere)
    const { outcome, received } = await sendTo([answer(307, '', { location: elsewhere.url })])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, status: 307 })
    expect(received).toHaveLength(1)
    expect(elsewhere.received).toEqual([])
  })

  test.each([
    ['a page of a proxy', answer(403, '<html>Forbidden</html>'), 'NOT_A_PROBLEM'],
    ['another service', problem(404, 'NOT_FOUND'), 'WRONG_ADDRESS'],
    ['a code that no program should keep', problem(400, 'a code\u0000'), 'NOT_A_PROBLEM'],
  ])('is not of dispatch-api, so that the command stays to be sent: %s', async (_, behaviour, code) => {
    const { outcome, received } = await sendTo([behaviour])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false, code })
    expect(received).toHaveLength(1)
  })

  test('has no end', { timeout: 30_000 }, async () => {
    const { outcome } = await sendTo([
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const chunk = Buffer.alloc(1024 * 1024, 0x20)
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        }
        response.on('drain', more)
        more()
      },
    ])
    expect(outcome).toMatchObject({ outcome: 'unreachable', judged: false })
  })

  test('is long, strange, and kept as one plain line', async () => {
    const strange = `first\nsecond\u0000\ud800${'x'.repeat(10_000)}`
    const { outcome } = await sendTo([answer(409, { code: 'TICKET_LOCKED', status: 409, detail: strange })])
    expect(outcome).toMatchObject({ outcome: 'conflict', judged: true, code: 'TICKET_LOCKED' })
    expect(outcome.detail).toMatch(/^first second x{400,}$/)
  })
})

test('a pause is told as such, and not sent against', async () => {
  const { outcome, received } = await sendTo([problem(409, 'AUTONOMY_DISABLED')])
  expect(outcome).toMatchObject({ outcome: 'paused', judged: true, code: 'AUTONOMY_DISABLED' })
  expect(received).toHaveLength(1)
})

test('every outcome tells a person what to do', async () => {
  for (const behaviour of [
    done,
    problem(409, 'CONFLICT'),
    problem(400, 'INVALID_INPUT'),
    problem(401, 'UNAUTHENTICATED'),
  ])
    expect((await sendTo([behaviour])).outcome.advice).toMatch(/^[A-Z].+\.$/)
})

describe('in front of the real dispatch-api', () => {
  let api: DispatchApi
  beforeAll(async () => {
    api = await startDispatchApi()
  })
  afterAll(() => api?.close())

  test.each<[string, Behaviour]>([
    ['no answer comes in time', () => undefined],
    ['the connection is cut', (response) => void response.destroy()],
    ['the answer is garbage', answer(200, 'garbage')],
  ])('a command that was done and unheard of, because %s, is replayed, and done once', async (_, unheard) => {
    const command = propose(await api.newTicket())
    const { outcome, received } = await sendTo([doneUnheard(api.url, unheard), passedOn(api.url)], {
      command,
      timeoutMs: 2000,
    })
    expect(outcome).toMatchObject({ outcome: 'replayed', judged: true })
    expect(received).toHaveLength(2)
    const events = await api.proposalsOf(command.ticketId ?? '')
    expect(events.map(({ event_id }) => event_id)).toEqual(outcome.eventIds)
    expect(events).toMatchObject([{ correlation_id: 'call-17', trace_id: TRACE_ID }])
  })
})
