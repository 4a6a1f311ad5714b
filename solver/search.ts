// A whole search on one thread, one task of its strategy after the other. Equal problem, seed and iterations give the
// equal plan. Imports solver/ only.
import { planOfDraft } from './draft.ts'
import type { Improvement } from './improvement.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { strategy } from './strategy.ts'
import { LOOK_EVERY, perform } from './task.ts'

export interface SearchTerms {
  readonly seed: number
  /** Rounds of annealing at most. */
  readonly iterations: number
  /** Asked often, so it has to be cheap. True: come to an end. A first plan is made all the same. */
  readonly stop: () => boolean
  /** How far the search has come, from 0 to 1; without it, rounds are counted against `iterations`. */
  readonly gone?: () => number
  /** Called whenever the best plan improved, and every now and then; `by` is what improved it last. */
  readonly onProgress?: (cost: number, unserved: number, iterations: number, by: Improvement) => void
}

export interface SearchResult {
  readonly plan: Plan
  readonly iterations: number
}

export function search(problem: Problem, { seed, iterations, stop, gone, onProgress }: SearchTerms): SearchResult {
  let done = 0
  let told = Number.POSITIVE_INFINITY
  let improvedBy: Improvement = 'first-plan'
  const tasks = strategy(problem, { seed, threads: 1 })
  let turn = tasks.next()
  while (!turn.done) {
    const found = turn.value.map((task) => {
      const before = done
      const from = task.kind === 'anneal' ? task.from : 0
      const outcome = perform(problem, task, {
        stop,
        lookEvery: gone ? LOOK_EVERY.clock : LOOK_EVERY.count,
        gone: gone ?? ((rounds) => (iterations === 0 ? 1 : from + rounds / iterations)),
        onProgress: (cost, leftOut, rounds, by) => {
          if (cost > told) return
          if (cost < told) improvedBy = by
          told = cost
          onProgress?.(cost, leftOut, before + rounds, improvedBy)
        },
      })
      done += outcome.rounds
      return outcome
    })
    turn = tasks.next(found)
  }
  return { plan: planOfDraft(problem, turn.value.next), iterations: done }
}
