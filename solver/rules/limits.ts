// Limits of a shift beyond its hours: time on the road, time from setting out to being back, room for emergencies.
// Imports solver/ only.
import type { Model, RouteModel } from '../model.ts'
import { sharedFlagsOf, sharedIntsOf } from '../shared.ts'
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
  return {
    mostTravel: ints(({ mostTravelSeconds }) => mostTravelSeconds),
    mostLeg: ints(({ mostLegSeconds }) => mostLegSeconds),
    mostSpan: ints(({ mostSeconds }) => mostSeconds),
    sparesSpan: sharedFlagsOf(
      routes.map(({ spanCentsPerHour = 0, mostSeconds }) => spanCentsPerHour > 0 || mostSeconds !== undefined),
    ),
    reserve: sharedIntsOf(routes.map(({ reserveSeconds = 0 }) => reserveSeconds)),
    isEmergency: sharedFlagsOf(visits.map(({ isEmergency }) => isEmergency === true)),
  }
}

/** Only work that is no emergency has to leave room for emergencies. All of `order` but its first stop are visits. */
export function mustLeaveRoom(
  { reserve, isEmergency }: Limits,
  route: number,
  order: ArrayLike<number>,
  length: number,
): boolean {
  if (reserve[route] === 0) return false
  for (let turn = 1; turn < length; turn++) if (isEmergency[order[turn]!] === 0) return true
  return false
}
