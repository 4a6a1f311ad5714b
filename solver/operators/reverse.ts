// Reverse: the stretch behind `after` up to the visit is driven the other way round, which uncrosses a route (2-opt,
// Croes 1958). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const reverse: Operator = {
  name: 'reverse',
  supports: (problem) => problem.visitCount > 1,
  evaluate,
  apply: (plan, visit, after) => plan.turnAround(plan.next[after]!, visit),
}

function evaluate(plan: Plan, visit: number, after: number): number {
  const route = plan.routeOf[visit]!
  if (plan.routeOf[after] !== route) return NO_GAIN
  if (plan.visitsTo[visit]! - plan.visitsTo[after]! < 2) return NO_GAIN // behind the visit, or nothing to turn
  const { trial } = plan
  trial.from(after)
  for (let stop = visit; stop !== after; stop = plan.previous[stop]!) if (!trial.serve(stop)) return NO_GAIN
  if (!trial.rest(plan.next[visit]!)) return NO_GAIN
  return Math.min(NO_GAIN, trial.total - plan.routeCents(route))
}
