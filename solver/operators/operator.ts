// What a local-search move is. Imports solver/ only.
import type { Plan } from '../plan.ts'
import type { Problem } from '../problem.ts'

export interface Operator {
  readonly name: string
  /** False when it can never help on this problem; it is then left out of the search. */
  supports(problem: Problem): boolean
  /**
   * Cost after minus cost before, when `visit` comes to stand at or behind `after`, which is another served visit or the
   * start of a route, never an end. Below zero: exact. NO_GAIN: not possible or not worth it. Changes nothing.
   */
  evaluate(plan: Plan, visit: number, after: number): number
  /** Does what evaluate priced. Called only when that was below zero. */
  apply(plan: Plan, visit: number, after: number): void
}

export const NO_GAIN = 0
