// Change: what stands already. Pins hold a visit at its technician and its second; giving a planned visit to somebody
// else has a price. That a pin limits technicians and times is said in fit and clock. Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedFlags, sharedInts, sharedNumbers } from '../shared.ts'

export interface Change {
  readonly plannedTech: Int32Array // by visit; NOBODY where it is not planned yet
  readonly techChangedCents: Float64Array // by visit
  readonly pinned: Uint8Array // by visit: 1 where it is fixed; such a visit is seated first and never taken out
}

const NOBODY = -1

export function compileChange(model: Model): Change {
  const count = model.visits.length
  const plannedTech = sharedInts(count).fill(NOBODY)
  const techChangedCents = sharedNumbers(count)
  const pinned = sharedFlags(count)
  for (const [visit, of] of model.visits.entries()) {
    if (of.planned) {
      plannedTech[visit] = of.planned.tech
      techChangedCents[visit] = of.planned.techChangedCents
    }
    if (of.pinned) pinned[visit] = 1
  }
  return { plannedTech, techChangedCents, pinned }
}

export function changeCents(change: Change, visit: number, tech: number): number {
  const planned = change.plannedTech[visit]!
  return planned === tech || planned === NOBODY ? 0 : change.techChangedCents[visit]!
}
