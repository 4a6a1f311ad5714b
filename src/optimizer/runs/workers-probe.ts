// Whether the search threads answer, for the readiness check: asks them for the plan of a day on which nothing happens.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Model, SolverPool } from '../../../workers/client.ts'

const NOTHING: Model = { visits: [], techs: [], routes: [], travel: { placeCount: 0, profiles: [] } }
const LIMITS = { seconds: 0, iterations: 0, seed: 1, threads: 1, alternatives: 1 }
/** Whoever is at work takes longer to answer, and is up. */
const PATIENCE_MS = 500

export function createWorkersProbe(pool: SolverPool): () => Promise<string> {
  // One question at a time, however often the check is asked while all threads are at work.
  let asked: Promise<string> | undefined
  return () => {
    asked ??= pool
      .solve(NOTHING, LIMITS)
      .then(
        () => 'up',
        () => 'do not answer',
      )
      .finally(() => {
        asked = undefined
      })
    return Promise.race([asked, sleep(PATIENCE_MS, 'up', { ref: false })])
  }
}
