// Our own solver as the bench runs it: the model of a challenge in, tours out.
import { openSolverPool, type SolveHooks } from '../workers/client.ts'
import type { EngineLimits, Solved } from './engine.ts'
import { type Challenge, toursOf } from './instances/challenge.ts'

export async function solveNative(challenge: Challenge, limits: EngineLimits, hooks: SolveHooks): Promise<Solved> {
  const started = performance.now()
  const model = challenge.model()
  const pool = openSolverPool({ threads: limits.threads })
  try {
    const seconds = Math.max(0, limits.seconds - (performance.now() - started) / 1000)
    const { plan, iterations } = await pool.solve(model, { ...limits, seconds, alternatives: 1 }, hooks)
    return { tours: toursOf(plan), iterations }
  } finally {
    await pool.close()
  }
}
