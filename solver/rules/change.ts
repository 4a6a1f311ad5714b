// Change: what stands already. Pins hold a visit at its technician and its second; giving a planned visit to somebody
// else has a price. That a pin limits technicians and times is said in fit and clock. Imports solver/ only.
import type { Model, VisitModel } from '../model.ts'
import { sharedFlags } from '../shared.ts'

export interface Change {
  readonly pinned: Uint8Array // by visit: 1 where it is fixed; such a visit is seated first and never taken out
}

export function compileChange(model: Model): Change {
  const pinned = sharedFlags(model.visits.length)
  for (const [visit, of] of model.visits.entries()) if (of.pinned) pinned[visit] = 1
  return { pinned }
}

export const changeCents = ({ planned }: VisitModel, tech: number): number =>
  planned === undefined || planned.tech === tech ? 0 : planned.techChangedCents
