// A search that may end early: when its plan is cheap enough, and what it tells of itself until then.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { IMPROVEMENTS } from '../../solver/improvement.ts'
import type { Model } from '../../solver/model.ts'
import { Random } from '../../solver/random.ts'
import { STRATEGY } from '../../solver/strategy.ts'
import { openSolverPool, type SearchLimits, type SearchProgress, type SolverPool } from '../../workers/client.ts'
import { aDay, aRoute, aTech, aVisit } from '../solver/a-day.ts'

/** So many customers scattered over a square, the technicians in its first corner: nobody finds the best plan by luck. */
function dayOf(count: number): Model {
  const random = new Random(count)
  const points = Array.from({ length: count + 1 }, () => [random.below(1000), random.below(1000)] as const)
  const seconds = Int32Array.from({ length: (count + 1) ** 2 }, (_, leg) => {
    const [[x, y], [otherX, otherY]] = [points[Math.floor(leg / (count + 1))]!, points[leg % (count + 1)]!]
    return Math.round(Math.sqrt((x - otherX) ** 2 + (y - otherY) ** 2))
  })
  const visits = Array.from({ length: count }, (_, index) => aVisit({ id: `V-${index}`, place: index + 1 }))
  const techs = Array.from({ length: Math.ceil(count / 20) }, () => aTech())
  const routes = techs.map((_, tech) => aRoute({ tech, centsPerKm: 1000 }))
  const profiles = [{ name: 'car', seconds, metres: seconds }]
  return { ...aDay({ visits, techs, routes }), travel: { placeCount: count + 1, profiles } }
}

const total = (cost: object) => Object.values(cost).reduce((sum: number, cents: number) => sum + cents, 0)

/** Nothing but the target ends it. */
const ENDLESS: SearchLimits = { seconds: 100_000, seed: 1, threads: 1, alternatives: 1 }

let pool: SolverPool
beforeAll(() => {
  pool = openSolverPool({ threads: 2 })
})
afterAll(() => pool.close())

describe.each([
  ['on one thread', 60, 1],
  ['on two threads, each with the whole day', 60, 2],
  ['on two threads, each with a part of the day', STRATEGY.togetherFrom, 2],
])('a search %s', (_, count, threads) => {
  const model = dayOf(count)

  test('ends with a plan that is as cheap as it has to be', async () => {
    const { cost: first } = await pool.solve(model, { ...ENDLESS, iterations: 0, threads })
    const { cost: better } = await pool.solve(model, { ...ENDLESS, iterations: 200, threads })
    expect(total(better)).toBeLessThan(total(first))
    const { plan, cost } = await pool.solve(model, { ...ENDLESS, threads, targetCost: total(better) })
    expect(total(cost)).toBeLessThanOrEqual(total(better))
    expect(judge(model, plan)).toEqual({ violations: [], cost })
  })

  test('ends with its first plan when that is cheap enough', async () => {
    const { iterations } = await pool.solve(model, { ...ENDLESS, threads, targetCost: Number.MAX_SAFE_INTEGER })
    expect(iterations).toBe(0)
  })

  test('is not ended by a target that no plan reaches', async () => {
    const limits = { ...ENDLESS, threads, iterations: 100 }
    const [aimed, usual] = [await pool.solve(model, { ...limits, targetCost: -1 }), await pool.solve(model, limits)]
    expect(aimed).toEqual(usual)
  })

  test('tells what improved its plan last, and how fast it is', async () => {
    const progress: SearchProgress[] = []
    const { cost } = await pool.solve(
      model,
      { ...ENDLESS, threads, iterations: 3000 },
      { onProgress: (now) => progress.push(now) },
    )
    const last = progress.at(-1)!
    expect(last.cost).toBe(total(cost))
    expect(['anneal', 'combine', 'complete']).toContain(last.improvedBy)
    expect(last.iterationsPerSecond).toBeGreaterThan(0)
    for (const { improvedBy, iterationsPerSecond } of progress) {
      expect(IMPROVEMENTS).toContain(improvedBy)
      expect(Number.isInteger(iterationsPerSecond)).toBe(true)
    }
    // One and the same plan is always told to come from the same.
    for (const [at, one] of progress.entries())
      for (const other of progress.slice(at + 1))
        if (other.cost === one.cost) expect(other.improvedBy).toBe(one.improvedBy)
  })
})

test('a search that does nothing after its first plan says so', async () => {
  const model = dayOf(1)
  const progress: SearchProgress[] = []
  await pool.solve(model, { ...ENDLESS, iterations: 0 }, { onProgress: (now) => progress.push(now) })
  expect(progress.map(({ improvedBy }) => improvedBy)).toEqual(['first-plan'])
})

test('a plan that was given is where a search on several threads begins', async () => {
  const model = dayOf(60)
  const given = await pool.solve(model, { ...ENDLESS, iterations: 300, threads: 2 })
  const stands = new Map(
    given.plan.routes.flatMap(({ route, visits }) =>
      visits.map(({ visit, start }) => [visit, { tech: model.routes[route]!.tech, start, techChangedCents: 0 }]),
    ),
  )
  const visits = model.visits.map((visit, at) => ({ ...visit, planned: stands.get(at)! }))
  const again = await pool.solve({ ...model, visits }, { ...ENDLESS, iterations: 0, threads: 2 })
  expect(total(again.cost)).toBeLessThanOrEqual(total(given.cost))
})
