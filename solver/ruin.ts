// Ruin: cut strings of visits out of routes that run near each other (slack induction by string removals, Christiaens and
// Vanden Berghe 2020), now and then a whole route. Visits left out come along, to be tried again. Imports solver/ only.
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { NO_BOND } from './rules/links.ts'
import { endOf, startOf } from './rules/roads.ts'
import { ROUTE, STRIDE, UNSERVED } from './stops.ts'

export const RUIN = {
  /** So many visits go on the average. */
  visits: 15,
  /** Where trips wait for what is to be loaded, or visits for each other, a round is dear: many small ones find more. */
  visitsThatWait: 8,
  /** The longest string. */
  longest: 10,
  /** Chance that a string keeps one of its visits in place, and each time that it keeps one more. */
  split: 0.5,
  keepMore: 0.01,
  /** Chance that the first string is a whole route, with so many more strings beside it. */
  wholeRoute: 0.02,
  besideWholeRoute: 2,
  /**
   * Chance that the route of the first visit is cut in two before: insertion alone hardly ever opens a route, and days of
   * long routes would drift to too few of them.
   */
  splitRoute: 0.02,
  splitLongRoute: 0.1,
  longRoute: 22,
  /** At most so many visits left out are tried again along with them. */
  leftOut: 5,
  /** Chance that they are near each other, where there are more of them than that. */
  leftOutTogether: 0.3,
  /** Chance to cut around one of those. */
  aroundLeftOut: 0.3,
  /** Chance to try one that would not even fit an empty day: over odd tables it may still fit beside another visit. */
  hopeless: 0.02,
  /** Divided by the visits of a small day, where trying costs next to nothing, it is this. */
  hopelessOfFew: 2,
}

export class Ruin {
  /** The visits that want a place, in the first `count` entries; those that were left out before come first. */
  readonly open: Int32Array
  count = 0
  private readonly plan: Plan
  private readonly random: Random
  private readonly hopeless: Uint8Array // by visit: 1 when even an empty day has no place for it
  private readonly cutIn: Int32Array // by route: the last ruin that cut it
  private ruins = 0

  constructor(plan: Plan, random: Random, hopeless: Uint8Array) {
    this.plan = plan
    this.random = random
    this.hopeless = hopeless
    this.open = new Int32Array(plan.problem.visitCount)
    this.cutIn = new Int32Array(plan.problem.routeCount)
  }

  run(): void {
    this.cutStrings()
    if (this.plan.problem.hasLinks) this.takeBonds()
  }

  /** Who is tied to a visit that wants a place by time wants one too. */
  private takeBonds(): void {
    const { plan } = this
    const { bondOf, bondsFrom, bondVisits, pinned } = plan.problem
    const { trial } = plan
    const count = this.count
    for (let turn = 0; turn < count; turn++) {
      const bond = bondOf[this.open[turn]!]!
      if (bond === NO_BOND) continue
      for (let at = bondsFrom[bond]!; at < bondsFrom[bond + 1]!; at++) {
        const visit = bondVisits[at]!
        if (plan.routeOf(visit) < 0 || pinned[visit] === 1) continue
        trial.from(plan.previous(visit))
        if (!trial.rest(plan.next(visit))) continue
        plan.remove(visit)
        this.open[this.count++] = visit
      }
    }
  }

  private cutStrings(): void {
    const { plan, random } = this
    const { visits, problem } = plan
    const { near, nearCount } = problem
    this.ruins++
    this.count = 0
    this.takeLeftOut()
    const aroundLeftOut = this.count > 0 && random.chance(RUIN.aroundLeftOut)
    const seed = aroundLeftOut ? this.open[random.below(this.count)]! : visits[random.below(visits.length)]!
    const stops = (visits.length - plan.unservedCount) / Math.max(1, plan.usedRoutes)
    const longest = Math.min(RUIN.longest, stops)
    const wanted = problem.hasReleases || problem.hasLinks ? RUIN.visitsThatWait : RUIN.visits
    let cuts = Math.floor(1 + random.fraction() * ((4 * wanted) / (1 + longest) - 1))
    if (random.chance(stops < RUIN.longRoute ? RUIN.splitRoute : RUIN.splitLongRoute)) this.splitRoute(seed)
    let whole = random.chance(RUIN.wholeRoute)
    if (whole) cuts += RUIN.besideWholeRoute
    for (let turn = -1; turn < nearCount && cuts > 0; turn++) {
      const visit = turn < 0 ? seed : near[seed * nearCount + turn]!
      if (visit < 0) return
      const route = plan.routeOf(visit)
      if (route < 0 || this.cutIn[route] === this.ruins) continue
      this.cutIn[route] = this.ruins
      const size = plan.visitsOn[route]!
      this.cut(visit, whole ? size : Math.ceil(random.fraction() * Math.min(longest, size)))
      whole = false
      cuts--
    }
  }

  /** Hands what follows the visit on its route to an empty route of the same kind, if there is one. */
  private splitRoute(visit: number): void {
    const { plan } = this
    const { problem, empty } = plan
    const route = plan.routeOf(visit)
    if (route < 0) return
    for (let index = 0; index < empty.kinds; index++) {
      const kind = empty.kindsWithOne[index]!
      if (kind !== problem.kindOf[route]) continue
      const before = plan.previous(visit)
      const start = startOf(problem, empty.oneOf(kind))
      if (before < problem.visitCount && this.canSplit(before, visit, start)) plan.exchangeTails(before, start)
      return
    }
  }

  /** Over one-way streets the way there alone, or the way home, can be the longer one. */
  private canSplit(before: number, visit: number, start: number): boolean {
    const { plan } = this
    const { trial, problem } = plan
    if (plan.openingCents(plan.routeOf(start)) === Number.POSITIVE_INFINITY) return false
    trial.from(start)
    if (!trial.rest(visit)) return false
    trial.also(before)
    return trial.rest(endOf(problem, this.plan.routeOf(visit)))
  }

  private takeLeftOut(): void {
    const { plan, random, hopeless } = this
    const chance = Math.max(RUIN.hopeless, RUIN.hopelessOfFew / plan.visits.length)
    const from = plan.unservedCount > 0 ? random.below(plan.unservedCount) : 0
    if (plan.unservedCount > RUIN.leftOut && random.chance(RUIN.leftOutTogether)) {
      this.takeLeftOutNear(plan.unserved[from]!)
      return
    }
    for (let turn = 0; turn < plan.unservedCount && this.count < RUIN.leftOut; turn++) {
      const visit = plan.unserved[(from + turn) % plan.unservedCount]!
      if (hopeless[visit] === 0 || random.chance(chance)) this.open[this.count++] = visit
    }
  }

  /** Who alone is not worth the way may be in company: as many as a string is long, near each other. */
  private takeLeftOutNear(visit: number): void {
    const { plan, hopeless } = this
    const { near, nearCount } = plan.problem
    this.open[this.count++] = visit
    for (let turn = visit * nearCount; turn < (visit + 1) * nearCount && this.count < RUIN.longest; turn++) {
      const other = near[turn]!
      if (other < 0) return
      if (plan.stops[other * STRIDE + ROUTE] === UNSERVED && hopeless[other] === 0) this.open[this.count++] = other
    }
  }

  /** Takes out about so many visits of one route that stand in a row, this one in most cases among them. */
  private cut(visit: number, wanted: number): void {
    const { plan, random } = this
    const { visitCount } = plan.problem
    const size = plan.visitsOn[plan.routeOf(visit)]!
    const length = Math.max(1, Math.min(wanted, size))
    let kept = 0
    if (length > 1 && length < size && random.chance(RUIN.split))
      for (kept = 1; length + kept < size && random.chance(RUIN.keepMore); ) kept++
    const row = length + kept
    let before = 0 // so many of the row can stand before the visit, and so many behind it
    for (let at = plan.previous(visit); before < row - 1 && at < visitCount; at = plan.previous(at)) before++
    let behind = 0
    for (let at = plan.next(visit); behind < row - 1 && at < visitCount; at = plan.next(at)) behind++
    const fewest = row - 1 - behind
    let first = visit
    for (let steps = fewest + random.below(before - fewest + 1); steps > 0; steps--) first = plan.previous(first)
    const keepFrom = 1 + random.below(Math.max(1, length - 1))
    this.takeOut(first, row, keepFrom, keepFrom + kept)
  }

  /** Of `row` visits from `first` on, all but the pinned ones and those whose turn lies from `keepFrom` to before `keepTo`. */
  private takeOut(first: number, row: number, keepFrom: number, keepTo: number): void {
    const { plan, open } = this
    const { trial, problem } = plan
    const from = this.count
    trial.from(plan.previous(first))
    let isFeasible = true // over one-way streets the way without them can be the longer one
    let stop = first
    for (let turn = 0; turn < row; turn++, stop = plan.next(stop)) {
      const stays = problem.pinned[stop] === 1 || (turn >= keepFrom && turn < keepTo)
      if (!stays) open[this.count++] = stop
      else if (!trial.serve(stop)) isFeasible = false
    }
    isFeasible &&= trial.rest(stop)
    if (isFeasible && this.count > from) plan.removeAll(open, from, this.count)
    else this.count = from
  }
}
