// The whole process killed at random moments of an upload, a run, a recommendation, a booking and an apply: what was answered
// is there afterwards, what was sent again is done once, and no run stays forever as it was. KILL_TIMES says how often, KILL_SEED
// at which moments.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { smallRequest, ticket } from '../optimizer/inputs.ts'
import { SpawnedServices } from '../spawned-services.ts'

const TIMES = Number(process.env.KILL_TIMES ?? 4)
const SEED = Number(process.env.KILL_SEED ?? 7)
/** Answers after which the process is killed, at most; a little later by chance, so that it is anywhere. */
const MOST_ANSWERS = 3
const LATEST_MS = 150

let database: FreshDatabase
let services: SpawnedServices
const start = () =>
  SpawnedServices.start({
    DATABASE_URL: database.dispatchApiUrl,
    OPTIMIZER_DATABASE_URL: database.optimizerUrl,
    LOG_LEVEL: 'error',
  })
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(async () => {
  await services?.kill()
  await database?.drop()
})

/** Everything that was answered with yes, and must be so for ever. */
const answered = {
  runs: new Map<string, string>(),
  plans: new Map<string, number>(),
  bookings: new Map<string, string>(),
  applied: new Map<string, string>(),
}
const KINDS = ['plans', 'applied', 'bookings', 'runs'] as const
/** Sent, and perhaps not answered: sent again with the same key, it is the same run. */
const keys = new Map<string, object>()
const tickets: string[] = []

// A small generator of its own, so that a seed names the moments (Steele, Lea and Flood 2014).
let state = SEED
function random(): number {
  state = (state + 0x9e3779b9) | 0
  let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}

/** Whoever is cut off learns nothing; whatever was answered is written down before anything else is asked. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // The process is gone; a refusal of what is asked would be a fault, and is none of these.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
  }
}

async function createTicket(): Promise<string> {
  const id = randomUUID()
  const made = await services.json('/v0/tools/ticket.create', {
    body: {
      request_id: id,
      ticket_id: id,
      actor: { id: 'kill', role: 'operator_admin', type: 'HUMAN' },
      payload: { summary: 'A door', incident_type: 'STUCK', site: { location: { lat: 47.14, lon: 9.52 } } },
    },
  })
  expect(made.status).toBe(201)
  return id
}

async function runAndApply(ticketId: string): Promise<void> {
  const key = randomUUID()
  const body = smallRequest({
    tickets: [ticket({ id: ticketId })],
    options: { seconds: 1, iterations: 200, threads: 1 },
  })
  keys.set(key, body)
  const submitted = await services.json('/v1/optimizations', { body, headers: { 'idempotency-key': key } })
  expect(submitted.status).toBe(202)
  const { runId, links } = submitted.json
  answered.runs.set(key, runId)
  for (;;) {
    const { status } = (await services.json(links.self)).json
    if (status === 'done') break
    expect(['queued', 'running']).toContain(status)
    await sleep(20)
  }
  const { status, json } = await services.json(links.apply, { body: {} })
  expect(status).toBe(200)
  for (const outcome of json.outcomes)
    if (outcome.outcome === 'applied' || outcome.outcome === 'replayed') answered.applied.set(outcome.ticketId, runId)
}

async function putAndBook(): Promise<void> {
  const path = `/v1/plans/plan-${randomUUID().slice(0, 8)}`
  const put = await services.json(path, { method: 'PUT', body: smallRequest() })
  expect(put.status).toBe(201)
  answered.plans.set(path, put.json.version)
  const offer = await services.json(`${path}/recommendations`, { body: { ticketId: 'T-1', count: 1 } })
  expect(offer.status).toBe(200)
  const [proposal] = offer.json.proposals
  const booked = await services.json(`/v1/offers/${offer.json.offerId}/confirm`, {
    body: { optionId: proposal.optionId },
  })
  expect(booked.status).toBe(200)
  answered.bookings.set(path, proposal.techId)
  answered.plans.set(path, booked.json.version ?? put.json.version)
}

/** All of it at once, again and again, until the process is gone. */
async function busyUntilKilled(kind: keyof typeof answered): Promise<void> {
  let isOver = false
  const again = async (work: () => Promise<void>) => {
    while (!isOver) await quietly(work)
  }
  const lines = [
    again(async () => {
      const id = await createTicket()
      tickets.push(id)
      await runAndApply(id)
    }),
    again(putAndBook),
    again(putAndBook),
    // What was sent and not answered is sent again, as its caller would.
    again(async () => {
      for (const [key, body] of [...keys].slice(-3)) {
        const { status, json } = await services.json('/v1/optimizations', { body, headers: { 'idempotency-key': key } })
        expect(status).toBe(202)
        expect(answered.runs.get(key) ?? json.runId).toBe(json.runId)
        answered.runs.set(key, json.runId)
      }
      await sleep(30)
    }),
  ]
  const wanted = answered[kind].size + 1 + Math.floor(random() * MOST_ANSWERS)
  const killed = async () => {
    while (answered[kind].size < wanted) await sleep(2)
    await sleep(random() * LATEST_MS)
    isOver = true
    await services.kill()
  }
  await Promise.all([killed(), ...lines])
}

async function everythingStands(): Promise<void> {
  for (const runId of answered.runs.values())
    expect((await services.json(`/v1/optimizations/${runId}`)).status).toBe(200)
  for (const [path, version] of answered.plans) {
    const { status, json } = await services.json(path)
    expect([path, status]).toEqual([path, 200])
    expect(json.version).toBeGreaterThanOrEqual(version)
  }
  for (const [path, techId] of answered.bookings)
    expect((await services.json(path)).json.input.plan).toContainEqual(
      expect.objectContaining({ ticketId: 'T-1', techId }),
    )
  for (const ticketId of answered.applied.keys()) expect(await proposalsOn(ticketId)).toBe(1)
}

async function proposalsOn(ticketId: string): Promise<number> {
  const { json } = await services.json(`/v0/tickets/${ticketId}/timeline`)
  return json.events.filter(({ type }: { type: string }) => type === 'schedule.slots_proposed').length
}

test(
  `killed ${TIMES} times: nothing that was answered is lost, and nothing is done twice`,
  async () => {
    for (let time = 0; time < TIMES; time++) {
      services = await start()
      await everythingStands()
      // Each in its turn is in the middle of being done again.
      await busyUntilKilled(KINDS[time % KINDS.length]!)
    }
    services = await start()
    await everythingStands()
    // Every run comes to an end, and applied once more it changes nothing that was done.
    for (const runId of new Set(answered.runs.values())) {
      let run = (await services.json(`/v1/optimizations/${runId}`)).json
      while (run.status === 'queued' || run.status === 'running') {
        await sleep(50)
        run = (await services.json(`/v1/optimizations/${runId}`)).json
      }
      expect(run.status).toBe('done')
      const applied = await services.json(`/v1/optimizations/${runId}/apply`, { body: {} })
      for (const { outcome } of applied.json.outcomes) expect(['applied', 'replayed']).toContain(outcome)
    }
    for (const ticketId of tickets) expect(await proposalsOn(ticketId)).toBeLessThanOrEqual(1)
    // Killed before anything was done, it would prove nothing.
    for (const kind of KINDS.slice(0, TIMES)) expect(answered[kind].size).toBeGreaterThan(0)
    process.stdout.write(
      `killed ${TIMES} times: ${answered.runs.size} runs, ${answered.plans.size} plans, ${answered.bookings.size} bookings, ${answered.applied.size} applied tickets stand\n`,
    )
  },
  180_000 + TIMES * 60_000,
)
