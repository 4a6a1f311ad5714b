// A visit that is asked about, in each of the windows that a customer can be offered: what the rules say of it by itself, and
// the ways to it and from it. Worked out once for all the shifts that are asked. Imports solver/ only.
import type { Span, VisitModel } from '../model.ts'
import { compileVisits, type VisitRules } from '../problem.ts'
import { scarceUnits } from '../rules/load.ts'
import { compileWindows, startSpans, type Windows } from '../rules/windows.ts'
import { unshared } from '../shared.ts'
import type { Legs, LiveModel } from './live-model.ts'
import type { RouteLegs } from './route-legs.ts'

export type Figures = Int32Array | Float64Array | Uint8Array

/** A figure for each visit, beside those of its windows. */
const OF_VISIT = [
  ...(['dueAt', 'lateCentsPerHour', 'asapFrom', 'asapCentsPerHour', 'preferredMost', 'unservedCents'] as const),
  ...(['promisedOpens', 'promisedCloses', 'movedCentsPerHour', 'isPausable', 'isEmergency'] as const),
  ...(['setupSeconds', 'isSnapped', 'releaseAt', 'pinned'] as const),
] satisfies readonly (keyof VisitRules)[]

/** Figure by figure: of all visits. */
export const figuresOf = (rules: VisitRules): readonly Figures[] => OF_VISIT.map((name) => rules[name])

/** What is so of all visits as soon as it is so of one. */
const TRAITS = [
  ...(['isStartPriced', 'prefersLater', 'hasDue', 'hasAsap', 'hasMovablePromises', 'hasSetup', 'hasReleases'] as const),
] satisfies readonly (keyof VisitRules)[]

/** The same of some visits together. */
export interface Traits {
  /** A bit for each of them, and one for several windows. */
  readonly flags: number
  readonly mostFallingCentsPerHour: number
}

export const traitsOf = (rules: VisitRules, hasSeveralWindows: boolean): Traits => ({
  flags: TRAITS.reduce(
    (flags, trait, bit) => flags | (Number(rules[trait]) << bit),
    Number(hasSeveralWindows) << TRAITS.length,
  ),
  mostFallingCentsPerHour: rules.mostFallingCentsPerHour,
})

export class Guest {
  readonly visit: VisitModel
  /** The windows that the visit allows, and for each of them the visit as it may begin in that one alone. */
  readonly windows: readonly Span[]
  readonly clones: readonly VisitModel[]
  /** By clone: which of the windows that were asked for. */
  readonly windowNumbers: readonly number[]
  /** Of the visit alone, whatever the window. */
  readonly rules: VisitRules
  /** Of the clones, numbered like them. */
  readonly hours: Windows
  /** The same figure by figure. */
  readonly figures: readonly Figures[]
  /** Units that it takes and some van limits. */
  readonly units: readonly string[]
  private readonly traits: { readonly inOneWindow: Traits; readonly inSeveral: Traits }
  private readonly model: LiveModel
  private readonly ways = new Map<RouteLegs, Ways>()
  private readonly secondsOf: ReadonlyMap<number, number> // by technician who needs longer, or shorter
  private readonly within: (Legs | undefined)[] = [] // by profile

  constructor(model: LiveModel, visit: VisitModel, windows: readonly Span[]) {
    this.model = model
    this.visit = visit
    const spans = startSpans(visit)
    this.windowNumbers = [...windows.keys()].filter((window) => overlap(spans, windows[window]!))
    this.windows = this.windowNumbers.map((window) => windows[window]!)
    const hours = this.windows.map((window) => within(spans, window))
    this.clones = hours.map((own) => ({ ...visit, windows: own }))
    this.rules = compileVisits({ ...model, visits: [visit] })
    this.hours = unshared(() => compileWindows(hours))
    this.figures = figuresOf(this.rules)
    this.traits = { inOneWindow: traitsOf(this.rules, false), inSeveral: traitsOf(this.rules, true) }
    this.secondsOf = new Map(visit.secondsByTech.toReversed().map(({ tech, seconds }) => [tech, seconds]))
    this.units = scarceUnits({ visits: [visit], techs: model.techs })
  }

  traitsIn(clone: number): Traits {
    return this.hours.hasGaps[clone] === 1 ? this.traits.inSeveral : this.traits.inOneWindow
  }

  workOf(tech: number): number {
    return this.secondsOf.get(tech) ?? this.visit.seconds
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
    const there = travel.legs(profile, shift.places, own)
    const ways = { there, back: travel.isSameBothWays === true ? there : travel.legs(profile, own, shift.places) }
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

export const isOpen = (visit: VisitModel, window: Span): boolean => overlap(startSpans(visit), window)

export const windowsWithin = (visit: VisitModel, window: Span): Span[] => within(startSpans(visit), window)

const overlap = (spans: readonly Span[], window: Span): boolean =>
  spans.some((span) => span.opens <= window.closes && window.opens <= span.closes)

const within = (spans: readonly Span[], window: Span): Span[] =>
  spans
    .map(({ opens, closes }) => ({ opens: Math.max(opens, window.opens), closes: Math.min(closes, window.closes) }))
    .filter(({ opens, closes }) => opens <= closes)
