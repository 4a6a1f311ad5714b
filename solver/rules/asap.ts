// As soon as possible: from some moment on each hour that a customer waits has its price. Imports solver/ only.
import type { VisitModel } from '../model.ts'
import { sharedInts, sharedNumbers } from '../shared.ts'
import { centsFor } from './money.ts'

export interface Asap {
  readonly asapFrom: Int32Array // by visit
  readonly asapCentsPerHour: Float64Array // by visit; 0 where nothing is asked
  readonly hasAsap: boolean
}

export function compileAsap(visits: readonly VisitModel[]): Asap {
  const asapFrom = sharedInts(visits.length)
  const asapCentsPerHour = sharedNumbers(visits.length)
  for (const [visit, { asap }] of visits.entries()) {
    if (asap === undefined) continue
    asapFrom[visit] = asap.from
    asapCentsPerHour[visit] = asap.centsPerHour
  }
  return { asapFrom, asapCentsPerHour, hasAsap: asapCentsPerHour.some((cents) => cents > 0) }
}

export function asapCents(asap: Asap, visit: number, start: number): number {
  const waited = start - asap.asapFrom[visit]!
  return waited > 0 ? centsFor(waited, asap.asapCentsPerHour[visit]!) : 0
}
