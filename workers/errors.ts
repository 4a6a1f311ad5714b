// What can go wrong with a job, other than a visit that fits nowhere. Imports solver/ types only.
import type { Violation } from '../solver/check/violation.ts'
import type { CostLines } from '../solver/model.ts'

export type Phase = 'compile' | 'search' | 'finish'

/** The thread died or threw: out of memory, ended from inside, a bug. Only this job is lost. */
export class WorkerCrashedError extends Error {
  override readonly name = 'WorkerCrashedError'
  readonly phase: Phase
  constructor(phase: Phase, options: { cause: unknown }) {
    const { cause } = options
    super(
      `A search thread was lost in phase ${phase}: ${cause instanceof Error ? cause.message : String(cause)}. Maybe the problem is too large for its memory.`,
      options,
    )
    this.phase = phase
  }
}

/** The judge found the plan broken or its price wrong. A bug of ours, caught before anyone saw the plan. */
export class PlanRejectedError extends Error {
  override readonly name = 'PlanRejectedError'
  readonly violations: readonly Violation[]
  readonly claimedCents: number
  readonly judged: CostLines
  constructor(violations: readonly Violation[], claimedCents: number, judged: CostLines) {
    const codes = [...new Set(violations.map(({ code }) => code))].join(', ') || `a cost that is not ${claimedCents}`
    super(`The judge rejected the plan for ${codes}. Maybe the search and the judge read a rule differently.`)
    this.violations = violations
    this.claimedCents = claimedCents
    this.judged = judged
  }
}

export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError'
  constructor() {
    super('The solver pool is closed. Maybe the service is shutting down.')
  }
}
