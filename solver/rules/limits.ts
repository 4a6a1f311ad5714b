// Limits of a shift beyond its hours: time on the road, time from setting out to being back, room for emergencies.
// Imports solver/ only.
import type { Model, RouteModel } from '../model.ts'
import { sharedFlags, sharedInts, sharedIntsOf } from '../shared.ts'
import { NEVER } from './never.ts'

export interface Limits {
  readonly mostTravel: Int32Array // by route; NEVER without a limit
  readonly mostLeg: Int32Array // by route; NEVER without a limit
  readonly mostSpan: Int32Array // by route: seconds from setting out to being back; NEVER without a limit
  readonly sparesSpan: Uint8Array // by route: 1 where nobody sets out earlier than they have to
  readonly reserve: Int32Array // by route: seconds kept for emergencies
  readonly isEmergency: Uint8Array // by visit
}

export function compileLimits({ visits, routes }: Model): Limits {
  const ints = (value: (route: RouteModel) => number | undefined) =>
    sharedIntsOf(routes.map((route) => value(route) ?? NEVER))
  const sparesSpan = sharedFlags(routes.length)
  const reserve = sharedInts(routes.length)
  for (const [route, of] of routes.entries()) {
    sparesSpan[route] = (of.spanCentsPerHour ?? 0) > 0 || of.mostSeconds !== undefined ? 1 : 0
    reserve[route] = of.reserveSeconds ?? 0
  }
  const isEmergency = sharedFlags(visits.length)
  for (const [visit, of] of visits.entries()) isEmergency[visit] = of.isEmergency === true ? 1 : 0
  return {
    mostTravel: ints(({ mostTravelSeconds }) => mostTravelSeconds),
    mostLeg: ints(({ mostLegSeconds }) => mostLegSeconds),
    mostSpan: ints(({ mostSeconds }) => mostSeconds),
    sparesSpan,
    reserve,
    isEmergency,
  }
}
