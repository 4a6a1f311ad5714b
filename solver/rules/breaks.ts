// Breaks: each begins inside its span, in the order of the route; one that can be had at home is not taken. Where in the
// course of a shift they fall is settled there. Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedFlagsOf, sharedIntsOf, sharedOffsetsOf } from '../shared.ts'
import type { Hindrance } from './hindrance.ts'

export interface Breaks {
  readonly breaksFrom: Int32Array // by route, and one more: its breaks are those from here to before the next route's
  readonly breakOpens: Int32Array // by break
  readonly breakCloses: Int32Array // by break
  readonly breakSeconds: Int32Array // by break
  readonly isBreakPaid: Uint8Array // by break: 1 where it counts as busy
  readonly isPausable: Uint8Array // by visit: 1 where the work may be interrupted
}

export function compileBreaks({ visits, routes }: Model): Breaks {
  const breaks = routes.map((route) => route.breaks ?? [])
  const all = breaks.flat()
  return {
    breaksFrom: sharedOffsetsOf(breaks),
    breakOpens: sharedIntsOf(all.map(({ opens }) => opens)),
    breakCloses: sharedIntsOf(all.map(({ closes }) => closes)),
    breakSeconds: sharedIntsOf(all.map(({ seconds }) => seconds)),
    isBreakPaid: sharedFlagsOf(all.map(({ isPaid }) => isPaid)),
    isPausable: sharedFlagsOf(visits.map(({ pausable }) => pausable === true)),
  }
}

export const breaksTaken: Hindrance<Breaks> = {
  binds: ({ breaksFrom }, route) => breaksFrom[route + 1]! > breaksFrom[route]!,
  lift: ({ breaksFrom }) => ({ breaksFrom: new Int32Array(breaksFrom.length) }),
  blockers: () => [{ code: 'BREAK_BLOCKED' }],
}
