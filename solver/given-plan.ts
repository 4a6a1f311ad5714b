// The plan that was given to begin with, put back as it was: on each route the visits planned on it, in the order of their
// starts. Where that order cannot be driven any more, all but the one that is in the way stand as they did, or else each
// where it stood or is cheapest on that route; whoever finds no place there is left to whoever makes the first plan.
// Imports solver/ only.
import { mendTies } from './given-ties.ts'
import { NOWHERE, priceInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { NOT_GIVEN } from './rules/change.ts'
import { FORBIDDEN, likingOn, workOn } from './rules/fit.ts'
import { endOf, startOf } from './rules/roads.ts'

/** By route, in order of start, without those who may not be served there any more. Empty: nothing was given. */
export type GivenRoutes = readonly (readonly number[])[]

export const NOTHING_GIVEN: GivenRoutes = []

export function givenRoutes(problem: Problem): GivenRoutes {
  const { givenRoute, givenStart } = problem
  if (givenRoute.every((route) => route === NOT_GIVEN)) return NOTHING_GIVEN
  const routes = Array.from({ length: problem.routeCount }, (): number[] => [])
  for (let visit = 0; visit < problem.visitCount; visit++) {
    const route = givenRoute[visit]!
    if (route !== NOT_GIVEN && likingOn(problem, visit, route) !== FORBIDDEN) routes[route]!.push(visit)
  }
  const after = (route: number) => (one: number, other: number) =>
    // Of two that begin in the same second, the one that takes no time comes first.
    givenStart[one]! - givenStart[other]! || workOn(problem, one, route) - workOn(problem, other, route) || one - other
  return routes.map((visits, route) => visits.sort(after(route)))
}

/** How many pinned visits stand on a route that can be driven just as it was given. */
export function pinsKept(plan: Plan, given: GivenRoutes): number {
  const { pinned } = plan.problem
  const kept = given.filter((visits, route) => canDrive(plan, route, visits))
  return kept.flat().filter((visit) => pinned[visit] === 1).length
}

/** Whoever stands on the plan already stays on it. */
export function seatGiven(plan: Plan, given: GivenRoutes): void {
  for (const [route, visits] of given.entries()) {
    if (visits.length === 0) continue
    const hasStrangers = plan.visitsOf(route).some((visit) => !visits.includes(visit))
    const areHere = visits.every((visit) => plan.routeOf(visit) < 0 || plan.routeOf(visit) === route)
    const drivable = hasStrangers || !areHere ? undefined : drivableOf(plan, route, visits)
    if (drivable !== undefined) {
      if (!plan.isEmpty(route)) plan.unload(route)
      plan.fill(route, drivable)
    }
    for (const visit of visits) if (plan.routeOf(visit) < 0) seat(plan, visit, route)
  }
  mendTies(plan)
}

/**
 * The visits as they are, at other seconds than were agreed if it has to be, or without one of them that is not pinned:
 * the one that is the least dear to leave out.
 */
function drivableOf(plan: Plan, route: number, visits: readonly number[]): readonly number[] | undefined {
  if (canDrive(plan, route, visits)) return visits
  const { pinned, unservedCents } = plan.problem
  const bonded = visits.filter((visit) => plan.isBonded(visit))
  for (const visit of bonded) plan.appointments?.release(visit)
  if (bonded.length > 0 && canDrive(plan, route, visits)) return visits
  const leastDear = visits.filter((visit) => pinned[visit] === 0)
  leastDear.sort((one, other) => unservedCents[one]! - unservedCents[other]!)
  for (const visit of leastDear) {
    const others = visits.filter((other) => other !== visit)
    if (others.length > 0 && canDrive(plan, route, others)) return others
  }
  return undefined
}

/** Would the route, were it empty, hold just these visits in this order? */
function canDrive(plan: Plan, route: number, visits: readonly number[]): boolean {
  const { problem, trial } = plan
  const { unitCount, loadOf, capacityOf, maxVisits } = problem
  if (visits.length > maxVisits[route]! || plan.openingCents(route) === Number.POSITIVE_INFINITY) return false
  for (let unit = 0; unit < unitCount; unit++) {
    const load = visits.reduce((sum, visit) => sum + loadOf[visit * unitCount + unit]!, 0)
    if (load > capacityOf[route * unitCount + unit]!) return false
  }
  trial.from(startOf(problem, route))
  return visits.every((visit) => trial.serve(visit)) && trial.rest(endOf(problem, route))
}

/** Behind the last one that was to begin before it; else where it is cheapest on this route, if anywhere. */
function seat(plan: Plan, visit: number, route: number): void {
  const { problem } = plan
  if (!plan.admits(route, visit)) return
  const { givenRoute, givenStart } = problem
  let usual = startOf(problem, route)
  let cheapest = NOWHERE
  let cents = Number.POSITIVE_INFINITY
  for (let stop = usual; stop < problem.visitCount || stop === startOf(problem, route); stop = plan.next(stop)) {
    const isEarlier = stop < problem.visitCount && givenRoute[stop] === route && givenStart[stop]! <= givenStart[visit]!
    if (isEarlier) usual = stop
    const price = priceInsertion(plan, visit, stop, cents)
    if (price >= cents) continue
    cents = price
    cheapest = stop
  }
  if (cheapest === NOWHERE) return
  const fits = priceInsertion(plan, visit, usual, Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY
  plan.insert(visit, fits ? usual : cheapest)
}
