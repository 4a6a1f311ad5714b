import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { STRATEGY } from '../../solver/strategy.ts'
import { openSolverPool, type SearchProgress, type SolverPool } from '../../workers/client.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from '../solver/a-day.ts'

/** Enough visits that the threads share one plan, and a few more than the technicians can do. */
const visits = Array.from({ length: STRATEGY.togetherFrom + 40 }, (_, index) =>
  aVisit({ id: `V-${index}`, place: (index * 7) % PLACES, seconds: 600 + 60 * (index % 11) }),
)
const techs = Array.from({ length: 11 }, () => aTech())
const routes = techs.map((_, tech) => aRoute({ tech, startPlace: tech % PLACES, endPlace: tech % PLACES }))
const DAY = aDay({ visits, techs, routes })

describe('two threads on one plan', () => {
  let pool: SolverPool
  beforeAll(() => {
    pool = openSolverPool({ threads: 2 })
  })
  afterAll(() => pool.close())

  test('make a plan that the judge accepts, and the same one for the same seed and iterations', async () => {
    const limits = { seconds: 600, iterations: 400, seed: 5, threads: 2, alternatives: 1 }
    const [one, other] = [await pool.solve(DAY, limits), await pool.solve(DAY, limits)]
    expect(judge(DAY, one.plan)).toEqual({ violations: [], cost: one.cost })
    expect(other.plan).toEqual(one.plan)
    expect(one.plan.unserved.length).toBeGreaterThan(0)
    expect(one.iterations).toBeGreaterThan(limits.iterations)
    expect(one.iterations).toBeLessThanOrEqual(limits.threads * limits.iterations)
  })

  test('tell a cost that only falls, and stop with the best when asked to', async () => {
    const told: SearchProgress[] = []
    const stop = new AbortController()
    const { cost } = await pool.solve(
      DAY,
      { seconds: 600, seed: 1, threads: 2, alternatives: 1 },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          told.push(progress)
          if (progress.iterations > 2000) stop.abort()
        },
      },
    )
    const costs = told.map((progress) => progress.cost)
    expect(costs).toEqual(costs.toSorted((a, b) => b - a))
    const total = Object.values(cost).reduce((sum, cents) => sum + cents, 0)
    expect(total).toBeLessThanOrEqual(costs.at(-1) ?? 0)
  })
})
