// The routes of a plan as linked stops, and what follows from their order: when each stop is reached and left at the
// earliest, how late it may be, what the route has cost so far. A function of the sequence alone: work begins as early as
// it can. Decides nothing. Imports solver/ only.
import { EmptyRoutes } from './empty-routes.ts'
import type { Problem } from './problem.ts'
import { changeCents } from './rules/change.ts'
import { lastStartBy, latenessCents, overtimeCents, startAt, waitingCents } from './rules/clock.ts'
import { centsOfLeg, endOf, startOf } from './rules/roads.ts'

/** `routeOf` of a visit that nobody serves. */
export const UNSERVED = -1
/** `routeOf` of a visit that another part of the day has. */
export const ELSEWHERE = -2

export class Schedule {
  readonly problem: Problem
  readonly next: Int32Array // by stop
  readonly previous: Int32Array // by stop
  readonly routeOf: Int32Array // by stop; UNSERVED for a visit left out
  readonly ready: Int32Array // by stop: the earliest second it can be left; a start is left when the shift opens
  readonly latest: Int32Array // by stop: the latest second to arrive so that all the rest stays on time
  readonly centsTo: Float64Array // by stop: cost of its route up to here, the leg to here included
  readonly legCents: Int32Array // by stop: cost of the leg to the next stop; 0 on an empty route
  readonly visitsTo: Int32Array // by stop: visits of its route up to here
  readonly loadTo: Float64Array // stop × unit: load taken up to here
  readonly timedTo: Float64Array // by stop: what waiting, lateness and overtime have cost up to here
  readonly waitedTo: Float64Array // by stop: the part of that which is waiting
  readonly empty: EmptyRoutes
  usedRoutes = 0
  /** Of all routes together, without what is left out. */
  routedCents = 0

  constructor(problem: Problem) {
    const { visitCount, routeCount, unitCount } = problem
    const stops = visitCount + 2 * routeCount
    this.problem = problem
    this.next = new Int32Array(stops)
    this.previous = new Int32Array(stops)
    this.routeOf = new Int32Array(stops).fill(UNSERVED)
    this.ready = new Int32Array(stops)
    this.latest = new Int32Array(stops)
    this.centsTo = new Float64Array(stops)
    this.legCents = new Int32Array(stops)
    this.visitsTo = new Int32Array(stops)
    this.loadTo = new Float64Array(stops * unitCount)
    this.timedTo = new Float64Array(stops)
    this.waitedTo = new Float64Array(stops)
    this.empty = new EmptyRoutes(problem, routeCount)
    for (let route = 0; route < routeCount; route++) {
      const start = startOf(problem, route)
      const end = endOf(problem, route)
      this.routeOf[start] = route
      this.routeOf[end] = route
      this.next[start] = end
      this.previous[end] = start
      this.reschedule(route)
    }
  }

  routeCents(route: number): number {
    return this.centsTo[endOf(this.problem, route)]!
  }

  visitsOn(route: number): number {
    return this.visitsTo[endOf(this.problem, route)]!
  }

  /** The most that changes behind this stop can save by other hours alone: what comes before it stays as it is. */
  timedBehind(stop: number): number {
    return this.timedTo[endOf(this.problem, this.routeOf[stop]!)]! - this.timedTo[stop]!
  }

  isEmpty(route: number): boolean {
    return this.visitsOn(route) === 0
  }

  /**
   * Works out everything again after the sequence of this route changed between two stops: up to `from` and from `to` on
   * it is as it was.
   */
  protected reschedule(route: number, from = startOf(this.problem, route), to = endOf(this.problem, route)): void {
    const wasEmpty = this.isEmpty(route)
    this.routedCents -= this.routeCents(route)
    this.driveForward(route, from)
    this.lookBack(route, from, to)
    this.routedCents += this.routeCents(route)
    if (wasEmpty === this.isEmpty(route)) return
    this.usedRoutes += wasEmpty ? 1 : -1
    if (wasEmpty) this.empty.remove(route)
    else this.empty.add(route)
  }

  private driveForward(route: number, from: number): void {
    const { problem, next, ready, centsTo, timedTo, waitedTo, legCents, visitsTo, loadTo } = this
    const { visitCount, placeCount, placeOf, unitCount, techCount } = problem
    const start = startOf(problem, route)
    const tech = problem.techOf[route]!
    const seconds = problem.travelSeconds[problem.profileOf[route]!]!
    ready[start] = problem.shiftOpens[route]!
    let before = from
    for (let stop = next[from]!; stop < visitCount; before = stop, stop = next[stop]!) {
      const leg = placeOf[before]! * placeCount + placeOf[stop]!
      const driven = centsOfLeg(problem, route, leg)
      const arrival = ready[before]! + seconds[leg]!
      const begins = startAt(problem, stop, arrival)
      // Before the first visit nobody waits: the technician leaves later.
      const waiting = before === start ? 0 : waitingCents(problem, route, begins - arrival)
      const late = latenessCents(problem, stop, begins)
      const opened = before === start ? problem.shiftCents[route]! : 0
      const liked = problem.preferenceCents[stop * techCount + tech]! + changeCents(problem, stop, tech)
      legCents[before] = driven
      centsTo[stop] = centsTo[before]! + driven + waiting + late + opened + liked
      ready[stop] = begins + problem.workSeconds[stop * techCount + tech]!
      visitsTo[stop] = visitsTo[before]! + 1
      for (let unit = 0; unit < unitCount; unit++)
        loadTo[stop * unitCount + unit] = loadTo[before * unitCount + unit]! + problem.loadOf[stop * unitCount + unit]!
      timedTo[stop] = timedTo[before]! + waiting + late
      waitedTo[stop] = waitedTo[before]! + waiting
    }
    const end = endOf(problem, route)
    visitsTo[end] = visitsTo[before]!
    waitedTo[end] = waitedTo[before]!
    for (let unit = 0; unit < unitCount; unit++) loadTo[end * unitCount + unit] = loadTo[before * unitCount + unit]!
    if (before === start) {
      legCents[start] = 0
      ready[end] = ready[start]!
      centsTo[end] = 0
      timedTo[end] = 0
      return
    }
    const leg = placeOf[before]! * placeCount + placeOf[end]!
    const driven = centsOfLeg(problem, route, leg)
    const back = ready[before]! + seconds[leg]!
    const overtime = overtimeCents(problem, route, back)
    legCents[before] = driven
    ready[end] = back
    centsTo[end] = centsTo[before]! + driven + overtime
    timedTo[end] = timedTo[before]! + overtime
  }

  private lookBack(route: number, from: number, to: number): void {
    const { problem, previous, latest } = this
    const { visitCount, placeCount, placeOf, techCount, workSeconds } = problem
    const tech = problem.techOf[route]!
    const seconds = problem.travelSeconds[problem.profileOf[route]!]!
    let after = to
    let isBeforeChange = false
    latest[endOf(problem, route)] = problem.shiftLatest[route]!
    latest[startOf(problem, route)] = problem.shiftOpens[route]!
    for (let stop = previous[after]!; stop < visitCount; after = stop, stop = previous[stop]!) {
      const travel = seconds[placeOf[stop]! * placeCount + placeOf[after]!]!
      const by = lastStartBy(problem, stop, latest[after]! - travel - workSeconds[stop * techCount + tech]!)
      isBeforeChange ||= stop === from
      if (isBeforeChange && latest[stop] === by) return
      latest[stop] = by
    }
  }
}
