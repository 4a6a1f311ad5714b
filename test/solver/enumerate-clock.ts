// The times of one course of a shift for the enumeration: everything as early as it can be, and the departure so late that
// what comes first on the way still begins when it does. Where time away from home is priced or limited, the departure is
// later still. Imports solver/model.ts only.
import type {
  BreakModel,
  Model,
  PlannedBreak,
  PlannedReload,
  PlannedRoute,
  RouteModel,
  Span,
} from '../../solver/model.ts'
import { breaksOf, type Course, type Way } from './enumerate-course.ts'
import { Roads } from './enumerate-roads.ts'
import { earliestStart, latestAsCheap } from './enumerate-starts.ts'

/** By visit: work begins no earlier. */
export type NotBefore = ReadonlyMap<number, number>

export interface TimedStop {
  /** Missing at a depot. */
  readonly visit?: number
  /** Missing at a visit. */
  readonly depot?: number
  readonly from: number
  readonly to: number
  /** Breaks before leaving the stop before, on arrival here, and within the work. */
  readonly before: readonly PlannedBreak[]
  readonly upon: readonly PlannedBreak[]
  readonly inside: readonly PlannedBreak[]
  readonly arrival: number
  readonly start: number
  readonly end: number
}

export interface TimedCourse {
  readonly course: Course
  readonly departure: number
  readonly stops: readonly TimedStop[]
  readonly home: TimedStop
}

const UNBOUND: NotBefore = new Map()

export class ShiftClock {
  readonly roads: Roads
  readonly shift: RouteModel
  private readonly model: Model
  private readonly breaks: readonly BreakModel[]

  constructor(model: Model, route: number) {
    this.model = model
    this.shift = model.routes[route]!
    this.roads = new Roads(model, route)
    this.breaks = this.shift.breaks ?? []
  }

  /** Can the course be gone up to its last visit, whatever comes then? */
  isPossible(course: Course): boolean {
    return this.stopsOf(course, this.firstDeparture(course), UNBOUND) !== undefined
  }

  /** Nothing when some stop cannot be reached in time, or a break is taken that was had at home before. */
  earliest(course: Course, notBefore: NotBefore = UNBOUND): TimedCourse | undefined {
    const timed = this.time(course, notBefore)
    const isRestedTwice = timed && breaksOf(course).some((entry) => this.isHadBefore(entry, timed.departure))
    return isRestedTwice ? undefined : timed
  }

  /**
   * Where time away from home is priced, the same course from the last departure from which nobody is back later and no
   * visit has another price; `fixed` ones stay where they are.
   */
  sparing(timed: TimedCourse, fixed: ReadonlySet<number>, notBefore: NotBefore = UNBOUND): TimedCourse | undefined {
    const { spanCentsPerHour = 0, mostSeconds, rushHours } = this.shift
    // In rush hours it depends on the hour how long one is away: there everybody keeps to the first departure.
    if ((spanCentsPerHour === 0 && mostSeconds === undefined) || rushHours !== undefined) return timed
    const { course, stops, home } = timed
    let leaveBy = this.leaveBy(home, home.arrival)
    for (const stop of stops.toReversed()) leaveBy = this.leaveBy(stop, this.startBy(stop, leaveBy, fixed))
    return this.time({ ...course, leaveFrom: leaveBy }, notBefore)
  }

  /** Every break that is not taken on the way can be had at home, before or after. */
  restsEnough({ course, departure, home }: TimedCourse): boolean {
    const taken = breaksOf(course)
    return this.breaks.every(
      ({ closes }, entry) => taken.includes(entry) || this.isHadBefore(entry, departure) || home.arrival <= closes,
    )
  }

  private isHadBefore(entry: number, departure: number): boolean {
    const { opens, seconds } = this.breaks[entry]!
    return departure >= opens + seconds
  }

  private time(course: Course, notBefore: NotBefore): TimedCourse | undefined {
    const soon = this.stopsOf(course, this.firstDeparture(course), notBefore)
    const departure = soon && this.lastDeparture(soon[0]!)
    const stops = departure === undefined ? undefined : this.stopsOf(course, departure, notBefore)
    const home = stops && this.goHome(stops.at(-1)!, course)
    return stops && home && { course, departure: departure!, stops, home }
  }

  private firstDeparture({ leaveFrom, ways }: Course): number {
    return Math.max(this.shift.opens, leaveFrom, this.releaseOf(upToDepot(ways)))
  }

  /** When everything can be loaded for these visits. */
  private releaseOf(trip: readonly Way[]): number {
    return Math.max(...trip.map(({ visit }) => this.model.visits[visit]!.release ?? Number.NEGATIVE_INFINITY))
  }

  private stopsOf(course: Course, departure: number, notBefore: NotBefore): TimedStop[] | undefined {
    const { shift, model } = this
    const stops: TimedStop[] = []
    let place = shift.startPlace
    let ready = departure
    for (const [position, way] of course.ways.entries()) {
      let release = Number.NEGATIVE_INFINITY
      if (way.depot) {
        const loaded = this.load(place, ready, way.depot, stops.length === 0)
        if (loaded === undefined) return undefined
        stops.push(loaded)
        place = loaded.to
        ready = loaded.end
        release = this.releaseOf([way, ...upToDepot(course.ways.slice(position + 1))])
      }
      const to = model.visits[way.visit]!.place
      const there = this.drive(place, to, ready, way.breaks, stops.length === 0, release)
      const worked = there && this.work(there, way, stops.at(-1), notBefore.get(way.visit))
      if (worked === undefined) return undefined
      stops.push(worked)
      place = to
      ready = worked.end
    }
    return stops
  }

  private load(
    from: number,
    ready: number,
    { entry, breaks }: NonNullable<Way['depot']>,
    isFirst: boolean,
  ): TimedStop | undefined {
    const { place, seconds, windows } = this.shift.reloads![entry]!
    const there = this.drive(from, place, ready, breaks, isFirst)
    if (there === undefined) return undefined
    const window = windows.find(({ closes }) => there.start <= closes)
    if (windows.length > 0 && window === undefined) return undefined
    const start = Math.max(there.start, window?.opens ?? there.start)
    return start + seconds > this.shift.latest ? undefined : { ...there, depot: entry, start, end: start + seconds }
  }

  private work(
    there: TimedStop,
    { visit, inside, waitFor }: Way,
    stopBefore: TimedStop | undefined,
    notBefore: number | undefined,
  ): TimedStop | undefined {
    const wanted = this.model.visits[visit]!
    const from = Math.max(there.start, waitFor ?? there.start, notBefore ?? there.start)
    const start = earliestStart(this.model, wanted, from)
    if (start === undefined) return undefined
    const own = wanted.secondsByTech.find(({ tech }) => tech === this.shift.tech)
    const isSetUp = stopBefore?.visit !== undefined && stopBefore.to === there.to
    let end = start + (own?.seconds ?? wanted.seconds) + (isSetUp ? 0 : (wanted.setupSeconds ?? 0))
    const pauses: PlannedBreak[] = []
    for (const entry of inside) {
      const pause = this.take(entry, pauses.at(-1)?.end ?? start)
      if (pause === undefined || pause.start >= end) return undefined
      pauses.push(pause)
      end += pause.end - pause.start
    }
    return end > this.shift.latest ? undefined : { ...there, visit, inside: pauses, start, end }
  }

  private goHome(last: TimedStop, { homeBreaks }: Course): TimedStop | undefined {
    const home = this.drive(last.to, this.shift.endPlace, last.end, homeBreaks, false)
    // What would be taken on arrival is had at home.
    return home && home.upon.length === 0 && home.arrival <= this.shift.latest ? home : undefined
  }

  /** Up to when the next thing may begin there. A break waits for the arrival, unless it would be too late by then. */
  private drive(
    from: number,
    to: number,
    ready: number,
    breaks: readonly number[],
    isFromHome: boolean,
    release = Number.NEGATIVE_INFINITY,
  ): TimedStop | undefined {
    if (!this.roads.isOpen(from, to)) return undefined
    const before: PlannedBreak[] = []
    const upon: PlannedBreak[] = []
    let clock = ready
    let arrival = this.roads.arrival(from, to, Math.max(clock, release))
    for (const entry of breaks) {
      const isOnArrival = upon.length > 0 || arrival <= this.breaks[entry]!.closes
      if (!isOnArrival && isFromHome) return undefined // at home it would not be owed
      const taken = this.take(entry, isOnArrival ? (upon.at(-1)?.end ?? arrival) : clock)
      if (taken === undefined) return undefined
      if (isOnArrival) upon.push(taken)
      else {
        before.push(taken)
        clock = taken.end
        arrival = this.roads.arrival(from, to, Math.max(clock, release))
      }
    }
    const start = upon.at(-1)?.end ?? arrival
    return { from, to, before, upon, inside: [], arrival, start, end: start }
  }

  private take(entry: number, from: number): PlannedBreak | undefined {
    const { opens, closes, seconds } = this.breaks[entry]!
    const start = Math.max(from, opens)
    return start <= closes ? { entry, start, end: start + seconds } : undefined
  }

  /** Such that what happens first on the way still begins when it does: a break, loading, or work. */
  private lastDeparture({ from, to, upon, start }: TimedStop): number {
    return this.roads.leaveBy(from, to, upon[0]?.start ?? start)
  }

  /** The last second to be done with everything at the stop before, so that work or loading can begin here by then. */
  private leaveBy({ from, to, before, upon }: TimedStop, startBy: number): number {
    const arriveBy = this.beginBy(upon, startBy)
    return this.beginBy(before, this.roads.leaveBy(from, to, arriveBy))
  }

  private beginBy(breaks: readonly PlannedBreak[], endBy: number): number {
    return breaks.reduceRight((by, { entry }) => {
      const { seconds, closes } = this.breaks[entry]!
      return Math.min(by - seconds, closes)
    }, endBy)
  }

  /** At the latest, when it has to end by then: later than it does, but in the same window. */
  private startBy(stop: TimedStop, endBy: number, fixed: ReadonlySet<number>): number {
    const { visit, depot, inside, start, end } = stop
    if (inside.length > 0 || (visit !== undefined && fixed.has(visit))) return start
    const until =
      visit !== undefined
        ? latestAsCheap(this.model, this.model.visits[visit]!, start)
        : closingOf(this.shift.reloads![depot!]!.windows, start)
    return Math.min(until, endBy - (end - start))
  }
}

const upToDepot = (ways: readonly Way[]): readonly Way[] => {
  const next = ways.findIndex(({ depot }) => depot !== undefined)
  return next < 0 ? ways : ways.slice(0, next)
}

const closingOf = (windows: readonly Span[], second: number): number =>
  windows.find(({ opens, closes }) => opens <= second && second <= closes)?.closes ?? Number.POSITIVE_INFINITY

export function plannedRoute({ course, departure, stops, home }: TimedCourse): PlannedRoute {
  const breaks = [...stops, home].flatMap(({ before, upon, inside }) => [...before, ...upon, ...inside])
  const reloads: PlannedReload[] = []
  const visits: PlannedRoute['visits'][number][] = []
  for (const { visit, depot, arrival, start, end } of stops) {
    if (depot !== undefined) reloads.push({ entry: depot, before: visits.length, arrival, start, end })
    if (visit !== undefined) visits.push({ visit, arrival, start, end })
  }
  return {
    route: course.route,
    departure,
    visits,
    ...(breaks.length > 0 && { breaks }),
    ...(reloads.length > 0 && { reloads }),
    back: home.arrival,
  }
}
