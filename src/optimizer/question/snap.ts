// Clean times: work begins at whole steps of the clock, except where somebody has settled on another time.
// Knows no technicians and no routes.
import type { Model, VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { type Clock, modelSeconds, secondFrom } from './clock.ts'
import { localDay, offsetZone, zoneOffsets } from './zones.ts'

export type Snap = NonNullable<Model['snap']>
type Link = NonNullable<Model['links']>[number]

/** Counted from the midnight before the horizon, on the clock that the horizon is written in. */
export function snapOf({ policy, horizon }: OptimizationInput, clock: Clock): Snap | undefined {
  const every = policy.snap === undefined ? 0 : modelSeconds(durationSeconds(policy.snap))
  if (every === 0) return undefined
  const start = secondFrom(horizon.start)
  const offsetAt = zoneOffsets(offsetZone(horizon.start))
  return { every, from: clock.toModelOrBefore(localDay(start, offsetAt) * 86_400 - offsetAt(start)) }
}

/**
 * A visit does not snap when its start is settled, or when no clean time lies in any of its windows: those bind, and the
 * snap is for the convenience of all. Who has to begin in the same second as such a visit does not snap either.
 */
export function unsnapped(visits: readonly VisitModel[], links: readonly Link[], snap: Snap | undefined): VisitModel[] {
  if (!snap) return [...visits]
  const free = new Set(visits.keys().filter((number) => !snaps(visits[number], snap)))
  for (const link of links)
    if (link.kind === 'same-time' && link.visits.some((visit) => free.has(visit)))
      for (const visit of link.visits) free.add(visit)
  return visits.map((visit, number) => (free.has(number) ? { ...visit, isUnsnapped: true } : visit))
}

function snaps(visit: VisitModel | undefined, { every, from }: Snap): boolean {
  if (!visit || visit.pinned) return false
  const { windows, promised } = visit
  if (promised && promised.closes - promised.opens < every) return false
  const holdsStep = ({ opens, closes }: { opens: number; closes: number }) =>
    from + Math.ceil((opens - from) / every) * every <= closes
  return windows.length === 0 || windows.some(holdsStep)
}
