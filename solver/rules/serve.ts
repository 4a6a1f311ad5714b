// Serve: what it costs to leave a visit out, which is how priorities are told apart. Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedNumbers } from '../shared.ts'

export interface Serve {
  readonly unservedCents: Float64Array // by visit
}

export function compileServe(model: Model): Serve {
  const unservedCents = sharedNumbers(model.visits.length)
  for (const [visit, of] of model.visits.entries()) unservedCents[visit] = of.unservedCents
  return { unservedCents }
}

/** Above zero: serving it for so many cents is dearer than leaving it out. An even price is served. */
export const lossOfServing = (serve: Serve, visit: number, cents: number): number => cents - serve.unservedCents[visit]!
