// The adapter's v1 profile against a live server of that wire: our dispatch-api, which serves it too.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DispatchCommand } from '../../src/contracts/command.ts'
import { openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type DispatchApi, slotsAt, startDispatchApi, TOKEN } from './a-dispatch-api.ts'
import { startBadServer } from './a-server.ts'

let api: DispatchApi
beforeAll(async () => {
  api = await startDispatchApi()
})
afterAll(() => api?.close())

const commands = (baseUrl = api.url, timeoutMs = 10_000) =>
  openDispatchCommands({ profile: 'v1', baseUrl, token: TOKEN, timeoutMs })
const OPTIMIZER = { id: 'optimizer', role: 'system_scheduler_agent', type: 'SERVICE' } as const
const DISPATCHER = { id: 'dora', role: 'dispatcher', type: 'HUMAN' } as const
const command = (toolName: string, payload: unknown, more: Partial<DispatchCommand> = {}): DispatchCommand => ({
  toolName,
  actor: DISPATCHER,
  requestId: randomUUID(),
  correlationId: 'call-17',
  payload,
  ...more,
})

async function readyTicket(): Promise<string> {
  const response = await fetch(`${api.url}/tickets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-actor-id': 'dora',
      'x-actor-role': 'dispatcher',
    },
    body: JSON.stringify({ account_id: randomUUID(), site_id: randomUUID(), summary: 'A door' }),
  })
  expect(response.status).toBe(201)
  const { id: ticketId } = (await response.json()) as { id: string }
  const triage = { priority: 'ROUTINE', incident_type: 'DOOR_WONT_LATCH', workflow_outcome: 'READY_TO_SCHEDULE' }
  expect(await commands().send(command('ticket.triage', triage, { ticketId }))).toMatchObject({ outcome: 'applied' })
  return ticketId
}
const propose = (ticketId: string, hour = 9) =>
  command('schedule.propose_slots', slotsAt(hour), { ticketId, actor: OPTIMIZER })

test('a proposal is applied once; other content under its key is a mismatch, another proposal a conflict', async () => {
  const ticketId = await readyTicket()
  const first = propose(ticketId)
  expect(await commands().send(first)).toMatchObject({ outcome: 'applied', judged: true, status: 200 })
  // This wire does not say that it is a replay.
  expect(await commands().send(first)).toMatchObject({ outcome: 'applied', judged: true })
  expect(await commands().send({ ...propose(ticketId, 10), requestId: first.requestId })).toMatchObject({
    outcome: 'mismatch',
    code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
  })
  expect(await commands().send(propose(ticketId, 11))).toMatchObject({
    outcome: 'conflict',
    code: 'INVALID_STATE_TRANSITION',
  })
})

test('the key of one ticket used for another brings the answer of the first, and is told as a mismatch', async () => {
  const [one, other] = [await readyTicket(), await readyTicket()]
  const first = propose(one)
  await commands().send(first)
  expect(await commands().send({ ...first, ticketId: other })).toMatchObject({
    outcome: 'mismatch',
    code: 'WRONG_TICKET',
  })
})

test('a proposal that was done and unheard of is found out to be done', async () => {
  const ticketId = await readyTicket()
  let forwarded = 0
  const server = await startBadServer(async (response, received) => {
    const { method, path, headers, body } = received
    const passed = await fetch(`${api.url}${path}`, {
      method,
      headers: Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
          /^(x-|idempotency|authorization|content-type|traceparent)/.test(name) ? [[name, String(value)]] : [],
        ),
      ),
      ...(method === 'POST' && { body }),
    })
    const text = await passed.text()
    if (++forwarded > 1) response.writeHead(passed.status, { 'content-type': 'application/json' }).end(text)
    else response.destroy()
  })
  try {
    const outcome = await commands(server.url).send(propose(ticketId))
    expect(['applied', 'replayed']).toContain(outcome.outcome)
    expect(outcome.judged).toBe(true)
  } finally {
    await server.close()
  }
})

test('an agent may not confirm, and a wrong token is refused but not for good', async () => {
  const ticketId = await readyTicket()
  const window = { window_start: '2026-03-03T09:00:00+01:00', window_end: '2026-03-03T11:00:00+01:00' }
  expect(await commands().send(command('schedule.confirm', window, { ticketId, actor: OPTIMIZER }))).toMatchObject({
    outcome: 'refused',
    code: 'FORBIDDEN_ROLE',
  })
  expect(await commands().send({ ...propose(ticketId), token: 'not-the-token-at-all' })).toMatchObject({
    outcome: 'refused',
    judged: false,
  })
  expect((await commands().killSwitch.read({ tenant: 'default', ticketId }, { correlationId: 'call-17' })).kind).toBe(
    'clear',
  )
})
