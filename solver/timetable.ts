// One route told in full: every time, every cost line, its length. Plain and from scratch, for what is shown and checked;
// the search has its own quicker way and must agree with this one. Imports solver/ only.
import {
  COST_LINES,
  type CostLine,
  type CostLines,
  type PlannedRoute,
  type PlannedVisit,
  UNREACHABLE,
} from './model.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { latenessCents, NEVER, overtimeCents, startAt, waitingCents } from './rules/clock.ts'
import { workOn } from './rules/fit.ts'
import { endOf, legCents, legMetres, legSeconds, startOf } from './rules/roads.ts'

export interface Timetable {
  readonly route: PlannedRoute
  readonly cost: CostLines
  readonly seconds: number
  readonly metres: number
  readonly waitingSeconds: number
  /** By visit, and one for the way home. */
  readonly legs: readonly { readonly seconds: number; readonly metres: number }[]
}

export const noCost = (): Record<CostLine, number> =>
  Object.fromEntries(COST_LINES.map((line) => [line, 0])) as Record<CostLine, number>

export const totalOf = (cost: CostLines): number => COST_LINES.reduce((sum, line) => sum + cost[line], 0)

/**
 * The visits in this order on this route. Where that order cannot be kept in time the visit begins late all the same,
 * and a leg that no road serves takes nothing: so even what is left of a route when a visit is thought away has a price.
 */
export function timetable(problem: Problem, route: number, visits: readonly number[]): Timetable {
  const cost = noCost()
  const opens = problem.shiftOpens[route]!
  const planned: PlannedVisit[] = []
  const legs: { seconds: number; metres: number }[] = []
  let departure = opens
  let at = startOf(problem, route)
  let clock = opens
  let waitingSeconds = 0
  const drive = (to: number): void => {
    const seconds = legSeconds(problem, route, at, to)
    const driven = seconds < UNREACHABLE
    const leg = { seconds: driven ? seconds : 0, metres: driven ? legMetres(problem, route, at, to) : 0 }
    if (driven) cost.TRAVEL += legCents(problem, route, at, to)
    legs.push(leg)
    clock += leg.seconds
    at = to
  }
  for (const visit of visits) {
    const first = planned.length === 0
    drive(visit)
    const possible = startAt(problem, visit, clock)
    const start = possible === NEVER ? clock : possible
    const arrival = first ? start : clock
    if (first) departure = start - (clock - opens)
    const end = start + workOn(problem, visit, route)
    planned.push({ visit, arrival, start, end })
    waitingSeconds += start - arrival
    cost.WAITING += waitingCents(problem, route, start - arrival)
    cost.LATENESS += latenessCents(problem, visit, start)
    const own = visit * problem.crewCount + problem.crewOf[route]!
    cost.PREFERENCE += problem.preferenceCents[own]!
    cost.CHANGE += problem.likingCents[own]! - problem.preferenceCents[own]!
    clock = end
  }
  if (visits.length > 0) {
    drive(endOf(problem, route))
    cost.SHIFT = problem.shiftCents[route]!
    cost.OVERTIME = overtimeCents(problem, route, clock)
  }
  return {
    route: { route, departure, visits: planned, back: clock },
    cost,
    seconds: legs.reduce((sum, leg) => sum + leg.seconds, 0),
    metres: legs.reduce((sum, leg) => sum + leg.metres, 0),
    waitingSeconds,
    legs,
  }
}

/** The price of the whole plan by the plain way; the search's own figure must be the same. */
export function costFromScratch(plan: Plan): CostLines {
  const { problem } = plan
  const cost = noCost()
  for (let route = 0; route < problem.routeCount; route++) {
    const told = timetable(problem, route, plan.visitsOf(route))
    for (const line of COST_LINES) cost[line] += told.cost[line]
  }
  for (let visit = 0; visit < problem.visitCount; visit++)
    if (plan.routeOf(visit) < 0) cost.UNSERVED += problem.unservedCents[visit]!
  return cost
}
