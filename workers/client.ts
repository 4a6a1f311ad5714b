// The door to the search: everything above it knows models and plans, never threads, shared memory or compiled problems.
// Seam only so far; see the functions for the contract.
import type { CostLines, Model, PlannedDay } from '../solver/model.ts'

export type { CostLine, CostLines, Model, PlannedDay, PlannedRoute, PlannedVisit, RouteModel, TechModel, TravelTable, VisitModel } from '../solver/model.ts'
export { COST_LINES, UNREACHABLE } from '../solver/model.ts'

export interface SearchLimits {
  readonly seconds: number
  readonly iterations?: number
  readonly seed: number
  readonly threads: number
  /** Options kept per visit, the planned one included. */
  readonly alternatives: number
}

export interface SearchProgress {
  readonly cost: number
  readonly unserved: number
  readonly iterations: number
  readonly seconds: number
}

/** One way to serve a visit, all else as planned; priced exactly: the plan with it minus the plan without it. */
export interface PricedOption {
  readonly route: number
  /** Visits before it on its route. */
  readonly position: number
  readonly arrival: number
  readonly start: number
  readonly end: number
  readonly cost: CostLines
  readonly addedSeconds: number
  readonly addedMetres: number
  readonly addedWaitingSeconds: number
  /** From the stop before. */
  readonly legSeconds: number
  readonly legMetres: number
}

/** Why one technician cannot take one visit: all that is in the way, each with its number. */
export type Blocker =
  | { readonly code: 'SKILL_MISSING'; readonly skill: string }
  | { readonly code: 'SKILL_LEVEL_LOW'; readonly skill: string; readonly held: number; readonly needed: number }
  | { readonly code: 'TECH_PROHIBITED' | 'TECH_NOT_AMONG_REQUIRED' | 'AREA_OUTSIDE' | 'APPROVAL_PENDING' | 'UNREACHABLE_PLACE' | 'PIN_CONFLICT' }
  | { readonly code: 'LOAD_TOO_LARGE'; readonly unit: string; readonly needed: number; readonly capacity: number }
  | { readonly code: 'NO_SHIFT_IN_WINDOW' }
  | { readonly code: 'UNREACHABLE_IN_WINDOW'; readonly lateBySeconds: number }
  | { readonly code: 'JOB_LONGER_THAN_SHIFT'; readonly overBySeconds: number }
  | { readonly code: 'PROMISE_WOULD_BREAK' }
  | { readonly code: 'NO_GAP' }
  | { readonly code: 'NOT_WORTH_IT'; readonly cents: number }

export interface UnservedVisit {
  readonly visit: number
  /** By technician; together they say why nobody goes. */
  readonly blockers: readonly { readonly tech: number; readonly blockers: readonly Blocker[] }[]
}

/** Accepted by the judge; a plan that is not never leaves the pool. */
export interface SolvedPlan {
  readonly plan: PlannedDay
  readonly cost: CostLines
  /** By visit, best first; the option the plan took comes first. Empty where nothing is possible. */
  readonly options: readonly (readonly PricedOption[])[]
  readonly unserved: readonly UnservedVisit[]
  readonly iterations: number
}

export interface SolveHooks {
  readonly onProgress?: (progress: SearchProgress) => void
  /** Aborting means: stop and give the best so far. */
  readonly signal?: AbortSignal
}

export interface SolverPool {
  solve(model: Model, limits: SearchLimits, hooks?: SolveHooks): Promise<SolvedPlan>
  close(): Promise<void>
}
