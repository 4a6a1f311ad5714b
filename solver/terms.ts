// The terms of a search: how long, from which seed, and whom to tell. The clock belongs to the caller. Imports solver/ only.
import type { Plan } from './plan.ts'

export interface SearchTerms {
  readonly seed: number
  /** Rounds of annealing at most. */
  readonly iterations: number
  /** Asked often, so it has to be cheap. True: come to an end. A first plan is made all the same. */
  readonly stop: () => boolean
  /** From 0 to 1, how far the search has come after so many rounds; without it, they are counted against `iterations`. */
  readonly share?: (rounds: number) => number
  /** Called whenever the best plan improved, and every now and then. */
  readonly onProgress?: (plan: Plan, iterations: number) => void
}
