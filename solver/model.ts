// What the solver is asked to plan, in plain objects: every rule as a person would write it down, not yet compiled.
// Seconds count from the model's own origin, money is whole cents, places are rows of the travel tables.
// Knows no dates, time zones or JSON. The judge in solver/check reads this and nothing else. Imports nothing.

export interface Model {
  readonly visits: readonly VisitModel[]
  readonly techs: readonly TechModel[]
  /** One technician's one shift each; several days are several routes. A plan names routes by their place in this list. */
  readonly routes: readonly RouteModel[]
  readonly travel: TravelModel
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
  /** Work begins inside one of these, sorted and apart from each other; none means any time. */
  readonly windows: readonly Span[]
  readonly skills: readonly SkillNeed[]
  /** One of these or nobody; none means anybody. */
  readonly requiredTechs: readonly number[]
  readonly excludedTechs: readonly number[]
  /** Technicians with a price of their own; everybody else costs `otherTechCents`. */
  readonly preferredTechs: readonly TechGrade[]
  readonly otherTechCents: number
  /** Service areas it lies in; only a technician who serves one of them may go. None means anybody. */
  readonly areas: readonly string[]
  readonly load: readonly UnitAmount[]
  /** The price of not serving it, which is how priorities are told apart. */
  readonly unservedCents: number
  /** Work that begins after `at` costs `centsPerHour`, each begun second in proportion. */
  readonly due?: { readonly at: number; readonly centsPerHour: number }
  /** Where it stands today. Another technician costs `techChangedCents`. */
  readonly planned?: { readonly tech: number; readonly start: number; readonly techChangedCents: number }
  /** The customer was told: work begins inside this span, whoever comes. */
  readonly promised?: Span
  /** Fixed for good: this technician, this second. */
  readonly pinned?: { readonly tech: number; readonly start: number }
  /** False while something outside the plan forbids it, such as an open approval. */
  readonly mayBePlanned: boolean
}

export interface UnitAmount {
  readonly unit: string
  readonly amount: number
}

export interface TechModel {
  readonly id: string
  readonly skills: readonly SkillNeed[]
  /** Holds whatever skill is asked, at any level. */
  readonly anySkill: boolean
  readonly areas: readonly string[]
  /** A unit that is not listed is not limited. */
  readonly capacity: readonly UnitAmount[]
}

export interface RouteModel {
  readonly tech: number
  /** Which row of `travel.profiles`. */
  readonly profile: number
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
}

export interface TravelModel {
  readonly placeCount: number
  readonly profiles: readonly TravelTable[]
}

/** placeCount × placeCount, row = from. Over shared memory, so that threads read one copy. */
export interface TravelTable {
  readonly name: string
  readonly seconds: Int32Array
  readonly metres: Int32Array
}

/** No road leads there. Larger than any horizon, small enough to add to a time without overflow. */
export const UNREACHABLE = 0x3fff_ffff

/** The cost lines of every plan, in the order they are shown. The total is their sum, to the cent. */
export const COST_LINES = [
  'TRAVEL',
  'WAITING',
  'OVERTIME',
  'SHIFT',
  'LATENESS',
  'PREFERENCE',
  'CHANGE',
  'UNSERVED',
] as const
export type CostLine = (typeof COST_LINES)[number]
export type CostLines = Readonly<Record<CostLine, number>>

/** One visit as it stands in a plan: the visit, when the technician arrives, and when work begins and ends. */
export interface PlannedVisit {
  readonly visit: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

export interface PlannedRoute {
  readonly route: number
  readonly departure: number
  readonly visits: readonly PlannedVisit[]
  /** Back at the end place. */
  readonly back: number
}

/** A finished plan in plain objects: only routes that have visits, ordered by route; the rest is left out. */
export interface PlannedDay {
  readonly routes: readonly PlannedRoute[]
  readonly unserved: readonly number[]
}
