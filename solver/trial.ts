// A trial: what a route would cost if its stops were other ones, priced without touching the plan. Start behind a stop,
// serve some visits, then go on as some route does; the walk ends where the old timetable is met again.
// Checks times only; who may go and what fits the van is asked before. Imports solver/ only.
import { changeCents } from './rules/change.ts'
import { latenessCents, NEVER, overtimeCents, startAt, waitingCents } from './rules/clock.ts'
import { centsOfLeg, endOf } from './rules/roads.ts'
import type { Schedule } from './schedule.ts'

export class Trial {
  /** Of the whole route as tried; valid once `rest` has said true. */
  total = 0
  private readonly schedule: Schedule
  private route = 0
  private tech = 0
  private timed = false
  private place = 0
  private ready = 0
  private cents = 0
  private unused = true // no visit on the route so far

  constructor(schedule: Schedule) {
    this.schedule = schedule
  }

  /** Everything up to `after` stays as it is. */
  from(after: number): void {
    const { problem, routeOf, ready, centsTo } = this.schedule
    this.route = routeOf[after]!
    this.tech = problem.techOf[this.route]!
    this.timed = problem.timed[this.route] === 1
    this.place = problem.placeOf[after]!
    this.ready = ready[after]!
    this.cents = centsTo[after]!
    this.unused = after >= problem.visitCount
  }

  /** Serves one visit next. False: there is no time to. */
  serve(visit: number): boolean {
    const { problem } = this.schedule
    const place = problem.placeOf[visit]!
    const leg = this.place * problem.placeCount + place
    const arrival = this.ready + problem.travelSeconds[problem.profileOf[this.route]!]![leg]!
    const begins = startAt(problem, visit, arrival)
    if (begins === NEVER) return false
    this.arrive(visit, leg, arrival, begins)
    this.place = place
    return true
  }

  /** Serves what stands between two stops of a route, both included. */
  serveAll(first: number, last: number): boolean {
    const { next } = this.schedule
    for (let stop = first; ; stop = next[stop]!) {
      if (!this.serve(stop)) return false
      if (stop === last) return true
    }
  }

  /**
   * Goes on as the plan does from `stop`, which is on this route or on one of its kind. False: that would be too late
   * somewhere. O(1) where the hour has no price.
   */
  rest(stop: number): boolean {
    const { problem, next, routeOf, ready, latest, centsTo } = this.schedule
    const { visitCount, placeCount, placeOf } = problem
    const seconds = problem.travelSeconds[problem.profileOf[this.route]!]!
    if (stop >= visitCount && this.unused) {
      this.total = 0
      return true
    }
    if (this.ready + seconds[this.place * placeCount + placeOf[stop]!]! > latest[stop]!) return false
    const end = endOf(problem, routeOf[stop]!)
    for (let at = stop; at < visitCount; at = next[at]!) {
      const leg = this.place * placeCount + placeOf[at]!
      const arrival = this.ready + seconds[leg]!
      this.arrive(at, leg, arrival, startAt(problem, at, arrival))
      if (!this.timed || this.ready === ready[at]!) {
        this.total = this.cents + centsTo[end]! - centsTo[at]!
        return true
      }
      this.place = placeOf[at]!
    }
    const leg = this.place * placeCount + placeOf[end]!
    this.total =
      this.cents + centsOfLeg(problem, this.route, leg) + overtimeCents(problem, this.route, this.ready + seconds[leg]!)
    return true
  }

  private arrive(visit: number, leg: number, arrival: number, begins: number): void {
    const { problem } = this.schedule
    const own = visit * problem.techCount + this.tech
    this.cents +=
      centsOfLeg(problem, this.route, leg) + problem.preferenceCents[own]! + changeCents(problem, visit, this.tech)
    if (this.timed) this.cents += latenessCents(problem, visit, begins)
    if (this.unused) this.cents += problem.shiftCents[this.route]!
    else if (this.timed) this.cents += waitingCents(problem, this.route, begins - arrival)
    this.ready = begins + problem.workSeconds[own]!
    this.unused = false
  }
}
