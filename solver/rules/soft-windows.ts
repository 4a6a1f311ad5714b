// Soft windows: work begins inside one of them, or each hour to the nearest has its price; the cheapest counts.
// Imports solver/ only.
import type { VisitModel } from '../model.ts'
import { sharedIntsOf, sharedNumbersOf, sharedOffsetsOf } from '../shared.ts'
import { centsFor } from './money.ts'

export interface SoftWindows {
  readonly softFrom: Int32Array // by visit, and one more: its windows are those from here to before the next visit's
  readonly softOpens: Int32Array // by soft window
  readonly softCloses: Int32Array // by soft window
  readonly softCentsPerHour: Float64Array // by soft window
}

export function compileSoftWindows(visits: readonly VisitModel[]): SoftWindows {
  const softWindows = visits.map((visit) => visit.softWindows ?? [])
  const windows = softWindows.flat()
  return {
    softFrom: sharedOffsetsOf(softWindows),
    softOpens: sharedIntsOf(windows.map(({ opens }) => opens)),
    softCloses: sharedIntsOf(windows.map(({ closes }) => closes)),
    softCentsPerHour: sharedNumbersOf(windows.map(({ centsPerHour }) => centsPerHour)),
  }
}

export function softWindowCents(soft: SoftWindows, visit: number, start: number): number {
  const last = soft.softFrom[visit + 1]!
  let least = Number.POSITIVE_INFINITY
  for (let window = soft.softFrom[visit]!; window < last; window++) {
    const missed = Math.max(soft.softOpens[window]! - start, start - soft.softCloses[window]!)
    if (missed <= 0) return 0
    least = Math.min(least, centsFor(missed, soft.softCentsPerHour[window]!))
  }
  return least === Number.POSITIVE_INFINITY ? 0 : least
}
