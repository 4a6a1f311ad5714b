// Preferred windows: beginning inside the one that is liked best is free, elsewhere costs what that one would have saved.
// Imports solver/ only.
import type { VisitModel } from '../model.ts'
import { sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'

export interface PreferredWindows {
  readonly preferredFrom: Int32Array // by visit, and one more: its windows are those from here to before the next visit's
  readonly preferredOpens: Int32Array // by preferred window
  readonly preferredCloses: Int32Array // by preferred window
  readonly preferredSaves: Float64Array // by preferred window: cents
  readonly preferredMost: Float64Array // by visit: the most that one of its windows saves
}

export function compilePreferredWindows(visits: readonly VisitModel[]): PreferredWindows {
  const preferredFrom = sharedInts(visits.length + 1)
  const preferredMost = sharedNumbers(visits.length)
  for (const [visit, { preferredWindows = [] }] of visits.entries()) {
    preferredFrom[visit + 1] = preferredFrom[visit]! + preferredWindows.length
    for (const { cents } of preferredWindows) preferredMost[visit] = Math.max(preferredMost[visit]!, cents)
  }
  const windows = visits.flatMap(({ preferredWindows = [] }) => preferredWindows)
  const preferredSaves = sharedNumbers(windows.length)
  for (const [index, { cents }] of windows.entries()) preferredSaves[index] = cents
  return {
    preferredFrom,
    preferredOpens: sharedIntsOf(windows.map(({ opens }) => opens)),
    preferredCloses: sharedIntsOf(windows.map(({ closes }) => closes)),
    preferredSaves,
    preferredMost,
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
