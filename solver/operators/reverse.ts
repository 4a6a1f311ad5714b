// Reverse: the stretch behind `after` up to the visit is driven the other way round, which uncrosses a route (2-opt,
// Croes 1958). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { legCents } from '../rules/roads.ts'
import { gainOf } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const reverse: Operator = {
  name: 'reverse',
  supports: (problem) => problem.visitCount > 1,
  evaluate,
  apply: (plan, visit, after) => plan.turnAround(plan.next(after), visit),
}

function evaluate(plan: Plan, visit: number, after: number): number {
  const { problem, trial } = plan
  const route = plan.routeOf(visit)
  if (plan.routeOf(after) !== route || after === visit) return NO_GAIN
  if (plan.next(after) === visit || !plan.isBefore(after, visit)) return NO_GAIN // nothing to turn
  const first = plan.next(after)
  const next = plan.next(visit)
  let legs =
    legCents(problem, route, after, visit) +
    legCents(problem, route, first, next) -
    plan.centsOn(after) -
    plan.centsOn(visit)
  for (let stop = visit; stop !== first; stop = plan.previous(stop))
    legs += legCents(problem, route, stop, plan.previous(stop)) - plan.centsOn(plan.previous(stop))
  if (legs >= plan.hoursBehind(after)) return NO_GAIN
  trial.from(after)
  trial.mayGrow(-legs)
  for (let stop = visit; stop !== after; stop = plan.previous(stop)) if (!trial.serve(stop)) return NO_GAIN
  if (!trial.rest(next)) return NO_GAIN
  return gainOf(legs + trial.timed - plan.hoursOn(route))
}
