// Tours of a model with the times they have: everybody as early as rules and ties between visits let them and, where the time
// on the road has a price or a limit, out as late as that. Knows the rules that the published sets have, no others.
import type { Tour } from '../../../bench/instances/challenge.ts'
import type { Model, PlannedDay, PlannedReload, PlannedRoute, PlannedVisit, Span } from '../../../solver/model.ts'

export function scheduled(model: Model, tours: readonly Tour[]): PlannedDay {
  const notBefore = new Map<number, number>()
  let courses = tours.map((tour) => new Course(model, tour, notBefore))
  while (pushedByLinks(model, courses, notBefore)) courses = tours.map((tour) => new Course(model, tour, notBefore))
  const served = new Set(tours.flatMap(({ stops }) => stops.map((stop) => stop - 1)))
  return {
    routes: courses.map((course) => course.planned()).sort((a, b) => a.route - b.route),
    unserved: model.visits.flatMap((_, visit) => (served.has(visit) ? [] : [visit])),
  }
}

/** True when a visit has to begin later than it does. */
function pushedByLinks(model: Model, courses: readonly Course[], notBefore: Map<number, number>): boolean {
  const starts = new Map(courses.flatMap((course) => course.visits().map((visit) => [visit.visit, visit] as const)))
  let isPushed = false
  const push = (visit: number, start: number) => {
    const planned = starts.get(visit)
    if (!planned || planned.start >= start) return
    notBefore.set(visit, start)
    isPushed = true
  }
  for (const link of model.links ?? []) {
    if (link.kind === 'same-time') {
      const latest = Math.max(...link.visits.map((visit) => starts.get(visit)?.start ?? 0))
      for (const visit of link.visits) push(visit, latest)
    }
    if (link.kind === 'after') {
      const [first, second] = [starts.get(link.first), starts.get(link.second)]
      if (!first || !second) continue
      const done = link.since === 'end' ? first.end : first.start
      push(link.second, done + link.least)
      if (link.most !== undefined) push(link.first, second.start - link.most - (done - first.start))
    }
  }
  return isPushed
}

interface Stop {
  /** Undefined for a depot. */
  readonly visit: number | undefined
  readonly place: number
  readonly seconds: number
  readonly windows: readonly Span[]
  /** Nobody leaves earlier. */
  readonly release: number
  start: number
}

class Course {
  private readonly model: Model
  private readonly tour: Tour
  private readonly stops: Stop[]

  constructor(model: Model, tour: Tour, notBefore: ReadonlyMap<number, number>) {
    this.model = model
    this.tour = tour
    this.stops = this.stopsOf(tour)
    let clock = Math.max(this.route.opens, this.releaseFrom(0))
    let place = this.route.startPlace
    for (const stop of this.stops) {
      const arrival = clock + this.leg(place, stop.place)
      const wanted = stop.visit === undefined ? 0 : (notBefore.get(stop.visit) ?? 0)
      stop.start = Math.max(arrival, wanted, stop.windows[0]?.opens ?? 0)
      clock = Math.max(stop.start + stop.seconds, stop.release)
      place = stop.place
    }
    if (this.route.spanCentsPerHour !== undefined || this.route.mostSeconds !== undefined) this.setOutLate()
  }

  visits(): PlannedVisit[] {
    return this.planned().visits.slice()
  }

  planned(): PlannedRoute {
    const { startPlace, endPlace } = this.route
    const visits: PlannedVisit[] = []
    const reloads: PlannedReload[] = []
    const [first] = this.stops
    const departure = (first?.start ?? 0) - this.leg(startPlace, first?.place ?? endPlace)
    let clock = departure
    let place = startPlace
    for (const { visit, start, seconds, release, place: at } of this.stops) {
      const times = { arrival: clock + this.leg(place, at), start, end: start + seconds }
      if (visit === undefined) reloads.push({ entry: 0, before: visits.length, ...times })
      else visits.push({ visit, ...times })
      clock = Math.max(start + seconds, release)
      place = at
    }
    const back = clock + this.leg(place, endPlace)
    return { route: this.tour.route, departure, visits, ...(reloads.length > 0 && { reloads }), back }
  }

  /** Everything as late as can be with nobody back later. */
  private setOutLate(): void {
    const last = this.stops.at(-1)
    if (!last) return
    let limit = last.start + last.seconds
    for (const [turn, stop] of [...this.stops.entries()].reverse()) {
      const next = this.stops[turn + 1]
      if (next) limit = next.start - this.leg(stop.place, next.place)
      stop.start = Math.min(limit - stop.seconds, stop.windows[0]?.closes ?? limit)
    }
  }

  private get route() {
    const route = this.model.routes[this.tour.route]
    if (!route) throw new RangeError(`no route ${this.tour.route}`)
    return route
  }

  private stopsOf({ stops }: Tour): Stop[] {
    return stops.map((number, turn): Stop => {
      const [depot] = this.route.reloads ?? []
      const visit = this.model.visits[number - 1]
      if (visit) {
        const own = visit.secondsByTech.find(({ tech }) => tech === this.route.tech)
        const { place, windows } = visit
        return { visit: number - 1, place, seconds: own?.seconds ?? visit.seconds, windows, release: 0, start: 0 }
      }
      if (!depot) throw new RangeError(`no depot on route ${this.tour.route}`)
      return { visit: undefined, ...depot, release: this.releaseFrom(turn + 1), start: 0 }
    })
  }

  /** Of the trip that begins there. */
  private releaseFrom(turn: number): number {
    const { stops } = this.tour
    const end = stops.indexOf(0, turn)
    const trip = stops.slice(turn, end < 0 ? stops.length : end)
    return Math.max(0, ...trip.map((number) => this.model.visits[number - 1]?.release ?? 0))
  }

  private leg(from: number, to: number): number {
    const table = this.model.travel.profiles[this.route.profile]
    return table?.seconds[from * this.model.travel.placeCount + to] ?? Number.NaN
  }
}
