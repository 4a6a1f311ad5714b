// One solve, measured: whole wall clock, every plan judged by the bench. Knows engines only by their name.
import type { EngineLimits } from './engine.ts'
import { ENGINES, type EngineName } from './engines.ts'
import type { Challenge, Tour } from './instances/challenge.ts'

export interface Measured {
  readonly tours: readonly Tour[]
  readonly iterations: number
  /** From the call to the tours, to the millisecond. */
  readonly seconds: number
  readonly cost: number
  /** What the judge of the bench has against the plan; empty for a feasible one. */
  readonly faults: readonly string[]
}

export interface SoFar {
  /** On the clock of Measured. */
  readonly seconds: number
  /** As the set tells costs; undefined while somebody is left out who may not be, whose price would drown all else. */
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
  challenge: Challenge,
  limits: EngineLimits,
  { onProgress, signal }: MeasureHooks,
): Promise<Measured> {
  const started = performance.now()
  const seconds = () => Math.round(performance.now() - started) / 1000
  const { tours, iterations } = await ENGINES[engine](challenge, limits, {
    ...(signal && { signal }),
    ...(onProgress && {
      onProgress: ({ cost, unserved }) =>
        onProgress({ seconds: seconds(), cost: challenge.costAt(cost, unserved), unserved }),
    }),
  })
  const taken = seconds()
  const { cost, faults } = challenge.judge(tours)
  return { tours, iterations, seconds: taken, cost, faults }
}

export const inWords = ({ cost, unserved }: SoFar): string =>
  cost === undefined ? `${unserved} left out` : `cost ${cost}`
