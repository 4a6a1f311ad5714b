// What a plan was like before a change, route by route, so that the change can be taken back without working anything out
// again. Holds the routes that changed since `open`, each as it was then. Imports solver/ only.
import { endOf, startOf } from './rules/roads.ts'
import type { Schedule } from './schedule.ts'
import { CENTS_IN, CENTS_ON, LATEST, NEXT, PREVIOUS, READY, ROUTE, SECONDS_ON, STRIDE } from './stops.ts'

/** Ints of a stop: which, ready, latest, cents and seconds of the leg on, how late. */
const ENTRY = 6

export class Journal {
  /** The routes that changed, in the first `count` entries. */
  readonly routes: Int32Array
  count = 0
  private readonly schedule: Schedule
  private readonly entries: Int32Array // stop by stop, route by route
  private readonly timed: Float64Array // by entry: timedTo, waitedTo
  private readonly rooms: Float64Array // by entry of `routes` × unit
  private readonly timedOn: Float64Array // by entry of `routes`
  private readonly from: Int32Array // by entry of `routes`, and one more: where its stops begin in `entries`
  private readonly notedIn: Int32Array // by route: the last opening at which it was noted
  private opening = 0

  constructor(schedule: Schedule) {
    const { visitCount, routeCount, unitCount } = schedule.problem
    const stops = visitCount + 2 * routeCount
    this.schedule = schedule
    this.routes = new Int32Array(routeCount)
    this.entries = new Int32Array(stops * ENTRY)
    this.timed = new Float64Array(schedule.timedTo.length * 2)
    this.rooms = new Float64Array(routeCount * unitCount)
    this.timedOn = new Float64Array(routeCount)
    this.from = new Int32Array(routeCount + 1)
    this.notedIn = new Int32Array(routeCount)
  }

  open(): void {
    this.opening++
    this.count = 0
  }

  /** To be called before a route changes; only the first call since `open` counts. */
  note(route: number): void {
    if (this.opening === 0 || this.notedIn[route] === this.opening) return
    this.notedIn[route] = this.opening
    const { problem, stops, timedTo, waitedTo, lateAt, room, timedOn } = this.schedule
    const { entries, timed } = this
    const index = this.count++
    this.routes[index] = route
    let entry = this.from[index]!
    const isTimed = problem.timed[route] === 1
    for (let stop = startOf(problem, route); stop >= 0; stop = stops[stop * STRIDE + NEXT]!) {
      const at = stop * STRIDE
      const to = entry * ENTRY
      entries[to] = stop
      entries[to + 1] = stops[at + READY]!
      entries[to + 2] = stops[at + LATEST]!
      entries[to + 3] = stops[at + CENTS_ON]!
      entries[to + 4] = stops[at + SECONDS_ON]!
      entries[to + 5] = lateAt[stop]!
      if (isTimed) {
        timed[2 * entry] = timedTo[stop]!
        timed[2 * entry + 1] = waitedTo[stop]!
      }
      entry++
    }
    this.from[index + 1] = entry
    this.timedOn[index] = timedOn[route]!
    for (let unit = 0; unit < problem.unitCount; unit++)
      this.rooms[index * problem.unitCount + unit] = room[route * problem.unitCount + unit]!
  }

  /** Every noted route is as it was; visits that stood nowhere then have to be taken off before. */
  restore(): void {
    for (let index = 0; index < this.count; index++) this.restoreRoute(index)
  }

  private restoreRoute(index: number): void {
    const { schedule, entries, timed } = this
    const { problem, stops, timedTo, waitedTo, lateAt } = schedule
    const route = this.routes[index]!
    const isTimed = problem.timed[route] === 1
    const to = this.from[index + 1]!
    let previous = -1
    let centsIn = 0
    let late = 0
    for (let entry = this.from[index]!; entry < to; entry++) {
      const from = entry * ENTRY
      const stop = entries[from]!
      const at = stop * STRIDE
      if (previous >= 0) stops[previous * STRIDE + NEXT] = stop
      stops[at + ROUTE] = route
      stops[at + PREVIOUS] = previous
      stops[at + READY] = entries[from + 1]!
      stops[at + LATEST] = entries[from + 2]!
      stops[at + CENTS_IN] = centsIn
      centsIn = entries[from + 3]!
      stops[at + CENTS_ON] = centsIn
      stops[at + SECONDS_ON] = entries[from + 4]!
      lateAt[stop] = entries[from + 5]!
      late += lateAt[stop]!
      if (isTimed) {
        timedTo[stop] = timed[2 * entry]!
        waitedTo[stop] = timed[2 * entry + 1]!
      }
      previous = stop
    }
    schedule.lateOn[route] = late
    schedule.timedOn[route] = this.timedOn[index]!
    for (let unit = 0; unit < problem.unitCount; unit++)
      schedule.room[route * problem.unitCount + unit] = this.rooms[index * problem.unitCount + unit]!
    const visits = to - this.from[index]! - 2
    const wasEmpty = schedule.isEmpty(route)
    schedule.visitsOn[route] = visits
    if (problem.hasTrips[route] === 1) schedule.driveTrips(route, startOf(problem, route), endOf(problem, route))
    if (problem.hasCourse[route] === 1) schedule.driveCourse(route, startOf(problem, route))
    schedule.measure(route)
    if (wasEmpty === (visits === 0)) return
    schedule.ledger?.use(route, wasEmpty ? 1 : -1)
    schedule.usedRoutes += wasEmpty ? 1 : -1
    if (wasEmpty) schedule.empty.remove(route)
    else schedule.empty.add(route)
  }
}
