// How a search begins that was given a plan of most of its day: it mends what has changed while it is as cold as it ever
// gets, sees what the plan is worth and how much there is time for, and then goes on only so hot that nothing of that is
// lost. Imports solver/ only.
import type { Draft } from './draft.ts'
import type { Problem } from './problem.ts'
import { NOT_GIVEN } from './rules/change.ts'
import type { AnnealTask, Found, Task } from './task.ts'

export const GIVEN = {
  /** A day of which at least this share was planned before is changed rather than planned anew. */
  from: 0.5,
  /** Share of the search for mending. */
  mending: 0.05,
  /** Where mending gives so many of the visits another follower, there is little to lose: the search begins as any other. */
  upset: 0.25,
  /** Else so far back on the way from cold to hot at most: from all the way back even a long search may end dearer. */
  heat: 0.5,
  /** That is with so many rounds a visit; with fewer it begins cooler in proportion, or it would not be cold again in time. */
  roundsPerVisit: 700,
}

/** Of all visits, those that stood in the plan that was given. */
export function shareGiven({ givenRoute, visitCount }: Problem): number {
  let count = 0
  for (const route of givenRoute) if (route !== NOT_GIVEN) count++
  return count / Math.max(1, visitCount)
}

export interface Begin {
  readonly best: Draft
  readonly at: number
  /** Where it does not begin as hot as any search. */
  readonly cooling?: AnnealTask['cooling']
}

export function* mend(
  problem: Problem,
  threads: number,
  { best: first, at: from }: Found,
  seeds: () => number,
): Generator<readonly Task[], Begin, readonly Found[]> {
  const found = yield Array.from(
    { length: threads },
    (): AnnealTask => ({
      kind: 'anneal',
      seed: seeds(),
      draft: first.next,
      whole: first,
      cooling: { from: 1, to: 1, heat: 1 },
      from,
      to: from + GIVEN.mending * (1 - from),
    }),
  )
  const best = found.reduce((least, of) => (of.best.cost < least.cost ? of.best : least), first)
  const at = Math.max(...found.map((of) => of.at))
  if (shareMoved(problem, first, best) >= GIVEN.upset) return { best, at }
  const rounds = found.reduce((sum, of) => sum + of.rounds, 0) / Math.max(Number.EPSILON, at - from)
  const enough = GIVEN.roundsPerVisit * problem.visitCount
  return { best, at, cooling: { from: 1 - GIVEN.heat * Math.min(1, rounds / enough), to: 1, heat: 1 } }
}

function shareMoved({ visitCount }: Problem, before: Draft, after: Draft): number {
  let count = 0
  for (let visit = 0; visit < visitCount; visit++) if (before.next[visit] !== after.next[visit]) count++
  return count / Math.max(1, visitCount)
}
