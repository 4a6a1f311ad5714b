// A trial: whether a route could keep its hours if its stops were other ones, and what those hours would cost, without
// touching the plan. Start behind a stop, serve some visits, then go on as some route does; the walk ends where the old
// timetable is met again. Legs and liking are priced by whoever asks. Imports solver/ only.

import type { Entry } from './ledger.ts'
import { UNREACHABLE } from './model.ts'
import { overtimeCents, waitingCents } from './rules/clock.ts'
import { workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { endOf } from './rules/roads.ts'
import { startCents } from './rules/start-prices.ts'
import { startAt } from './rules/windows.ts'
import type { Schedule } from './schedule.ts'
import type { Spans } from './spans.ts'
import { LATEST, NEXT, READY, ROUTE, STRIDE } from './stops.ts'
import type { Trips } from './trips.ts'

/** Seventeen years: only where no road leads would anybody be that late, and nobody goes there at any price. */
const FAR_TOO_LATE = UNREACHABLE >> 1

export class Trial {
  /** What its hours cost on the whole route as tried (see `hoursOn` of a schedule); valid once `rest` has said true. */
  timed = 0
  private readonly schedule: Schedule
  private route = 0
  private seconds: Int32Array
  private isTimed = false
  private place = 0
  private ready = 0
  private unused = true // no visit on the route so far
  private isCoursed = false
  private trips: Trips | undefined // where the route is only about loading
  private spans: Spans | undefined // where the route may take so long and no longer
  private mayStrain = false
  private late = 0 // where somebody may be late at a price: the seconds of it so far
  private most = Number.POSITIVE_INFINITY // that the hours may cost then
  private besides: Entry | undefined // another route, as it was tried just before
  private tried: Entry | undefined

  constructor(schedule: Schedule) {
    this.schedule = schedule
    this.seconds = schedule.problem.travelSeconds[0] ?? new Int32Array(0)
  }

  /** Everything up to `after` stays as it is. */
  from(after: number): void {
    this.besides = undefined
    this.tried = undefined
    this.start(after)
  }

  /** The same of a second route, the one tried just before being as it was tried. */
  also(after: number): void {
    this.besides = this.tried
    this.start(after)
  }

  private start(after: number): void {
    const { problem, stops, timedTo, courses } = this.schedule
    const route = stops[after * STRIDE + ROUTE]!
    this.route = route
    this.seconds = problem.travelSeconds[problem.profileOf[route]!]!
    this.isTimed = problem.timed[route] === 1
    this.place = problem.placeOf[after]!
    this.ready = stops[after * STRIDE + READY]!
    this.timed = this.isTimed ? timedTo[after]! : 0
    this.unused = after >= problem.visitCount
    this.isCoursed = problem.hasCourse[route] === 1
    if (this.isCoursed) courses?.from(after)
    this.trips = problem.hasTrips[route] === 1 ? this.schedule.trips : undefined
    this.trips?.from(after)
    this.spans = problem.isCapped[route] === 1 ? this.schedule.spans : undefined
    this.spans?.from(after)
    this.mayStrain = this.schedule.mayStrain
    if (!this.mayStrain) return
    this.late = this.schedule.lateUpTo(after)
    this.most = Number.POSITIVE_INFINITY
  }

  /** Hours that cost so much more than they do now are of no use to whoever tries; to be said after `from`. */
  mayGrow(cents: number): void {
    const { courses, timedOn } = this.schedule
    if (this.mayStrain) this.most = this.schedule.strainedHoursOn(this.route) + cents
    if (this.trips !== undefined)
      this.trips.most = timedOn[this.route]! + this.schedule.sharedBehind(this.route) + cents
    if (!this.isCoursed || courses === undefined) return
    courses.most = timedOn[this.route]! + this.schedule.sharedBehind(this.route) + cents
  }

  /** Serves one visit next. False: there is no time to. */
  serve(visit: number): boolean {
    const { problem, courses } = this.schedule
    if (this.trips !== undefined) {
      this.trips.serve(visit)
      this.unused = false
      return true
    }
    if (this.isCoursed) {
      courses?.serve(visit)
      this.unused = false
      return true
    }
    const place = problem.placeOf[visit]!
    const drive = this.seconds[this.place * problem.placeCount + place]!
    const arrival = this.ready + drive
    const begins = this.schedule.lateCents > 0 ? this.startLate(visit, arrival) : startAt(problem, visit, arrival)
    if (begins === NEVER) return false
    if (this.isTimed) this.charge(visit, arrival, begins)
    const work = workOn(problem, visit, this.route)
    this.spans?.serve(visit, drive, arrival, work)
    this.ready = begins + work
    this.unused = false
    this.place = place
    return true
  }

  /** Whoever is late begins at once, as if it were still time. */
  private startLate(visit: number, arrival: number): number {
    const { lateCents, problem } = this.schedule
    const closes = problem.closesLast[visit]!
    if (arrival <= closes) return Math.max(arrival, problem.opensFirst[visit]!)
    this.late += arrival - closes
    return this.late >= FAR_TOO_LATE || this.late * lateCents > this.most ? NEVER : closes
  }

  /** Serves what stands between two stops of a route, both included. */
  serveAll(first: number, last: number): boolean {
    const { stops } = this.schedule
    for (let stop = first; ; stop = stops[stop * STRIDE + NEXT]!) {
      if (!this.serve(stop)) return false
      if (stop === last) return true
    }
  }

  /**
   * Goes on as the plan does from `stop`, which is on this route or on one of its kind. False: that would be too late
   * somewhere. O(1) where the hour has no price.
   */
  rest(stop: number): boolean {
    const { problem, stops } = this.schedule
    if (stop >= problem.visitCount && this.unused) {
      this.timed = 0
      return this.isEnteredAs(0, 0)
    }
    if (this.trips !== undefined) {
      if (!this.trips.rest(stop)) return false
      this.timed = this.trips.cents
      return true
    }
    if (this.isCoursed) return this.restOfCourse(stop)
    const drive = this.seconds[this.place * problem.placeCount + problem.placeOf[stop]!]!
    const arrival = this.ready + drive
    if (this.mayStrain) return this.restStrained(stop, drive, arrival)
    if (arrival > stops[stop * STRIDE + LATEST]!) return false
    if (this.spans !== undefined && this.spans.excess(this.route, stop, drive, arrival) > 0) return false
    if (this.isTimed) this.chargeRest(stop)
    return true
  }

  private restStrained(stop: number, drive: number, arrival: number): boolean {
    const { schedule, spans, route } = this
    const { lateCents, overspanCents, problem } = schedule
    const late = Math.max(0, arrival - schedule.latest(stop))
    if (late > 0 && lateCents === 0) return false
    if (this.late + late >= FAR_TOO_LATE) return false
    this.timed = (this.late + late) * lateCents
    if (this.timed > this.most) return false
    this.timed += schedule.lateFrom(stop) * lateCents
    if (spans !== undefined) {
      const excess = spans.secondsWith(stop, drive, arrival) - problem.mostSpan[route]!
      if (excess > 0 && overspanCents === 0) return false
      if (excess > 0) this.timed += excess * overspanCents
    }
    return this.timed <= this.most
  }

  private restOfCourse(stop: number): boolean {
    const { courses } = this.schedule
    if (!courses?.rest(stop)) return false
    this.timed = courses.course.cents
    return this.isEnteredAs(courses.course.busy, courses.course.late)
  }

  /** Adds what the ledger says to a shift like that. */
  private isEnteredAs(busy: number, late: number): boolean {
    const { ledger } = this.schedule
    if (ledger === undefined) return true
    this.tried = { route: this.route, busy, late }
    this.timed += ledger.growth(this.tried, this.besides)
    return this.timed < Number.POSITIVE_INFINITY
  }

  private chargeRest(stop: number): void {
    const { problem, stops, timedTo, timedOn } = this.schedule
    const { visitCount, placeCount, placeOf } = problem
    let at = stop
    for (; at < visitCount; at = stops[at * STRIDE + NEXT]!) {
      const arrival = this.ready + this.seconds[this.place * placeCount + placeOf[at]!]!
      const begins = startAt(problem, at, arrival)
      this.charge(at, arrival, begins)
      this.ready = begins + workOn(problem, at, this.route)
      this.unused = false
      if (this.ready === stops[at * STRIDE + READY]!) {
        this.timed += timedOn[stops[at * STRIDE + ROUTE]!]! - timedTo[at]!
        return
      }
      this.place = placeOf[at]!
    }
    const back = this.ready + this.seconds[this.place * placeCount + placeOf[endOf(problem, this.route)]!]!
    this.timed += overtimeCents(problem, this.route, back)
  }

  private charge(visit: number, arrival: number, begins: number): void {
    const { problem } = this.schedule
    if (problem.isStartPriced) this.timed += startCents(problem, visit, begins)
    if (!this.unused) this.timed += waitingCents(problem, this.route, begins - arrival)
  }
}
