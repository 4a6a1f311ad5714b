// The course of a whole search, whoever runs its tasks: a first plan; on days where the number of routes matters, a race
// between plans with fewer of them; then either islands that anneal the whole day and share their routes, or parts of one
// plan, each annealed by a thread of its own. One thread and many run the same course. Knows no threads and no clock.
// Imports solver/ only.
import type { Draft } from './draft.ts'
import { joinParts, partsOf } from './part.ts'
import type { Problem } from './problem.ts'
import { Random, seedOf } from './random.ts'
import type { Columns } from './route-pool.ts'
import type { AnnealTask, Found, Task } from './task.ts'

export const STRATEGY = {
  /** From so many visits on several threads share one plan; below, a part would be too small to find anything in. */
  togetherFrom: 400,
  rounds: 20,
  /** From here on each part hands back the best it saw instead of where it came to. */
  bestFrom: 0.7,
  /** On larger days the time is better spent on the anneal itself. */
  raceUpTo: 600,
  /** Share of the search for one heat of the race. */
  heat: 0.06,
  /** A plan that is this much dearer after a short anneal may still win the long one: tight plans cool slowly. */
  handicap: 1.0,
  fewerAtMost: 6,
  /** Up to so many visits the routes of good plans are put together anew. */
  combineUpTo: 400,
  poolGap: 0.03,
  /** An island's anneal is worth so many rounds a visit; with more time there are several, one after the other. */
  roundsPerVisit: 700,
  shortest: 0.12,
  /** What is left at the end is added to the anneal before it, unless it is this much of another one. */
  worthHalf: 1.5,
  /** The second half of the islands is cooler, and so is whoever begins with the best plan so far. */
  cool: 0.35,
  reheat: 0.4,
}

export interface Course {
  readonly seed: number
  readonly threads: number
  /** A first plan to begin with, if there is one. */
  readonly begin?: Int32Array
}

export type Strategy = Generator<readonly Task[], Draft, readonly Found[]>

export function* strategy(problem: Problem, course: Course): Strategy {
  const { threads } = course
  const first = yield [{ kind: 'first' }]
  let best = first[0]!.best
  let at = first[0]!.at
  if (problem.visitCount > 0 && problem.routeCount > 0 && at < 1) {
    let fewer: number | undefined
    let pace = 0 // rounds of the whole search on one thread
    const seeds = seedsFrom(course.seed)
    if (problem.visitCount <= STRATEGY.raceUpTo && best.usedRoutes > fewestRoutes(problem))
      ({ best, at, fewer, pace } = yield* race(problem, course, best, at, seeds))
    best =
      threads > 1 && problem.visitCount >= STRATEGY.togetherFrom
        ? yield* together(problem, course, best, at, fewer, seeds)
        : yield* islands(problem, course, best, at, fewer, pace, seeds)
  }
  const complete = yield [{ kind: 'complete', draft: best.next }]
  return complete[0]!.best
}

/** The first is the seed itself. */
function seedsFrom(seed: number): () => number {
  let count = 0
  return () => seedOf(seed, count++)
}

const cheaper = (a: Draft, b: Draft): Draft => (b.cost < a.cost ? b : a)

const last = (found: readonly Found[]): number => found.reduce((at, of) => Math.max(at, of.at), 0)

const WHOLE = { from: 0, to: 1, heat: 1 }

/** Short anneals with the routes as they come, then with fewer and fewer of them, as long as that is not dearer. */
function* race(
  problem: Problem,
  { threads }: Course,
  first: Draft,
  from: number,
  seeds: () => number,
): Generator<readonly Task[], { best: Draft; at: number; fewer: number | undefined; pace: number }, readonly Found[]> {
  const heat = (draft: Draft, at: number, fewer?: number): AnnealTask => ({
    kind: 'anneal',
    seed: seeds(),
    draft: draft.next,
    whole: draft,
    cooling: WHOLE,
    from: at,
    to: at + STRATEGY.heat,
    ...(fewer !== undefined && { fewer }),
  })
  const free = yield Array.from({ length: threads }, () => heat(first, from))
  let best = free.map((of) => of.best).reduce(cheaper)
  let at = last(free)
  const pace = free[0]!.rounds / Math.max(Number.EPSILON, at - from)
  let winner = best
  let fewer: number | undefined
  const fewest = fewestRoutes(problem)
  for (let done = 0; done < STRATEGY.fewerAtMost && winner.usedRoutes > fewest; ) {
    const most = Math.min(threads, winner.usedRoutes - fewest, STRATEGY.fewerAtMost - done)
    const start = winner
    const raced = yield Array.from({ length: most }, (_, turn) => heat(start, at, turn + 1))
    done += most
    at = last(raced)
    const before = winner
    for (const { best: found } of raced)
      if (found.leftOut <= winner.leftOut && found.cost < winner.cost * STRATEGY.handicap) winner = found
    for (const { best: found } of raced) best = cheaper(best, found)
    if (winner === before || winner !== raced.at(-1)!.best) {
      if (winner !== before) fewer = 0
      break
    }
    fewer = 0
  }
  return { best: winner, at, fewer, pace }
}

/** Fewer vans could not carry it all. */
export function fewestRoutes({ unitCount, loadOf, capacityOf, visitCount }: Problem): number {
  let fewest = 1
  for (let unit = 0; unit < unitCount; unit++) {
    let load = 0
    let largest = 0
    for (let visit = 0; visit < visitCount; visit++) load += loadOf[visit * unitCount + unit]!
    for (let at = unit; at < capacityOf.length; at += unitCount) largest = Math.max(largest, capacityOf[at]!)
    if (largest > 0) fewest = Math.max(fewest, Math.ceil(load / largest))
  }
  return fewest
}

/** Every thread anneals the whole day, again and again; routes of all are put together to better plans. */
function* islands(
  problem: Problem,
  { threads }: Course,
  begin: Draft,
  from: number,
  fewer: number | undefined,
  pace: number,
  seeds: () => number,
): Generator<readonly Task[], Draft, readonly Found[]> {
  /** Share of the search for one anneal, at so many rounds for all of it. */
  const lengthOf = (rounds: number) => Math.max(STRATEGY.shortest, (STRATEGY.roundsPerVisit * visitCount) / rounds)
  const { visitCount } = problem
  const isCombined = visitCount <= STRATEGY.combineUpTo
  let best = begin
  let at = from
  let columns: Columns[] = []
  let length = pace > 0 ? lengthOf(pace) : visitCount <= STRATEGY.raceUpTo ? STRATEGY.shortest : 1
  for (let round = 0; at < 1; round++) {
    const isLast = 1 - at < STRATEGY.worthHalf * length
    const to = isLast ? 1 : at + length
    const start = best
    const began = at
    const found = yield Array.from({ length: threads }, (_, thread): AnnealTask => {
      const isFresh = round === 0 || ((thread + (round >> 1)) % 2 === 0 && !isLast)
      const heat = (isFresh ? 1 : STRATEGY.reheat) * (thread % 2 === 0 ? 1 : STRATEGY.cool)
      return {
        kind: 'anneal',
        seed: seeds(),
        draft: start.next,
        whole: start,
        cooling: { ...WHOLE, heat },
        from: at,
        to,
        ...(fewer !== undefined && { fewer }),
        ...(isCombined && { poolGap: STRATEGY.poolGap }),
      }
    })
    at = last(found)
    for (const of of found) best = cheaper(best, of.best)
    length = lengthOf(found[0]!.rounds / Math.max(Number.EPSILON, at - began))
    if (!isCombined || at >= 1) continue
    columns = [...columns, ...found.flatMap((of) => (of.columns ? [of.columns] : []))]
    const combined = yield [{ kind: 'combine', columns, draft: best.next }]
    best = cheaper(best, combined[0]!.best)
    at = Math.max(at, combined[0]!.at)
  }
  return best
}

/** In each round the plan is cut into parts that share no route, and put together again. */
function* together(
  problem: Problem,
  { threads, seed }: Course,
  begin: Draft,
  from: number,
  fewer: number | undefined,
  seeds: () => number,
): Generator<readonly Task[], Draft, readonly Found[]> {
  const random = new Random(seed)
  let best = begin
  let current = begin
  let at = from
  for (let round = 0; round < STRATEGY.rounds && at < 1; round++) {
    const to = from + ((1 - from) * (round + 1)) / STRATEGY.rounds
    const whole = current
    const parts = partsOf(problem, current.next, threads, random)
    const cooling = { from: (at - from) / (1 - from), to: (to - from) / (1 - from), heat: 1 }
    const found = yield parts.map(
      (part): AnnealTask => ({
        kind: 'anneal',
        seed: seeds(),
        draft: whole.next,
        whole,
        part,
        cooling,
        from: at,
        to,
        ...(fewer !== undefined && { fewer }),
      }),
    )
    at = last(found)
    const reached = joined(
      problem,
      parts,
      found.map((of) => of.best),
    )
    best = cheaper(best, reached)
    current =
      to >= STRATEGY.bestFrom
        ? reached
        : joined(
            problem,
            parts,
            found.map((of) => of.last),
          )
  }
  return best
}

function joined(problem: Problem, parts: Parameters<typeof joinParts>[1], drafts: readonly Draft[]): Draft {
  const sum = (of: (draft: Draft) => number) => drafts.reduce((total, draft) => total + of(draft), 0)
  const next = joinParts(
    problem,
    parts,
    drafts.map((draft) => draft.next),
  )
  return { next, cost: sum((of) => of.cost), leftOut: sum((of) => of.leftOut), usedRoutes: sum((of) => of.usedRoutes) }
}
