// Swap: two visits take each other's turn, on two routes or on one (move 4 of Prins 2004). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { mayServe } from '../rules/fit.ts'
import { legCents } from '../rules/roads.ts'
import { chainPreference, loadSwapsTo } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const swap: Operator = {
  name: 'swap',
  supports: (problem) => problem.visitCount > 2,
  evaluate,
  apply: (plan, visit, other) => plan.exchange(visit, other),
}

function evaluate(plan: Plan, visit: number, other: number): number {
  const { problem } = plan
  if (other >= problem.visitCount) return NO_GAIN // a start cannot be swapped
  if (plan.next[visit] === other || plan.next[other] === visit) return NO_GAIN // relocate does that
  const route = plan.routeOf[visit]!
  const otherRoute = plan.routeOf[other]!
  const before = plan.previous[visit]!
  const next = plan.next[visit]!
  const otherBefore = plan.previous[other]!
  const otherNext = plan.next[other]!
  const legs =
    legCents(problem, route, before, other) +
    legCents(problem, route, other, next) +
    legCents(problem, otherRoute, otherBefore, visit) +
    legCents(problem, otherRoute, visit, otherNext) -
    plan.legCents[before]! -
    plan.legCents[visit]! -
    plan.legCents[otherBefore]! -
    plan.legCents[other]!
  if (route === otherRoute) {
    const [first, second] = plan.visitsTo[visit]! < plan.visitsTo[other]! ? [visit, other] : [other, visit]
    return legs >= plan.timedBehind(plan.previous[first]!) ? NO_GAIN : swapInside(plan, first, second)
  }
  if (!mayServe(problem, visit, problem.techOf[otherRoute]!) || !mayServe(problem, other, problem.techOf[route]!))
    return NO_GAIN
  const liking =
    chainPreference(plan, visit, visit, otherRoute) +
    chainPreference(plan, other, other, route) -
    chainPreference(plan, visit, visit, route) -
    chainPreference(plan, other, other, otherRoute)
  // At best all that waiting, lateness and overtime cost from here on is gone.
  if (legs + liking >= plan.timedBehind(before) + plan.timedBehind(otherBefore)) return NO_GAIN
  if (!loadSwapsTo(plan, route, visit, other) || !loadSwapsTo(plan, otherRoute, other, visit)) return NO_GAIN
  const { trial } = plan
  trial.from(before)
  if (!trial.serve(other) || !trial.rest(next)) return NO_GAIN
  const here = trial.total - plan.routeCents(route)
  trial.from(otherBefore)
  if (!trial.serve(visit) || !trial.rest(otherNext)) return NO_GAIN
  return Math.min(NO_GAIN, here + trial.total - plan.routeCents(otherRoute))
}

function swapInside(plan: Plan, first: number, second: number): number {
  const { trial } = plan
  trial.from(plan.previous[first]!)
  if (!trial.serve(second) || !trial.serveAll(plan.next[first]!, plan.previous[second]!)) return NO_GAIN
  if (!trial.serve(first) || !trial.rest(plan.next[second]!)) return NO_GAIN
  return Math.min(NO_GAIN, trial.total - plan.routeCents(plan.routeOf[first]!))
}
