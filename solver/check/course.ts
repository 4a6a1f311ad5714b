// Judge: the course of one route. The plan states visits, breaks and depots each in a list of its own; here they are one
// way through the shift, and every drive is timed. Takes the stated times as they are: rules say what is wrong with them.
// Imports solver/model.ts only.
import { type Model, type PlannedRoute, type RouteModel, type RushHours, UNREACHABLE } from '../model.ts'
import { breakOf, routeOf, rushHoursOf, tableLeg, techOf } from './lookup.ts'
import { sum } from './money.ts'
import { arrivalAt } from './rush-hours.ts'
import type { SeenBreak, SeenLeg, SeenReload, SeenRoute, SeenTrip, SeenVisit } from './seen.ts'
import { type DepotStop, type Stop, stopsOf, type VisitStop } from './stops.ts'

export function seeRoute(model: Model, planned: PlannedRoute): SeenRoute {
  const { route, departure, back } = planned
  const shift = routeOf(model, route)
  const { legs, breaks, visits, reloads, trips, gaps } = new Walk(model, shift, planned)
  const busySeconds =
    sum(legs, ({ seconds }) => seconds) +
    sum(visits, ({ workSeconds }) => workSeconds) +
    sum(reloads, ({ depot }) => depot.seconds) +
    sum(breaks, ({ rule }) => (rule.isPaid ? rule.seconds : 0))
  const tech = techOf(model, shift.tech)
  return { route, shift, tech, departure, back, visits, legs, breaks, reloads, trips, gaps, busySeconds }
}

type Untaken = Omit<SeenBreak, 'freeSince' | 'freeUntil' | 'isAtHome'>

class Walk {
  readonly legs: SeenLeg[] = []
  readonly breaks: SeenBreak[] = []
  readonly visits: SeenVisit[] = []
  readonly reloads: SeenReload[] = []
  readonly gaps: number[] = []
  readonly trips: (SeenTrip & { readonly visits: SeenVisit[] })[] = []
  private readonly model: Model
  private readonly shift: RouteModel
  private readonly planned: PlannedRoute
  private readonly rushHours: RushHours
  private readonly untaken: Untaken[]
  private last: Stop | undefined // at home until the first drive
  private ready: number // when the technician has nothing left to do
  private gapSince = 0 // the end of the visit before
  private gapSeconds = 0 // driven, loaded and rested since

  constructor(model: Model, shift: RouteModel, planned: PlannedRoute) {
    this.model = model
    this.shift = shift
    this.planned = planned
    this.rushHours = rushHoursOf(model, shift)
    this.untaken = (planned.breaks ?? []).map((taken) => ({ ...taken, rule: breakOf(shift, taken.entry) }))
    this.ready = planned.departure
    this.trips.push({ begins: planned.departure, isReloaded: false, visits: [] })
    for (const stop of stopsOf(model, shift, planned)) {
      this.drive(stop)
      if (stop.kind === 'visit') this.work(stop)
      if (stop.kind === 'depot') this.load(stop)
      this.last = stop
      this.ready = stop.end
    }
    this.endGap(planned.back)
    this.takeBreaks(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY) // at home again: rules will not like them
  }

  private drive(stop: Stop): void {
    const { model, shift, last } = this
    // A break that begins before the arrival cannot be on the road, so it comes before the drive.
    this.gapSeconds += this.takeBreaks(stop.arrival, Number.POSITIVE_INFINITY)
    const from = last?.place ?? shift.startPlace
    const { seconds: tableSeconds, metres } = tableLeg(model, shift.profile, from, stop.place)
    const { rushHours } = this
    let leaves = this.ready
    if (last?.kind === 'depot') {
      const released = Math.max(leaves, last.release)
      const isAsFrom = (second: number) => stop.arrival === arrivalAt(rushHours, second, tableSeconds)
      // Who sets out without what comes later is right by the clock, and wrong by the rule of releases.
      if (isAsFrom(released) || !isAsFrom(leaves)) leaves = released
      this.trips.push({ begins: leaves, isReloaded: true, visits: [] })
    }
    const seconds = arrivalAt(rushHours, leaves, tableSeconds) - leaves
    this.gapSeconds += seconds
    this.legs.push({
      leaves,
      arrival: stop.arrival,
      seconds,
      metres,
      isReachable: tableSeconds < UNREACHABLE,
      visit: stop.kind === 'home' ? undefined : stop.visit,
      isScattered: last?.kind === 'visit' && stop.kind === 'visit' && last.place !== stop.place,
    })
    this.ready = stop.arrival
  }

  private load({ depot, visit, arrival, start, end }: DepotStop): void {
    this.gapSeconds += this.takeBreaks(start, start)
    this.takeBreaks(end, start) // nobody rests while loading: refused as an overlap
    this.gapSeconds += depot.seconds
    this.reloads.push({ depot, visit, arrival, start, end })
  }

  private work({ visit, wanted, workSeconds, arrival, start, end }: VisitStop): void {
    this.gapSeconds += this.takeBreaks(start, start)
    if (this.visits.length > 0) this.endGap(start)
    // Where work may pause, some of it is left for after the break.
    const pausedSeconds = this.takeBreaks(end, wanted.pausable ? end - 1 : start)
    const { shift, planned } = this
    const seen = { visit, wanted, route: planned.route, shift, arrival, start, end, workSeconds, pausedSeconds }
    this.visits.push(seen)
    this.trips.at(-1)?.visits.push(seen)
    this.gapSince = end
    this.gapSeconds = 0
  }

  /** Those that begin before this second, in the order of the plan; their seconds. */
  private takeBreaks(before: number, freeUntil: number): number {
    let seconds = 0
    for (let next = this.untaken[0]; next !== undefined && next.start < before; next = this.untaken[0]) {
      this.untaken.shift()
      this.breaks.push({ ...next, freeSince: this.ready, freeUntil, isAtHome: this.legs.length === 0 })
      this.ready = Math.max(this.ready, next.end)
      seconds += next.rule.seconds
    }
    return seconds
  }

  private endGap(at: number): void {
    this.gaps.push(Math.max(0, at - this.gapSince - this.gapSeconds))
  }
}
