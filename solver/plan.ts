// A plan under search: who serves what in which order, and what is left out. Every change goes through the few methods
// here, which keep times, costs and the journal right; `begin` and `undo` take back everything in between.
// Does not judge whether a change is wise or allowed. Imports solver/ only.
import type { Problem } from './problem.ts'
import { mayServe } from './rules/fit.ts'
import { endOf, startOf } from './rules/roads.ts'
import { ELSEWHERE, Schedule, UNSERVED } from './schedule.ts'
import { Trial } from './trial.ts'

export class Plan extends Schedule {
  /** For whoever prices a change; one is enough, since a search tries one thing at a time. */
  readonly trial: Trial
  /** All visits that this plan knows of. */
  visits: Int32Array
  /** The visits left out, in no order: the first `unservedCount` entries. */
  readonly unserved: Int32Array
  unservedCount: number
  private unservedCents: number
  private readonly placeInUnserved: Int32Array // by visit, where it stands in `unserved`
  private readonly journal: Int32Array // route, how many visits, the visits; and again
  private journalLength = 0
  private readonly journaled: Int32Array // by route: the last entry of the journal that holds it
  private entry = 0
  private readonly stretch: Int32Array // visits on their way from one order to another

  constructor(problem: Problem) {
    super(problem)
    const { visitCount, routeCount } = problem
    this.trial = new Trial(this)
    this.visits = Int32Array.from({ length: visitCount }, (_, visit) => visit)
    this.unserved = this.visits.slice()
    this.placeInUnserved = this.visits.slice()
    this.unservedCount = visitCount
    this.unservedCents = problem.unservedCents.reduce((sum, cents) => sum + cents, 0)
    this.journal = new Int32Array(visitCount + 2 * routeCount)
    this.journaled = new Int32Array(routeCount)
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
      this.routeOf[visit] = ELSEWHERE
    }
    this.visits = Int32Array.from(visits)
  }

  /** What the search lowers: all routes, and the price of what is left out. */
  get cost(): number {
    return this.routedCents + this.unservedCents
  }

  /** May the technician of this route take the visit, and does it fit beside what the route already holds? */
  admits(route: number, visit: number): boolean {
    const { problem } = this
    if (!mayServe(problem, visit, problem.techOf[route]!)) return false
    if (this.visitsOn(route) >= problem.maxVisits[route]!) return false
    const { unitCount, loadOf, capacityOf } = problem
    const end = endOf(problem, route) * unitCount
    for (let unit = 0; unit < unitCount; unit++) {
      const load = this.loadTo[end + unit]! + loadOf[visit * unitCount + unit]!
      if (load > capacityOf[route * unitCount + unit]!) return false
    }
    return true
  }

  insert(visit: number, after: number): void {
    const route = this.routeOf[after]!
    this.note(route)
    this.link(visit, after)
    this.reschedule(route, after, this.next[visit]!)
  }

  /** Fills an empty route with visits that nobody serves yet, in this order. */
  fill(route: number, visits: readonly number[]): void {
    this.note(route)
    let after = startOf(this.problem, route)
    for (const visit of visits) {
      this.link(visit, after)
      after = visit
    }
    this.reschedule(route)
  }

  remove(visit: number): void {
    const route = this.routeOf[visit]!
    const before = this.previous[visit]!
    const after = this.next[visit]!
    this.note(route)
    this.unlink(visit)
    this.reschedule(route, before, after)
  }

  /** Takes visits out of the one route they stand on, given in its order: `visits` from index `from` to before `to`. */
  removeAll(visits: Int32Array, from: number, to: number): void {
    const route = this.routeOf[visits[from]!]!
    const before = this.previous[visits[from]!]!
    const after = this.next[visits[to - 1]!]!
    this.note(route)
    for (let index = from; index < to; index++) this.unlink(visits[index]!)
    this.reschedule(route, before, after)
  }

  /** Takes over the sequences of another plan of the same problem, given by its `next`. */
  assume(next: Int32Array): void {
    const { problem } = this
    for (let route = 0; route < problem.routeCount; route++) {
      this.note(route)
      this.clear(route)
    }
    for (let route = 0; route < problem.routeCount; route++) {
      const start = startOf(problem, route)
      let after = start
      for (let visit = next[start]!; visit < problem.visitCount; after = visit, visit = next[visit]!)
        this.link(visit, after)
      this.reschedule(route)
    }
  }

  /** Moves the visits from `first` to `last`, which stand in a row, to right behind `after`, which is not among them. */
  moveBehind(first: number, last: number, after: number): void {
    const from = this.routeOf[first]!
    const to = this.routeOf[after]!
    this.note(from)
    this.note(to)
    const before = this.previous[first]!
    this.join(before, this.next[last]!)
    const follower = this.next[after]!
    this.join(after, first)
    this.join(last, follower)
    for (let visit = first; visit !== follower; visit = this.next[visit]!) this.routeOf[visit] = to
    this.reschedule(from)
    if (to !== from) this.reschedule(to)
  }

  /** Each takes the other's turn. They do not stand next to each other. */
  exchange(visit: number, other: number): void {
    const route = this.routeOf[visit]!
    const otherRoute = this.routeOf[other]!
    this.note(route)
    this.note(otherRoute)
    const before = this.previous[visit]!
    const after = this.next[visit]!
    this.join(this.previous[other]!, visit)
    this.join(visit, this.next[other]!)
    this.join(before, other)
    this.join(other, after)
    this.routeOf[visit] = otherRoute
    this.routeOf[other] = route
    this.reschedule(route)
    if (otherRoute !== route) this.reschedule(otherRoute)
  }

  /** All that follows `stop` on its route and all that follows `other` on another one change places. */
  exchangeTails(stop: number, other: number): void {
    const route = this.routeOf[stop]!
    const otherRoute = this.routeOf[other]!
    this.note(route)
    this.note(otherRoute)
    const end = endOf(this.problem, route)
    const otherEnd = endOf(this.problem, otherRoute)
    const tail = this.next[stop]!
    const otherTail = this.next[other]!
    const last = this.previous[end]!
    const otherLast = this.previous[otherEnd]!
    this.join(stop, otherTail === otherEnd ? end : otherTail)
    if (otherTail !== otherEnd) this.join(otherLast, end)
    this.join(other, tail === end ? otherEnd : tail)
    if (tail !== end) this.join(last, otherEnd)
    for (let visit = this.next[stop]!; visit !== end; visit = this.next[visit]!) this.routeOf[visit] = route
    for (let visit = this.next[other]!; visit !== otherEnd; visit = this.next[visit]!) this.routeOf[visit] = otherRoute
    this.reschedule(route)
    this.reschedule(otherRoute)
  }

  /** Drives the visits from `first` to `last`, which follow it on the same route, the other way round. */
  turnAround(first: number, last: number): void {
    const route = this.routeOf[first]!
    this.note(route)
    const before = this.previous[first]!
    const after = this.next[last]!
    let count = 0
    for (let visit = first; visit !== after; visit = this.next[visit]!) this.stretch[count++] = visit
    let at = before
    while (count > 0) {
      const visit = this.stretch[--count]!
      this.join(at, visit)
      at = visit
    }
    this.join(at, after)
    this.reschedule(route)
  }

  /** From here on changes can be taken back. */
  begin(): void {
    this.journalLength = 0
    this.entry++
  }

  /** Takes back all changes since `begin`, and begins anew. */
  undo(): void {
    const { journal, journalLength } = this
    for (let at = 0; at < journalLength; at += 2 + journal[at + 1]!) this.clear(journal[at]!)
    for (let at = 0; at < journalLength; at += 2 + journal[at + 1]!) {
      const route = journal[at]!
      let after = startOf(this.problem, route)
      for (let turn = 0; turn < journal[at + 1]!; turn++) {
        const visit = journal[at + 2 + turn]!
        this.link(visit, after)
        after = visit
      }
      this.reschedule(route)
    }
    this.begin()
  }

  /** The visits of a route in their order. */
  visitsOf(route: number): number[] {
    const visits: number[] = []
    for (let stop = this.next[startOf(this.problem, route)]!; stop < this.problem.visitCount; stop = this.next[stop]!)
      visits.push(stop)
    return visits
  }

  private clear(route: number): void {
    const start = startOf(this.problem, route)
    while (this.next[start]! < this.problem.visitCount) this.unlink(this.next[start]!)
  }

  private note(route: number): void {
    if (this.entry === 0 || this.journaled[route] === this.entry) return
    this.journaled[route] = this.entry
    const head = this.journalLength
    this.journalLength += 2
    for (let stop = this.next[startOf(this.problem, route)]!; stop < this.problem.visitCount; stop = this.next[stop]!)
      this.journal[this.journalLength++] = stop
    this.journal[head] = route
    this.journal[head + 1] = this.journalLength - head - 2
  }

  private link(visit: number, after: number): void {
    this.join(visit, this.next[after]!)
    this.join(after, visit)
    this.routeOf[visit] = this.routeOf[after]!
    this.leaveUnserved(visit)
  }

  private leaveUnserved(visit: number): void {
    const place = this.placeInUnserved[visit]!
    const moved = this.unserved[--this.unservedCount]!
    this.unserved[place] = moved
    this.placeInUnserved[moved] = place
    this.unservedCents -= this.problem.unservedCents[visit]!
  }

  private unlink(visit: number): void {
    this.join(this.previous[visit]!, this.next[visit]!)
    this.routeOf[visit] = UNSERVED
    this.placeInUnserved[visit] = this.unservedCount
    this.unserved[this.unservedCount++] = visit
    this.unservedCents += this.problem.unservedCents[visit]!
  }

  private join(stop: number, follower: number): void {
    this.next[stop] = follower
    this.previous[follower] = stop
  }
}
