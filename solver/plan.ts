// A plan under search: who serves what in which order, and what is left out. Every change goes through the few methods
// here, which keep times, costs and the journal right; `begin` and `undo` take back everything in between.
// Does not judge whether a change is wise or allowed. Imports solver/ only.
import { Journal } from './journal.ts'
import type { Problem } from './problem.ts'
import { FORBIDDEN, likingOn } from './rules/fit.ts'
import { NO_BOND } from './rules/links.ts'
import { endOf, startOf } from './rules/roads.ts'
import { Schedule } from './schedule.ts'
import { CENTS_ON, ELSEWHERE, NEXT, ROUTE, STRIDE, UNSERVED } from './stops.ts'
import { Trial } from './trial.ts'

const NOT_LISTED = -1

export class Plan extends Schedule {
  /** For whoever prices a change; one is enough, since a search tries one thing at a time. */
  readonly trial: Trial
  /** All visits that this plan knows of. */
  visits: Int32Array
  /** The visits left out, in no order: the first `unservedCount` entries. */
  readonly unserved: Int32Array
  unservedCount: number
  private leftOutCents: number
  private readonly closed: number[] = [] // empty routes that may not be used
  private readonly placeInUnserved: Int32Array // by visit, where it stands in `unserved`; NOT_LISTED while it is served
  /** The routes that changed since `begin`, each as it was. */
  readonly journal: Journal
  private readonly moved: Int32Array // visits put on a route or taken off one since `begin`, in the first `movedCount` entries
  private movedCount = 0
  private readonly movedIn: Int32Array // by visit: the last beginning since which it is among those
  private beginning = 0
  private before = { legsCents: 0, likedCents: 0, timedCents: 0, gapCents: 0, overload: 0, late: 0 }
  private readonly stretch: Int32Array // visits on their way from one order to another

  constructor(problem: Problem) {
    super(problem)
    const { visitCount } = problem
    this.trial = new Trial(this)
    this.visits = Int32Array.from({ length: visitCount }, (_, visit) => visit)
    this.unserved = this.visits.slice()
    this.placeInUnserved = this.visits.slice()
    this.unservedCount = visitCount
    this.leftOutCents = problem.unservedCents.reduce((sum, cents) => sum + cents, 0)
    this.journal = new Journal(this)
    this.moved = new Int32Array(visitCount)
    this.movedIn = new Int32Array(visitCount)
    this.stretch = new Int32Array(visitCount)
  }

  /** A new plan forgets all but these routes and visits: the rest is elsewhere, neither served nor left out here. */
  narrowTo(routes: readonly number[], visits: readonly number[]): void {
    const { problem } = this
    const isRoute = new Set(routes)
    const isVisit = new Set(visits)
    for (let route = 0; route < problem.routeCount; route++) if (!isRoute.has(route)) this.empty.remove(route)
    for (let visit = 0; visit < problem.visitCount; visit++) {
      if (isVisit.has(visit)) continue
      this.leaveUnserved(visit)
      this.stops[visit * STRIDE + ROUTE] = ELSEWHERE
    }
    this.visits = Int32Array.from(visits)
  }

  /** Takes all visits off a route; neither it nor any other empty route can be used until they are opened again. */
  retire(route: number): void {
    this.unload(route)
    this.begin()
    this.closeEmptyRoutes()
  }

  closeEmptyRoutes(): void {
    const { empty } = this
    while (empty.kinds > 0) {
      const route = empty.oneOf(empty.kindsWithOne[0]!)
      empty.remove(route)
      this.closed.push(route)
    }
  }

  openEmptyRoutes(): void {
    for (const route of this.closed.splice(0)) this.empty.add(route)
  }

  get unservedCents(): number {
    return this.leftOutCents
  }

  /** What the search lowers: all routes, and the price of what is left out and of overload. */
  get cost(): number {
    const { legsCents, likedCents, timedCents, gapCents, leftOutCents } = this
    const over = this.overload * this.overloadCents + this.overspan * this.overspanCents + this.late * this.lateCents
    const shared = this.ledger === undefined ? 0 : this.ledger.cents
    return legsCents + likedCents + timedCents + gapCents + leftOutCents + shared + over
  }

  get isOverloaded(): boolean {
    return this.overload > 0 || this.overspan > 0 || this.late > 0
  }

  get averageLegCents(): number {
    return this.drivenCents / Math.max(1, this.visits.length - this.unservedCount + this.usedRoutes)
  }

  /** May the technician of this route take the visit, and does it fit beside what the route already holds? */
  admits(route: number, visit: number): boolean {
    return likingOn(this.problem, visit, route) !== FORBIDDEN && this.holds(route, visit)
  }

  /** Is it placed and taken out together with others? */
  isBonded(visit: number): boolean {
    return this.problem.bondOf[visit] !== NO_BOND
  }

  /** Does the visit fit beside what the route already holds? */
  holds(route: number, visit: number): boolean {
    const { unitCount, loadOf, maxVisits } = this.problem
    if (this.visitsOn[route]! >= maxVisits[route]!) return false
    if (this.appointments !== undefined && !this.appointments.admits(visit, route)) return false
    for (let unit = 0; unit < unitCount; unit++)
      if (this.room[route * unitCount + unit]! < loadOf[visit * unitCount + unit]!) return false
    return true
  }

  /** The same; where that turns out to be impossible after all, the visit is left out again. */
  tryInsert(visit: number, after: number): boolean {
    this.insert(visit, after)
    if (this.undrivable === 0) return true
    this.remove(visit)
    return false
  }

  insert(visit: number, after: number): void {
    const route = this.routeOf(after)
    this.journal.note(route)
    const follower = this.next(after)
    this.take(visit, route)
    this.join(route, after, visit)
    this.join(route, visit, follower)
    this.retime(route, after, follower)
  }

  /** Fills an empty route with visits that nobody serves yet, in this order. */
  fill(route: number, visits: readonly number[]): void {
    this.journal.note(route)
    let after = startOf(this.problem, route)
    for (const visit of visits) {
      this.take(visit, route)
      this.join(route, after, visit)
      after = visit
    }
    this.join(route, after, endOf(this.problem, route))
    this.retime(route)
  }

  remove(visit: number): void {
    const route = this.routeOf(visit)
    const before = this.previous(visit)
    const after = this.next(visit)
    this.journal.note(route)
    this.drop(visit)
    this.join(route, before, after)
    this.retime(route, before, after)
  }

  /** Takes visits out of the one route they stand on, given in its order: `visits` from index `from` to before `to`. */
  removeAll(visits: Int32Array, from: number, to: number): void {
    const { stops } = this
    const route = this.routeOf(visits[from]!)
    const before = this.previous(visits[from]!)
    this.journal.note(route)
    let kept = before
    let at = visits[from]!
    for (let index = from; index < to; index++) {
      const visit = visits[index]!
      // Those that stay in between are joined to the last one that stayed.
      for (; at !== visit; at = stops[at * STRIDE + NEXT]!) {
        if (stops[kept * STRIDE + NEXT] !== at) this.join(route, kept, at)
        kept = at
      }
      at = stops[visit * STRIDE + NEXT]!
      this.drop(visit)
    }
    this.join(route, kept, at)
    this.retime(route, before, at)
  }

  /** Takes over the sequences of another plan of the same problem, given by its `next`. */
  assume(next: Int32Array): void {
    const { problem } = this
    for (let route = 0; route < problem.routeCount; route++) if (!this.isEmpty(route)) this.unload(route)
    this.appointments?.assume((visit) => next[problem.visitCount + problem.routeCount + visit]!)
    for (let route = 0; route < problem.routeCount; route++) {
      const visits: number[] = []
      for (let visit = next[startOf(problem, route)]!; visit < problem.visitCount; visit = next[visit]!)
        visits.push(visit)
      if (visits.length > 0) this.fill(route, visits)
    }
    this.appointments?.watch()
    this.begin()
  }

  /** Moves the visits from `first` to `last`, which stand in a row, to right behind `after`, which is not among them. */
  moveBehind(first: number, last: number, after: number): void {
    const from = this.routeOf(first)
    const to = this.routeOf(after)
    this.journal.note(from)
    this.journal.note(to)
    const before = this.previous(first)
    const next = this.next(last)
    this.join(from, before, next)
    const follower = this.next(after)
    this.hand(first, last, from, to)
    this.join(to, after, first)
    this.join(to, last, follower)
    this.retimeAll(from, to, before, next, after, follower)
  }

  /** Two chains on different places of the plan, neither right behind the other, take each other's turns. */
  exchange(first: number, last: number, otherFirst: number, otherLast: number): void {
    const route = this.routeOf(first)
    const otherRoute = this.routeOf(otherFirst)
    this.journal.note(route)
    this.journal.note(otherRoute)
    const before = this.previous(first)
    const after = this.next(last)
    const otherBefore = this.previous(otherFirst)
    const otherAfter = this.next(otherLast)
    this.hand(first, last, route, otherRoute)
    this.hand(otherFirst, otherLast, otherRoute, route)
    this.join(otherRoute, otherBefore, first)
    this.join(otherRoute, last, otherAfter)
    this.join(route, before, otherFirst)
    this.join(route, otherLast, after)
    this.retimeAll(route, otherRoute, before, after, otherBefore, otherAfter)
  }

  /** All that follows `stop` on its route and all that follows `other` on another one change places. */
  exchangeTails(stop: number, other: number): void {
    const { problem } = this
    const route = this.routeOf(stop)
    const otherRoute = this.routeOf(other)
    this.journal.note(route)
    this.journal.note(otherRoute)
    const end = endOf(problem, route)
    const otherEnd = endOf(problem, otherRoute)
    const tail = this.next(stop)
    const otherTail = this.next(other)
    const last = this.previous(end)
    const otherLast = this.previous(otherEnd)
    if (tail !== end) this.hand(tail, last, route, otherRoute)
    if (otherTail !== otherEnd) this.hand(otherTail, otherLast, otherRoute, route)
    this.joinTail(route, stop, otherTail === otherEnd ? end : otherTail, otherLast, end)
    this.joinTail(otherRoute, other, tail === end ? otherEnd : tail, last, otherEnd)
    this.retime(route, stop)
    this.retime(otherRoute, other)
  }

  /** Drives the visits from `first` to `last`, which follow it on the same route, the other way round. */
  turnAround(first: number, last: number): void {
    const route = this.routeOf(first)
    this.journal.note(route)
    const before = this.previous(first)
    const after = this.next(last)
    let count = 0
    for (let visit = first; visit !== after; visit = this.next(visit)) this.stretch[count++] = visit
    let at = before
    while (count > 0) {
      const visit = this.stretch[--count]!
      this.join(route, at, visit)
      at = visit
    }
    this.join(route, at, after)
    this.retime(route, before, after)
  }

  override noteChange(route: number): void {
    this.journal.note(route)
  }

  /** From here on changes can be taken back. */
  begin(): void {
    this.journal.open()
    this.beginning++
    this.movedCount = 0
    this.before.legsCents = this.legsCents
    this.before.likedCents = this.likedCents
    this.before.timedCents = this.timedCents
    this.before.gapCents = this.gapCents
    this.appointments?.begin()
    this.before.overload = this.overload
    this.before.late = this.late
  }

  /** Takes back all changes since `begin`, and begins anew. */
  undo(): void {
    const { stops, moved } = this
    for (let index = 0; index < this.movedCount; index++) {
      stops[moved[index]! * STRIDE + ROUTE] = UNSERVED
      stops[moved[index]! * STRIDE + CENTS_ON] = 0
      this.lateAt[moved[index]!] = 0
    }
    this.appointments?.undo()
    this.journal.restore()
    for (let index = 0; index < this.movedCount; index++) {
      const visit = moved[index]!
      const isServed = stops[visit * STRIDE + ROUTE]! >= 0
      if (isServed && this.placeInUnserved[visit] !== NOT_LISTED) this.leaveUnserved(visit)
      else if (!isServed && this.placeInUnserved[visit] === NOT_LISTED) this.joinUnserved(visit)
    }
    this.legsCents = this.before.legsCents
    this.likedCents = this.before.likedCents
    this.timedCents = this.before.timedCents
    this.gapCents = this.before.gapCents
    this.overload = this.before.overload
    this.late = this.before.late
    this.begin()
  }

  /** The visits of a route in their order. */
  visitsOf(route: number): number[] {
    const visits: number[] = []
    for (let stop = this.next(startOf(this.problem, route)); stop < this.problem.visitCount; stop = this.next(stop))
      visits.push(stop)
    return visits
  }

  /** Leaves out everybody on this route. */
  unload(route: number): void {
    this.journal.note(route)
    for (const visit of this.visitsOf(route)) this.drop(visit)
    this.join(route, startOf(this.problem, route), endOf(this.problem, route))
    this.retime(route)
  }

  /** Everything about serving it but where it stands. */
  private take(visit: number, route: number): void {
    this.noteMoved(visit)
    this.leaveUnserved(visit)
    this.count(visit, route)
  }

  private drop(visit: number): void {
    this.noteMoved(visit)
    this.joinUnserved(visit)
    this.discount(visit)
    this.setDown(visit)
  }

  /** A chain belongs to another route from now on. */
  private hand(first: number, last: number, from: number, to: number): void {
    if (from === to) return
    const isPricedAlike = this.problem.tariffOf[from] === this.problem.tariffOf[to]
    for (let visit = first; ; visit = this.next(visit)) {
      this.discount(visit)
      this.count(visit, to)
      if (visit === last) return
      if (!isPricedAlike) this.join(to, visit, this.next(visit))
    }
  }

  private joinTail(route: number, stop: number, tail: number, last: number, end: number): void {
    this.join(route, stop, tail)
    if (tail !== end) this.join(route, last, end)
  }

  /** After a change of two places, on one route or on two. */
  private retimeAll(route: number, otherRoute: number, from: number, to: number, otherFrom: number, otherTo: number) {
    if (route === otherRoute) return this.retime(route)
    this.retime(route, from, to)
    this.retime(otherRoute, otherFrom, otherTo)
  }

  private noteMoved(visit: number): void {
    if (this.movedIn[visit] === this.beginning) return
    this.movedIn[visit] = this.beginning
    this.moved[this.movedCount++] = visit
  }

  private leaveUnserved(visit: number): void {
    const place = this.placeInUnserved[visit]!
    const last = this.unserved[--this.unservedCount]!
    this.unserved[place] = last
    this.placeInUnserved[last] = place
    this.placeInUnserved[visit] = NOT_LISTED
    this.leftOutCents -= this.problem.unservedCents[visit]!
  }

  private joinUnserved(visit: number): void {
    this.placeInUnserved[visit] = this.unservedCount
    this.unserved[this.unservedCount++] = visit
    this.leftOutCents += this.problem.unservedCents[visit]!
  }
}
