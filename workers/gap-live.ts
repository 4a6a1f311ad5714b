// What is worth most on a free technician's shifts, each place judged before anybody sees it. Imports workers/ and solver/ only.
import { type AskedGap, type GapOffered, visitInGap, visitsForGap } from '../solver/live/gap.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { judgeAdded } from './judge-added.ts'

/** Throws PlanRejectedError when one is not what it says: a bug, which nobody is to see as an offer. */
export function judgedVisitsForGap(day: LiveDay, asked: AskedGap): GapOffered[] {
  for (const visit of asked.visits) day.accept(visit)
  const offered = visitsForGap(day, asked)
  for (const { visit, planned, cost } of offered)
    judgeAdded(day, { members: [visitInGap(asked.visits[visit]!, asked.gap)], links: [], planned: [planned], cost })
  return offered
}
