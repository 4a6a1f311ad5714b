// What the solver is asked to plan, in plain objects: every rule as a person would write it down, not yet compiled.
// Seconds count from the model's own origin, money is whole cents, places are rows of the travel tables.
// Knows no dates, time zones or JSON. The judge in solver/check reads this and nothing else. Imports nothing.
//
// A plan says who does what in which order; the course of a shift (when breaks are taken, where the van is loaded again,
// where somebody waits although they could begin) follows from that order, in the cheapest way the rules leave open.

export interface Model {
  readonly visits: readonly VisitModel[]
  readonly techs: readonly TechModel[]
  /** One technician's one shift each; several days are several routes. A plan names routes by their place in this list. */
  readonly routes: readonly RouteModel[]
  readonly travel: TravelModel
  /** Ties between visits; none by default. */
  readonly links?: readonly LinkModel[]
  /** Prices that belong to no single visit or technician; 0 where nothing is said. */
  readonly prices?: Partial<Prices>
  /** Work begins at whole steps of `every` from `from` on, except where a visit does not snap. */
  readonly snap?: { readonly every: number; readonly from: number }
}

export interface Prices {
  /** For each level that a technician holds above what the work needs, skill by skill. */
  readonly surplusLevelCents: number
  /** Work outside the areas that the technician prefers; technicians without preferred areas have none to leave. */
  readonly areaMissedCents: number
  /** For each hour that a technician is busy beyond the share that is theirs. */
  readonly unfairCentsPerHour: number
  /** For each kilometre between two visits, on top of what the drive costs; ways from and to home are not counted. */
  readonly scatterCentsPerKm: number
  /** For each hour of the one visit that is late the longest after its due time. */
  readonly worstLateCentsPerHour: number
}

/** Both ends are included: work may begin at `closes`, not a second later. */
export interface Span {
  readonly opens: number
  readonly closes: number
}

export interface SkillNeed {
  readonly skill: string
  readonly level: number
}

export interface SkillHeld extends SkillNeed {
  /** A certificate counts on shifts that lie wholly inside; none means always. */
  readonly valid?: Span
}

export interface TechGrade {
  readonly tech: number
  /** What it costs to send this technician instead of the best liked one. */
  readonly cents: number
}

export interface VisitModel {
  readonly id: string
  readonly place: number
  readonly seconds: number
  /** Where a technician needs longer or shorter than `seconds`. */
  readonly secondsByTech: readonly { readonly tech: number; readonly seconds: number }[]
  /** Before the work, unless the stop before on the same route was a visit at the same place. Part of the work. */
  readonly setupSeconds?: number
  /** The work may be interrupted by breaks of its route. */
  readonly pausable?: boolean
  /** Work begins inside one of these, sorted and apart from each other; none means any time. */
  readonly windows: readonly Span[]
  /** Outside all of these each hour to the nearest costs `centsPerHour`, the cheapest of them counting. */
  readonly softWindows?: readonly (Span & { readonly centsPerHour: number })[]
  /** Beginning inside one saves its cents; the most that could be saved is what missing all of them costs. */
  readonly preferredWindows?: readonly (Span & { readonly cents: number })[]
  readonly skills: readonly SkillNeed[]
  /** One of these or nobody; none means anybody. */
  readonly requiredTechs: readonly number[]
  readonly excludedTechs: readonly number[]
  /** Technicians with a price of their own; everybody else costs `otherTechCents`. */
  readonly preferredTechs: readonly TechGrade[]
  readonly otherTechCents: number
  /** The same for who has been there before; everybody else costs `strangerCents`. */
  readonly knownTechs?: readonly TechGrade[]
  readonly strangerCents?: number
  /** Service areas it lies in; only a technician who serves one of them may go. None means anybody. */
  readonly areas: readonly string[]
  /** Taken from the van; each unit is counted from one loading to the next. */
  readonly load: readonly UnitAmount[]
  /** To be on the van, and not used up; a van has all tools once it was loaded again. */
  readonly tools?: readonly string[]
  /** What it needs can be loaded from then on: the trip that serves it, from home or a depot, begins no earlier. */
  readonly release?: number
  /** The price of not serving it, which is how priorities are told apart. */
  readonly unservedCents: number
  /** Work that begins after `at` costs `centsPerHour`, each begun second in proportion. */
  readonly due?: { readonly at: number; readonly centsPerHour: number }
  /** The same from `from` on: as soon as possible. */
  readonly asap?: { readonly from: number; readonly centsPerHour: number }
  /** Uses the room that shifts keep for emergencies. */
  readonly isEmergency?: boolean
  /** Where it stands today. Another technician costs `techChangedCents`. */
  readonly planned?: { readonly tech: number; readonly start: number; readonly techChangedCents: number }
  /** The customer was told: work begins inside this span, whoever comes; or at most `most` seconds outside, each hour at its price. */
  readonly promised?: Span & { readonly moved?: { readonly centsPerHour: number; readonly most: number } }
  /** Fixed for good: this technician, this second. */
  readonly pinned?: { readonly tech: number; readonly start: number }
  /** Work begins at any second, whatever the model's snap says. */
  readonly isUnsnapped?: boolean
  /** False while something outside the plan forbids it, such as an open approval. */
  readonly mayBePlanned: boolean
}

export interface UnitAmount {
  readonly unit: string
  readonly amount: number
}

export interface Capacity extends UnitAmount {
  /** What it holds once loaded again at a depot, if that is not the same. */
  readonly reloaded?: number
}

/** No van limits more than this. */
export const PLENTY = 1_000_000_000

export interface TechModel {
  readonly id: string
  readonly skills: readonly SkillHeld[]
  /** Holds whatever skill is asked, at any level. */
  readonly anySkill: boolean
  readonly areas: readonly string[]
  /** Those of `areas` where this technician would rather work; none means anywhere. */
  readonly preferredAreas?: readonly string[]
  /** A unit that is not listed is not limited. */
  readonly capacity: readonly Capacity[]
  readonly tools?: readonly string[]
  /** Busy on the road and at work, over all routes of one `day` or of one `week`. */
  readonly mostBusyPerDay?: number
  readonly mostBusyPerWeek?: number
  /** Busy in the weeks before, and how much in all, these routes included, is this technician's fair share. */
  readonly busyBefore?: number
  readonly fairShare?: number
  /** Once, when any route of theirs has a visit. */
  readonly centsPerHead?: number
  /** After so many days worked one after the other, so many without work. */
  readonly rest?: { readonly afterDays: number; readonly days: number }
}

export interface BreakModel extends Span {
  readonly seconds: number
  /** Counts as busy, as work does. */
  readonly isPaid: boolean
}

export interface ReloadModel {
  readonly place: number
  readonly seconds: number
  /** Loading begins inside one of these; none means any time. */
  readonly windows: readonly Span[]
}

export interface RouteModel {
  readonly tech: number
  /** Which row of `travel.profiles`. */
  readonly profile: number
  /** Which row of `travel.rushHours`; none means the tables hold at any time. */
  readonly rushHours?: number
  readonly startPlace: number
  readonly endPlace: number
  /** Paid from `opens`; after `closes` it is overtime. */
  readonly opens: number
  readonly closes: number
  /** Back at the end place by now at the latest; at least `closes`. */
  readonly latest: number
  readonly maxVisits: number
  readonly centsPerHour: number
  readonly centsPerKm: number
  readonly waitingCentsPerHour: number
  readonly overtimeCentsPerHour: number
  /** Once, when the route has a visit. */
  readonly centsPerShift: number
  /** For each hour from setting out to being back. With it, or with `mostSeconds`, nobody sets out earlier than they have to. */
  readonly spanCentsPerHour?: number
  readonly mostSeconds?: number
  /**
   * Each begins inside its span, wherever the technician is, in this order. One that can be had at home need not be
   * taken: before setting out, or because the technician is back by the time it would have to begin.
   */
  readonly breaks?: readonly BreakModel[]
  readonly reloads?: readonly ReloadModel[]
  readonly mostReloads?: number
  /** On the road in all, and on one leg. */
  readonly mostTravelSeconds?: number
  readonly mostLegSeconds?: number
  /** Of the time up to `closes`, so much is neither driven nor worked nor a break, work for emergencies not counted. */
  readonly reserveSeconds?: number
  /** Routes of one technician with the same number share a limit per day, or per week. Days are counted through. */
  readonly day?: number
  readonly week?: number
  /** Busy already on that day, and in that week, before any of these routes; the same on all that share the limit. */
  readonly busyBeforeOnDay?: number
  readonly busyBeforeInWeek?: number
}

/** `first` and `second`, or `visits`, are rows of `visits`. */
export type LinkModel =
  /** All begin in the same second, each by another technician, or none is served. */
  | { readonly kind: 'same-time'; readonly visits: readonly number[] }
  /**
   * The second only when the first is served, and begins so many seconds after the first has ended (or has begun); the
   * days of their routes lie so far apart, and each day more costs `centsPerDay`.
   */
  | {
      readonly kind: 'after'
      readonly first: number
      readonly second: number
      readonly since: 'end' | 'start'
      readonly least: number
      readonly most?: number
      readonly leastDays?: number
      readonly centsPerDay?: number
    }
  /** By one technician, as far as they are served. */
  | { readonly kind: 'same-tech'; readonly visits: readonly number[] }
  /** By different technicians, as far as they are served. */
  | { readonly kind: 'other-tech'; readonly visits: readonly number[] }
  /** Not on one route. */
  | { readonly kind: 'other-route'; readonly visits: readonly number[] }
  /** Never worked on at one time, whoever does. */
  | { readonly kind: 'other-time'; readonly visits: readonly number[] }
  /** Where both stand on one route, the first comes earlier. */
  | { readonly kind: 'order'; readonly first: number; readonly second: number }

export interface TravelModel {
  readonly placeCount: number
  readonly profiles: readonly TravelTable[]
  readonly rushHours?: readonly RushHours[]
}

/** placeCount × placeCount, row = from. Over shared memory, so that threads read one copy. */
export interface TravelTable {
  readonly name: string
  readonly seconds: Int32Array
  readonly metres: Int32Array
}

/**
 * How much slower than in the tables one gets on from `from` to the next entry, in hundredths: 150 is half as long again.
 * Sorted; before the first entry 100. Who drives through several entries drives a part of the way in each.
 */
export type RushHours = readonly { readonly from: number; readonly percent: number }[]

/** No road leads there. Larger than any horizon, small enough to add to a time without overflow. */
export const UNREACHABLE = 0x3fff_ffff

/** The cost lines of every plan, in the order they are shown. The total is their sum, to the cent. */
export const COST_LINES = [
  'TRAVEL',
  'WAITING',
  'OVERTIME',
  'SHIFT',
  'SPAN',
  'HEAD',
  'LATENESS',
  'WORST_LATENESS',
  'SOFT_WINDOW',
  'PREFERRED_WINDOW',
  'ASAP',
  'PREFERENCE',
  'CONTINUITY',
  'SURPLUS_SKILL',
  'AREA',
  'CHANGE',
  'PROMISE',
  'GAP',
  'FAIRNESS',
  'SCATTER',
  'UNSERVED',
] as const
export type CostLine = (typeof COST_LINES)[number]
export type CostLines = Readonly<Record<CostLine, number>>

/** One visit as it stands in a plan: the visit, when the technician arrives, and when work begins and ends, breaks within included. */
export interface PlannedVisit {
  readonly visit: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

/** `entry` counts the breaks of the route. Before the way to a stop, on arrival there, or within work that may pause. */
export interface PlannedBreak {
  readonly entry: number
  readonly start: number
  readonly end: number
}

/** On the way to the visit that stands at `before` in `visits`. `entry` counts the depots of the route. */
export interface PlannedReload {
  readonly entry: number
  readonly before: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

export interface PlannedRoute {
  readonly route: number
  readonly departure: number
  readonly visits: readonly PlannedVisit[]
  /** In order of time; none by default. */
  readonly breaks?: readonly PlannedBreak[]
  readonly reloads?: readonly PlannedReload[]
  /** Back at the end place. */
  readonly back: number
}

/** A finished plan in plain objects: only routes that have visits, ordered by route; the rest is left out. */
export interface PlannedDay {
  readonly routes: readonly PlannedRoute[]
  readonly unserved: readonly number[]
}
