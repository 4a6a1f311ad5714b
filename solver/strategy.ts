// The course of a whole search, whoever runs its tasks: a first plan; on days where the number of routes matters, a race
// between plans with fewer of them; then either islands that anneal the whole day and share their routes, or parts of one
// plan, each annealed by a thread of its own. One thread and many run the same course. Knows no threads and no clock.
// Imports solver/ only.
import type { Draft } from './draft.ts'
import { type Begin, GIVEN, mend, shareGiven } from './given-start.ts'
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
  /** With that many more routes than the load alone takes, fewer of them are no gain, and whoever won with them is stuck. */
  loose: 1.6,
  /** Share of the search for one heat of the race. */
  heat: 0.06,
  /** A plan that is this much dearer after a short anneal may still win the long one: tight plans cool slowly. */
  handicap: 1.02,
  /** That is, plans with few more routes than the load alone takes. */
  tight: 1.15,
  fewerAtMost: 6,
  /** Up to so many visits the routes of good plans are put together anew. */
  combineUpTo: 400,
  poolGap: 0.03,
  /** An island's anneal is worth so many rounds for each pair of visits; with more time there are several of them. */
  roundsPerPair: 5,
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
}

export type Strategy = Generator<readonly Task[], Draft, readonly Found[]>

export function* strategy(problem: Problem, course: Course): Strategy {
  const { threads } = course
  const given = shareGiven(problem)
  const first = yield* firstPlan(threads, given, problem.pinned.includes(1))
  let { best } = first
  if (problem.visitCount > 0 && problem.routeCount > 0 && first.at < 1) {
    const seeds = seedsFrom(course.seed)
    const begin: Begin = given < GIVEN.from ? first : yield* mend(problem, threads, first, seeds)
    const { at, cooling } = begin
    const isRaced = cooling === undefined && problem.visitCount <= STRATEGY.raceUpTo
    const raced = isRaced
      ? yield* race(problem, course, begin.best, at, seeds)
      : { drafts: [begin.best], at, pace: 0, isTight: false }
    best =
      threads > 1 && problem.visitCount >= STRATEGY.togetherFrom && areRoutesApart(problem)
        ? yield* together(problem, course, raced, cooling ?? WHOLE, seeds)
        : yield* islands(problem, course, raced, cooling ?? WHOLE, seeds)
  }
  const complete = yield [{ kind: 'complete', draft: best.next }]
  return complete[0]!.best
}

/** The plan that was given, what is new put in. Where it says little of the day, a plan without it may be the better one. */
function* firstPlan(
  threads: number,
  given: number,
  hasPins: boolean,
): Generator<readonly Task[], Found, readonly Found[]> {
  // Drafts are compared by cost alone, and a pin counts for more: where there are any, it is the given plan.
  if (given === 0 || given >= GIVEN.from || hasPins) return (yield [{ kind: 'first' }])[0]!
  const tasks: readonly Task[] = [{ kind: 'first' }, { kind: 'first', afresh: true }]
  const found = threads > 1 ? yield tasks : [...(yield tasks.slice(0, 1)), ...(yield tasks.slice(1))]
  return { ...found.reduce((one, other) => (other.best.cost < one.best.cost ? other : one)), at: last(found) }
}

/** The first is the seed itself. */
function seedsFrom(seed: number): () => number {
  let count = 0
  return () => seedOf(seed, count++)
}

const cheaper = (a: Draft, b: Draft): Draft => (b.cost < a.cost ? b : a)

const last = (found: readonly Found[]): number => found.reduce((at, of) => Math.max(at, of.at), 0)

type Cooling = AnnealTask['cooling']

const WHOLE: Cooling = { from: 0, to: 1, heat: 1 }

interface Raced {
  /** The best plan of every number of routes that was tried, the most promising first. */
  readonly drafts: readonly Draft[]
  readonly at: number
  /** Rounds of the whole search on one thread. */
  readonly pace: number
  /** Whether the number of routes was raced for at all. */
  readonly isTight: boolean
}

/** Short anneals with the routes as they come, then with fewer and fewer of them, as long as that is promising. */
function* race(
  problem: Problem,
  { threads }: Course,
  first: Draft,
  from: number,
  seeds: () => number,
): Generator<readonly Task[], Raced, readonly Found[]> {
  const fewest = fewestRoutes(problem)
  const promise = ({ cost, usedRoutes }: Draft) =>
    usedRoutes <= STRATEGY.tight * fewest ? cost / STRATEGY.handicap : cost
  const heat = (draft: Draft, at: number, fewer?: number): AnnealTask => ({
    kind: 'anneal',
    seed: seeds(),
    draft: draft.next,
    whole: draft,
    cooling: WHOLE,
    from: at,
    to: Math.min(1, at + STRATEGY.heat),
    ...(fewer !== undefined && { fewer }),
  })
  const free = yield Array.from({ length: threads }, () => heat(first, from))
  let at = last(free)
  const pace = free[0]!.rounds / Math.max(Number.EPSILON, at - from)
  let drafts = ranked(
    free.map((of) => of.best),
    promise,
  )
  // Where routes are of several kinds, empty ones of the others have to stay open.
  const isTight = problem.kindCount === 1 && drafts[0]!.usedRoutes <= STRATEGY.loose * fewest
  let fewestTried = drafts[0]!.usedRoutes
  for (let done = 0; isTight && done < STRATEGY.fewerAtMost && at < 1; ) {
    const [winner] = drafts
    if (winner!.usedRoutes > fewestTried || winner!.usedRoutes <= fewest) break
    const most = Math.min(threads, winner!.usedRoutes - fewest, STRATEGY.fewerAtMost - done)
    const raced = yield Array.from({ length: most }, (_, turn) => heat(winner!, at, turn + 1))
    done += most
    at = last(raced)
    fewestTried = winner!.usedRoutes - most
    const complete = raced.map((of) => of.best).filter(({ leftOut }) => leftOut <= winner!.leftOut)
    drafts = ranked([...drafts, ...complete], promise)
  }
  return { drafts, at, pace, isTight }
}

/** The best of each number of routes, in order of promise. */
function ranked(drafts: readonly Draft[], promise: (draft: Draft) => number): Draft[] {
  const sorted = drafts.toSorted((a, b) => promise(a) - promise(b))
  return sorted.filter((draft, turn) => sorted.findIndex(({ usedRoutes }) => usedRoutes === draft.usedRoutes) === turn)
}

/** What one shift does is no concern of any other one. */
const areRoutesApart = ({ hasLinks, isShared }: Problem): boolean => !hasLinks && !isShared

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
  raced: Raced,
  cooling: Cooling,
  seeds: () => number,
): Generator<readonly Task[], Draft, readonly Found[]> {
  /** Share of the search for one anneal, at so many rounds for all of it. */
  const lengthOf = (rounds: number) =>
    Math.max(STRATEGY.shortest, (STRATEGY.roundsPerPair * visitCount * visitCount) / rounds)
  const { visitCount } = problem
  const isCombined = visitCount <= STRATEGY.combineUpTo && areRoutesApart(problem)
  let { at } = raced
  let best = raced.drafts.reduce(cheaper)
  let columns: Columns[] = []
  let length = raced.pace > 0 ? lengthOf(raced.pace) : visitCount <= STRATEGY.raceUpTo ? STRATEGY.shortest : 1
  for (let round = 0; at < 1; round++) {
    const isLast = 1 - at < STRATEGY.worthHalf * length
    const to = isLast ? 1 : at + length
    const standing = best
    const began = at
    const found = yield Array.from({ length: threads }, (_, thread): AnnealTask => {
      // At first every thread follows a number of routes of its own, as long as there are promising ones.
      const start = round === 0 ? raced.drafts[thread % Math.min(2, raced.drafts.length)]! : standing
      const isFresh = round === 0 || ((thread + (round >> 1)) % 2 === 0 && !isLast)
      const heat = isFresh ? 1 : STRATEGY.reheat * (thread % 2 === 0 ? 1 : STRATEGY.cool)
      return {
        kind: 'anneal',
        seed: seeds(),
        draft: start.next,
        whole: start,
        cooling: { ...cooling, heat },
        from: at,
        to,
        ...(round === 0 && cap(raced, start)),
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
  raced: Raced,
  cooling: Cooling,
  seeds: () => number,
): Generator<readonly Task[], Draft, readonly Found[]> {
  const from = raced.at
  const [begin] = raced.drafts
  const random = new Random(seed)
  let best = raced.drafts.reduce(cheaper)
  let current = begin!
  let at = from
  const coolAt = (share: number) => cooling.from + ((cooling.to - cooling.from) * (share - from)) / (1 - from)
  for (let round = 0; round < STRATEGY.rounds && at < 1; round++) {
    const to = round + 1 === STRATEGY.rounds ? 1 : from + ((1 - from) * (round + 1)) / STRATEGY.rounds
    const whole = current
    const parts = partsOf(problem, current.next, threads, random)
    const found = yield parts.map(
      (part): AnnealTask => ({
        kind: 'anneal',
        seed: seeds(),
        draft: whole.next,
        whole,
        part,
        cooling: { ...cooling, from: coolAt(at), to: coolAt(to) },
        from: at,
        to,
        ...cap(raced, begin!),
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

/** Who won a race with fewer routes than others keeps to them. */
const cap = ({ drafts, isTight }: Raced, { usedRoutes }: Draft): { fewer?: number } =>
  isTight && drafts.some((draft) => draft.usedRoutes > usedRoutes) ? { fewer: 0 } : {}

function joined(problem: Problem, parts: Parameters<typeof joinParts>[1], drafts: readonly Draft[]): Draft {
  const sum = (of: (draft: Draft) => number) => drafts.reduce((total, draft) => total + of(draft), 0)
  const next = joinParts(
    problem,
    parts,
    drafts.map((draft) => draft.next),
  )
  return { next, cost: sum((of) => of.cost), leftOut: sum((of) => of.leftOut), usedRoutes: sum((of) => of.usedRoutes) }
}
