// What was worked out about shifts as they stood before somebody was put there: whoever gives up that place leaves the shift
// as it was, and nothing has to be worked out again. Only of shifts that hang together with nothing. Imports solver/ only.
import type { PlannedRoute, RouteModel, VisitModel } from '../model.ts'
import type { KeptShift } from './kept-shift.ts'
import type { LiveModel } from './live-model.ts'
import type { RouteLegs } from './route-legs.ts'
import { Shelf } from './shelf.ts'
import type { Sketch } from './sketch.ts'

/** A shift with all that hangs on it is 100 kB; whoever is held is mostly given up soon. */
const MOST_KNOWN = 128

export interface KnownShift {
  readonly sequence: readonly number[]
  readonly legs: RouteLegs | undefined
  readonly sketch: Sketch
  readonly told: PlannedRoute
  readonly kept: KeptShift | undefined
}

interface Noted extends KnownShift {
  readonly route: RouteModel
  readonly visits: readonly VisitModel[]
}

export class KnownShifts {
  private readonly noted = new Shelf<string, Noted>(MOST_KNOWN)

  note({ routes, visits }: LiveModel, route: number, known: KnownShift): void {
    const { sequence } = known
    const noted = { ...known, route: routes[route]!, visits: sequence.map((visit) => visits[visit]!) }
    this.noted.put([keyOf(route, sequence)], noted)
  }

  /** The shift with this sequence, where it and its visits are still what they were. */
  recall({ routes, visits }: LiveModel, route: number, sequence: readonly number[]): KnownShift | undefined {
    const known = this.noted.get(keyOf(route, sequence))
    if (known?.route !== routes[route]) return undefined
    return sequence.every((visit, turn) => known?.visits[turn] === visits[visit]) ? known : undefined
  }
}

const keyOf = (route: number, sequence: readonly number[]): string => `${route}:${sequence.join()}`
