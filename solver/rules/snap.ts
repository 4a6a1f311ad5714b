// Snap: work begins at whole steps of the clock, as customers are told it. Imports solver/ only.
import type { Model, VisitModel } from '../model.ts'
import { sharedFlagsOf } from '../shared.ts'

export interface Snap {
  readonly snapEvery: number // 0 where nothing snaps
  readonly snapFrom: number
  readonly isSnapped: Uint8Array // by visit
}

export function compileSnap({ visits, snap }: Model): Snap {
  const isSnapped = sharedFlagsOf(visits.map((visit) => snap !== undefined && snaps(visit, snap.every)))
  return { snapEvery: snap?.every ?? 0, snapFrom: snap?.from ?? 0, isSnapped }
}

/** What was fixed or told to the second is kept to the second. */
const snaps = ({ isUnsnapped, pinned, promised }: VisitModel, every: number): boolean =>
  isUnsnapped !== true && pinned === undefined && (promised === undefined || promised.closes - promised.opens >= every)

/** The first step that is not before this second. */
export const nextStep = ({ snapEvery, snapFrom }: Snap, second: number): number =>
  snapFrom + Math.ceil((second - snapFrom) / snapEvery) * snapEvery

/** The last step that is not after this second. */
export const lastStep = ({ snapEvery, snapFrom }: Snap, second: number): number =>
  snapFrom + Math.floor((second - snapFrom) / snapEvery) * snapEvery
