// Where to put a visit that has no place: the price of one position, and the best of those worth looking at.
// Cheapest test first: a bound from the legs alone, who may go, then time, then the exact walk. Imports solver/ only.
import { UNREACHABLE } from './model.ts'
import { CELL_INTS, FROM_CENTS, FROM_SECONDS, type NearLegs, TO_CENTS, TO_SECONDS } from './neighbours.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { legSeconds } from './rules/by-depots.ts'
import { FORBIDDEN, likingOn, workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { centsOfLeg, legCents, startOf } from './rules/roads.ts'
import { startAt, type Windows } from './rules/windows.ts'
import { CENTS_IN, CENTS_ON, LATEST, NEXT, PREVIOUS, READY, ROUTE, SECONDS_ON, STRIDE } from './stops.ts'

export const NOWHERE = -1
/** Chance that a good position is overlooked, so that the same visits can fall back in another way (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01
const MOST_INT = 0x7fff_ffff
/** Where no leg leads: less than such a leg even when all is taken off that a detour saves. */
const FAR_TOO_DEAR = UNREACHABLE >> 1
const NO_LEGS: Int32Array = new Int32Array(0)
const NO_NEAR_LEGS: NearLegs = {
  beside: NO_LEGS,
  cents: NO_LEGS,
  seconds: NO_LEGS,
  centsTurned: null,
  secondsTurned: null,
}

/**
 * Cost after minus cost before of serving the visit right behind `after`, what it saves by being served not counted.
 * Exact when below `limit`; otherwise Infinity: not possible, or not that cheap. The route must admit the visit.
 */
export function priceInsertion(plan: Plan, visit: number, after: number, limit: number): number {
  const { problem } = plan
  const route = plan.routeOf(after)
  const follower = plan.next(after)
  const opened = plan.isEmpty(route) ? plan.openingCents(route) : 0
  // At best all that the hour costs from here on is gone; a longer detour than that can never pay.
  // Where the van may be loaded on the way there, the way is another one than the two legs; and where it waits at home for
  // what the visit needs, all hours are other ones.
  const isLoaded = problem.mostReloads[route]! > 0 || problem.releaseAt[visit]! > problem.shiftOpens[route]!
  const most = isLoaded ? Number.POSITIVE_INFINITY : limit + plan.timedBehind(after)
  const onward = legCents(problem, route, visit, follower) - plan.centsOn(after) + opened
  if (onward >= most) return Number.POSITIVE_INFINITY
  const detour = onward + legCents(problem, route, after, visit) + likingOn(problem, visit, route)
  if (detour >= most) return Number.POSITIVE_INFINITY
  if (!hasTime(plan, visit, after)) return Number.POSITIVE_INFINITY
  return problem.timed[route] === 0 ? detour : withHours(plan, visit, after, detour, limit)
}

function withHours(plan: Plan, visit: number, after: number, detour: number, limit: number): number {
  const { trial } = plan
  trial.from(after)
  trial.mayGrow(limit - detour)
  if (!trial.serve(visit) || !trial.rest(plan.next(after))) return Number.POSITIVE_INFINITY
  const exact = detour + trial.timed - plan.timedOn[plan.routeOf(after)]!
  return exact < limit ? exact : Number.POSITIVE_INFINITY
}

/** Can the visit be served right behind `after`, inside these windows, with everybody after it still on time? */
export function hasTime(plan: Plan, visit: number, after: number, windows: Windows = plan.problem): boolean {
  const { problem, stops } = plan
  const at = after * STRIDE
  const route = stops[at + ROUTE]!
  const begins = startAt(windows, visit, stops[at + READY]! + legSeconds(problem, route, after, visit))
  if (begins === NEVER) return false
  const follower = stops[at + NEXT]!
  const ready = begins + workOn(problem, visit, route)
  const onward = legSeconds(problem, route, visit, follower)
  if (ready + onward > stops[follower * STRIDE + LATEST]!) return false
  return problem.isCapped[route] === 0 || excessWith(plan, visit, after, follower) <= 0
}

/** How much longer than it may the route would last with the visit between these two. */
function excessWith(plan: Plan, visit: number, after: number, follower: number): number {
  const { problem, spans } = plan
  if (spans === undefined) return 0
  const route = plan.routeOf(after)
  const there = legSeconds(problem, route, after, visit)
  const onward = legSeconds(problem, route, visit, follower)
  const work = workOn(problem, visit, route)
  const arrival = plan.ready(after) + there
  // Who comes too late, where that is possible at all, goes on as if in time.
  const begins = Math.max(problem.opensFirst[visit]!, Math.min(arrival, problem.closesLast[visit]!))
  spans.from(after)
  spans.serve(visit, there, arrival, work)
  return spans.excess(route, follower, onward, begins + work + onward)
}

/** Finds the best position for one visit at a time; what it found stands in `after` and `cents`. */
export class BestInsertion {
  after = NOWHERE
  cents = Number.POSITIVE_INFINITY
  private readonly plan: Plan
  private readonly random: Random | undefined
  private readonly plain: NearLegs | undefined // see `isPlain`

  /** With `random` it blinks now and then; without, it never overlooks anything. */
  constructor(plan: Plan, random?: Random) {
    this.plan = plan
    this.random = random
    this.plain = plan.problem.isPlain ? (plan.problem.nearLegs[0] ?? undefined) : undefined
  }

  /** Beside near visits and on empty routes, below `limit` only. */
  findNear(visit: number, limit = Number.POSITIVE_INFINITY): boolean {
    this.forget(limit)
    this.considerEmptyRoutes(visit)
    this.considerNear(visit)
    return this.after !== NOWHERE
  }

  /** Over every position there is, below `limit` only. */
  findAnywhere(visit: number, limit = Number.POSITIVE_INFINITY): boolean {
    this.forget(limit)
    this.considerEmptyRoutes(visit)
    this.considerAll(visit)
    return this.after !== NOWHERE
  }

  private forget(limit: number): void {
    this.after = NOWHERE
    this.cents = limit
  }

  private considerNear(visit: number): void {
    if (this.plain === undefined) this.considerNearAnyhow(visit)
    else this.considerNearPlain(visit, this.plain)
  }

  /**
   * The hot loop of the search: one leg alone settles most positions, two legs most others. Few arrays, so that their
   * addresses stay in registers: with a dozen of them the same loop takes three times as long.
   */
  private considerNearPlain(visit: number, legs: NearLegs): void {
    const { stops, problem, room } = this.plan
    const { beside, cents, seconds, centsTurned, secondsTurned } = legs
    const { placeOf, placeCount } = problem
    const load = problem.loadOf[visit]!
    const { overloadCents, lateCents } = this.plan
    const column = placeOf[visit]!
    const row = column * placeCount
    const last = (visit + 1) * problem.nearCount * CELL_INTS
    // A limit beyond 32 bits is as good as none: no leg comes near it. An order that the windows forbid is told by such a
    // leg, and only time keeps it out where nobody may be late.
    const most = lateCents > 0 ? FAR_TOO_DEAR : MOST_INT
    let best = this.cents < most ? Math.ceil(this.cents) | 0 : most
    for (let cell = visit * problem.nearCount * CELL_INTS; cell < last; cell += CELL_INTS) {
      const other = beside[cell]!
      if (other < 0) return
      const at = other * STRIDE
      const route = stops[at + ROUTE]!
      if (route < 0) continue
      let overload = 0
      if (room[route]! < load) {
        if (overloadCents === 0) continue
        overload = Math.ceil(overloadCents * Math.min(load, load - room[route]!))
        if (overload >= best || overload >= UNREACHABLE) continue
      }
      const behind = (beside[cell + FROM_CENTS]! - stops[at + CENTS_ON]! + overload) | 0
      if (behind < best) {
        const after = stops[at + NEXT]!
        const leg = row + placeOf[after]!
        const detour = (behind + cents[leg]!) | 0
        if (detour < best) {
          const excess = this.excessCents(visit, other, beside[cell + FROM_SECONDS]!, after, seconds[leg]!)
          if (excess < best - detour && excess < UNREACHABLE) best = this.take(other, detour + excess, best)
        }
      }
      const ahead = (beside[cell + TO_CENTS]! - stops[at + CENTS_IN]! + overload) | 0
      if (ahead < best) {
        const before = stops[at + PREVIOUS]!
        const place = placeOf[before]!
        const leg = place * placeCount + column
        const detour = (ahead + (centsTurned === null ? cents[leg]! : centsTurned[row + place]!)) | 0
        if (detour < best) {
          const there = secondsTurned === null ? seconds[leg]! : secondsTurned[row + place]!
          const excess = this.excessCents(visit, before, there, other, beside[cell + TO_SECONDS]!)
          if (excess < best - detour && excess < UNREACHABLE) best = this.take(before, detour + excess, best)
        }
      }
    }
  }

  /** What it costs beside the legs: nothing, unless the shift would last too long; UNREACHABLE when it is not possible. */
  private excessCents(visit: number, after: number, there: number, follower: number, onward: number): number {
    const { problem, stops, lateCents } = this.plan
    if (lateCents > 0) {
      if (problem.isPicky && likingOn(problem, visit, stops[after * STRIDE + ROUTE]!) === FORBIDDEN) return UNREACHABLE
      const late = this.lateGrowth(visit, after, there, follower, onward)
      return late >= UNREACHABLE ? late : Math.min(UNREACHABLE, late + this.overspanGrowth(visit, after, follower))
    }
    const arrival = stops[after * STRIDE + READY]! + there
    if (arrival > problem.closesLast[visit]!) return UNREACHABLE
    const ready = Math.max(arrival, problem.opensFirst[visit]!) + problem.workSeconds[visit * problem.crewCount]!
    if (ready + onward > stops[follower * STRIDE + LATEST]!) return UNREACHABLE
    const route = stops[after * STRIDE + ROUTE]!
    if (problem.isPicky && likingOn(problem, visit, route) === FORBIDDEN) return UNREACHABLE
    return this.overspanGrowth(visit, after, follower)
  }

  /** What it costs that the shift lasts longer than it may, and than it does now; UNREACHABLE where it may not. */
  private overspanGrowth(visit: number, after: number, follower: number): number {
    const { problem, stops, overspanCents } = this.plan
    if (problem.isCapped[stops[after * STRIDE + ROUTE]!] === 0) return 0
    const excess = excessWith(this.plan, visit, after, follower)
    if (excess <= 0) return 0
    return overspanCents === 0 ? UNREACHABLE : Math.min(UNREACHABLE, Math.ceil(excess * overspanCents))
  }

  /** What it costs that somebody is later, or later still; less than nothing where a detour is shorter in time. */
  private lateGrowth(visit: number, after: number, there: number, follower: number, onward: number): number {
    const { problem, stops, lateCents } = this.plan
    const at = after * STRIDE
    const closes = problem.closesLast[visit]!
    const leaves = stops[at + READY]!
    const latest = stops[follower * STRIDE + LATEST]!
    const arrival = leaves + there
    const begins = Math.max(problem.opensFirst[visit]!, Math.min(arrival, closes))
    const ready = begins + problem.workSeconds[visit * problem.crewCount]!
    const late =
      Math.max(0, arrival - closes) +
      Math.max(0, ready + onward - latest) -
      Math.max(0, leaves + stops[at + SECONDS_ON]! - latest)
    return late === 0 ? 0 : Math.min(UNREACHABLE, Math.ceil(late * lateCents))
  }

  private take(after: number, price: number, best: number): number {
    if (this.random?.chance(BLINK)) return best
    this.after = after
    this.cents = price
    return price
  }

  /** The same where legs, liking and hours have their prices; that a visit makes others less late is not looked for. */
  private considerNearAnyhow(visit: number): void {
    const { plan } = this
    const { problem, stops } = plan
    const { near, nearCount, nearLegs, placeCount, placeOf, tariffOf, crewOf, likingCents, isPicky, waits } = problem
    const column = placeOf[visit]!
    const row = column * placeCount
    const liking = visit * problem.crewCount
    const last = (visit + 1) * nearCount
    let tariff = NOWHERE
    let { beside, cents, centsTurned } = NO_NEAR_LEGS
    let best = this.cents
    for (let turn = visit * nearCount; turn < last; turn++) {
      const other = near[turn]!
      if (other < 0) break
      const at = other * STRIDE
      const route = stops[at + ROUTE]!
      if (route < 0) continue
      if (tariffOf[route] !== tariff) {
        tariff = tariffOf[route]!
        ;({ beside, cents, centsTurned } = nearLegs[tariff] ?? NO_NEAR_LEGS)
      }
      const before = stops[at + PREVIOUS]!
      const after = stops[at + NEXT]!
      let bound = best
      if (isPicky) {
        const price = likingCents[liking + crewOf[route]!]!
        if (price === FORBIDDEN) continue
        bound -= price
      }
      if (cents.length === 0) {
        this.considerAnyhow(visit, other)
        this.considerAnyhow(visit, before)
        best = this.cents
        continue
      }
      // One more visit can fill a wait.
      if (problem.hasCourse[route] === 1) bound += plan.waitsBehind(before)
      else if (waits && problem.timed[route] === 1) bound += plan.waitedOn(route) - plan.waitedTo[before]!
      if (problem.hasTrips[route] === 1) {
        best = this.considerOnTrips(visit, other, after, route, best)
        best = this.considerOnTrips(visit, before, other, route, best)
        continue
      }
      if (problem.mostReloads[route]! > 0) {
        if (this.leastDetour(visit, other, after, route) < bound)
          best = this.consider(visit, other, after, route, this.detour(visit, other, after, route), best)
        if (this.leastDetour(visit, before, other, route) < bound)
          best = this.consider(visit, before, other, route, this.detour(visit, before, other, route), best)
        continue
      }
      const behind = beside[turn * CELL_INTS + FROM_CENTS]! - stops[at + CENTS_ON]!
      if (behind < bound) {
        const detour = behind + cents[row + placeOf[after]!]!
        if (detour < bound) best = this.consider(visit, other, after, route, detour, best)
      }
      const ahead = beside[turn * CELL_INTS + TO_CENTS]! - stops[at + CENTS_IN]!
      if (ahead < bound) {
        const place = placeOf[before]!
        const detour = ahead + (centsTurned === null ? cents[place * placeCount + column]! : centsTurned[row + place]!)
        if (detour < bound) best = this.consider(visit, before, other, route, detour, best)
      }
    }
  }

  /** Where the van is loaded now says what it would cost at least. */
  private considerOnTrips(visit: number, after: number, follower: number, route: number, best: number): number {
    const { plan } = this
    const detour = this.detour(visit, after, follower, route)
    const least = plan.trips === undefined ? 0 : plan.trips.leastWith(visit, after, route)
    if (detour + likingOn(plan.problem, visit, route) + least - plan.timedOn[route]! >= best) return best
    return this.consider(visit, after, follower, route, detour, best)
  }

  private detour(visit: number, after: number, follower: number, route: number): number {
    const { problem } = this.plan
    return legCents(problem, route, after, visit) + legCents(problem, route, visit, follower) - this.plan.centsOn(after)
  }

  /** The same where the van may be loaded right before the visit, or right behind it. */
  private leastDetour(visit: number, after: number, follower: number, route: number): number {
    const { problem } = this.plan
    const { placeOf, placeCount, reloadsFrom, reloadPlaceOf } = problem
    const legs = (from: number, to: number) => centsOfLeg(problem, route, from * placeCount + to)
    const place = placeOf[visit]!
    const there = legCents(problem, route, after, visit)
    const onward = legCents(problem, route, visit, follower)
    let least = there + onward - this.plan.centsOn(after)
    for (let entry = reloadsFrom[route]!; entry < reloadsFrom[route + 1]!; entry++) {
      const depot = reloadPlaceOf[entry]!
      const loadedBefore = legs(depot, place) + onward - legs(depot, placeOf[follower]!)
      const loadedBehind = there + legs(place, depot) - legs(placeOf[after]!, depot)
      least = Math.min(least, loadedBefore, loadedBehind)
    }
    return least
  }

  /** The price of the better of both: what was found so far, and this position with its detour. */
  private consider(
    visit: number,
    after: number,
    follower: number,
    route: number,
    detour: number,
    best: number,
  ): number {
    const { plan } = this
    const { problem, stops } = plan
    let price = detour
    if (problem.isPicky) price += likingOn(problem, visit, route)
    if (price >= best && problem.timed[route] === 0) return best
    if (!plan.holds(route, visit)) return best
    const seconds = problem.leastSeconds[route]!
    const { placeOf, placeCount } = problem
    const row = placeOf[visit]!
    const arrival = stops[after * STRIDE + READY]! + seconds[placeOf[after]! * placeCount + row]!
    const begins = startAt(problem, visit, arrival)
    if (begins === NEVER) return best
    const ready = begins + workOn(problem, visit, route)
    if (ready + seconds[row * placeCount + placeOf[follower]!]! > stops[follower * STRIDE + LATEST]!) return best
    if (problem.isCapped[route] === 1 && excessWith(plan, visit, after, follower) > 0) return best
    if (problem.timed[route] === 1) price = withHours(plan, visit, after, price, best)
    if (price >= best || this.random?.chance(BLINK)) return best
    this.after = after
    this.cents = price
    return price
  }

  private considerEmptyRoutes(visit: number): void {
    const { empty, problem } = this.plan
    for (let index = 0; index < empty.kinds; index++) {
      const kind = empty.kindsWithOne[index]!
      if (problem.aloneCents[kind * problem.visitCount + visit]! < this.cents)
        this.considerAnyhow(visit, startOf(problem, empty.oneOf(kind)))
    }
  }

  private considerAll(visit: number): void {
    const { plan } = this
    const { problem, stops } = plan
    const opens = problem.opensFirst[visit]!
    const closes = problem.closesLast[visit]!
    for (let route = 0; route < problem.routeCount; route++) {
      if (plan.isEmpty(route) || !plan.admits(route, visit)) continue
      const ready = opens + workOn(problem, visit, route)
      for (let stop = startOf(problem, route); stop < problem.visitCount || stops[stop * STRIDE + NEXT]! >= 0; ) {
        // From here on everybody is ready too late; before, the next one must be reached too early.
        if (stops[stop * STRIDE + READY]! > closes) break
        const follower = stops[stop * STRIDE + NEXT]!
        if (ready <= stops[follower * STRIDE + LATEST]!) this.considerAnyhow(visit, stop)
        stop = follower
      }
    }
  }

  /** A position whose legs nobody has looked at yet. */
  private considerAnyhow(visit: number, after: number): void {
    const { plan } = this
    if (!plan.admits(plan.routeOf(after), visit)) return
    const cents = priceInsertion(plan, visit, after, this.cents)
    if (cents >= this.cents || this.random?.chance(BLINK)) return
    this.after = after
    this.cents = cents
  }
}
