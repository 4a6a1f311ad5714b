// Promises: the customer was told a span. Where it may be moved, each hour outside it has its price, up to a limit that
// the windows of the clock hold. Imports solver/ only.
import type { Span, VisitModel } from '../model.ts'
import { sharedInts, sharedNumbers } from '../shared.ts'
import { centsFor } from './money.ts'
import { FARTHEST } from './never.ts'

export interface Promises {
  readonly promisedOpens: Int32Array // by visit; all time without a promise that may be moved
  readonly promisedCloses: Int32Array // by visit
  readonly movedCentsPerHour: Float64Array // by visit
  readonly hasMovablePromises: boolean
}

export function compilePromises(visits: readonly VisitModel[]): Promises {
  const promisedOpens = sharedInts(visits.length).fill(-FARTHEST)
  const promisedCloses = sharedInts(visits.length).fill(FARTHEST)
  const movedCentsPerHour = sharedNumbers(visits.length)
  let hasMovablePromises = false
  for (const [visit, { promised }] of visits.entries()) {
    if (promised?.moved === undefined) continue
    hasMovablePromises = true
    promisedOpens[visit] = promised.opens
    promisedCloses[visit] = promised.closes
    movedCentsPerHour[visit] = promised.moved.centsPerHour
  }
  return { promisedOpens, promisedCloses, movedCentsPerHour, hasMovablePromises }
}

/** When work may begin at all under this promise. */
export function promisedSpan({ opens, closes, moved }: NonNullable<VisitModel['promised']>): Span {
  const most = moved?.most ?? 0
  return { opens: opens - most, closes: closes + most }
}

export function promiseCents(promises: Promises, visit: number, start: number): number {
  const moved = Math.max(promises.promisedOpens[visit]! - start, start - promises.promisedCloses[visit]!)
  return moved > 0 ? centsFor(moved, promises.movedCentsPerHour[visit]!) : 0
}
