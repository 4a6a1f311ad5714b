import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import {
  type Model,
  ModelRefusedError,
  openSolverPool,
  PlanRejectedError,
  PoolClosedError,
  type SearchLimits,
  type SearchProgress,
  type SolverPool,
  WorkerCrashedError,
} from '../../workers/client.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from '../solver/a-day.ts'
import { DEEDS } from './unruly-thread.ts'

const LIMITS: SearchLimits = { seconds: 600, iterations: 200, seed: 1, threads: 1, alternatives: 3 }
const endless: SearchLimits = { seconds: 600, seed: 1, threads: 1, alternatives: 1 }

/** Two technicians, a dozen visits, one of them more than anybody can do. */
const MODEL: Model = aDay({
  visits: [
    ...Array.from({ length: 12 }, (_, index) =>
      aVisit({ id: `V-${index}`, place: index % PLACES, seconds: 900 + 60 * index }),
    ),
    aVisit({ id: 'V-long', seconds: 90_000 }),
  ],
  techs: [aTech(), aTech()],
  routes: [aRoute({ startPlace: 2, endPlace: 2 }), aRoute({ tech: 1, startPlace: 8, endPlace: 8, centsPerShift: 3 })],
})
const withDeed = (deed: number): Model => ({
  ...MODEL,
  visits: MODEL.visits.map((visit, index) => (index === 0 ? { ...visit, unservedCents: deed } : visit)),
})
/** Of 200 rounds on each of two threads; one step or another may have work for one of them only. */
const expectBothThreads = (iterations: number) => {
  expect(iterations).toBeGreaterThan(200)
  expect(iterations).toBeLessThanOrEqual(400)
}
const total = (cost: object) => Object.values(cost).reduce((sum: number, cents: number) => sum + cents, 0)

describe('a solver pool', () => {
  let pool: SolverPool
  beforeAll(() => {
    pool = openSolverPool({ threads: 2 })
  })
  afterAll(() => pool.close())

  test('gives a plan that the judge accepts, with options and reasons', async () => {
    const { plan, cost, options, unserved, iterations } = await pool.solve(MODEL, LIMITS)
    expect(judge(MODEL, plan)).toEqual({ violations: [], cost })
    expect(options.map((of) => of.length)).toEqual([...Array(12).fill(2), 0])
    expect(unserved).toEqual([
      {
        visit: 12,
        blockers: [0, 1].map((tech) => ({
          tech,
          blockers: [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: expect.any(Number) }],
        })),
      },
    ])
    expect(iterations).toBe(200)
  })

  test('gives the same bytes for the same seed and iterations, on one thread as on two', async () => {
    for (const threads of [1, 2]) {
      const twice = [await pool.solve(MODEL, { ...LIMITS, threads }), await pool.solve(MODEL, { ...LIMITS, threads })]
      const [first, second] = twice.map((solved) => JSON.stringify(solved))
      expect(first).toBe(second)
    }
  })

  test('searches on every thread that is asked for, and on no more than it has', async () => {
    const both = await pool.solve(MODEL, { ...LIMITS, threads: 2 })
    expectBothThreads(both.iterations)
    expect(await pool.solve(MODEL, { ...LIMITS, threads: 64 })).toEqual(both)
  })

  test('is never worse with two threads than with the first of them alone', async () => {
    const [one, two] = [
      await pool.solve(MODEL, { ...LIMITS, iterations: 3 }),
      await pool.solve(MODEL, { ...LIMITS, iterations: 3, threads: 2 }),
    ]
    expect(total(two.cost)).toBeLessThanOrEqual(total(one.cost))
  })

  test('completes a plan even when there is no time at all', async () => {
    const { plan } = await pool.solve(MODEL, { ...endless, seconds: 0 })
    expect(plan.unserved).toEqual([12])
  })

  test('stops when told to and gives the best so far', async () => {
    const stop = new AbortController()
    const solving = pool.solve(
      MODEL,
      { ...endless, threads: 2 },
      { signal: stop.signal, onProgress: () => stop.abort() },
    )
    expect((await solving).plan.unserved).toEqual([12])
  })

  test('gives a plan though it was told to stop before it began', async () => {
    const { plan } = await pool.solve(MODEL, endless, { signal: AbortSignal.abort() })
    expect(plan.unserved).toEqual([12])
  })

  test('tells how far it is, costs only falling, the last word being the plan', async () => {
    const told: SearchProgress[] = []
    const { cost, iterations } = await pool.solve(
      MODEL,
      { ...LIMITS, iterations: 3000, threads: 2 },
      { onProgress: (progress) => told.push(progress) },
    )
    const costs = told.map((progress) => progress.cost)
    expect(costs).toEqual(costs.toSorted((a, b) => b - a))
    expect(told.at(-1)).toMatchObject({ cost: total(cost), unserved: 1, iterations })
  })

  test('runs jobs beside each other and in turn, each with its own answer', async () => {
    const models = [1, 2, 3, 4, 5].map((count) => ({ ...MODEL, visits: MODEL.visits.slice(0, count) }))
    const solved = await Promise.all(
      models.map((model, index) => pool.solve(model, { ...LIMITS, threads: 1 + (index % 2) })),
    )
    expect(solved.map(({ options }) => options.length)).toEqual([1, 2, 3, 4, 5])
  })

  test('refuses a model that makes no sense, by name, and lives on', async () => {
    const broken = { ...MODEL, visits: [aVisit({ place: 99 })] }
    const refusal = await pool.solve(broken, LIMITS).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ModelRefusedError)
    expect(refusal).toMatchObject({ path: 'visits[0].place' })
    expect((await pool.solve(MODEL, LIMITS)).plan.unserved).toEqual([12])
  })

  test('plans an empty day', async () => {
    expect(await pool.solve(aDay({ visits: [], techs: [], routes: [] }), endless)).toMatchObject({
      plan: { routes: [], unserved: [] },
      options: [],
      iterations: 0,
    })
  })
})

describe('a pool whose threads misbehave', () => {
  let pool: SolverPool
  beforeAll(() => {
    const entry = new URL('./unruly-thread.ts', import.meta.url)
    pool = openSolverPool({ threads: 2, entry, resourceLimits: { maxOldGenerationSizeMb: 64 } })
  })
  afterAll(() => pool.close())

  test.each([
    ['ends itself', DEEDS.exit, 'search', /exited with code: 3/],
    ['throws', DEEDS.throw, 'search', /a bug/],
    ['runs out of memory', DEEDS.hoard, 'search', /memory/],
    ['ends itself while it explains the plan', DEEDS.exitAtTheEnd, 'finish', /exited with code: 0/],
  ])('loses only the job whose thread %s', async (_, deed, phase, cause) => {
    const [lost, kept] = await Promise.allSettled([pool.solve(withDeed(deed), LIMITS), pool.solve(MODEL, LIMITS)])
    expect(lost).toMatchObject({
      status: 'rejected',
      reason: { phase, cause: { message: expect.stringMatching(cause) } },
    })
    expect(lost.status === 'rejected' && lost.reason).toBeInstanceOf(WorkerCrashedError)
    expect(kept).toMatchObject({ status: 'fulfilled', value: { plan: { unserved: [12] } } })
    // Both threads are there again, and both seats free.
    expectBothThreads((await pool.solve(MODEL, { ...LIMITS, threads: 2 })).iterations)
  })

  test('ends the other threads of a job that lost one', async () => {
    await expect(pool.solve(withDeed(DEEDS.throw), { ...endless, threads: 2 })).rejects.toThrow(WorkerCrashedError)
    expectBothThreads((await pool.solve(MODEL, { ...LIMITS, threads: 2 })).iterations)
  })

  test('never hands out a plan that the judge prices otherwise than the search', async () => {
    const rejection = await pool.solve(withDeed(DEEDS.lie), LIMITS).catch((error: unknown) => error)
    expect(rejection).toBeInstanceOf(PlanRejectedError)
    expect(rejection).toMatchObject({ violations: [], claimedCents: expect.any(Number) })
  })
})

describe('a pool that is closed', () => {
  test('lets running jobs end with the best they have and refuses those that wait', async () => {
    const pool = openSolverPool({ threads: 1 })
    const { promise: running, resolve: runs } = Promise.withResolvers<void>()
    const first = pool.solve(MODEL, endless, { onProgress: () => runs() })
    const second = pool.solve(MODEL, endless)
    const refused = expect(second).rejects.toThrow(PoolClosedError)
    await running
    await pool.close()
    await refused
    expect((await first).plan.unserved).toEqual([12])
    await expect(pool.solve(MODEL, LIMITS)).rejects.toThrow(PoolClosedError)
    await pool.close()
  })
})
