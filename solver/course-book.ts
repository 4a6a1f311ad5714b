// The courses of a plan's shifts, stop by stop, and what they would be if the stops were other ones. Imports solver/ only.
import type { Appointments } from './appointments.ts'
import { Course, type Finished } from './course.ts'
import { BUSY, Labels, labelsInTurn, mostLabels, SPAN, TRAVEL } from './labels.ts'
import type { Problem } from './problem.ts'
import { mustLeaveRoom } from './rules/limits.ts'
import { needsDepot } from './rules/reloads.ts'
import { endOf, startOf } from './rules/roads.ts'
import { LATEST, NEXT, READY as READY_FIELD, ROUTE, STRIDE } from './stops.ts'

/** The stops as a schedule keeps them; `timedTo` is written here. */
interface Stops {
  readonly problem: Problem
  readonly stops: Int32Array
  readonly timedTo: Float64Array
  routeOf(stop: number): number
  isEmpty(route: number): boolean
}

const FEW_LABELS = 2

/** Those of a way that is being tried, on whichever plan: one thing is tried at a time. */
const labelsTried = labelsInTurn()

export class CourseBook {
  readonly course: Course
  /** Hours and detours that cost so much are of no use to whoever tries. */
  most = Number.POSITIVE_INFINITY
  private readonly schedule: Stops
  private readonly appointments: Appointments | undefined
  private readonly problem: Problem
  private readonly width: number
  private readonly mostLabels: number
  private room = FEW_LABELS // labels that are kept of each stop
  private stride: number // numbers that are kept of each stop
  private saved: Float64Array // stop × label
  private readonly counts: Uint8Array // by stop
  private readonly labels: Labels[] // by place in `order`
  private readonly order: Int32Array // stops in the order that is tried
  private readonly isSupplied: Uint8Array // by route: 1 where it passes by depots, or waits for what is to be loaded
  private route = 0
  private length = 0
  private kept = 0 // so many of them, after the first, stay as they are
  private usesDepots = false
  private isWithinLimits = false
  private readonly finished: Finished[] // by route

  constructor(schedule: Stops, appointments?: Appointments) {
    const { problem } = schedule
    const stops = problem.visitCount + 2 * problem.routeCount
    this.schedule = schedule
    this.problem = problem
    this.appointments = appointments
    this.course = new Course(problem, appointments)
    this.mostLabels = mostLabels(problem)
    this.labels = labelsTried(problem)
    this.width = this.labelsAt(0).width
    this.stride = this.room * this.width
    this.saved = new Float64Array(stops * this.stride)
    this.counts = new Uint8Array(stops)
    this.order = new Int32Array(problem.visitCount + 2)
    this.isSupplied = new Uint8Array(problem.routeCount)
    this.finished = Array.from({ length: problem.routeCount }, () => ({
      cents: 0,
      detours: 0,
      busy: 0,
      late: 0,
      travel: 0,
      span: 0,
    }))
  }

  /** Works out a route as it stands now; all up to `from` is as it was. False: there is no way to drive it. */
  write(route: number, from: number): boolean {
    const { schedule, order } = this
    const { stops, timedTo } = schedule
    this.from(from)
    const end = endOf(this.problem, route)
    for (let stop = stops[order[this.length - 1]! * STRIDE + NEXT]!; stop !== end; stop = stops[stop * STRIDE + NEXT]!)
      this.serve(stop)
    const first = this.resume(true)
    this.isSupplied[route] = this.usesDepots ? 1 : 0
    if (schedule.isEmpty(route)) return true
    for (let turn = first; turn < this.length; turn++) {
      const stop = order[turn]!
      if (!this.step(turn)) return false
      this.save(stop, turn)
      stops[stop * STRIDE + READY_FIELD] = this.labelsAt(turn).firstReady()
      timedTo[stop] = this.spentTo(turn)
    }
    if (!this.finish()) return false
    const { cents, detours, busy, late, travel, span } = this.course
    const finished = this.finished[route]!
    finished.cents = cents
    finished.detours = detours
    finished.busy = busy
    finished.late = late
    finished.travel = travel
    finished.span = span
    return true
  }

  /** What driving by way of depots costs on a route as it stands. */
  detoursOn(route: number): number {
    return this.finished[route]!.detours
  }

  /** Everything up to `after` stays as it is. */
  from(after: number): void {
    const { stops } = this.schedule
    const route = stops[after * STRIDE + ROUTE]!
    const start = startOf(this.problem, route)
    this.route = route
    this.length = 0
    this.most = Number.POSITIVE_INFINITY
    for (let stop = start; ; stop = stops[stop * STRIDE + NEXT]!) {
      this.serve(stop)
      if (stop === after) break
    }
    this.kept = this.length - 1
  }

  serve(visit: number): void {
    this.order[this.length++] = visit
  }

  /**
   * Goes on as the plan does from `stop` to the end of its route, which is of the same kind. False: that is not possible,
   * or not for less than `most`.
   */
  rest(stop: number): boolean {
    const { problem, schedule, order } = this
    const { stops } = schedule
    const tried = this.length
    for (let at = stop; at < problem.visitCount; at = stops[at * STRIDE + NEXT]!) this.serve(at)
    if (!this.keepsLinks()) return false
    const most = this.most + this.mostSavedByDepots()
    for (let turn = this.resume(false); turn < this.length; turn++) {
      if (!this.step(turn, turn >= tried ? stops[order[turn]! * STRIDE + LATEST]! : undefined)) return false
      if (this.spentTo(turn) >= most) return false
      if (turn < tried) continue
      if (most < Number.POSITIVE_INFINITY && this.leastInTheEnd(turn) >= most) return false
      if (this.meets(turn)) return this.isWithinLimits
    }
    return this.finish()
  }

  /** What the road would cost is taken off only once the way by a depot is driven. */
  private mostSavedByDepots(): number {
    const { mostSavedByDepot, mostReloads } = this.problem
    return mostSavedByDepot[this.route]! * Math.min(mostReloads[this.route]!, this.length)
  }

  private spentTo(turn: number): number {
    return this.labelsAt(turn).leastCents(this.problem.spanCentsPerHour[this.route]!)
  }

  /** What the whole route costs at least, as it has come to this stop and goes on as one was worked out before. */
  private leastInTheEnd(turn: number): number {
    const { course, order, saved, counts, finished } = this
    const stop = order[turn]!
    const of = this.schedule.routeOf(stop)
    if (this.usesDepots && this.isSupplied[of] === 0) return Number.NEGATIVE_INFINITY
    const at = stop * this.stride
    return (
      finished[of]!.cents +
      this.labelsAt(turn).dearerAtLeast(saved, at, counts[stop]!, course.atStake, this.length - turn - 1)
    )
  }

  /** Is everything behind this stop as it was worked out before, but for sums? Then that was all. */
  private meets(turn: number): boolean {
    const { course, order, saved, counts, finished } = this
    const stop = order[turn]!
    const of = this.schedule.routeOf(stop)
    if (this.usesDepots !== (this.isSupplied[of] === 1)) return false
    const labels = this.labelsAt(turn)
    const at = stop * this.stride
    const dearer = labels.dearerThan(saved, at, counts[stop]!, course.atStake)
    if (Number.isNaN(dearer)) return false
    const by = (field: number) => labels.data[field]! - saved[at + field]!
    this.isWithinLimits = course.finishAs(finished[of]!, dearer, by(BUSY), by(TRAVEL), by(SPAN))
    return true
  }

  /**
   * Where to begin: at the last stop that stays as it is. Where something is to be loaded that was not before, the depots
   * that may be passed on the way to that stop have to be thought of too, and where nothing is any more, they may not be;
   * and where something can be loaded only later, whether to wait for it before that stop. What is written down is always worked out from the first stop on where depots
   * matter, so that it depends on the order alone.
   */
  private resume(isWritten: boolean): number {
    const { route, course } = this
    const wasSupplied = this.isSupplied[route] === 1
    this.usesDepots = needsDepot(this.problem, route, this.order, this.length)
    course.on(route, this.usesDepots)
    const isAfresh = this.usesDepots !== wasSupplied || (this.usesDepots && (isWritten || this.waitsForMore()))
    if (isAfresh || this.kept === 0) {
      course.begin(this.labelsAt(0))
      return 1
    }
    this.load(this.order[this.kept]!, this.kept)
    return this.kept + 1
  }

  /** Is there something behind the stops that stay as they are that is not on the van when it sets out at the first moment? */
  private waitsForMore(): boolean {
    const { problem, order, route } = this
    const { releaseAt, shiftOpens } = problem
    if (!problem.hasReleases) return false
    for (let turn = this.kept + 1; turn < this.length; turn++)
      if (releaseAt[order[turn]!]! > shiftOpens[route]!) return true
    return false
  }

  /** Who is linked with others stays on the route they agreed on, and in the order that was asked for. */
  private keepsLinks(): boolean {
    const { problem, appointments, order, length, schedule } = this
    if (appointments === undefined) return true
    const { route } = this
    for (let turn = 1; turn < length; turn++) {
      const visit = order[turn]!
      if (problem.isLinked[visit] === 1 && schedule.routeOf(visit) >= 0 && schedule.routeOf(visit) !== route)
        return false
    }
    return appointments.keepsOrder(order, length)
  }

  private step(turn: number, latest?: number): boolean {
    const { order, course, length } = this
    return course.goOn(
      this.labelsAt(turn - 1),
      order[turn - 1]!,
      order[turn]!,
      this.labelsAt(turn),
      order,
      turn,
      length,
      latest,
    )
  }

  private finish(): boolean {
    const { problem, route, order, length } = this
    const isRoomNeeded = mustLeaveRoom(problem, route, order, length)
    return this.course.finish(this.labelsAt(length - 1), order[length - 1]!, endOf(problem, route), isRoomNeeded)
  }

  private labelsAt(turn: number): Labels {
    while (this.labels.length <= turn) this.labels.push(new Labels(this.schedule.problem))
    return this.labels[turn]!
  }

  private save(stop: number, turn: number): void {
    const { data, count } = this.labelsAt(turn)
    if (count > this.room) this.makeRoom(count)
    const used = count * this.width
    const at = stop * this.stride
    for (let index = 0; index < used; index++) this.saved[at + index] = data[index]!
    this.counts[stop] = count
  }

  /** Most shifts have one or two ways to a stop; a plan of which many are kept would be large if each had room for all. */
  private makeRoom(count: number): void {
    const { saved, counts, stride, width } = this
    this.room = Math.min(this.mostLabels, Math.max(count, 2 * this.room))
    this.stride = this.room * width
    this.saved = new Float64Array(counts.length * this.stride)
    for (let stop = 0; stop < counts.length; stop++)
      this.saved.set(saved.subarray(stop * stride, stop * stride + counts[stop]! * width), stop * this.stride)
  }

  private load(stop: number, turn: number): void {
    const labels = this.labelsAt(turn)
    labels.count = this.counts[stop]!
    const used = labels.count * this.width
    const at = stop * this.stride
    for (let index = 0; index < used; index++) labels.data[index] = this.saved[at + index]!
  }
}
