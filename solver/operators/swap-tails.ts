// Swap tails: the visit and all that follows it come behind `after`; what followed there goes where they were (2-opt*,
// Potvin and Rousseau 1995). Between routes of one kind the tails keep their timetable, so that is O(1) where the hour
// has no price; otherwise they are walked. Imports solver/ only.
import type { Plan } from '../plan.ts'
import { FORBIDDEN } from '../rules/fit.ts'
import { endOf, legCents } from '../rules/roads.ts'
import { NO_ROUTE } from '../schedule.ts'
import { gainOf, innerLegsGrowth, joinCents, likingGrowth, loadCents } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const swapTails: Operator = {
  name: 'swap-tails',
  supports: (problem) => problem.routeCount > 1,
  evaluate,
  apply: (plan, visit, after) => plan.exchangeTails(plan.previous(visit), after),
}

function evaluate(plan: Plan, visit: number, after: number): number {
  const { problem } = plan
  const { visitCount } = problem
  const route = plan.routeOf(visit)
  const otherRoute = plan.routeOf(after)
  if (route === otherRoute) return NO_GAIN
  const before = plan.previous(visit)
  const alike = problem.kindOf[route] === problem.kindOf[otherRoute]
  if (alike && before >= visitCount && after >= visitCount) return NO_GAIN // the same routes under each other's names
  const end = endOf(problem, route)
  const otherEnd = endOf(problem, otherRoute)
  const otherTail = plan.next(after)
  const last = plan.previous(end)
  const otherLast = otherTail === otherEnd ? after : plan.previous(otherEnd)
  let cents = legCents(problem, otherRoute, after, visit) - plan.centsOn(before) - plan.centsOn(after)
  cents += joinCents(plan, route, before, otherTail === otherEnd ? end : otherTail)
  if (!alike) cents += growthOnOtherKind(plan, visit, last, otherTail, otherLast)
  const emptied = before >= visitCount && otherTail === otherEnd
  cents += plan.openingCents(plan.isEmpty(otherRoute) ? otherRoute : NO_ROUTE, emptied ? route : NO_ROUTE)
  const saved = plan.hoursBehind(after)
  if (cents >= plan.hoursBehind(before) + saved) return NO_GAIN
  cents += tailsGrowth(plan, visit, after)
  if (cents === Number.POSITIVE_INFINITY) return NO_GAIN
  plan.trial.from(before)
  plan.trial.mayGrow(saved - cents)
  const here = hoursWithTail(plan, before, otherTail, alike)
  if (here === Number.POSITIVE_INFINITY) return NO_GAIN
  plan.trial.also(after)
  plan.trial.mayGrow(plan.hoursOn(route) - cents - here)
  const there = hoursWithTail(plan, after, visit, alike)
  return gainOf(cents + here + there - plan.hoursOn(route) - plan.hoursOn(otherRoute))
}

/** What both tails cost more on the other route, the legs to its end included. */
function growthOnOtherKind(plan: Plan, visit: number, last: number, otherTail: number, otherLast: number): number {
  const { problem } = plan
  const route = plan.routeOf(visit)
  const otherRoute = plan.routeOf(otherLast)
  const end = endOf(problem, route)
  const otherEnd = endOf(problem, otherRoute)
  const own = likingGrowth(plan, visit, last, otherRoute)
  if (own === FORBIDDEN) return FORBIDDEN
  let growth = own + innerLegsGrowth(plan, visit, last, otherRoute)
  growth += legCents(problem, otherRoute, last, otherEnd) - plan.centsOn(last)
  if (otherTail === otherEnd) return growth
  growth += likingGrowth(plan, otherTail, otherLast, route) + innerLegsGrowth(plan, otherTail, otherLast, route)
  return growth + legCents(problem, route, otherLast, end) - plan.centsOn(otherLast)
}

/** What it costs that both routes carry each other's tails, or Infinity where they may not. */
function tailsGrowth(plan: Plan, visit: number, after: number): number {
  const { problem } = plan
  const { unitCount, visitCount, loadOf, maxVisits } = problem
  const route = plan.routeOf(visit)
  const otherRoute = plan.routeOf(after)
  let grown = 0 // visits that the other route has more afterwards
  for (let stop = visit; stop < visitCount; stop = plan.next(stop)) grown++
  for (let stop = plan.next(after); stop < visitCount; stop = plan.next(stop)) grown--
  if (plan.visitsOn[otherRoute]! + grown > maxVisits[otherRoute]!) return Number.POSITIVE_INFINITY
  if (plan.visitsOn[route]! - grown > maxVisits[route]!) return Number.POSITIVE_INFINITY
  let cents = 0
  for (let unit = 0; unit < unitCount; unit++) {
    let more = 0
    for (let stop = visit; stop < visitCount; stop = plan.next(stop)) more += loadOf[stop * unitCount + unit]!
    for (let stop = plan.next(after); stop < visitCount; stop = plan.next(stop))
      more -= loadOf[stop * unitCount + unit]!
    cents += loadCents(plan, otherRoute, unit, more) + loadCents(plan, route, unit, -more)
  }
  return cents
}

/** What the hours of the route of `stop`, where the trial stands, cost with the tail of another route behind it, or Infinity. */
function hoursWithTail(plan: Plan, stop: number, tail: number, alike: boolean): number {
  const { trial } = plan
  const { visitCount } = plan.problem
  let rest = tail
  if (!alike) for (; rest < visitCount; rest = plan.next(rest)) if (!trial.serve(rest)) return Number.POSITIVE_INFINITY
  const goOn = rest < visitCount ? rest : endOf(plan.problem, plan.routeOf(stop))
  return trial.rest(goOn) ? trial.timed : Number.POSITIVE_INFINITY
}
