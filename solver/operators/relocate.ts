// Relocate: move one visit, or two or three in a row, to right behind another stop, on its own route or another
// (moves 1 and 2 of Prins 2004; or-opt, Or 1976). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { legCents } from '../rules/roads.ts'
import { NO_ROUTE } from '../schedule.ts'
import { gainOf, innerLegsGrowth, joinCents, lastOfChain, likingGrowth, loadGrowth, NOBODY } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const relocate = relocateChain('relocate', 1)
export const relocatePair = relocateChain('relocate-pair', 2)
export const relocateTriple = relocateChain('relocate-triple', 3)

/** The chain begins with the visit. */
function relocateChain(name: string, length: number): Operator {
  return {
    name,
    supports: (problem) => problem.visitCount > length || (problem.visitCount === length && problem.routeCount > 1),
    evaluate: (plan, visit, after) => evaluate(plan, visit, length, after),
    apply: (plan, visit, after) => plan.moveBehind(visit, lastOfChain(plan, visit, length), after),
  }
}

function evaluate(plan: Plan, first: number, length: number, after: number): number {
  const { problem } = plan
  const before = plan.previous(first)
  if (after === before) return NO_GAIN // already there
  const last = lastOfChain(plan, first, length)
  if (last === NOBODY) return NO_GAIN
  const from = plan.routeOf(first)
  const to = plan.routeOf(after)
  const follower = plan.next(after)
  const next = plan.next(last)
  const legs =
    legCents(problem, to, after, first) +
    legCents(problem, to, last, follower) -
    plan.centsOn(after) +
    joinCents(plan, from, before, next) -
    plan.centsOn(before) -
    plan.centsOn(last)
  if (from === to) return evaluateInside(plan, first, last, after, legs)
  const emptied = plan.visitsOn[from] === length
  if (emptied && plan.isEmpty(to) && problem.kindOf[from] === problem.kindOf[to]) return NO_GAIN
  const opened = plan.isEmpty(to) ? to : NO_ROUTE
  let cents =
    legs +
    plan.openingCents(opened, emptied ? from : NO_ROUTE) +
    innerLegsGrowth(plan, first, last, to) +
    likingGrowth(plan, first, last, to)
  // At best the move wipes out all that waiting, lateness and overtime cost from here on.
  const saved = plan.hoursBehind(before)
  if (cents >= saved + plan.hoursBehind(after)) return NO_GAIN
  if (plan.visitsOn[to]! + length > problem.maxVisits[to]!) return NO_GAIN
  cents += loadGrowth(plan, to, first, last, NOBODY, NOBODY) + loadGrowth(plan, from, NOBODY, NOBODY, first, last)
  if (cents === Number.POSITIVE_INFINITY) return NO_GAIN
  const { trial } = plan
  trial.from(after)
  trial.mayGrow(saved - cents)
  if (!trial.serveAll(first, last) || !trial.rest(follower)) return NO_GAIN
  const grown = cents + trial.timed - plan.hoursOn(to)
  trial.also(before)
  trial.mayGrow(-grown)
  if (!trial.rest(next)) return NO_GAIN
  return gainOf(grown + trial.timed - plan.hoursOn(from))
}

function evaluateInside(plan: Plan, first: number, last: number, after: number, legs: number): number {
  const { trial } = plan
  const route = plan.routeOf(first)
  const before = plan.previous(first)
  for (let visit = first; visit !== last; visit = plan.next(visit)) if (visit === after) return NO_GAIN
  if (after === last) return NO_GAIN // the chain itself is no place to go
  const earlier = plan.isBefore(after, first)
  if (legs >= plan.hoursBehind(earlier ? after : before)) return NO_GAIN
  if (earlier) {
    trial.from(after)
    trial.mayGrow(-legs)
    if (!trial.serveAll(first, last) || !trial.serveAll(plan.next(after), before)) return NO_GAIN
    if (!trial.rest(plan.next(last))) return NO_GAIN
  } else {
    trial.from(before)
    trial.mayGrow(-legs)
    if (!trial.serveAll(plan.next(last), after) || !trial.serveAll(first, last)) return NO_GAIN
    if (!trial.rest(plan.next(after))) return NO_GAIN
  }
  return gainOf(legs + trial.timed - plan.hoursOn(route))
}
