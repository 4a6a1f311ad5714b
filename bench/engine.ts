// What every engine of the bench is: a challenge in, tours out. Knows no engine.
import type { SearchLimits, SolveHooks } from '../workers/client.ts'
import type { Challenge, Tour } from './instances/challenge.ts'

/** The seconds hold for all of it, the model and the start of threads or programs included. */
export type EngineLimits = Omit<SearchLimits, 'alternatives'>

export interface Solved {
  /** Whoever is in no tour was left out. */
  readonly tours: readonly Tour[]
  readonly iterations: number
}

/** The cost that onProgress tells is that of the challenge's model, the price of those left out included. */
export type Engine = (challenge: Challenge, limits: EngineLimits, hooks: SolveHooks) => Promise<Solved>
