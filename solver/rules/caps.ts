// The limits of a shift as what keeps a technician from one more visit: how long a drive, all drives and the time out may
// last, and the room that is kept for emergencies. Imports solver/ only.
import type { Hindrance } from './hindrance.ts'
import type { Limits } from './limits.ts'
import { NEVER } from './never.ts'

export const longestDrive: Hindrance<Limits> = {
  binds: ({ mostLeg }, route) => mostLeg[route]! < NEVER,
  lift: ({ mostLeg }, _, by) => ({ mostLeg: widened(mostLeg, by) }),
  // Which of the drives it is does not show.
  enough: () => NEVER,
  blockers: (_rules, _route, _asked, over) => [{ code: 'LEG_TRAVEL_CAP', overBySeconds: over }],
}

export const mostTravel: Hindrance<Limits> = {
  binds: (rules, route) => rules.mostTravel[route]! < NEVER,
  lift: (rules, _, by) => ({ mostTravel: widened(rules.mostTravel, by) }),
  enough: (rules, { route, travel }) => travel - rules.mostTravel[route]!,
  blockers: (_rules, _route, _asked, over) => [{ code: 'TRAVEL_CAP', overBySeconds: over }],
}

export const mostSpan: Hindrance<Limits> = {
  binds: (rules, route) => rules.mostSpan[route]! < NEVER,
  lift: (rules, _, by) => ({ mostSpan: widened(rules.mostSpan, by) }),
  enough: (rules, { route, span }) => span - rules.mostSpan[route]!,
  blockers: (_rules, _route, _asked, over) => [{ code: 'SPAN_CAP', overBySeconds: over }],
}

export const roomKept: Hindrance<Limits> = {
  binds: ({ reserve }, route) => reserve[route]! > 0,
  lift: ({ reserve }, _, by) => ({ reserve: reserve.map((kept) => Math.max(0, kept - by)) }),
  enough: ({ reserve }, { route }) => reserve[route]!,
  blockers: (_rules, _route, _asked, over) => [{ code: 'ROOM_KEPT', overBySeconds: over }],
}

const widened = (limits: Int32Array, by: number): Int32Array => limits.map((limit) => Math.min(NEVER, limit + by))
