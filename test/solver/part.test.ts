import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planOf, type Sequences, sequencesOf } from '../../solver/day.ts'
import { partsOf, planOfPart } from '../../solver/part.ts'
import { searchPart } from '../../solver/search.ts'
import { anyPlan } from '../arbitraries/plan.ts'

const cut = fc
  .tuple(
    anyPlan({ visits: 12, routes: 5 }).filter(({ plan }) => plan.problem.visitCount > 0),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([planned, count]) => {
    const { plan, random } = planned
    return { ...planned, count, parts: partsOf(plan.problem, sequencesOf(plan), count, random) }
  })

describe('the parts of a day', () => {
  test('together are the day: each route in one, each visit in one', () => {
    fc.assert(
      fc.property(cut, ({ plan, count, parts }) => {
        expect(parts).toHaveLength(count)
        const { routeCount, visitCount } = plan.problem
        const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)
        expect(sorted(parts.flatMap(({ routes }) => routes))).toEqual([...Array(routeCount).keys()])
        const visits = parts.flatMap(({ sequences, leftOut }) => [...sequences.flat(), ...leftOut])
        expect(sorted(visits)).toEqual([...Array(visitCount).keys()])
      }),
    )
  })

  test('cost together what the day costs', () => {
    fc.assert(
      fc.property(cut, ({ plan, parts }) => {
        const costs = parts.map((part) => planOfPart(plan.problem, part).cost)
        expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(plan.cost)
      }),
    )
  })

  test('searched apart and put together again are a plan, at the price the parts said', () => {
    fc.assert(
      fc.property(cut, fc.nat(), ({ plan, parts }, seed) => {
        const { problem } = plan
        const found = parts.map((part) =>
          searchPart(planOfPart(problem, part), part.routes, { seed, iterations: 30, stop: () => false }),
        )
        for (const which of ['best', 'last'] as const) {
          const whole: (readonly number[])[] = Array.from({ length: problem.routeCount }, () => [])
          for (const [index, { routes }] of parts.entries())
            for (const [at, route] of routes.entries()) whole[route] = found[index]?.[which][at] ?? []
          const stated = found.reduce(
            (sum, { bestCost, lastCost }) => sum + (which === 'best' ? bestCost : lastCost),
            0,
          )
          expect(planOf(problem, whole as Sequences).cost).toBe(stated)
          if (which === 'best') expect(stated).toBeLessThanOrEqual(plan.cost)
        }
      }),
    )
  })
})
