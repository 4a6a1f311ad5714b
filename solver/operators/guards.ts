// What several moves ask before they price anything: does the load fit, and what is the liking worth. Imports solver/ only.
import type { Plan } from '../plan.ts'
import { likingOn } from '../rules/fit.ts'
import { legCents } from '../rules/roads.ts'
import { NO_GAIN } from './operator.ts'

/** What liking costs more for the chain from `first` to `last` on that route than where it is; FORBIDDEN if it may not go. */
export function likingGrowth(plan: Plan, first: number, last: number, route: number): number {
  const { problem } = plan
  if (!problem.isPicky) return 0
  const from = plan.routeOf(first)
  let cents = 0
  for (let visit = first; ; visit = plan.next(visit)) {
    cents += likingOn(problem, visit, route) - likingOn(problem, visit, from)
    if (visit === last) return cents
  }
}

/** What the legs inside the chain cost more on another route. */
export function innerLegsGrowth(plan: Plan, first: number, last: number, route: number): number {
  const { problem } = plan
  if (problem.tariffOf[plan.routeOf(first)] === problem.tariffOf[route]) return 0
  let more = 0
  for (let visit = first; visit !== last; visit = plan.next(visit))
    more += legCents(problem, route, visit, plan.next(visit)) - plan.centsOn(visit)
  return more
}

/**
 * What it costs that the route carries the chain `first` to `last` of another route and not that of its own: nothing, less
 * than nothing where its van is overloaded and that gets less, or Infinity where it may not carry so much.
 */
export function loadGrowth(
  plan: Plan,
  route: number,
  first: number,
  last: number,
  ownFirst: number,
  ownLast: number,
): number {
  const { unitCount } = plan.problem
  let cents = 0
  for (let unit = 0; unit < unitCount; unit++) {
    const own = ownFirst === NOBODY ? 0 : chainLoad(plan, ownFirst, ownLast, unit)
    const other = first === NOBODY ? 0 : chainLoad(plan, first, last, unit)
    cents += loadCents(plan, route, unit, other - own)
  }
  return cents
}

/** The same of so many units more. */
export function loadCents(plan: Plan, route: number, unit: number, more: number): number {
  const { overloadCents } = plan
  const room = plan.room[route * plan.problem.unitCount + unit]!
  if (room >= more && room >= 0) return 0
  if (overloadCents === 0) return room < more ? Number.POSITIVE_INFINITY : 0
  return (Math.max(0, more - room) - Math.max(0, -room)) * overloadCents
}

/** Prices of overload are no whole cents: a move has to save one, so that none is undone again for the last bit of a number. */
export const gainOf = (cents: number): number => (cents <= -1 ? cents : NO_GAIN)

export const NOBODY = -1

function chainLoad(plan: Plan, first: number, last: number, unit: number): number {
  const { unitCount, loadOf } = plan.problem
  let load = 0
  for (let visit = first; ; visit = plan.next(visit)) {
    load += loadOf[visit * unitCount + unit]!
    if (visit === last) return load
  }
}

/** The last of so many visits in a row, or NOBODY when the route is over before. */
export function lastOfChain(plan: Plan, first: number, length: number): number {
  let last = first
  for (let turn = 1; turn < length && last < plan.problem.visitCount; turn++) last = plan.next(last)
  return last < plan.problem.visitCount ? last : NOBODY
}

/** What joining two stops costs on this route; nothing when that leaves it without visits. */
export const joinCents = (plan: Plan, route: number, stop: number, follower: number): number =>
  stop >= plan.problem.visitCount && follower >= plan.problem.visitCount
    ? 0
    : legCents(plan.problem, route, stop, follower)
