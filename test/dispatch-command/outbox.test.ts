// What was approved reaches dispatch-api exactly once: on the real database, over HTTP, through crashes.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DispatchCommandsOptions, openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { openKillSwitch } from '../../src/dispatch-command/kill-switch.ts'
import { openLanes } from '../../src/dispatch-command/lanes.ts'
import { type Intent, type OutboxOptions, openOutbox } from '../../src/dispatch-command/outbox.ts'
import { type Database, migrate, openDatabase } from '../../src/platform/database.ts'
import { createLog, type Logger } from '../../src/platform/log.ts'
import { type DispatchApi, SCHEDULER, slotsAt, startDispatchApi, TOKEN } from './a-dispatch-api.ts'
import { answer, type BadServer, type Behaviour, passedOn, problem, type Received, startBadServer } from './a-server.ts'
import type { Crash } from './crash.ts'

const log = createLog('silent')
let api: DispatchApi
let database: Database
const open = () => openDatabase(api.database.optimizerUrl, log, { searchPath: 'optimizer' })

beforeAll(async () => {
  api = await startDispatchApi()
  const migrations = new URL('../../src/optimizer/migrations/', import.meta.url)
  await migrate(api.database.optimizerUrl, migrations, 'optimizer', log)
  database = open()
})
afterAll(async () => {
  await database?.close()
  await api?.close()
})

/** Stands between the outbox and dispatch-api, counts, and fails as told. */
let between: BadServer
let behave: Behaviour
/** What /ops/autonomy/state answers, on a server of its own. */
let watch: BadServer
let state: Behaviour
const clear: Behaviour = (response, received) => stateOf(response, received)
const stateWith =
  (...controls: readonly object[]): Behaviour =>
  (response, received) =>
    stateOf(response, received, controls)
function stateOf(response: ServerResponse, received: Received, controls: readonly object[] = []) {
  const ticket_id = new URL(received.path, 'http://x').searchParams.get('ticket_id')
  return answer(200, { controls, decision: controls[0] ?? null, query: { ticket_id } })(response, received)
}
const down: Behaviour = (response) => void response.destroy()
beforeEach(async () => {
  await database.query('DELETE FROM outbox')
  behave = passedOn(api.url)
  between = await startBadServer((response, received) => behave(response, received))
  state = clear
  watch = await startBadServer((response, received) => state(response, received))
})
afterEach(async () => {
  await between?.close()
  await watch?.close()
})

interface Given {
  readonly on?: Database
  readonly token?: string
  readonly log?: Logger
  readonly options?: Partial<DispatchCommandsOptions>
  readonly outbox?: Partial<OutboxOptions>
}
const outboxOf = ({ on = database, token = TOKEN, log: to = log, options, outbox }: Given = {}) =>
  openOutbox({
    database: on,
    commands: openDispatchCommands({ baseUrl: between.url, token, ...options }),
    killSwitch: openKillSwitch({ baseUrl: watch.url, tokenFor: async () => token }),
    log: to,
    ...outbox,
  })

const RUN = randomUUID()
const intentFor = (ticketId: string, more: Partial<Intent> = {}): Intent => ({
  tenant: 'default',
  runId: RUN,
  ticketId,
  toolName: 'schedule.propose_slots',
  actor: SCHEDULER,
  payload: slotsAt(9),
  trace: { correlationId: 'call-17', traceId: '4bf92f3577b34da6a3ce929d0e0e4736', traceparent: TRACEPARENT },
  ...more,
})
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const newIntents = async (count: number) =>
  Promise.all(Array.from({ length: count }, async () => intentFor(await api.newTicket())))

const outcomesOf = (applied: readonly { outcome: string }[]) => applied.map(({ outcome }) => outcome)
const bodies = () => between.received.map(({ body }) => body)
const unsettled = async () => (await database.query('SELECT FROM outbox WHERE settled_at IS NULL')).length

describe('an intent', () => {
  test('is applied once, with the trace of whoever asked; asked again, the record answers and nobody is called', async () => {
    const [intent] = await newIntents(1)
    const [applied] = await outboxOf().apply([intent!])
    expect(applied).toMatchObject({ ticketId: intent!.ticketId, outcome: 'applied', judged: true, status: 200 })
    const events = await api.proposalsOf(intent!.ticketId)
    expect(events).toMatchObject([{ correlation_id: 'call-17', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' }])
    expect(applied!.eventIds).toEqual(events.map(({ event_id }) => event_id))

    const later = { ...intent!, trace: { correlationId: 'call-18' } }
    expect(await outboxOf().apply([later])).toMatchObject([{ outcome: 'replayed', eventIds: applied!.eventIds }])
    expect(between.received).toHaveLength(1)
    expect(await api.proposalsOf(intent!.ticketId)).toEqual(events)
  })

  test('with another payload is a mismatch: nobody is called, and what was applied stands', async () => {
    const [intent] = await newIntents(1)
    await outboxOf().apply([intent!])
    const changed = { ...intent!, payload: slotsAt(10) }
    expect(await outboxOf().apply([changed])).toMatchObject([
      { outcome: 'mismatch', judged: true, code: 'IDEMPOTENCY_PAYLOAD_MISMATCH' },
    ])
    expect(between.received).toHaveLength(1)
    expect(await api.proposalsOf(intent!.ticketId)).toMatchObject([{ payload: slotsAt(9) }])
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'replayed' }])
  })

  test('is a mismatch also when only the first content is on its way and nobody has judged it', async () => {
    const [intent] = await newIntents(1)
    behave = down
    await outboxOf().apply([intent!])
    behave = passedOn(api.url)
    expect(await outboxOf().apply([{ ...intent!, payload: slotsAt(10) }])).toMatchObject([{ outcome: 'mismatch' }])
    expect(await api.proposalsOf(intent!.ticketId)).toEqual([])
    expect(await unsettled()).toBe(1)
  })

  test('is the same whoever says yes to it, and however its payload is written down', async () => {
    const [intent] = await newIntents(1)
    await outboxOf().apply([intent!])
    const { slots } = slotsAt(9)
    const turned = { slots: slots.map((slot) => Object.fromEntries(Object.entries(slot).reverse())) }
    const again = { ...intent!, actor: { ...SCHEDULER, id: 'somebody-else' }, payload: turned }
    expect(await outboxOf().apply([again])).toMatchObject([{ outcome: 'replayed' }])
  })

  test('of another run is another one', async () => {
    const [intent] = await newIntents(1)
    const other = { ...intent!, runId: randomUUID(), payload: slotsAt(10) }
    expect(outcomesOf(await outboxOf().apply([intent!, other]))).toEqual(['applied', 'applied'])
    expect(await api.proposalsOf(intent!.ticketId)).toHaveLength(2)
  })

  test('that may not be sent is not stored either, and does not stand in the way of others', async () => {
    const [good] = await newIntents(1)
    const bad = intentFor('T-481')
    const applied = await outboxOf().apply([bad, good!])
    expect(applied).toMatchObject([
      { ticketId: 'T-481', outcome: 'refused', code: 'INVALID_TICKET_ID' },
      { ticketId: good!.ticketId, outcome: 'applied' },
    ])
    expect(await database.query('SELECT ticket_id FROM outbox')).toEqual([{ ticket_id: good!.ticketId }])
  })

  test('that dispatch-api refuses is not sent by itself again, but is when somebody asks again', async () => {
    const [intent] = await newIntents(1)
    behave = problem(409, 'INVALID_STATE_TRANSITION')
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'conflict', judged: true }])
    behave = passedOn(api.url)
    await outboxOf().resume()
    expect(between.received).toHaveLength(1)
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'applied' }])
    expect(new Set(bodies()).size).toBe(1)
  })

  test('that meets a wrong token waits for the right one', async () => {
    const [intent] = await newIntents(1)
    const wrong = outboxOf({ token: 'not-the-token-at-all' })
    expect(await wrong.apply([intent!])).toMatchObject([{ outcome: 'refused', code: 'UNAUTHENTICATED' }])
    expect(await unsettled()).toBe(1)
    await outboxOf().resume()
    expect(await unsettled()).toBe(0)
    expect(await api.proposalsOf(intent!.ticketId)).toHaveLength(1)
  })
})

describe('a batch', () => {
  test('answers in the order it was asked, one for one, also where a ticket is named twice', async () => {
    const intents = await newIntents(3)
    const asked = [...intents, intents[0]!, { ...intents[1]!, ticketId: intents[1]!.ticketId.toUpperCase() }]
    const applied = await outboxOf().apply(asked)
    expect(applied.map(({ ticketId }) => ticketId)).toEqual(asked.map(({ ticketId }) => ticketId))
    expect(outcomesOf(applied).sort()).toEqual(['applied', 'applied', 'applied', 'replayed', 'replayed'])
    expect(between.received).toHaveLength(3)
  })

  test('of nothing does nothing', async () => {
    expect(await outboxOf().apply([])).toEqual([])
  })

  test('larger than what is stored at once is stored before the first of it is sent', async () => {
    const intents = Array.from({ length: 1200 }, () => intentFor(randomUUID()))
    let storedBefore: unknown
    const fetch = async () => {
      storedBefore ??= await database.query('SELECT count(*)::int AS count FROM outbox')
      throw new TypeError('fetch failed')
    }
    const applied = await outboxOf({ options: { fetch } }).apply(intents)
    expect(new Set(outcomesOf(applied))).toEqual(new Set(['unreachable']))
    expect(storedBefore).toEqual([{ count: 1200 }])
  })

  test('does not wait for each ticket anew when nobody answers, and loses none', async () => {
    const intents = await newIntents(20)
    behave = down
    const applied = await outboxOf().apply(intents)
    expect(new Set(outcomesOf(applied))).toEqual(new Set(['unreachable']))
    const tried = new Set(bodies()).size
    expect(tried).toBeGreaterThan(0)
    expect(tried).toBeLessThan(intents.length / 2)

    const first = new Set(bodies())
    behave = passedOn(api.url)
    expect(await unsettled()).toBe(20)
    await outboxOf().resume()
    expect(await unsettled()).toBe(0)
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
    // What had been tried was sent again to the byte, and so was nothing else twice.
    expect(new Set(bodies()).size).toBe(20)
    expect(first.isSubsetOf(new Set(bodies()))).toBe(true)
  })

  test('is not held up by one ticket on which dispatch-api fails', async () => {
    const intents = await newIntents(6)
    behave = (response, received) => {
      const isBad = received.body.includes(intents[0]!.ticketId)
      return (isBad ? problem(500, 'INTERNAL_ERROR') : passedOn(api.url))(response, received)
    }
    expect(outcomesOf(await outboxOf().apply(intents))).toEqual(['unreachable', ...Array(5).fill('applied')])
  })
})

const crash = async (facts: Pick<Crash, 'intents' | 'dieAtStep'>) => {
  const script = fileURLToPath(new URL('./crash.ts', import.meta.url))
  const urls = { databaseUrl: api.database.optimizerUrl, baseUrl: between.url, watchUrl: watch.url, token: TOKEN }
  const all: Crash = { ...urls, ...facts }
  return new Promise<{ signal: string | null; steps: string }>((resolve) => {
    const child = execFile(process.execPath, [script, JSON.stringify(all)], (error, stdout) =>
      resolve({ signal: error?.signal ?? null, steps: stdout }),
    )
    child.stdin?.end()
  })
}

describe('at the same time', () => {
  test('one intent asked for by many, in two processes, is sent once and told to all', async () => {
    const [intent] = await newIntents(1)
    const elsewhere = open()
    try {
      const outboxes = [outboxOf(), outboxOf({ on: elsewhere })]
      const applied = await Promise.all(Array.from({ length: 24 }, (_, index) => outboxes[index % 2]!.apply([intent!])))
      expect(outcomesOf(applied.flat()).sort()).toEqual(['applied', ...Array(23).fill('replayed')])
      expect(between.received).toHaveLength(1)
      expect(await api.proposalsOf(intent!.ticketId)).toHaveLength(1)
    } finally {
      await elsewhere.close()
    }
  })

  test('two processes that apply the same send each of it once', { timeout: 120_000 }, async () => {
    const intents = await newIntents(6)
    const both = await Promise.all([1, 2].map(() => crash({ intents, dieAtStep: 0 })))
    expect(both.map(({ signal }) => signal)).toEqual([null, null])
    expect(between.received).toHaveLength(6)
    expect(await unsettled()).toBe(0)
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
  })

  test('batches that share their tickets in another order are all stored, and sent once', async () => {
    const intents = await newIntents(8)
    const applied = await Promise.all(
      [intents, intents.toReversed(), intents, intents.toReversed()].map((asked) => outboxOf().apply(asked)),
    )
    expect(outcomesOf(applied.flat()).filter((outcome) => outcome === 'applied')).toHaveLength(8)
    expect(between.received).toHaveLength(8)
  })

  test('a start that sends what was left over and somebody who asks for it anew send it once', async () => {
    const intents = await newIntents(5)
    behave = down
    await outboxOf().apply(intents)
    between.received.splice(0)
    behave = passedOn(api.url)
    const [applied] = await Promise.all([outboxOf().apply(intents), outboxOf().resume(), outboxOf().resume()])
    expect(applied.every(({ outcome }) => outcome === 'applied' || outcome === 'replayed')).toBe(true)
    expect(between.received).toHaveLength(5)
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
  })
})

describe('what dies on the way', () => {
  test('a process between any two steps of applying: the next start sends the rest, and everything once', {
    timeout: 300_000,
  }, async () => {
    const steps = (await crash({ intents: await newIntents(1), dieAtStep: 0 })).steps.trim().split('\n')
    // Stored; then claimed, looked up, sent, recorded; each with its begin and commit.
    expect(steps).toEqual([
      ...['begin', 'INSERT INTO outbox', 'SELECT tenant', 'commit'],
      ...['begin', 'SELECT tenant', 'GET', 'POST', 'UPDATE outbox SET outcome', 'commit'],
    ])
    await database.query('DELETE FROM outbox')
    between.received.splice(0)
    // Before each step, and after the last one: nothing happens between the end of one and the beginning of the next.
    const moments = [...steps.map((_, index) => 2 * index + 1), 2 * steps.length]
    const intents = await newIntents(moments.length)
    const lanes = openLanes(3)
    const signals = await Promise.all(
      moments.map((dieAtStep, index) => lanes(() => crash({ intents: [intents[index]!], dieAtStep }))),
    )
    expect(new Set(signals.map(({ signal }) => signal))).toEqual(new Set(['SIGKILL']))
    const stored = await database.query<{ id: string }>('SELECT ticket_id AS id FROM outbox')
    // All but those that died before the intent was stored: their caller got no answer, and asks again.
    expect(stored).toHaveLength(moments.length - 4)
    await outboxOf().resume()
    expect(await unsettled()).toBe(0)
    for (const { id } of stored) expect(await api.proposalsOf(id)).toHaveLength(1)
    const again = await outboxOf().apply(intents)
    expect(outcomesOf(again).slice(0, 4)).toEqual(Array(4).fill('applied'))
    expect(new Set(outcomesOf(again).slice(4))).toEqual(new Set(['replayed']))
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
    expect(new Set(bodies()).size).toBe(moments.length)
  })

  test('the connection to the database between the answer and its record: it is told as unknown, and found out', async () => {
    const [intent] = await newIntents(1)
    const cut = open()
    const admin = openDatabase(api.database.adminUrl, log)
    try {
      behave = async (response, received) => {
        await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'idle in transaction'`,
        )
        await passedOn(api.url)(response, received)
      }
      expect(await outboxOf({ on: cut }).apply([intent!])).toMatchObject([
        { outcome: 'unreachable', judged: false, code: 'NOT_RECORDED' },
      ])
    } finally {
      await cut.close()
      await admin.close()
    }
    behave = passedOn(api.url)
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'replayed' }])
    expect(await api.proposalsOf(intent!.ticketId)).toHaveLength(1)
  })

  test('the database before anything is stored: nothing is sent, and the start goes on', async () => {
    const gone = open()
    await gone.close()
    const outbox = outboxOf({ on: gone })
    await expect(outbox.apply([intentFor(randomUUID())])).rejects.toThrow()
    await outbox.resume()
    expect(between.received).toEqual([])
  })

  test('whoever shuts down does not wait for what is left over', async () => {
    const intents = await newIntents(3)
    behave = down
    await outboxOf().apply(intents)
    behave = () => undefined
    const closing = new AbortController()
    const resumed = outboxOf().resume(closing.signal)
    await expect.poll(() => between.received.length).toBeGreaterThan(0)
    closing.abort()
    await resumed
    expect(await unsettled()).toBe(3)
  })
})

describe('the kill switch', () => {
  const control = (more: object) => ({ scope_type: 'GLOBAL', ticket_id: null, is_paused: true, ...more })

  test('that is on keeps the command here, says so, and lets it go when somebody asks again after it is off', async () => {
    const [intent] = await newIntents(1)
    state = stateWith(control({ reason: 'storm surge' }))
    expect(await outboxOf().apply([intent!])).toMatchObject([
      { outcome: 'paused', judged: true, code: 'AUTONOMY_DISABLED', detail: 'GLOBAL: storm surge' },
    ])
    await outboxOf().resume()
    expect(between.received).toEqual([])
    state = clear
    await outboxOf().resume()
    expect(between.received).toEqual([])
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'applied' }])
  })

  test('is asked before each command, so that a pause in the middle of a batch stops the rest of it', async () => {
    const intents = await newIntents(24)
    behave = async (response, received) => {
      if (between.received.length === 3) state = stateWith(control({}))
      await passedOn(api.url)(response, received)
    }
    const outcomes = outcomesOf(await outboxOf().apply(intents))
    // Those that were on their way already, in as many lanes as there are, are the last.
    expect(outcomes.filter((outcome) => outcome === 'applied').length).toBeLessThanOrEqual(3 + 6)
    expect(outcomes.filter((outcome) => outcome === 'paused').length).toBeGreaterThanOrEqual(24 - 9)
    expect(watch.received.length).toBe(24)
  })

  test('of the ticket decides over the global one', async () => {
    const [intent] = await newIntents(1)
    const own = control({ scope_type: 'TICKET', ticket_id: intent!.ticketId, is_paused: false })
    state = stateWith(own, control({}))
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'applied' }])
  })

  test.each<[string, Behaviour, string]>([
    ['does not answer', (response) => void response.destroy(), 'KILL_SWITCH_UNREACHABLE'],
    ['may not be read', answer(403, { error: { code: 'FORBIDDEN' } }), 'KILL_SWITCH_FORBIDDEN'],
    ['is not there', answer(404, { code: 'NOT_FOUND' }), 'KILL_SWITCH_UNREADABLE'],
    ['fails', answer(500, {}), 'KILL_SWITCH_UNREADABLE'],
    ['answers a page', answer(200, '<html></html>'), 'KILL_SWITCH_UNREADABLE'],
    ['answers nothing', answer(200, ''), 'KILL_SWITCH_UNREADABLE'],
    ['leads elsewhere', answer(302, '', { location: 'http://127.0.0.1:9/' }), 'KILL_SWITCH_UNREADABLE'],
    [
      'answers for another ticket',
      answer(200, { controls: [], decision: null, query: { ticket_id: randomUUID() } }),
      'KILL_SWITCH_UNREADABLE',
    ],
  ])('that %s lets nothing through, and the command waits', async (_, behaviour, code) => {
    const intents = await newIntents(2)
    state = behaviour
    expect(await outboxOf().apply(intents)).toMatchObject([
      { outcome: 'unreachable', judged: false, code },
      { outcome: 'unreachable', judged: false, code },
    ])
    expect(between.received).toEqual([])
    expect(await unsettled()).toBe(2)
    state = clear
    await outboxOf().resume()
    expect(await unsettled()).toBe(0)
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
  })
})

test('whatever the kill switch answers and whoever approved, a command leaves only if it is clear and still approved', {
  timeout: 120_000,
}, async () => {
  const [intent] = await newIntents(1)
  const control = (is_paused: boolean) => ({ scope_type: 'GLOBAL', ticket_id: null, is_paused })
  const answers: Record<string, Behaviour> = {
    clear,
    released: stateWith(control(false)),
    paused: stateWith(control(true)),
    contradicting: (response, received) =>
      stateOf(response, received, [
        control(true),
        { ...control(false), scope_type: 'TICKET', ticket_id: intent!.ticketId },
      ]),
    refused: answer(403, {}),
    failing: answer(503, {}),
    garbage: answer(200, 'garbage'),
    cut: (response) => void response.destroy(),
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(answers)),
      fc.constantFrom('person', 'policy in force', 'policy of before', 'nobody to ask', 'fails to tell'),
      async (switched, by) => {
        await database.query('DELETE FROM outbox')
        between.received.splice(0)
        state = answers[switched]!
        const authority = { decisionId: 'd', policyHash: by === 'policy of before' ? 'old' : 'now' }
        const stillApproves = async ({ policyHash }: { policyHash: string }) => {
          if (by === 'fails to tell') throw new Error('no file')
          return policyHash === 'now'
        }
        const outbox = outboxOf({ outbox: by === 'nobody to ask' ? {} : { stillApproves } })
        const intents = [{ ...intent!, ...(by !== 'person' && { authority }) }]
        await database.transaction((on) => outbox.enqueue(on, intents))
        await outbox.resume()
        const may = (switched === 'clear' || switched === 'released') && (by === 'person' || by === 'policy in force')
        expect(between.received.length > 0, `${switched}, ${by}`).toBe(may)
      },
    ),
    { numRuns: 80 },
  )
})

describe('the timer', () => {
  const ticking = async (given: Given, until: () => Promise<boolean>) => {
    const closing = new AbortController()
    const sending = outboxOf({ ...given, outbox: { tickMs: 20, ...given.outbox } }).keepSending(closing.signal)
    await expect.poll(until, { timeout: 20_000 }).toBe(true)
    closing.abort()
    await sending
  }
  const makeDue = () => database.query('UPDATE outbox SET next_attempt_at = clock_timestamp()')

  test('sends what is due and leaves alone what is not; each attempt puts the next one off', async () => {
    const [intent] = await newIntents(1)
    behave = down
    await outboxOf().apply([intent!])
    const [row] = await database.query<{ wait: number }>(
      'SELECT extract(epoch FROM next_attempt_at - attempted_at)::float AS wait FROM outbox',
    )
    expect(row!.wait).toBeGreaterThan(2)
    expect(row!.wait).toBeLessThan(10.1)
    behave = passedOn(api.url)
    const tries = between.received.length
    let looks = 0
    await ticking({}, async () => ++looks > 5)
    expect(between.received).toHaveLength(tries)
    await makeDue()
    await ticking({}, async () => (await unsettled()) === 0)
    expect(await api.proposalsOf(intent!.ticketId)).toHaveLength(1)
  })

  test('sends what was stored in the transaction of somebody else, once that is committed', async () => {
    const intents = await newIntents(3)
    const outbox = outboxOf()
    const refused = await database.transaction((on) => outbox.enqueue(on, [...intents, intentFor('T-481')]))
    expect(refused).toMatchObject([{ ticketId: 'T-481', outcome: 'refused', code: 'INVALID_TICKET_ID' }])
    await ticking({}, async () => (await unsettled()) === 0)
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
    await database
      .transaction(async (on) => {
        await outbox.enqueue(on, await newIntents(1))
        throw new Error('thought better of it')
      })
      .catch(() => undefined)
    expect(await unsettled()).toBe(0)
  })

  test('sends nothing that a policy approved and does not any more, nor where nobody can tell', async () => {
    const [approved, other, unknown] = await newIntents(3)
    const by = (decisionId: string) => ({ authority: { decisionId, policyHash: 'h' } })
    await database.transaction((on) =>
      outboxOf().enqueue(on, [
        { ...approved!, ...by('still') },
        { ...other!, ...by('no-more') },
      ]),
    )
    const stillApproves = async ({ decisionId }: { decisionId: string }) => decisionId === 'still'
    await ticking({ outbox: { stillApproves } }, async () => (await unsettled()) === 0)
    expect(await api.proposalsOf(approved!.ticketId)).toHaveLength(1)
    expect(await api.proposalsOf(other!.ticketId)).toEqual([])
    const outcomes = await database.query<{ code: string }>(
      `SELECT outcome->>'code' AS code FROM outbox WHERE ticket_id = $1`,
      [other!.ticketId],
    )
    expect(outcomes).toEqual([{ code: 'NO_LONGER_APPROVED' }])
    // Without anybody to ask; and then a person says yes to it.
    await database.transaction((on) => outboxOf().enqueue(on, [{ ...unknown!, ...by('still') }]))
    await ticking({}, async () => (await unsettled()) === 0)
    expect(await api.proposalsOf(unknown!.ticketId)).toEqual([])
    expect(await outboxOf().apply([unknown!])).toMatchObject([{ outcome: 'applied' }])
  })

  test('gives up after a day, says so, and sends it all the same when a person asks again', async () => {
    const [intent] = await newIntents(1)
    behave = down
    await outboxOf().apply([intent!])
    await database.query(`UPDATE outbox SET asked_at = asked_at - interval '25 hours'`)
    await ticking({}, async () => (await unsettled()) === 0)
    const [row] = await database.query<{ outcome: { code: string; advice: string; outcome: string } }>(
      'SELECT outcome FROM outbox',
    )
    expect(row!.outcome).toMatchObject({
      outcome: 'unreachable',
      code: 'GAVE_UP',
      advice: expect.stringMatching(/day/),
    })
    behave = passedOn(api.url)
    expect(await outboxOf().apply([intent!])).toMatchObject([{ outcome: 'applied' }])
  })

  test('forgets what was settled long ago, and nothing else; asked again, dispatch-api knows it still', async () => {
    const [old, recent, open] = await newIntents(3)
    await outboxOf().apply([old!, recent!])
    behave = down
    await outboxOf().apply([open!])
    await database.query(`UPDATE outbox SET settled_at = settled_at - interval '91 days' WHERE ticket_id = $1`, [
      old!.ticketId,
    ])
    const left = async () => (await database.query('SELECT FROM outbox')).length
    await ticking({}, async () => (await left()) === 2)
    behave = passedOn(api.url)
    expect(await outboxOf().apply([old!])).toMatchObject([{ outcome: 'replayed' }])
    expect(await api.proposalsOf(old!.ticketId)).toHaveLength(1)
  })

  test('survives a database that is away', async () => {
    const gone = open()
    await gone.close()
    const closing = new AbortController()
    const sending = outboxOf({ on: gone, outbox: { tickMs: 5 } }).keepSending(closing.signal)
    await new Promise((resolve) => setTimeout(resolve, 50))
    closing.abort()
    await sending
    expect(between.received).toEqual([])
  })
})

test('the token is neither stored nor logged', async () => {
  const [intent] = await newIntents(1)
  const lines: string[] = []
  const written = createLog('trace', { write: (line) => void lines.push(line) })
  behave = problem(500, 'INTERNAL_ERROR')
  await outboxOf({ log: written }).apply([intent!])
  behave = passedOn(api.url)
  await outboxOf({ log: written }).apply([intent!])
  expect(lines.length).toBeGreaterThan(1)
  const rows = await database.query('SELECT * FROM outbox')
  expect(JSON.stringify({ lines, rows })).not.toContain(TOKEN)
})
