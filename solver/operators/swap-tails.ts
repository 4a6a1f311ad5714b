// Swap tails: the visit and all that follows it come behind `after`; what followed there goes where they were (2-opt*,
// Potvin and Rousseau 1995). Between routes of one kind the tails keep their timetable, so that is O(1) where the hour
// has no price; otherwise they are walked. Imports solver/ only.
import type { Plan } from '../plan.ts'
import { mayServe } from '../rules/fit.ts'
import { endOf, legCents } from '../rules/roads.ts'
import { tailFits } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const swapTails: Operator = {
  name: 'swap-tails',
  supports: (problem) => problem.routeCount > 1,
  evaluate,
  apply: (plan, visit, after) => plan.exchangeTails(plan.previous[visit]!, after),
}

function evaluate(plan: Plan, visit: number, after: number): number {
  const { problem } = plan
  const route = plan.routeOf[visit]!
  const otherRoute = plan.routeOf[after]!
  if (route === otherRoute) return NO_GAIN
  const before = plan.previous[visit]!
  if (plan.visitsTo[before] === 0 && plan.visitsTo[after] === 0 && problem.kindOf[route] === problem.kindOf[otherRoute])
    return NO_GAIN // the same routes under each other's names
  const alike = problem.kindOf[route] === problem.kindOf[otherRoute]
  const otherTail = plan.next[after]!
  if (alike) {
    const end = endOf(problem, route)
    const here = otherTail < problem.visitCount ? otherTail : end
    const legs =
      (here === end && before >= problem.visitCount ? 0 : legCents(problem, route, before, here)) +
      legCents(problem, otherRoute, after, visit) -
      plan.legCents[before]! -
      plan.legCents[after]!
    const saved = plan.timedBehind(before) + plan.timedBehind(after) + problem.shiftCents[route]!
    if (legs >= saved) return NO_GAIN
  }
  if (!tailFits(plan, before, after) || !tailFits(plan, after, before)) return NO_GAIN
  if (!alike && !(mayTake(plan, visit, otherRoute) && mayTake(plan, otherTail, route))) return NO_GAIN
  const here = priceWithTail(plan, before, otherTail, alike)
  if (here === Number.POSITIVE_INFINITY) return NO_GAIN
  const there = priceWithTail(plan, after, visit, alike)
  return Math.min(NO_GAIN, here + there - plan.routeCents(route) - plan.routeCents(otherRoute))
}

function mayTake(plan: Plan, tail: number, route: number): boolean {
  const tech = plan.problem.techOf[route]!
  for (let visit = tail; visit < plan.problem.visitCount; visit = plan.next[visit]!)
    if (!mayServe(plan.problem, visit, tech)) return false
  return true
}

/** Cost of the route of `stop` with the tail of another route behind it, or Infinity. */
function priceWithTail(plan: Plan, stop: number, tail: number, alike: boolean): number {
  const { trial } = plan
  const { visitCount } = plan.problem
  trial.from(stop)
  let rest = tail
  if (!alike) for (; rest < visitCount; rest = plan.next[rest]!) if (!trial.serve(rest)) return Number.POSITIVE_INFINITY
  const goOn = rest < visitCount ? rest : endOf(plan.problem, plan.routeOf[stop]!)
  return trial.rest(goOn) ? trial.total : Number.POSITIVE_INFINITY
}
