// What was approved reaches dispatch-api exactly once: on the real database, over HTTP, through crashes.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DispatchCommandsOptions, openDispatchCommands } from '../../src/dispatch-command/commands.ts'
import { type Intent, openOutbox } from '../../src/dispatch-command/outbox.ts'
import { type Database, migrate, openDatabase } from '../../src/platform/database.ts'
import { createLog, type Logger } from '../../src/platform/log.ts'
import { type DispatchApi, SCHEDULER, slotsAt, startDispatchApi, TOKEN } from './a-dispatch-api.ts'
import { type BadServer, type Behaviour, passedOn, problem, startBadServer } from './a-server.ts'
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
const down: Behaviour = (response) => void response.destroy()
beforeEach(async () => {
  await database.query('DELETE FROM outbox')
  behave = passedOn(api.url)
  between = await startBadServer((response, received) => behave(response, received))
})
afterEach(() => between?.close())

interface Given {
  readonly on?: Database
  readonly token?: string
  readonly log?: Logger
  readonly options?: Partial<DispatchCommandsOptions>
}
const outboxOf = ({ on = database, token = TOKEN, log: to = log, options }: Given = {}) =>
  openOutbox({
    database: on,
    commands: openDispatchCommands({ baseUrl: between.url, token, ...options }),
    log: to,
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
  const crash = async (facts: Pick<Crash, 'intents' | 'atRequest' | 'when'>) => {
    const script = fileURLToPath(new URL('./crash.ts', import.meta.url))
    const all: Crash = { databaseUrl: api.database.optimizerUrl, baseUrl: between.url, token: TOKEN, ...facts }
    const signal = await new Promise((resolve) => {
      const child = execFile(process.execPath, [script, JSON.stringify(all)])
      child.on('exit', (_, killedBy) => resolve(killedBy))
    })
    expect(signal).toBe('SIGKILL')
  }

  test.each([
    [1, 'before'],
    [1, 'after'],
    [4, 'before'],
    [7, 'after'],
  ] as const)(
    'a process at request %i, %s: the next start sends the rest, and everything once',
    async (atRequest, when) => {
      const intents = await newIntents(7)
      await crash({ intents, atRequest, when })
      expect(await unsettled()).toBeGreaterThan(0)
      await outboxOf().resume()
      expect(await unsettled()).toBe(0)
      for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
      expect(new Set(bodies()).size).toBe(7)
      expect(new Set(outcomesOf(await outboxOf().apply(intents)))).toEqual(new Set(['replayed']))
    },
  )

  test('a process after its answer: whoever asks again before the next start gets it done once too', async () => {
    const intents = await newIntents(2)
    await crash({ intents, atRequest: 1, when: 'after' })
    expect(outcomesOf(await outboxOf().apply(intents))).toContain('replayed')
    for (const { ticketId } of intents) expect(await api.proposalsOf(ticketId)).toHaveLength(1)
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
