// What a caller asks of the pool and what comes back. Imports solver/ types only.
import type { PricedOption, UnservedVisit } from '../solver/finding.ts'
import type { Improvement } from '../solver/improvement.ts'
import type { CostLines, Model, PlannedDay } from '../solver/model.ts'

export interface SearchLimits {
  /** Wall clock from compilation to the answer, judged and with its options. A first plan is always completed. */
  readonly seconds: number
  /** Ends each thread's search too. */
  readonly iterations?: number
  /** Ends the search as soon as there is a plan whose total cost is at most that. */
  readonly targetCost?: number
  readonly seed: number
  /** As many as the pool has, at most. */
  readonly threads: number
  /** Options kept per visit, the planned one included. */
  readonly alternatives: number
}

export interface SearchProgress {
  /** Of the best plan so far. */
  readonly cost: number
  readonly unserved: number
  /** What improved it last. */
  readonly improvedBy: Improvement
  /** Of all threads. */
  readonly iterations: number
  /** Over the last second or so. */
  readonly iterationsPerSecond: number
  readonly seconds: number
}

/** Accepted by the judge; a plan that is not never leaves the pool. */
export interface SolvedPlan {
  readonly plan: PlannedDay
  readonly cost: CostLines
  /**
   * By visit, best first; the option the plan took comes first. Of a visit left out, what could be done at a price that
   * is higher than leaving it out. Empty where nothing is possible.
   */
  readonly options: readonly (readonly PricedOption[])[]
  readonly unserved: readonly UnservedVisit[]
  readonly iterations: number
}

export interface SolveHooks {
  /** At most ten times a second. */
  readonly onProgress?: (progress: SearchProgress) => void
  /** The best plan so far, judged, between two steps of the search; no more often than every `planEveryMs`. */
  readonly onPlan?: (plan: PlannedDay) => void
  readonly planEveryMs?: number
  /** Aborting means: stop and give the best so far. */
  readonly signal?: AbortSignal
}

export interface SolverPool {
  /** Fails with ModelRefusedError, WorkerCrashedError, PlanRejectedError or PoolClosedError; each concerns this job alone. */
  solve(model: Model, limits: SearchLimits, hooks?: SolveHooks): Promise<SolvedPlan>
  /** Running jobs stop with the best they have, waiting ones are refused, then the threads end. */
  close(): Promise<void>
}
