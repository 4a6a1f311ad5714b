// Our own solver as the bench runs it: an instance in, routes of customer numbers out.
import { openSolverPool, type SearchLimits, type SolveHooks } from '../workers/client.ts'
import { modelOf } from './instances/dimacs.ts'
import type { Instance } from './instances/instance.ts'

export interface Solved {
  /** Customers from 1 in file order; whoever is in no route was left out. */
  readonly routes: readonly (readonly number[])[]
  readonly iterations: number
}

/** The seconds of the limits hold for all of it, the model and the start of the threads included. */
export async function solveNative(
  instance: Instance,
  limits: Omit<SearchLimits, 'alternatives'>,
  hooks: SolveHooks,
): Promise<Solved> {
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
