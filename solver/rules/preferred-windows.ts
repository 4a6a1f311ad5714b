// Preferred windows: beginning inside the one that is liked best is free, elsewhere costs what that one would have saved.
// Imports solver/ only.
import type { VisitModel } from '../model.ts'
import { sharedIntsOf, sharedNumbersOf, sharedOffsetsOf } from '../shared.ts'

export interface PreferredWindows {
  readonly preferredFrom: Int32Array // by visit, and one more: its windows are those from here to before the next visit's
  readonly preferredOpens: Int32Array // by preferred window
  readonly preferredCloses: Int32Array // by preferred window
  readonly preferredSaves: Float64Array // by preferred window: cents
  readonly preferredMost: Float64Array // by visit: the most that one of its windows saves
}

export function compilePreferredWindows(visits: readonly VisitModel[]): PreferredWindows {
  const preferredWindows = visits.map((visit) => visit.preferredWindows ?? [])
  const windows = preferredWindows.flat()
  return {
    preferredFrom: sharedOffsetsOf(preferredWindows),
    preferredOpens: sharedIntsOf(windows.map(({ opens }) => opens)),
    preferredCloses: sharedIntsOf(windows.map(({ closes }) => closes)),
    preferredSaves: sharedNumbersOf(windows.map(({ cents }) => cents)),
    preferredMost: sharedNumbersOf(preferredWindows.map((of) => Math.max(0, ...of.map(({ cents }) => cents)))),
  }
}

export function preferredWindowCents(preferred: PreferredWindows, visit: number, start: number): number {
  const last = preferred.preferredFrom[visit + 1]!
  let saved = 0
  for (let window = preferred.preferredFrom[visit]!; window < last; window++)
    if (preferred.preferredOpens[window]! <= start && start <= preferred.preferredCloses[window]!)
      saved = Math.max(saved, preferred.preferredSaves[window]!)
  return preferred.preferredMost[visit]! - saved
}
