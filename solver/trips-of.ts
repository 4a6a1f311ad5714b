// The trips of one route from scratch, visit by visit and without any short form: for whoever tells of a route that is only
// about loading. The search has its own quicker way (solver/trips.ts) and must agree with this one. Imports solver/ only.
import { type Event, eventAt, NO_LEG } from './course.ts'
import { UNREACHABLE } from './model.ts'
import type { Problem } from './problem.ts'
import { workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { needsDepot } from './rules/reloads.ts'
import { centsOfLeg, endOf, startOf } from './rules/roads.ts'
import { startAt } from './rules/windows.ts'

/** Loaded, and ready to begin the trip with the visit at `turn`. */
interface Loaded {
  readonly turn: number
  readonly second: number
  readonly cents: number
  /** At the depot, and which trip was before, if any; otherwise at home. */
  readonly reload?: Event
  readonly before?: Trip
}

interface Trip {
  readonly from: Loaded
  readonly to: number // the turn behind its last visit
  readonly events: readonly Event[]
}

export interface ToldTrips {
  /** What the ways by depots cost beyond driving on at once. */
  readonly cents: number
  readonly events: readonly Event[]
}

/** The cheapest trips that the order leaves open; undefined where nobody can drive it so. */
export function tripsOf(problem: Problem, route: number, visits: readonly number[]): ToldTrips | undefined {
  return new TripsOf(problem, route, visits).cheapest()
}

class TripsOf {
  private readonly problem: Problem
  private readonly route: number
  private readonly visits: readonly number[]
  private readonly depot: number | undefined
  private readonly mayReload: boolean
  private readonly ready: Loaded[][] // by turn: none of which another one beats in time and money
  private best: { cents: number; trip: Trip } | undefined

  constructor(problem: Problem, route: number, visits: readonly number[]) {
    this.problem = problem
    this.route = route
    this.visits = visits
    const [first, end] = [problem.reloadsFrom[route]!, problem.reloadsFrom[route + 1]!]
    this.depot = first < end ? first : undefined
    const order = [startOf(problem, route), ...visits]
    this.mayReload = this.depot !== undefined && needsDepot(problem, route, order, order.length)
    this.ready = visits.map(() => [])
  }

  cheapest(): ToldTrips | undefined {
    const { problem, route, visits } = this
    const opens = problem.shiftOpens[route]!
    this.ready[0]?.push({ turn: 0, second: opens, cents: 0 })
    if (this.mayReload && visits.length > 0)
      this.loadAgain(undefined, 0, problem.placeOf[startOf(problem, route)]!, opens)
    for (let turn = 0; turn < visits.length; turn++)
      for (const from of this.ready[turn]!) for (let to = turn + 1; to <= visits.length; to++) this.drive(from, to)
    if (this.best === undefined) return undefined
    const events: Event[] = []
    for (let trip: Trip | undefined = this.best.trip; trip !== undefined; trip = trip.from.before)
      events.unshift(...trip.events)
    return { cents: this.best.cents, events }
  }

  /** One trip with the visits from where it begins to before `to`. */
  private drive(from: Loaded, to: number): void {
    const { problem, route, visits } = this
    const served = visits.slice(from.turn, to)
    const { reload } = from
    if (!this.isAboard(served, reload === undefined)) return
    const leaves = Math.max(from.second, ...served.map((visit) => problem.releaseAt[visit]!))
    const events: Event[] = []
    let at = reload === undefined ? problem.placeOf[startOf(problem, route)]! : problem.reloadPlaceOf[this.depot!]!
    if (reload !== undefined) {
      if (from.before === undefined) events.push(this.setOut(reload))
      // Nobody waits at a depot for more than the trip needs.
      events.push({ ...reload, left: leaves })
    }
    let clock = leaves
    for (const visit of served) {
      const place = problem.placeOf[visit]!
      const drive = this.seconds(at, place)
      const start = drive < UNREACHABLE ? startAt(problem, visit, clock + drive) : NEVER
      if (start === NEVER) return
      clock += drive
      const end = start + workOn(problem, visit, route)
      const event = eventAt('visit', visit, this.leg(at, place), clock, start, end)
      // Who would have to wait for the first stop of all sets out later.
      if (events.length === 0) events.push(this.setOut(event), { ...event, arrival: start })
      else events.push(event)
      at = place
      clock = end
    }
    if (to === visits.length) this.comeHome({ from, to, events }, at, clock)
    else if (this.mayReload) this.loadAgain({ from, to, events }, to, at, clock)
  }

  private setOut({ start, leg }: Event): Event {
    const leaves = start - this.problem.travelSeconds[this.problem.profileOf[this.route]!]![leg]!
    return eventAt('leave', this.route, NO_LEG, leaves, leaves, leaves)
  }

  private comeHome(trip: Trip, at: number, clock: number): void {
    const { problem, route } = this
    const home = problem.placeOf[endOf(problem, route)]!
    const back = clock + this.seconds(at, home)
    const { cents } = trip.from
    if (back > problem.shiftLatest[route]! || (this.best !== undefined && this.best.cents <= cents)) return
    const events = [...trip.events, eventAt('home', route, this.leg(at, home), back, back, back)]
    this.best = { cents, trip: { ...trip, events } }
  }

  /** At the depot, before the visit at `turn`. */
  private loadAgain(before: Trip | undefined, turn: number, at: number, clock: number): void {
    const { problem, visits, ready } = this
    const depot = this.depot!
    const place = problem.reloadPlaceOf[depot]!
    const next = problem.placeOf[visits[turn]!]!
    const drive = this.seconds(at, place)
    if (drive >= UNREACHABLE || this.seconds(place, next) >= UNREACHABLE) return
    const start = startAt(problem.reloadWindows, depot, clock + drive)
    if (start === NEVER) return
    const second = start + problem.reloadSeconds[depot]!
    const spent = before?.from.cents ?? 0
    const cents = spent + this.cents(at, place) + this.cents(place, next) - this.cents(at, next)
    const isBeaten = ready[turn]!.some((of) => of.reload !== undefined && of.second <= second && of.cents <= cents)
    if (isBeaten) return
    const arrival = before === undefined ? start : clock + drive
    const reload = eventAt('reload', 0, this.leg(at, place), arrival, start, second)
    const kept = ready[turn]!.filter((of) => of.reload === undefined || of.second < second || of.cents < cents)
    ready[turn] = [...kept, { turn, second, cents, reload, ...(before && { before }) }]
  }

  private isAboard(served: readonly number[], isFirst: boolean): boolean {
    const { problem, route } = this
    const { tripUnits, tripLoad, tripRoom, tripRoomReloaded, lacksTool, techCount, techOf } = problem
    const room = isFirst ? tripRoom : tripRoomReloaded
    for (let unit = 0; unit < tripUnits; unit++) {
      const load = served.reduce((sum, visit) => sum + tripLoad[visit * tripUnits + unit]!, 0)
      if (load > room[route * tripUnits + unit]!) return false
    }
    return !isFirst || served.every((visit) => lacksTool[visit * techCount + techOf[route]!] === 0)
  }

  private leg(from: number, to: number): number {
    return from * this.problem.placeCount + to
  }

  private seconds(from: number, to: number): number {
    return this.problem.travelSeconds[this.problem.profileOf[this.route]!]![this.leg(from, to)]!
  }

  private cents(from: number, to: number): number {
    return centsOfLeg(this.problem, this.route, this.leg(from, to))
  }
}
