import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf, planOf, sequencesOf } from '../../solver/day.ts'
import type { Model, PlannedDay } from '../../solver/model.ts'
import { NO_GAIN } from '../../solver/operators/operator.ts'
import { OPERATORS } from '../../solver/operators/operators.ts'
import type { Plan } from '../../solver/plan.ts'
import type { Problem } from '../../solver/problem.ts'
import { timetable, totalOf } from '../../solver/timetable.ts'
import { anyPlan, positionsFor } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

describe.each(OPERATORS)('$name', (operator) => {
  test('prices every move as the judge does, and finds each that pays', () => {
    let paid = 0
    fc.assert(
      fc.property(anyPlan({ techs: 2, visits: 12 }), ({ model, plan }) => {
        const before = sequencesOf(plan)
        const cost = totalOf(judge(model, plannedDayOf(plan)).cost)
        fc.pre(operator.supports(plan.problem))
        for (const [visit, after] of movesOf(plan)) {
          const promised = operator.evaluate(plan, visit, after)
          const meant = intended(operator.name, before, visit, after, plan.problem.visitCount)
          const judged = meant && judgedCost(model, plan.problem, meant)
          const gain = judged === undefined ? NO_GAIN : Math.min(NO_GAIN, judged - cost)
          expect({ visit, after, promised }).toEqual({ visit, after, promised: gain })
          if (promised < 0) paid++
        }
      }),
      { numRuns: 500 },
    )
    expect(paid).toBeGreaterThan(10)
  })

  test('leaves a plan behind that is as if made anew', () => {
    let applied = 0
    fc.assert(
      fc.property(anyPlan({ techs: 2, visits: 12 }), ({ model, plan }) => {
        fc.pre(operator.supports(plan.problem))
        for (const [visit, after] of movesOf(plan)) {
          const promised = operator.evaluate(plan, visit, after)
          if (promised >= 0) continue
          const before = plan.cost
          operator.apply(plan, visit, after)
          applied++
          expect(plan.cost - before).toBe(promised)
          expect(stateOf(plan)).toEqual(stateOf(planOf(plan.problem, sequencesOf(plan))))
          expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
    expect(applied).toBeGreaterThan(10)
  })
})

function movesOf(plan: Plan): [visit: number, after: number][] {
  const positions = positionsFor(plan)
  return positions
    .filter((stop) => stop < plan.problem.visitCount)
    .flatMap((visit) => positions.filter((after) => after !== visit).map((after): [number, number] => [visit, after]))
}

/** What the move's name says, done to plain lists. Undefined: it has no meaning here. */
function intended(
  name: string,
  before: readonly (readonly number[])[],
  visit: number,
  after: number,
  visitCount: number,
) {
  const routes = before.map((visits) => [...visits])
  const from = routes.findIndex((visits) => visits.includes(visit))
  const to = after < visitCount ? routes.findIndex((visits) => visits.includes(after)) : after - visitCount
  const [source, target] = [routes[from] ?? [], routes[to] ?? []]
  const at = source.indexOf(visit)
  const behind = () => (after < visitCount ? target.indexOf(after) + 1 : 0)
  const chain = { relocate: 1, 'relocate-pair': 2, 'relocate-triple': 3 }[name]
  if (chain !== undefined) {
    const moved = source.slice(at, at + chain)
    if (moved.length < chain || moved.includes(after)) return undefined
    source.splice(at, chain)
    target.splice(behind(), 0, ...moved)
    return routes
  }
  const swapped = { swap: [1, 1], 'swap-one-two': [1, 2], 'swap-two-one': [2, 1], 'swap-two-two': [2, 2] }[name]
  if (swapped !== undefined) {
    const [length = 0, otherLength = 0] = swapped
    const position = behind()
    const own = source.slice(at, at + length)
    const other = target.slice(position, position + otherLength)
    if (own.length < length || other.length < otherLength || own.includes(after)) return undefined
    if (from === to) {
      // Chains that overlap or follow each other at once are not for this move.
      if (at <= position + otherLength && position <= at + length) return undefined
      const inOrder = at < position
      const [begin, end] = inOrder ? [at, position] : [position, at]
      const [first, second] = inOrder ? [own, other] : [other, own]
      source.splice(end, second.length, ...first)
      source.splice(begin, first.length, ...second)
      return routes
    }
    source.splice(at, length, ...other)
    target.splice(position, otherLength, ...own)
    return routes
  }
  if (name === 'swap-tails') {
    if (from === to) return undefined
    const position = behind()
    const tail = source.splice(at)
    source.push(...target.splice(position))
    target.push(...tail)
    return routes
  }
  if (name === 'reverse') {
    const position = behind()
    if (from !== to || at - position < 1) return undefined
    source.splice(position, at - position + 1, ...source.slice(position, at + 1).reverse())
    return routes
  }
  throw new Error(`No meaning is written down for ${name}.`)
}

/** Undefined when the judge refuses it. */
function judgedCost(model: Model, problem: Problem, routes: readonly number[][]): number | undefined {
  const served = new Set(routes.flat())
  const day: PlannedDay = {
    routes: routes.flatMap((visits, route) => (visits.length > 0 ? [timetable(problem, route, visits).route] : [])),
    unserved: [...model.visits.keys()].filter((visit) => !served.has(visit)),
  }
  const { violations, cost } = judge(model, day)
  return violations.length > 0 ? undefined : totalOf(cost)
}
