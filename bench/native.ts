// Our own solver as the bench runs it: an instance in, routes of customer numbers out.
import { openSolverPool, type SolveHooks } from '../workers/client.ts'
import type { EngineLimits, Solved } from './engine.ts'
import { modelOf } from './instances/dimacs.ts'
import type { Instance } from './instances/instance.ts'

export async function solveNative(instance: Instance, limits: EngineLimits, hooks: SolveHooks): Promise<Solved> {
  const started = performance.now()
  const model = modelOf(instance)
  const pool = openSolverPool({ threads: limits.threads })
  try {
    const seconds = Math.max(0, limits.seconds - (performance.now() - started) / 1000)
    const { plan, iterations } = await pool.solve(model, { ...limits, seconds, alternatives: 1 }, hooks)
    return { routes: plan.routes.map(({ visits }) => visits.map(({ visit }) => visit + 1)), iterations }
  } finally {
    await pool.close()
  }
}
