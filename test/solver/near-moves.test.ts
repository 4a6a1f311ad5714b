import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { NearMoves } from '../../solver/near-moves.ts'
import { NO_GAIN } from '../../solver/operators/operator.ts'
import { OPERATORS } from '../../solver/operators/operators.ts'
import type { Plan } from '../../solver/plan.ts'
import { totalOf } from '../../solver/timetable.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf } from '../arbitraries/plan.ts'

const plainPlan = anyPlanOf(plainDay({ visits: 18 }))
const howNear = fc.constantFrom(1, 4, 12, 40)

function nearMovesOf(plan: Plan, near: number): NearMoves {
  const [legs] = plan.problem.nearLegs
  if (!legs) throw new Error('A plain day has its near legs side by side.')
  return new NearMoves(plan, legs, near)
}

const servedOn = (plan: Plan): number[] => [...plan.visits].filter((visit) => plan.routeOf(visit) >= 0)

/** Behind each near visit, and in front of those that come first on their routes. */
function positionsNear(plan: Plan, visit: number, near: number): number[] {
  const { problem } = plan
  const from = visit * problem.nearCount
  return [...problem.near.slice(from, from + Math.min(near, problem.nearCount))]
    .filter((other) => other >= 0 && plan.routeOf(other) >= 0)
    .flatMap((other) => (plan.previous(other) >= problem.visitCount ? [other, plan.previous(other)] : [other]))
}

describe('the quick look at near moves', () => {
  test('is for days on which nothing but legs has a price, as these are', () => {
    fc.assert(
      fc.property(plainPlan, ({ plan }) => {
        expect(plan.problem.isPlain).toBe(true)
      }),
    )
  })

  test('finds only moves that pay, and they do what they promise', () => {
    const paid = new Map<string, number>()
    fc.assert(
      fc.property(plainPlan, howNear, ({ model, plan }, near) => {
        const moves = nearMovesOf(plan, near)
        for (const visit of servedOn(plan)) {
          const operator = moves.find(visit)
          if (operator === undefined) continue
          const { cost } = plan
          const promised = operator.evaluate(plan, visit, moves.after)
          expect(promised).toBeLessThan(0)
          expect(operator.supports(plan.problem)).toBe(true)
          expect(positionsNear(plan, visit, near)).toContain(moves.after)
          operator.apply(plan, visit, moves.after)
          const verdict = judge(model, plannedDayOf(plan))
          expect(verdict.violations).toEqual([])
          expect(totalOf(verdict.cost) - cost).toBe(promised)
          paid.set(operator.name, 1 + (paid.get(operator.name) ?? 0))
        }
      }),
      { numRuns: 400 },
    )
    // Whatever the local search can do was found some time.
    expect([...paid.keys()].sort()).toEqual(OPERATORS.map(({ name }) => name).sort())
  })

  test('overlooks none: where it finds nothing, no operator would', () => {
    let nothing = 0
    fc.assert(
      fc.property(plainPlan, howNear, ({ plan }, near) => {
        const moves = nearMovesOf(plan, near)
        for (const visit of servedOn(plan)) {
          if (moves.find(visit) !== undefined) continue
          nothing++
          for (const after of positionsNear(plan, visit, near))
            for (const operator of OPERATORS) {
              const cents = operator.evaluate(plan, visit, after)
              expect({ move: operator.name, visit, after, cents }).toMatchObject({ cents: NO_GAIN })
            }
        }
      }),
      { numRuns: 400 },
    )
    expect(nothing).toBeGreaterThan(100)
  })
})
