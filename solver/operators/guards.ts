// What several moves ask before they price anything: does the load fit, and what is the liking worth. Imports solver/ only.
import type { Plan } from '../plan.ts'
import { changeCents } from '../rules/change.ts'
import { endOf } from '../rules/roads.ts'

/** Would the route still hold everything with the chain from `first` to `last`, now on another route, on top? */
export function loadGrowsTo(plan: Plan, route: number, first: number, last: number): boolean {
  const { unitCount, capacityOf } = plan.problem
  const end = endOf(plan.problem, route)
  const before = plan.previous[first]!
  for (let unit = 0; unit < unitCount; unit++) {
    const chain = plan.loadTo[last * unitCount + unit]! - plan.loadTo[before * unitCount + unit]!
    if (plan.loadTo[end * unitCount + unit]! + chain > capacityOf[route * unitCount + unit]!) return false
  }
  return true
}

/** Would the route hold everything with `incoming` instead of `outgoing`? */
export function loadSwapsTo(plan: Plan, route: number, outgoing: number, incoming: number): boolean {
  const { unitCount, loadOf, capacityOf } = plan.problem
  const end = endOf(plan.problem, route)
  for (let unit = 0; unit < unitCount; unit++) {
    const change = loadOf[incoming * unitCount + unit]! - loadOf[outgoing * unitCount + unit]!
    if (plan.loadTo[end * unitCount + unit]! + change > capacityOf[route * unitCount + unit]!) return false
  }
  return true
}

/** Would the route of `stop` hold the tail behind `other` in place of its own? */
export function tailFits(plan: Plan, stop: number, other: number): boolean {
  const { problem } = plan
  const { unitCount, capacityOf } = problem
  const route = plan.routeOf[stop]!
  const otherEnd = endOf(problem, plan.routeOf[other]!)
  const visits = plan.visitsTo[stop]! + plan.visitsTo[otherEnd]! - plan.visitsTo[other]!
  if (visits > problem.maxVisits[route]!) return false
  for (let unit = 0; unit < unitCount; unit++) {
    const tail = plan.loadTo[otherEnd * unitCount + unit]! - plan.loadTo[other * unitCount + unit]!
    if (plan.loadTo[stop * unitCount + unit]! + tail > capacityOf[route * unitCount + unit]!) return false
  }
  return true
}

/** What liking and change cost for the chain from `first` to `last`, were it on that route. */
export function chainPreference(plan: Plan, first: number, last: number, route: number): number {
  const { problem } = plan
  const tech = problem.techOf[route]!
  let cents = 0
  for (let visit = first; ; visit = plan.next[visit]!) {
    cents += problem.preferenceCents[visit * problem.techCount + tech]! + changeCents(problem, visit, tech)
    if (visit === last) return cents
  }
}
