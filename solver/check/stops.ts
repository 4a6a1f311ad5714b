// Judge: where a route leads, stop by stop, as the plan states it. Imports solver/model.ts only.
import type { Model, PlannedRoute, ReloadModel, RouteModel, VisitModel } from '../model.ts'
import { reloadOf, visitOf } from './lookup.ts'

export type Stop = DepotStop | VisitStop | HomeStop

interface StopTimes {
  readonly place: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}
export interface DepotStop extends StopTimes {
  readonly kind: 'depot'
  readonly depot: ReloadModel
  /** The visit after it. */
  readonly visit: number
  /** When all is there that is taken from here to the visits up to the next depot. */
  readonly release: number
}
export interface VisitStop extends StopTimes {
  readonly kind: 'visit'
  readonly visit: number
  readonly wanted: VisitModel
  /** For the technician of this route, after this stop before. */
  readonly workSeconds: number
}
interface HomeStop extends StopTimes {
  readonly kind: 'home'
}

export function stopsOf(model: Model, shift: RouteModel, { visits, reloads = [], back }: PlannedRoute): Stop[] {
  const stops: Stop[] = []
  for (let position = 0; position < visits.length; position++) {
    const { visit, arrival, start, end } = visits[position]!
    for (const reload of reloads) {
      if (reload.before !== position) continue
      const depot = reloadOf(shift, reload.entry)
      const next = Math.min(...reloads.filter((other) => other.before > position).map((other) => other.before))
      const releases = visits.slice(position, next).map((stop) => visitOf(model, stop.visit).release)
      const release = Math.max(...releases.map((second) => second ?? Number.NEGATIVE_INFINITY))
      const times = { arrival: reload.arrival, start: reload.start, end: reload.end }
      stops.push({ kind: 'depot', depot, visit, release, place: depot.place, ...times })
    }
    const wanted = visitOf(model, visit)
    const before = stops.at(-1)
    const isSetUp = before?.kind === 'visit' && before.place === wanted.place
    const workSeconds = ownSeconds(wanted, shift.tech) + (isSetUp ? 0 : (wanted.setupSeconds ?? 0))
    stops.push({ kind: 'visit', visit, wanted, workSeconds, place: wanted.place, arrival, start, end })
  }
  stops.push({ kind: 'home', place: shift.endPlace, arrival: back, start: back, end: back })
  return stops
}

const ownSeconds = (visit: VisitModel, tech: number): number =>
  visit.secondsByTech.find((own) => own.tech === tech)?.seconds ?? visit.seconds
