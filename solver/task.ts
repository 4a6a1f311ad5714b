// What a search thread is asked to do and what it answers, and the doing of it. Plans pass between threads as one array on
// shared memory that says who follows whom. Imports solver/ only.
import { Annealing } from './anneal.ts'
import { combine } from './combine.ts'
import { construct, couldServeMore } from './construct.ts'
import { coolingOf } from './cooling.ts'
import { Descent } from './descent.ts'
import { type Draft, draftOf, planOfDraft } from './draft.ts'
import { NOTHING_GIVEN } from './given-plan.ts'
import type { Improvement } from './improvement.ts'
import { BestInsertion } from './insertion.ts'
import { type Part, planOfPart } from './part.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { Random } from './random.ts'
import { type Columns, RoutePool } from './route-pool.ts'
import { serveWhereverPays } from './serve-where-pays.ts'

export type Task = FirstTask | AnnealTask | CombineTask | CompleteTask

/** Make a first plan, beginning with the one that was given if there is one. */
export interface FirstTask {
  readonly kind: 'first'
  /** Leave aside what was given. */
  readonly afresh?: boolean
}

/** Anneal a plan, or some of its routes while others have the rest. */
export interface AnnealTask {
  readonly kind: 'anneal'
  readonly seed: number
  /** Where to begin: by visit and by start, who follows. */
  readonly draft: Int32Array
  /** Only these routes, and of those left out only the ones that `leftOut` names; without it, all of the plan. */
  readonly part?: Part
  /** What the whole plan costs, and how many it leaves out, so that progress tells of the whole. */
  readonly whole: Pick<Draft, 'cost' | 'leftOut'>
  /** Do with so many routes less; none that is empty may be used. Without it, routes may be opened as it pays. */
  readonly fewer?: number
  /** Where on the way from hot to cold it begins and ends, from 0 to 1, and a factor on all heat. */
  readonly cooling: { readonly from: number; readonly to: number; readonly heat: number }
  /** The share of the whole search that is gone when it begins and when it has to end. */
  readonly from: number
  readonly to: number
  /** Also give back routes of good plans, this share dearer than the best at most. */
  readonly poolGap?: number
}

/** Find the best plan that is made of given routes. */
export interface CombineTask {
  readonly kind: 'combine'
  readonly columns: readonly Columns[]
  readonly draft: Int32Array
}

/** Look once more, everywhere, at whoever is left out. */
export interface CompleteTask {
  readonly kind: 'complete'
  readonly draft: Int32Array
}

export interface Found {
  /** The best plan it saw, and where it came to. */
  readonly best: Draft
  readonly last: Draft
  /** How far the whole search had come at its end; 1 once it was told to stop. */
  readonly at: number
  readonly rounds: number
  readonly columns?: Columns
}

/** Rounds between two looks at a clock, which costs something, and at a count, which does not. */
export const LOOK_EVERY = { clock: 16, count: 1 }
/** So that a sum of shares is not a hair short of the whole. */
const HAIR = 1e-9

/** How a task knows when to end, and whom it tells. */
export interface Pace {
  /** Rounds of annealing between two looks at the two below: more where they read a clock. */
  readonly lookEvery: number
  readonly stop: () => boolean
  /** How far the whole search has come after so many rounds of this task. */
  readonly gone: (rounds: number) => number
  /** Of the best plan that the task has seen so far, and what made it. */
  readonly onProgress?: (cost: number, leftOut: number, rounds: number, by: Improvement) => void
}

const SQUEEZE = {
  /** Share of the task at most to serve everybody again with fewer routes. */
  share: 0.4,
  heat: 0.3,
}

export function perform(problem: Problem, task: Task, pace: Pace): Found {
  switch (task.kind) {
    case 'first':
      return makeFirst(problem, task, pace)
    case 'anneal':
      return annealDraft(problem, task, pace)
    case 'combine':
      return told(combine(planOfDraft(problem, task.draft), task.columns, pace.stop), 'combine', pace)
    case 'complete':
      return complete(planOfDraft(problem, task.draft), pace)
  }
}

function makeFirst(problem: Problem, { afresh }: FirstTask, pace: Pace): Found {
  const given = afresh ? NOTHING_GIVEN : undefined
  const sparing = new Plan(problem)
  construct(sparing, given)
  const hasLeftOut = couldServeMore(sparing)
  const first = improved(sparing, pace)
  if (!hasLeftOut) return first
  // A route that no visit pays for alone may pay once it is full: everybody first, and then without whoever costs too much.
  const crowded = new Plan(problem)
  construct(crowded, given, true)
  const isBetter = (cost: number) => cost < first.best.cost
  const quiet: Pace = {
    ...pace,
    onProgress: (cost, ...rest) => {
      if (isBetter(cost)) pace.onProgress?.(cost, ...rest)
    },
  }
  const second = improved(crowded, quiet)
  return isBetter(second.best.cost) ? second : first
}

function improved(plan: Plan, pace: Pace): Found {
  tell(plan, 'first-plan', pace)
  const descent = new Descent(plan)
  for (const visit of plan.visits) descent.enqueue(visit)
  improve(plan, descent, pace)
  tell(plan, 'descent', pace)
  return complete(plan, pace)
}

function improve(plan: Plan, descent: Descent, pace: Pace): void {
  let known = plan.cost
  plan.begin()
  descent.run(() => {
    if (plan.cost < known) tell(plan, 'descent', pace)
    known = plan.cost
    return pace.stop()
  })
  if (plan.undrivable > 0) plan.undo()
}

function complete(plan: Plan, pace: Pace): Found {
  serveLeftOut(plan)
  return told(plan, 'complete', pace)
}

function annealDraft(problem: Problem, task: AnnealTask, pace: Pace): Found {
  const { draft, part, cooling, from, to } = task
  const plan = part === undefined ? planOfDraft(problem, draft) : planOfPart(problem, draft, part)
  if (plan.visits.length === 0 || problem.routeCount === 0) return found(plan, pace)
  const elsewhere = { cost: task.whole.cost - plan.cost, leftOut: task.whole.leftOut - plan.unservedCount }
  const pool = task.poolGap === undefined ? undefined : new RoutePool(plan, task.poolGap)
  const annealing = new Annealing(plan, new Descent(plan), new Random(task.seed), pool)
  const usual = coolingOf(plan)
  const at = (share: number) => usual.hot * (usual.cold / usual.hot) ** share * cooling.heat
  const share = (end: number) => (rounds: number) =>
    pace.stop() ? 1 : (pace.gone(rounds) - from) / Math.max(Number.EPSILON, end - from) + HAIR
  if (task.fewer !== undefined)
    squeeze(plan, annealing, task.fewer, at(cooling.from), share(from + SQUEEZE.share * (to - from)), pace.lookEvery)
  annealing.run({
    hot: at(cooling.from),
    cold: at(cooling.to),
    share: share(to),
    lookEvery: pace.lookEvery,
    onProgress: (best, rounds) =>
      pace.onProgress?.(best.cost + elsewhere.cost, best.leftOut + elsewhere.leftOut, rounds, 'anneal'),
  })
  const last = draftOf(plan)
  plan.openEmptyRoutes()
  plan.assume(annealing.best.next)
  return {
    best: draftOf(plan),
    last,
    at: cameTo(annealing.rounds, pace),
    rounds: annealing.rounds,
    ...(pool && { columns: pool.columns() }),
  }
}

/** From now on without so many of the routes in use, and without those that are empty. */
function squeeze(
  plan: Plan,
  annealing: Annealing,
  fewer: number,
  heat: number,
  share: (rounds: number) => number,
  lookEvery: number,
): void {
  if (fewer === 0) {
    plan.closeEmptyRoutes()
    return
  }
  for (let turn = 0; turn < fewer; turn++) plan.retire(smallestRoute(plan))
  annealing.run({ hot: heat * SQUEEZE.heat, cold: heat * SQUEEZE.heat, share, lookEvery, untilServed: true })
  annealing.restart()
}

function smallestRoute(plan: Plan): number {
  let smallest = -1
  for (let route = 0; route < plan.problem.routeCount; route++)
    if (!plan.isEmpty(route) && (smallest < 0 || plan.visitsOn[route]! < plan.visitsOn[smallest]!)) smallest = route
  return smallest
}

/** A search that was told to stop has come to its end, however much time it still had. */
const cameTo = (rounds: number, pace: Pace): number =>
  pace.stop() || pace.gone(rounds) + HAIR >= 1 ? 1 : pace.gone(rounds)

function tell(plan: Plan, by: Improvement, pace: Pace): void {
  pace.onProgress?.(plan.cost, plan.unservedCount, 0, by)
}

function told(plan: Plan, by: Improvement, pace: Pace): Found {
  tell(plan, by, pace)
  return found(plan, pace)
}

/** Without a single round. */
function found(plan: Plan, pace: Pace): Found {
  const draft = draftOf(plan)
  return { best: draft, last: draft, at: cameTo(0, pace), rounds: 0 }
}

/** Whoever is left out is so for a reason: every position of the plan as it ends up was looked at. */
function serveLeftOut(plan: Plan): void {
  const best = new BestInsertion(plan)
  let served: boolean
  do {
    served = false
    const leftOut = plan.unserved.slice(0, plan.unservedCount).sort()
    for (const visit of leftOut) if (serveWhereverPays(plan, best, visit)) served = true
  } while (served)
}
