// The routes of a plan as linked stops, and what follows from their order: when each stop is reached and left at the
// earliest, how late it may be, what legs, liking and hours cost. A function of the sequences alone: work begins as early
// as it can. Decides nothing. Imports solver/ only.
import { Appointments } from './appointments.ts'
import { CourseBook } from './course-book.ts'
import { EmptyRoutes } from './empty-routes.ts'
import { Ledger } from './ledger.ts'
import type { Problem } from './problem.ts'
import { overtimeCents, waitingCents } from './rules/clock.ts'
import { likingOn, workOn } from './rules/fit.ts'
import { centsOfLeg, endOf, startOf } from './rules/roads.ts'
import { startCents } from './rules/start-prices.ts'
import { lastStartBy, startAt } from './rules/windows.ts'
import { Spans } from './spans.ts'
import { CENTS_IN, CENTS_ON, LATEST, NEXT, PREVIOUS, READY, ROUTE, SECONDS_ON, STRIDE, UNSERVED } from './stops.ts'
import { Trips } from './trips.ts'

export const NO_ROUTE = -1

export class Schedule {
  readonly problem: Problem
  readonly stops: Int32Array // stop × STRIDE, see stops.ts
  readonly visitsOn: Int32Array // by route
  readonly room: Float64Array // route × unit: what still fits; below zero where the van is overloaded
  readonly timedOn: Float64Array // by route: what waiting, lateness and overtime cost
  readonly timedTo: Float64Array // by stop of a timed route: the part of it up to here
  readonly waitedTo: Float64Array // by stop of a timed route: the part of that which is waiting
  readonly empty: EmptyRoutes
  usedRoutes = 0
  /** What linked visits have agreed on; undefined where there are no links. */
  readonly appointments: Appointments | undefined
  /** Of the routes that have a course; undefined where none has. */
  readonly courses: CourseBook | undefined
  /** Of the routes that are only about loading; undefined where there are none. */
  readonly trips: Trips | undefined
  /** Of the routes that may take so long and no longer, but have no course; undefined where there are none. */
  readonly spans: Spans | undefined
  /** What is counted over several shifts; undefined where nothing is. */
  readonly ledger: Ledger | undefined
  /** What all vans together carry beyond what they hold. */
  overload = 0
  /**
   * Routes that nobody can drive as they stand: of many ways to go on only some are followed, so that one that was tried
   * from where it was saved may not be found again from the start. Whoever made the change takes it back.
   */
  undrivable = 0
  private readonly isUndrivable: Uint8Array // by route
  /** The seconds that all shifts together last longer than they may. */
  overspan = 0
  /** The price of each unit of overload; where it is 0, nothing may be overloaded. */
  overloadCents = 0
  /** The same for each second that a shift lasts too long. */
  overspanCents = 0
  /** The same for each second that somebody is late. */
  lateCents = 0
  /** The seconds that all visits together begin too late, each route going on after one as if it had been in time. */
  late = 0
  readonly lateAt: Int32Array // by stop: its part of them
  readonly lateOn: Int32Array // by route: the same of all its stops
  protected legsCents = 0
  protected likedCents = 0 // liking, and the price of every shift that is used
  protected timedCents = 0
  protected gapCents = 0 // days between visits that are tied to each other

  constructor(problem: Problem) {
    const { visitCount, routeCount } = problem
    const count = visitCount + 2 * routeCount
    this.problem = problem
    this.stops = new Int32Array(count * STRIDE)
    this.visitsOn = new Int32Array(routeCount)
    this.room = problem.capacityOf.slice()
    this.timedOn = new Float64Array(routeCount)
    const timedStops = problem.timed.includes(1) ? count : 0
    this.timedTo = new Float64Array(timedStops)
    this.waitedTo = new Float64Array(timedStops)
    this.isUndrivable = new Uint8Array(routeCount)
    this.lateAt = new Int32Array(count)
    this.lateOn = new Int32Array(routeCount)
    this.empty = new EmptyRoutes(problem, routeCount)
    this.appointments = problem.hasLinks ? new Appointments(this) : undefined
    this.courses = problem.hasCourse.includes(1) ? new CourseBook(this, this.appointments) : undefined
    this.trips = problem.hasTrips.includes(1) ? new Trips(this) : undefined
    this.spans = problem.isCapped.includes(1) ? new Spans(this) : undefined
    this.ledger = problem.isShared ? new Ledger(problem) : undefined
    for (let visit = 0; visit < visitCount; visit++) this.stops[visit * STRIDE + ROUTE] = UNSERVED
    for (let route = 0; route < routeCount; route++) {
      const start = startOf(problem, route) * STRIDE
      const end = endOf(problem, route) * STRIDE
      this.stops[start + ROUTE] = route
      this.stops[end + ROUTE] = route
      this.stops[start + PREVIOUS] = -1
      this.stops[end + NEXT] = -1
      this.stops[start + READY] = problem.shiftOpens[route]!
      this.stops[start + LATEST] = problem.shiftOpens[route]!
      this.stops[end + LATEST] = problem.shiftLatest[route]!
      this.join(route, startOf(problem, route), endOf(problem, route))
      this.stops[end + READY] = problem.shiftOpens[route]!
    }
  }

  routeOf(stop: number): number {
    return this.stops[stop * STRIDE + ROUTE]!
  }

  previous(stop: number): number {
    return this.stops[stop * STRIDE + PREVIOUS]!
  }

  next(stop: number): number {
    return this.stops[stop * STRIDE + NEXT]!
  }

  ready(stop: number): number {
    return this.stops[stop * STRIDE + READY]!
  }

  latest(stop: number): number {
    return this.stops[stop * STRIDE + LATEST]!
  }

  centsOn(stop: number): number {
    return this.stops[stop * STRIDE + CENTS_ON]!
  }

  centsIn(stop: number): number {
    return this.stops[stop * STRIDE + CENTS_IN]!
  }

  secondsOn(stop: number): number {
    return this.stops[stop * STRIDE + SECONDS_ON]!
  }

  /** What all legs cost. */
  get drivenCents(): number {
    return this.legsCents
  }

  /** What the days between visits that are tied to each other cost. */
  get daysApartCents(): number {
    return this.gapCents
  }

  /** Of all routes together, without what is left out. */
  get routedCents(): number {
    return this.legsCents + this.likedCents + this.timedCents + this.gapCents + (this.ledger?.cents ?? 0)
  }

  isEmpty(route: number): boolean {
    return this.visitsOn[route] === 0
  }

  /** The most that changes behind this stop can save by other hours alone: what comes before it stays as it is. */
  timedBehind(stop: number): number {
    const route = this.stops[stop * STRIDE + ROUTE]!
    if (this.problem.timed[route] === 0) return 0
    return this.timedOn[route]! - this.timedTo[stop]! + this.sharedBehind(route)
  }

  /**
   * The same without what ways to depots cost, which hardly any move saves; and so little that a search may take it for
   * all there is.
   */
  hoursBehind(stop: number): number {
    const behind = this.timedBehind(stop)
    const route = this.stops[stop * STRIDE + ROUTE]!
    if (this.mayStrain) return behind + this.strainOn(route)
    if (this.problem.hasTrips[route] === 1) return this.sharedBehind(route)
    if (this.courses === undefined || this.problem.mostReloads[route] === 0 || this.isEmpty(route)) return behind
    return Math.min(behind, this.timedOn[route]! - this.courses.detoursOn(route) + this.sharedBehind(route))
  }

  /** The most that one more visit behind this stop can save by other hours: it fills waits, and puts others off. */
  waitsBehind(stop: number): number {
    const route = this.stops[stop * STRIDE + ROUTE]!
    return this.problem.paysToBeLater[route] === 1 ? this.hoursBehind(stop) : 0
  }

  /** The most that another course of this route can save by what is counted over several shifts. */
  sharedBehind(route: number): number {
    return this.ledger === undefined ? 0 : this.ledger.mostSaved(route)
  }

  /** May anything be overloaded, last too long or be late? On plain days only, so that nothing else has a price by the hour. */
  get mayStrain(): boolean {
    return this.overloadCents > 0 || this.overspanCents > 0 || this.lateCents > 0
  }

  /** What that costs on one route. */
  strainOn(route: number): number {
    return Math.max(0, -this.room[route]!) * this.overloadCents + this.strainedHoursOn(route)
  }

  /** The same without the load. */
  strainedHoursOn(route: number): number {
    const late = this.lateOn[route]! * this.lateCents
    if (this.spans === undefined || this.problem.isCapped[route] === 0) return late
    return late + this.spans.excessOn(route) * this.overspanCents
  }

  /** What its hours cost as it stands. */
  hoursOn(route: number): number {
    return this.mayStrain ? this.strainedHoursOn(route) : this.timedOn[route]!
  }

  /** The seconds that the stops of its route up to this one are late. */
  lateUpTo(stop: number): number {
    const { stops, lateAt } = this
    if (this.lateOn[stops[stop * STRIDE + ROUTE]!] === 0) return 0
    let late = 0
    for (let at = stop; at < this.problem.visitCount; at = stops[at * STRIDE + PREVIOUS]!) late += lateAt[at]!
    return late
  }

  /** The same from this stop on, as far as it does not come from reaching this one too late. */
  lateFrom(stop: number): number {
    const { stops } = this
    const all = this.lateOn[stops[stop * STRIDE + ROUTE]!]!
    if (all === 0) return 0
    const before = stops[stop * STRIDE + PREVIOUS]!
    const arrival = stops[before * STRIDE + READY]! + stops[before * STRIDE + SECONDS_ON]!
    return all - this.lateUpTo(before) - Math.max(0, arrival - stops[stop * STRIDE + LATEST]!)
  }

  /** What waiting costs on a timed route. */
  waitedOn(route: number): number {
    return this.waitedTo[endOf(this.problem, route)]!
  }

  /** What it costs beyond legs and liking that one route is used from now on, and another one, if any, no more. */
  openingCents(opened: number, closed = NO_ROUTE): number {
    const { problem, ledger } = this
    let cents = 0
    if (opened !== NO_ROUTE) cents += problem.shiftCents[opened]!
    if (closed !== NO_ROUTE) cents -= problem.shiftCents[closed]!
    if (ledger === undefined) return cents
    if (opened !== NO_ROUTE && !ledger.maySend(opened, this.isUsed)) return Number.POSITIVE_INFINITY
    const isOneTech = opened !== NO_ROUTE && closed !== NO_ROUTE && problem.techOf[opened] === problem.techOf[closed]
    if (isOneTech) return cents
    if (opened !== NO_ROUTE) cents += ledger.headCentsToOpen(opened)
    if (closed !== NO_ROUTE) cents -= ledger.headCentsToClose(closed)
    return cents
  }

  private readonly isUsed = (route: number): boolean => this.visitsOn[route]! > 0

  /** Do both stand on one route, the first of them earlier? */
  isBefore(stop: number, other: number): boolean {
    const ready = this.ready(stop)
    // Where somebody is late, who comes later may be ready earlier.
    const mayCross = this.late > 0
    if (!mayCross && ready !== this.ready(other)) return ready < this.ready(other)
    for (let at = stop; at >= 0 && (mayCross || this.ready(at) === ready); at = this.next(at))
      if (at === other) return stop !== other
    return false
  }

  /** Puts one stop right behind the other, on this route, and prices the leg between them. */
  protected join(route: number, stop: number, follower: number): void {
    const { stops, problem } = this
    const { visitCount, placeOf } = problem
    const from = stop * STRIDE
    const to = follower * STRIDE
    const leg = placeOf[stop]! * problem.placeCount + placeOf[follower]!
    const isUnused = stop >= visitCount && follower >= visitCount
    const cents = isUnused ? 0 : centsOfLeg(problem, route, leg)
    this.legsCents += cents - stops[from + CENTS_ON]!
    stops[from + NEXT] = follower
    stops[from + CENTS_ON] = cents
    stops[from + SECONDS_ON] = isUnused ? 0 : problem.leastSeconds[route]![leg]!
    stops[to + PREVIOUS] = stop
    stops[to + CENTS_IN] = cents
  }

  /** The route has this visit from now on: everything but the legs and the hours. */
  protected count(visit: number, route: number): void {
    const { problem } = this
    this.stops[visit * STRIDE + ROUTE] = route
    this.lateOn[route]! += this.lateAt[visit]!
    this.carry(visit, route, 1)
    this.likedCents += likingOn(problem, visit, route)
    if (this.appointments !== undefined) this.gapCents += this.appointments.gapCents(visit, route)
    if (this.visitsOn[route]!++ > 0) return
    this.likedCents += problem.shiftCents[route]!
    this.ledger?.use(route, 1)
    this.usedRoutes++
    this.empty.remove(route)
  }

  /** The reverse of `count`. The visit keeps its neighbours until they are joined anew. */
  protected discount(visit: number): void {
    const { problem } = this
    const route = this.stops[visit * STRIDE + ROUTE]!
    this.lateOn[route]! -= this.lateAt[visit]!
    this.carry(visit, route, -1)
    this.likedCents -= likingOn(problem, visit, route)
    if (this.appointments !== undefined) this.gapCents -= this.appointments.gapCents(visit, route)
    if (--this.visitsOn[route]! > 0) return
    this.likedCents -= problem.shiftCents[route]!
    this.ledger?.use(route, -1)
    this.usedRoutes--
    this.empty.add(route)
  }

  /** The van of the route takes the load of the visit so many times: once, or once back. */
  private carry(visit: number, route: number, times: 1 | -1): void {
    const { unitCount, loadOf } = this.problem
    for (let unit = 0; unit < unitCount; unit++) {
      const at = route * unitCount + unit
      const was = this.room[at]!
      const left = was - times * loadOf[visit * unitCount + unit]!
      this.room[at] = left
      if (was < 0 || left < 0) this.overload += Math.min(0, was) - Math.min(0, left)
    }
  }

  /** A visit that stands nowhere drives nowhere. */
  protected setDown(visit: number): void {
    const at = visit * STRIDE
    this.legsCents -= this.stops[at + CENTS_ON]!
    this.stops[at + CENTS_ON] = 0
    this.stops[at + ROUTE] = UNSERVED
    this.late -= this.lateAt[visit]!
    this.lateAt[visit] = 0
  }

  /** Works out the hours again after a change: up to `from` and from `to` on the sequence is as it was. */
  protected retime(route: number, from = startOf(this.problem, route), to = endOf(this.problem, route)): void {
    if (this.mayBeLate) this.retimeLate(route, from, to)
    else this.retimeInTime(route, from, to)
  }

  private retimeInTime(route: number, from: number, to: number): void {
    const { timed, hasTrips } = this.problem
    if (timed[route] === 0) this.driveForward(route, from, to)
    else if (hasTrips[route] === 1) this.driveTrips(route, from, to)
    else if (this.problem.hasCourse[route] === 1) this.driveCourse(route, from)
    else this.driveForwardTimed(route, from)
    // Trips look back on their own.
    if (hasTrips[route] === 0) this.lookBack(route, from, to)
    this.measure(route)
  }

  private get mayBeLate(): boolean {
    return this.lateCents > 0 || this.late > 0
  }

  /**
   * Where somebody may be late, whoever is goes on as if they had begun in time, and LATEST is when to arrive so that nobody
   * behind is later than they have to be. Only on plain days: see `overload.ts`.
   */
  private retimeLate(route: number, from: number, to: number): void {
    this.driveLate(route, from, to)
    this.lookBackLate(route, from, to)
    this.measure(route)
  }

  private driveLate(route: number, from: number, to: number): void {
    const { problem, stops } = this
    const { visitCount, opensFirst, closesLast } = problem
    let arrival = stops[from * STRIDE + READY]! + stops[from * STRIDE + SECONDS_ON]!
    let isBehind = false
    let stop = stops[from * STRIDE + NEXT]!
    for (; stop < visitCount; stop = stops[stop * STRIDE + NEXT]!) {
      const own = stop * STRIDE
      const closes = closesLast[stop]!
      this.noteLate(stop, route, Math.max(0, arrival - closes))
      const ready = Math.max(opensFirst[stop]!, Math.min(arrival, closes)) + workOn(problem, stop, route)
      isBehind ||= stop === to
      if (isBehind && stops[own + READY] === ready) return
      stops[own + READY] = ready
      arrival = ready + stops[own + SECONDS_ON]!
    }
    const latest = stops[stop * STRIDE + LATEST]!
    this.noteLate(stop, route, Math.max(0, arrival - latest))
    stops[stop * STRIDE + READY] = Math.min(arrival, latest)
  }

  private lookBackLate(route: number, from: number, to: number): void {
    const { problem, stops } = this
    const { visitCount, opensFirst, closesLast } = problem
    let latest = stops[to * STRIDE + LATEST]!
    let isBefore = false
    for (let stop = stops[to * STRIDE + PREVIOUS]!; stop < visitCount; stop = stops[stop * STRIDE + PREVIOUS]!) {
      const own = stop * STRIDE
      const bound = latest - stops[own + SECONDS_ON]! - workOn(problem, stop, route)
      latest = Math.max(opensFirst[stop]!, Math.min(bound, closesLast[stop]!))
      isBefore ||= stop === from
      if (isBefore && stops[own + LATEST] === latest) return
      stops[own + LATEST] = latest
    }
  }

  private noteLate(stop: number, route: number, seconds: number): void {
    const more = seconds - this.lateAt[stop]!
    if (more === 0) return
    this.late += more
    this.lateOn[route]! += more
    this.lateAt[stop] = seconds
  }

  /** Also after the stops were put back as they were, like `driveCourse`. */
  measure(route: number): void {
    const { spans } = this
    if (spans === undefined || this.problem.isCapped[route] === 0) return
    const before = spans.excessOn(route)
    spans.write(route)
    this.overspan += spans.excessOn(route) - before
  }

  /** Ends where the old timetable is met again. */
  private driveForward(route: number, from: number, to: number): void {
    const { problem, stops } = this
    const { visitCount } = problem
    const at = from * STRIDE
    let arrival = stops[at + READY]! + stops[at + SECONDS_ON]!
    let isBehind = false
    let stop = stops[at + NEXT]!
    while (stop < visitCount) {
      const own = stop * STRIDE
      const ready = startAt(problem, stop, arrival) + workOn(problem, stop, route)
      isBehind ||= stop === to
      if (isBehind && stops[own + READY] === ready) return
      stops[own + READY] = ready
      arrival = ready + stops[own + SECONDS_ON]!
      stop = stops[own + NEXT]!
    }
    stops[stop * STRIDE + READY] = arrival
  }

  /** To be told before a route changes. */
  noteChange(_route: number): void {}

  /**
   * Also after the stops were put back as they were, since the courses are not in any journal. False: there is no way to
   * drive it so, and whoever asked puts it back.
   */
  driveCourse(route: number, from: number): boolean {
    const { problem, courses, ledger, stops, timedTo } = this
    const isUsed = this.visitsOn[route]! > 0
    const isDrivable = courses?.write(route, from) === true
    this.undrivable += (isDrivable ? 0 : 1) - this.isUndrivable[route]!
    this.isUndrivable[route] = isDrivable ? 0 : 1
    if (!isDrivable || courses === undefined) return false
    const timed = isUsed ? courses.course.cents : 0
    timedTo[endOf(problem, route)] = timed
    if (!isUsed) stops[endOf(problem, route) * STRIDE + READY] = problem.shiftOpens[route]!
    this.timedCents += timed - this.timedOn[route]!
    this.timedOn[route] = timed
    ledger?.write({ route, busy: isUsed ? courses.course.busy : 0, late: isUsed ? courses.course.late : 0 })
    return true
  }

  /** The same of a route that is only about loading. */
  driveTrips(route: number, from: number, to: number): void {
    const { problem, trips, timedTo } = this
    const isDrivable = trips?.write(route, from, to) === true
    this.undrivable += (isDrivable ? 0 : 1) - this.isUndrivable[route]!
    this.isUndrivable[route] = isDrivable ? 0 : 1
    const timed = isDrivable ? trips.cents : 0
    timedTo[endOf(problem, route)] = timed
    this.timedCents += timed - this.timedOn[route]!
    this.timedOn[route] = timed
  }

  private driveForwardTimed(route: number, from: number): void {
    const { problem, stops, timedTo, waitedTo } = this
    const { visitCount } = problem
    const start = startOf(problem, route)
    let before = from
    let arrival = stops[from * STRIDE + READY]! + stops[from * STRIDE + SECONDS_ON]!
    let stop = stops[from * STRIDE + NEXT]!
    while (stop < visitCount) {
      const own = stop * STRIDE
      const begins = startAt(problem, stop, arrival)
      // Before the first visit nobody waits: the technician leaves later.
      const waiting = before === start ? 0 : waitingCents(problem, route, begins - arrival)
      timedTo[stop] = timedTo[before]! + waiting + (problem.isStartPriced ? startCents(problem, stop, begins) : 0)
      waitedTo[stop] = waitedTo[before]! + waiting
      const ready = begins + workOn(problem, stop, route)
      stops[own + READY] = ready
      arrival = ready + stops[own + SECONDS_ON]!
      before = stop
      stop = stops[own + NEXT]!
    }
    stops[stop * STRIDE + READY] = arrival
    const timed = before === start ? 0 : timedTo[before]! + overtimeCents(problem, route, arrival)
    waitedTo[stop] = waitedTo[before]!
    timedTo[stop] = timed
    this.timedCents += timed - this.timedOn[route]!
    this.timedOn[route] = timed
  }

  private lookBack(route: number, from: number, to: number): void {
    const { problem, stops } = this
    const { visitCount } = problem
    let latest = stops[to * STRIDE + LATEST]!
    let isBefore = false
    let stop = stops[to * STRIDE + PREVIOUS]!
    while (stop < visitCount) {
      const own = stop * STRIDE
      const by = lastStartBy(problem, stop, latest - stops[own + SECONDS_ON]! - workOn(problem, stop, route))
      isBefore ||= stop === from
      if (isBefore && stops[own + LATEST] === by) return
      stops[own + LATEST] = by
      latest = by
      stop = stops[own + PREVIOUS]!
    }
  }
}
