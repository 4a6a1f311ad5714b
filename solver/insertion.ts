// Where to put a visit that has no place: the price of one position, and the best of those worth looking at.
// Cheapest test first: who may go, a bound from the legs alone, then time, then the exact walk. Imports solver/ only.
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { changeCents } from './rules/change.ts'
import { type Clock, NEVER, startAt } from './rules/clock.ts'
import { FORBIDDEN } from './rules/fit.ts'
import { endOf, legCents, legSeconds, startOf } from './rules/roads.ts'
import { lossOfServing } from './rules/serve.ts'

export const NOWHERE = -1
/** Chance that a good position is overlooked, so that the same visits can fall back in another way (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01

/**
 * Cost after minus cost before of serving the visit right behind `after`, what it saves by being served not counted.
 * Exact when below `limit`; otherwise Infinity: not possible, or not that cheap. The route must admit the visit.
 */
export function priceInsertion(plan: Plan, visit: number, after: number, limit: number): number {
  const { problem } = plan
  const route = plan.routeOf[after]!
  const tech = problem.techOf[route]!
  const follower = plan.next[after]!
  const own = visit * problem.techCount + tech
  const opened = plan.isEmpty(route) ? problem.shiftCents[route]! : 0
  const liking = problem.preferenceCents[own]! + changeCents(problem, visit, tech)
  // At best all that the hour costs from here on is gone; a longer detour than that can never pay. The leg onward alone
  // settles most cases, and the table holds all legs from one visit side by side.
  const price = legCents(problem, route, visit, follower) - plan.legCents[after]! + opened + liking
  const bound = limit + plan.timedBehind(after)
  if (price >= bound) return Number.POSITIVE_INFINITY
  const detour = price + legCents(problem, route, after, visit)
  if (detour >= bound) return Number.POSITIVE_INFINITY
  if (!hasTime(plan, visit, after)) return Number.POSITIVE_INFINITY
  if (problem.timed[route] === 0) return detour
  const { trial } = plan
  trial.from(after)
  if (!trial.serve(visit) || !trial.rest(follower)) return Number.POSITIVE_INFINITY
  const exact = trial.total - plan.routeCents(route)
  return exact < limit ? exact : Number.POSITIVE_INFINITY
}

/** Can the visit be served right behind `after`, inside the windows of `clock`, with everybody after it still on time? */
export function hasTime(plan: Plan, visit: number, after: number, clock: Clock = plan.problem): boolean {
  const { problem } = plan
  const route = plan.routeOf[after]!
  const begins = startAt(clock, visit, plan.ready[after]! + legSeconds(problem, route, after, visit))
  if (begins === NEVER) return false
  const follower = plan.next[after]!
  const left = begins + problem.workSeconds[visit * problem.techCount + problem.techOf[route]!]!
  return left + legSeconds(problem, route, visit, follower) <= plan.latest[follower]!
}

/** Finds the best position for one visit at a time; what it found stands in `after` and `cents`. */
export class BestInsertion {
  after = NOWHERE
  cents = Number.POSITIVE_INFINITY
  private readonly plan: Plan
  private readonly random: Random | undefined

  /** With `random` it blinks now and then; without, it never overlooks anything. */
  constructor(plan: Plan, random?: Random) {
    this.plan = plan
    this.random = random
  }

  /** Beside near visits and on empty routes; everywhere only if there is nothing. */
  find(visit: number): boolean {
    this.forget()
    this.considerNear(visit)
    this.considerEmptyRoutes(visit)
    if (this.after === NOWHERE) this.considerAll(visit)
    return this.after !== NOWHERE
  }

  /** Over every position there is. */
  findAnywhere(visit: number): boolean {
    this.forget()
    this.considerAll(visit)
    this.considerEmptyRoutes(visit)
    return this.after !== NOWHERE
  }

  private forget(): void {
    this.after = NOWHERE
    this.cents = Number.POSITIVE_INFINITY
  }

  /**
   * The hot loop of the search: one leg alone settles most positions, two legs most others. One more visit can fill a wait;
   * that it makes others less late, over tables where a detour is a short cut, is not looked for here.
   */
  private considerNear(visit: number): void {
    const { plan } = this
    const { problem, routeOf, previous, next, legCents, waitedTo } = plan
    const { near, nearCount, placeCount, placeOf, preferenceCents, techCount, techOf, tariffOf, waits } = problem
    const row = placeOf[visit]! * placeCount
    const column = placeOf[visit]!
    const liking = visit * techCount
    const last = (visit + 1) * nearCount
    let tariff = NOWHERE
    let cents: Int32Array | null = null
    let nearTo: Int32Array | undefined
    let nearFrom: Int32Array | undefined
    for (let turn = visit * nearCount; turn < last; turn++) {
      const other = near[turn]!
      if (other < 0) return
      const route = routeOf[other]!
      if (route < 0) continue
      const price = preferenceCents[liking + techOf[route]!]!
      if (price === FORBIDDEN) continue
      if (tariffOf[route] !== tariff) {
        tariff = tariffOf[route]!
        cents = problem.tariffCents[tariff]!
        nearTo = problem.nearTo[tariff]
        nearFrom = problem.nearFrom[tariff]
      }
      const before = previous[other]!
      if (cents === null || nearTo === undefined || nearFrom === undefined) {
        if (!plan.admits(route, visit)) continue
        this.consider(visit, other)
        this.consider(visit, before)
        continue
      }
      const saved = (waits ? waitedTo[endOf(problem, route)]! - waitedTo[before]! : 0) - price
      const behind = nearTo[turn]! - legCents[other]! - saved
      if (behind < this.cents && behind + cents[row + placeOf[next[other]!]!]! < this.cents)
        if (plan.admits(route, visit)) this.consider(visit, other)
      const ahead = nearFrom[turn]! - legCents[before]! - saved
      if (ahead < this.cents && ahead + cents[placeOf[before]! * placeCount + column]! < this.cents)
        if (plan.admits(route, visit)) this.consider(visit, before)
    }
  }

  private considerEmptyRoutes(visit: number): void {
    const { plan } = this
    const { empty } = plan
    for (let index = 0; index < empty.kinds; index++) {
      const route = empty.oneOf(empty.kindsWithOne[index]!)
      if (plan.admits(route, visit)) this.consider(visit, startOf(plan.problem, route))
    }
  }

  private considerAll(visit: number): void {
    const { plan } = this
    const { problem } = plan
    for (let route = 0; route < problem.routeCount; route++) {
      if (plan.isEmpty(route) || !plan.admits(route, visit)) continue
      for (let stop = startOf(problem, route); ; stop = plan.next[stop]!) {
        this.consider(visit, stop)
        if (plan.next[stop]! >= problem.visitCount) break
      }
    }
  }

  private consider(visit: number, after: number): void {
    const cents = priceInsertion(this.plan, visit, after, this.cents)
    if (cents >= this.cents || this.random?.chance(BLINK)) return
    this.after = after
    this.cents = cents
  }
}

/** Serves the visit at its best position if that costs less than leaving it out; pinned visits in any case. */
export function serveWherePays(plan: Plan, best: BestInsertion, visit: number): boolean {
  return best.find(visit) && takeIfItPays(plan, best, visit)
}

/** The same over every position there is: slower, and nothing is overlooked. */
export function serveWhereverPays(plan: Plan, best: BestInsertion, visit: number): boolean {
  return best.findAnywhere(visit) && takeIfItPays(plan, best, visit)
}

function takeIfItPays(plan: Plan, best: BestInsertion, visit: number): boolean {
  if (plan.problem.pinned[visit] === 0 && lossOfServing(plan.problem, visit, best.cents) > 0) return false
  plan.insert(visit, best.after)
  return true
}
