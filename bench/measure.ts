// One solve, measured: whole wall clock, every plan judged by the bench. Knows engines only by their name.
import type { EngineLimits } from './engine.ts'
import { ENGINES, type EngineName } from './engines.ts'
import { checkRoutes } from './instances/check.ts'
import { costInFileUnits } from './instances/dimacs.ts'
import type { Instance } from './instances/instance.ts'

export interface Measured {
  readonly routes: readonly (readonly number[])[]
  readonly iterations: number
  /** From the call to the routes, to the millisecond. */
  readonly seconds: number
  readonly cost: number
  /** What the judge of the bench has against the plan; empty for a feasible one. */
  readonly faults: readonly string[]
}

export interface SoFar {
  /** On the clock of Measured. */
  readonly seconds: number
  /** In file units; undefined while somebody is left out, whose price would drown the distance. */
  readonly cost: number | undefined
  readonly unserved: number
}

export interface MeasureHooks {
  readonly onProgress?: (soFar: SoFar) => void
  /** Aborting means: stop and give the best so far. */
  readonly signal?: AbortSignal
}

export async function measure(
  engine: EngineName,
  instance: Instance,
  limits: EngineLimits,
  { onProgress, signal }: MeasureHooks,
): Promise<Measured> {
  const started = performance.now()
  const seconds = () => Math.round(performance.now() - started) / 1000
  const { routes, iterations } = await ENGINES[engine](instance, limits, {
    ...(signal && { signal }),
    ...(onProgress && {
      onProgress: ({ cost, unserved }) => {
        onProgress({ seconds: seconds(), cost: unserved > 0 ? undefined : costInFileUnits(instance, cost), unserved })
      },
    }),
  })
  return { routes, iterations, seconds: seconds(), ...checkRoutes(instance, routes) }
}

export const inWords = ({ cost, unserved }: SoFar): string =>
  cost === undefined ? `${unserved} left out` : `cost ${cost}`
