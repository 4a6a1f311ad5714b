// Moves of a plan on which vans are overloaded, shifts last too long and visits begin too late, each at a price: what a move
// saves by less of it is told before it is made.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NearMoves } from '../../solver/near-moves.ts'
import { NO_GAIN } from '../../solver/operators/operator.ts'
import { OPERATORS } from '../../solver/operators/operators.ts'
import type { Plan } from '../../solver/plan.ts'
import type { Random } from '../../solver/random.ts'
import { FORBIDDEN, likingOn } from '../../solver/rules/fit.ts'
import { cappedDay, plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf, positionsFor } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

/** Where there is no road, or one of decades, nobody goes at any price. */
const LONGEST = 1_000_000
/** What is lost of a cent when fractions are added in another order. */
const A_HAIR = 1e-6

const price = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 5, noNaN: true }))
const prices = fc.record({ overloadCents: price, overspanCents: price, lateCents: price })

const strainedPlan = fc
  .tuple(
    anyPlanOf(fc.oneof(plainDay({ fewestVisits: 6, visits: 16 }), cappedDay({ fewestVisits: 6, visits: 16 }))),
    prices,
  )
  .map(([{ plan, random }, cents]) => {
    Object.assign(plan, cents)
    plan.begin()
    crowd(plan, random)
    return plan
  })

/** Everybody somewhere, whatever the vans hold and the hours are. */
function crowd(plan: Plan, random: Random): void {
  const { problem } = plan
  for (let turn = 0; turn < 2 * problem.visitCount; turn++) {
    const visit = plan.visits[random.below(problem.visitCount)]!
    if (plan.routeOf(visit) >= 0) {
      if (!areJoined(plan, plan.previous(visit), plan.next(visit))) continue
      plan.remove(visit)
    }
    const places = positionsFor(plan).filter(
      (after) =>
        likingOn(problem, visit, plan.routeOf(after)) !== FORBIDDEN && areJoined(plan, after, visit, plan.next(after)),
    )
    if (places.length > 0) plan.insert(visit, places[random.below(places.length)]!)
  }
}

const areJoined = ({ problem }: Plan, ...stops: readonly number[]): boolean =>
  stops.slice(1).every((to, turn) => {
    const leg = problem.placeOf[stops[turn]!]! * problem.placeCount + problem.placeOf[to]!
    return problem.travelSeconds[0]![leg]! < LONGEST
  })

const isStrained = (plan: Plan): boolean => plan.overload > 0 || plan.overspan > 0 || plan.late > 0

/** Of each route, one stop after the other. */
function lateBySum(plan: Plan): number[] {
  const sums = Array.from(plan.lateOn, () => 0)
  for (const [stop, late] of plan.lateAt.entries()) if (late > 0) sums[plan.routeOf(stop)]! += late
  return sums
}

describe.each(OPERATORS)('$name', (operator) => {
  test('has the price that was told before', () => {
    let relieved = 0
    fc.assert(
      fc.property(strainedPlan, (plan) => {
        if (!operator.supports(plan.problem)) return
        const positions = positionsFor(plan)
        for (const visit of positions.filter((stop) => stop < plan.problem.visitCount))
          for (const after of positions) {
            if (after === visit) continue
            const promised = operator.evaluate(plan, visit, after)
            if (promised === NO_GAIN) continue
            const state = stateOf(plan)
            const was = { cost: plan.cost, strain: plan.overload + plan.overspan + plan.late }
            plan.begin()
            operator.apply(plan, visit, after)
            expect({ visit, after, grown: plan.cost - was.cost }).toEqual({
              visit,
              after,
              grown: expect.closeTo(promised, 3),
            })
            expect([...plan.lateOn]).toEqual(lateBySum(plan))
            if (plan.overload + plan.overspan + plan.late < was.strain) relieved++
            plan.undo()
            expect(stateOf(plan)).toEqual(state)
            expect([...plan.lateOn]).toEqual(lateBySum(plan))
          }
      }),
      { numRuns: 150 },
    )
    expect(relieved).toBeGreaterThan(100)
  })
})

test('a visit that stays where it is has no better place behind any other: each was tried', () => {
  let tried = 0
  const relocate = OPERATORS.find(({ name }) => name === 'relocate')!
  fc.assert(
    fc.property(strainedPlan, (plan) => {
      const positions = positionsFor(plan)
      for (const visit of positions.filter((stop) => stop < plan.problem.visitCount))
        for (const after of positions) {
          if (after === visit || after === plan.previous(visit)) continue
          const isByRoad =
            areJoined(plan, plan.previous(visit), plan.next(visit)) && areJoined(plan, after, visit, plan.next(after))
          if (!isByRoad) continue
          if (relocate.evaluate(plan, visit, after) < NO_GAIN) continue
          const was = plan.cost
          plan.begin()
          plan.moveBehind(visit, visit, after)
          expect(plan.cost - was).toBeGreaterThan(-1 - A_HAIR)
          plan.undo()
          tried++
        }
    }),
    { numRuns: 150 },
  )
  expect(tried).toBeGreaterThan(1000)
})

test('the quick look at near moves overlooks nothing that pays', () => {
  let [nothing, strained] = [0, 0]
  fc.assert(
    fc.property(strainedPlan, fc.constantFrom(1, 4, 40), (plan, near) => {
      const { problem } = plan
      const [legs] = problem.nearLegs
      const moves = new NearMoves(plan, legs!, near)
      for (const visit of plan.visits) {
        if (plan.routeOf(visit) < 0) continue
        const operator = moves.find(visit)
        if (operator !== undefined) {
          expect(operator.evaluate(plan, visit, moves.after)).toBeLessThan(NO_GAIN)
          continue
        }
        nothing++
        if (isStrained(plan)) strained++
        for (const after of placesNear(plan, visit, near))
          for (const { name, evaluate } of OPERATORS)
            expect({ name, visit, after, cents: evaluate(plan, visit, after) }).toMatchObject({ cents: NO_GAIN })
      }
    }),
    { numRuns: 300 },
  )
  expect(Math.min(nothing, strained)).toBeGreaterThan(100)
})

/** Behind near visits, save those that it could not follow on an empty day, and in front of those that come first. */
function placesNear(plan: Plan, visit: number, near: number): number[] {
  const { problem } = plan
  const from = visit * problem.nearCount
  return [...problem.near.slice(from, from + Math.min(near, problem.nearCount))]
    .filter((other) => other >= 0 && plan.routeOf(other) >= 0)
    .flatMap((other) => {
      const first = plan.previous(other) >= problem.visitCount ? [plan.previous(other)] : []
      return couldFollow(plan, other, visit) ? [other, ...first] : first
    })
}

function couldFollow({ problem }: Plan, first: number, second: number): boolean {
  const leg = problem.placeOf[first]! * problem.placeCount + problem.placeOf[second]!
  const ready = problem.opensFirst[first]! + problem.workSeconds[first * problem.crewCount]!
  return ready + problem.travelSeconds[0]![leg]! <= problem.closesLast[second]!
}
