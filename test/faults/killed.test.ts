// The whole process killed at random moments of an upload, a run, a stream of events, a change of a plan, an apply and a
// booking: what was answered is there afterwards, what was sent again is done once, and no run stays forever as it was.
// KILL_TIMES says how often, KILL_SEED at which moments.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { SpawnedServices } from '../spawned-services.ts'
import { Callers, MOMENTS, type Moment } from './callers.ts'

const TIMES = Number(process.env.KILL_TIMES ?? 5)
const SEED = Number(process.env.KILL_SEED ?? 7)
/** It is killed in one of so many that begin, a little later by chance: mostly in its middle, now and then long after. */
const MOST_BEGUN = 3
const LATEST_MS = 150

let database: FreshDatabase
let folder: string
const callers = new Callers()
const start = () =>
  SpawnedServices.start({
    DATABASE_URL: database.dispatchApiUrl,
    OPTIMIZER_DATABASE_URL: database.optimizerUrl,
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
  })
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
})
afterAll(async () => {
  await callers.services?.kill()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

// A small generator of its own, so that a seed names the moments (Steele, Lea and Flood 2014).
let state = SEED
function random(): number {
  state = (state + 0x9e3779b9) | 0
  let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}

/** How often it was killed while something of this kind was under way. */
const hit = Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>

async function busyUntilKilledIn(moment: Moment): Promise<void> {
  let isOver = false
  const wanted = callers.begun[moment] + 1 + Math.floor(random() * MOST_BEGUN)
  const late = random() ** 3 * LATEST_MS
  const killed = async () => {
    while (callers.begun[moment] < wanted) await sleep(1)
    await sleep(late)
    isOver = true
    for (const each of MOMENTS) if (callers.underWay[each] > 0) hit[each]++
    await callers.services.kill()
  }
  await Promise.all([killed(), callers.busyUntil(() => isOver)])
}

test(
  `killed ${TIMES} times: nothing that was answered is lost, and nothing is done twice`,
  async () => {
    for (let time = 0; time < TIMES; time++) {
      callers.services = await start()
      await callers.everythingStands('since the last time')
      // Each in its turn is in the middle of being done again.
      await busyUntilKilledIn(MOMENTS[time % MOMENTS.length]!)
    }
    callers.services = await start()
    await callers.everythingStands()
    await callers.settle()
    // Killed before anything was done, or in the middle of nothing, it would prove nothing.
    const { runs, plans, bookings, applied, files, patched, heard } = callers
    const events = patched.reduce((sum, plan) => sum + plan.events.size, 0)
    const told = [...heard.values()].reduce((sum, one) => sum + one.events.length, 0)
    if (TIMES >= 5)
      for (const count of [runs.size, bookings.size, applied.size, files.size, events, told])
        expect(count).toBeGreaterThan(0)
    if (TIMES >= 5 * MOMENTS.length)
      for (const moment of MOMENTS) expect([moment, hit[moment] > 0]).toEqual([moment, true])
    process.stdout.write(
      `killed ${TIMES} times, in the middle of: ${MOMENTS.map((moment) => `${moment} ${hit[moment]}`).join(', ')}; ` +
        `${runs.size} runs, ${told} events of ${heard.size} runs heard, ${patched.length} plans with ${events} changes, ` +
        `${plans.size} plans with ${bookings.size} bookings, ${applied.size} applied tickets and ${files.size} files stand\n`,
    )
  },
  180_000 + TIMES * 60_000,
)
