// A visit that is asked about, in each of the windows that a customer can be offered: what the rules say of it by itself, and
// the ways to it and from it. Worked out once for all the shifts that are asked. Imports solver/ only.
import type { Span, VisitModel } from '../model.ts'
import { compileVisits, type VisitRules } from '../problem.ts'
import { scarceUnits } from '../rules/load.ts'
import { startSpans } from '../rules/windows.ts'
import type { Legs, LiveModel } from './live-model.ts'
import type { RouteLegs } from './route-legs.ts'

export class Guest {
  readonly visit: VisitModel
  /** The windows that the visit allows, and for each of them the visit as it may begin in that one alone. */
  readonly windows: readonly Span[]
  readonly clones: readonly VisitModel[]
  /** By clone: which of the windows that were asked for. */
  readonly windowNumbers: readonly number[]
  /** Of the clones, numbered like them. */
  readonly rules: VisitRules
  /** Units that it takes and some van limits. */
  readonly units: readonly string[]
  private readonly model: LiveModel
  private readonly ways = new Map<RouteLegs, Ways>()
  private readonly within: (Legs | undefined)[] = [] // by profile

  constructor(model: LiveModel, visit: VisitModel, windows: readonly Span[]) {
    this.model = model
    this.visit = visit
    this.windowNumbers = [...windows.keys()].filter((window) => isOpen(visit, windows[window]!))
    this.windows = this.windowNumbers.map((window) => windows[window]!)
    this.clones = this.windows.map((window) => ({ ...visit, windows: windowsWithin(visit, window) }))
    this.rules = compileVisits({ ...model, visits: this.clones })
    this.units = scarceUnits({ visits: [visit], techs: model.techs })
  }

  cloneIn(window: number): number {
    return this.windowNumbers.indexOf(window)
  }

  /** From and to the places of a shift. */
  waysOn(profile: number, shift: RouteLegs): Ways {
    const known = this.ways.get(shift)
    if (known !== undefined) return known
    const { travel } = this.model
    const own = [this.visit.place]
    const ways = { there: travel.legs(profile, shift.places, own), back: travel.legs(profile, own, shift.places) }
    this.ways.set(shift, ways)
    return ways
  }

  /** From where it is to where it is: others may have the same address. */
  wayWithin(profile: number): Legs {
    this.within[profile] ??= this.model.travel.legs(profile, [this.visit.place], [this.visit.place])
    return this.within[profile]!
  }
}

/** By place of the shift. */
export interface Ways {
  readonly there: Legs
  readonly back: Legs
}

export const isOpen = (visit: VisitModel, window: Span): boolean =>
  startSpans(visit).some((span) => span.opens <= window.closes && window.opens <= span.closes)

export function windowsWithin(visit: VisitModel, window: Span): Span[] {
  return startSpans(visit)
    .map(({ opens, closes }) => ({ opens: Math.max(opens, window.opens), closes: Math.min(closes, window.closes) }))
    .filter(({ opens, closes }) => opens <= closes)
}
