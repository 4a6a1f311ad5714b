// Judge: a plan as its rules look at it: every index followed, every drive timed. Imports solver/model.ts only.
import type { BreakModel, Model, ReloadModel, RouteModel, TechModel, VisitModel } from '../model.ts'

export interface SeenDay {
  readonly model: Model
  /** Only routes that have visits. */
  readonly routes: readonly SeenRoute[]
  /** Of all routes. */
  readonly visits: readonly SeenVisit[]
  readonly served: ReadonlyMap<number, SeenVisit>
  readonly unserved: readonly number[]
}

export interface SeenRoute {
  readonly route: number
  readonly shift: RouteModel
  readonly tech: TechModel
  readonly departure: number
  readonly back: number
  readonly visits: readonly SeenVisit[]
  readonly legs: readonly SeenLeg[]
  readonly breaks: readonly SeenBreak[]
  readonly reloads: readonly SeenReload[]
  readonly trips: readonly SeenTrip[]
  /** After the first visit: idle seconds before each further one, and before the way home. */
  readonly gaps: readonly number[]
  /** On the road, at work, loading, and at breaks that are paid. */
  readonly busySeconds: number
}

export interface SeenVisit {
  readonly visit: number
  readonly wanted: VisitModel
  readonly route: number
  readonly shift: RouteModel
  readonly arrival: number
  readonly start: number
  readonly end: number
  /** Set-up included. */
  readonly workSeconds: number
  /** Breaks that interrupt the work. */
  readonly pausedSeconds: number
}

/** One drive, from stop to stop; a depot is a stop. */
export interface SeenLeg {
  readonly leaves: number
  /** As the plan states it; by the roads it would be `leaves + seconds`. */
  readonly arrival: number
  /** By the clock, rush hours included. */
  readonly seconds: number
  readonly metres: number
  readonly isReachable: boolean
  /** The visit that it leads to, if only by way of a depot; none on the way home. */
  readonly visit: number | undefined
  /** Straight from one visit to another one that is somewhere else. */
  readonly isScattered: boolean
}

export interface SeenBreak {
  readonly entry: number
  readonly rule: BreakModel
  readonly start: number
  readonly end: number
  /** The technician has nothing else to do between the two. */
  readonly freeSince: number
  readonly freeUntil: number
  /** Before the first drive. */
  readonly isAtHome: boolean
}

export interface SeenReload {
  readonly depot: ReloadModel
  /** The visit after it. */
  readonly visit: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

/** From one loading to the next. */
export interface SeenTrip {
  /** When the van sets out, from home or the depot. */
  readonly begins: number
  readonly isReloaded: boolean
  readonly visits: readonly SeenVisit[]
}
