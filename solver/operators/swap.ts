// Swap: a visit, or two in a row, and the one or two that stand right behind another stop take each other's turns, on two
// routes or on one (moves 4 to 6 of Prins 2004). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { legCents } from '../rules/roads.ts'
import { gainOf, innerLegsGrowth, lastOfChain, likingGrowth, loadGrowth, NOBODY } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const swap = swapChains('swap', 1, 1)
export const swapOneTwo = swapChains('swap-one-two', 1, 2)
export const swapTwoOne = swapChains('swap-two-one', 2, 1)
export const swapTwoTwo = swapChains('swap-two-two', 2, 2)

/** The chain begins with the visit, the other one behind `after`. */
function swapChains(name: string, length: number, otherLength: number): Operator {
  return {
    name,
    supports: (problem) => problem.visitCount > length + otherLength || problem.routeCount > 1,
    evaluate: (plan, visit, after) => evaluate(plan, visit, length, after, otherLength),
    apply(plan, visit, after) {
      const other = plan.next(after)
      plan.exchange(visit, lastOfChain(plan, visit, length), other, lastOfChain(plan, other, otherLength))
    },
  }
}

function evaluate(plan: Plan, first: number, length: number, after: number, otherLength: number): number {
  const { problem } = plan
  const before = plan.previous(first)
  const otherFirst = plan.next(after)
  if (after === before || otherFirst >= problem.visitCount) return NO_GAIN // there already; nobody to swap with
  const last = lastOfChain(plan, first, length)
  const otherLast = lastOfChain(plan, otherFirst, otherLength)
  if (last === NOBODY || otherLast === NOBODY) return NO_GAIN
  const next = plan.next(last)
  const otherNext = plan.next(otherLast)
  // Those that stand right behind each other are for relocate.
  if (next === otherFirst || otherNext === first) return NO_GAIN
  const route = plan.routeOf(first)
  const otherRoute = plan.routeOf(after)
  const legs =
    legCents(problem, otherRoute, after, first) +
    legCents(problem, otherRoute, last, otherNext) +
    legCents(problem, route, before, otherFirst) +
    legCents(problem, route, otherLast, next) -
    plan.centsOn(before) -
    plan.centsOn(last) -
    plan.centsOn(after) -
    plan.centsOn(otherLast)
  if (route === otherRoute) return evaluateInside(plan, first, last, otherFirst, otherLast, legs)
  let cents =
    legs +
    innerLegsGrowth(plan, first, last, otherRoute) +
    innerLegsGrowth(plan, otherFirst, otherLast, route) +
    likingGrowth(plan, first, last, otherRoute) +
    likingGrowth(plan, otherFirst, otherLast, route)
  // At best all that waiting, lateness and overtime cost from here on is gone.
  const saved = plan.hoursBehind(before)
  if (cents >= saved + plan.hoursBehind(after)) return NO_GAIN
  const grown = length - otherLength
  if (plan.visitsOn[otherRoute]! + grown > problem.maxVisits[otherRoute]!) return NO_GAIN
  if (plan.visitsOn[route]! - grown > problem.maxVisits[route]!) return NO_GAIN
  cents += loadGrowth(plan, otherRoute, first, last, otherFirst, otherLast)
  if (cents < Number.POSITIVE_INFINITY) cents += loadGrowth(plan, route, otherFirst, otherLast, first, last)
  if (cents === Number.POSITIVE_INFINITY) return NO_GAIN
  const { trial } = plan
  trial.from(after)
  trial.mayGrow(saved - cents)
  if (!trial.serveAll(first, last) || !trial.rest(otherNext)) return NO_GAIN
  const there = trial.timed - plan.hoursOn(otherRoute)
  trial.also(before)
  trial.mayGrow(-cents - there)
  if (!trial.serveAll(otherFirst, otherLast) || !trial.rest(next)) return NO_GAIN
  return gainOf(cents + there + trial.timed - plan.hoursOn(route))
}

function evaluateInside(
  plan: Plan,
  first: number,
  last: number,
  otherFirst: number,
  otherLast: number,
  legs: number,
): number {
  // Chains of different lengths can overlap.
  for (let visit = first; visit !== last; visit = plan.next(visit)) if (plan.next(visit) === otherFirst) return NO_GAIN
  for (let visit = otherFirst; visit !== otherLast; visit = plan.next(visit))
    if (plan.next(visit) === first) return NO_GAIN
  return plan.isBefore(first, otherFirst)
    ? evaluateInOrder(plan, first, last, otherFirst, otherLast, legs)
    : evaluateInOrder(plan, otherFirst, otherLast, first, last, legs)
}

function evaluateInOrder(
  plan: Plan,
  first: number,
  last: number,
  laterFirst: number,
  laterLast: number,
  legs: number,
): number {
  const { trial } = plan
  const before = plan.previous(first)
  if (legs >= plan.hoursBehind(before)) return NO_GAIN
  trial.from(before)
  trial.mayGrow(-legs)
  if (!trial.serveAll(laterFirst, laterLast)) return NO_GAIN
  if (!trial.serveAll(plan.next(last), plan.previous(laterFirst)) || !trial.serveAll(first, last)) return NO_GAIN
  if (!trial.rest(plan.next(laterLast))) return NO_GAIN
  return gainOf(legs + trial.timed - plan.hoursOn(plan.routeOf(first)))
}
