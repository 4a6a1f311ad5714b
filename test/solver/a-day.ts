// A day written by hand, small enough to check every figure in the head: places on a line, a kilometre and a minute apart.
import { routeWith, techWith, visitWith } from '../../bench/instances/neutral.ts'
import type { Model, PlannedDay, RouteModel, RushHours, TechModel, VisitModel } from '../../solver/model.ts'

export const aVisit = (visit: Partial<VisitModel> = {}): VisitModel =>
  visitWith({ id: 'V', place: 0, seconds: 600, unservedCents: 100_000, ...visit })

export const aTech = (tech: Partial<TechModel> = {}): TechModel => techWith({ id: 'T', ...tech })

/** Eight hours from second 0, one more as overtime, a cent a kilometre so that travel is easy to read. */
export const aRoute = (route: Partial<RouteModel> = {}): RouteModel =>
  routeWith({
    tech: 0,
    startPlace: 0,
    endPlace: 0,
    opens: 0,
    closes: 28_800,
    latest: 32_400,
    maxVisits: 100,
    centsPerKm: 1,
    ...route,
  })

export const PLACES = 10

export function aDay(parts: Partial<Omit<Model, 'travel'>> = {}): Model {
  const seconds = new Int32Array(PLACES * PLACES)
  const metres = new Int32Array(PLACES * PLACES)
  for (let from = 0; from < PLACES; from++)
    for (let to = 0; to < PLACES; to++) {
      seconds[from * PLACES + to] = 60 * Math.abs(from - to)
      metres[from * PLACES + to] = 1000 * Math.abs(from - to)
    }
  return {
    visits: [aVisit({ place: 1 })],
    techs: [aTech()],
    routes: [aRoute()],
    ...parts,
    travel: { placeCount: PLACES, profiles: [{ name: 'car', seconds, metres }] },
  }
}

/** With some legs taken out of the road map. */
export function withoutRoad(
  model: Model,
  legs: readonly (readonly [from: number, to: number])[],
  seconds: number,
): Model {
  const [car] = model.travel.profiles
  if (car === undefined) throw new Error('A day by hand has a road map.')
  const cut = car.seconds.slice()
  for (const [from, to] of legs) cut[from * model.travel.placeCount + to] = seconds
  return { ...model, travel: { ...model.travel, profiles: [{ ...car, seconds: cut }] } }
}

export const nobodyServed = (model: Model): PlannedDay => ({ routes: [], unserved: [...model.visits.keys()] })

/** With roads that are slower at times, for everybody. */
export const withRushHours = (model: Model, rushHours: RushHours): Model => ({
  ...model,
  routes: model.routes.map((route) => ({ ...route, rushHours: 0 })),
  travel: { ...model.travel, rushHours: [rushHours] },
})
