// What a search thread is asked to do and what it answers, and the doing of it. Plans pass between threads as one array on
// shared memory that says who follows whom. Imports solver/ only.
import { Annealing } from './anneal.ts'
import { combine } from './combine.ts'
import { construct } from './construct.ts'
import { coolingOf } from './cooling.ts'
import { Descent } from './descent.ts'
import { type Draft, draftOf, planOfDraft } from './draft.ts'
import { BestInsertion, serveWhereverPays } from './insertion.ts'
import { type Part, planOfPart } from './part.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { Random } from './random.ts'
import { type Columns, RoutePool } from './route-pool.ts'

export type Task = FirstTask | AnnealTask | CombineTask | CompleteTask

/** Make a first plan. */
export interface FirstTask {
  readonly kind: 'first'
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
  /** How far the whole search had come at its end. */
  readonly at: number
  readonly rounds: number
  readonly columns?: Columns
}

/** How a task knows when to end, and whom it tells. */
export interface Pace {
  readonly stop: () => boolean
  /** How far the whole search has come after so many rounds of this task. */
  readonly gone: (rounds: number) => number
  readonly onProgress?: (cost: number, leftOut: number, rounds: number) => void
}

const SQUEEZE = {
  /** Share of the task at most to serve everybody again with fewer routes. */
  share: 0.4,
  heat: 0.3,
}

export function perform(problem: Problem, task: Task, pace: Pace): Found {
  switch (task.kind) {
    case 'first':
      return makeFirst(problem, pace)
    case 'anneal':
      return annealDraft(problem, task, pace)
    case 'combine':
      return found(combine(planOfDraft(problem, task.draft), task.columns), 0, pace)
    case 'complete':
      return complete(planOfDraft(problem, task.draft), pace)
  }
}

function makeFirst(problem: Problem, pace: Pace): Found {
  const plan = new Plan(problem)
  construct(plan)
  pace.onProgress?.(plan.cost, plan.unservedCount, 0)
  const descent = new Descent(plan)
  for (let visit = 0; visit < problem.visitCount; visit++) descent.enqueue(visit)
  descent.run(pace.stop)
  return complete(plan, pace)
}

function complete(plan: Plan, pace: Pace): Found {
  serveLeftOut(plan)
  pace.onProgress?.(plan.cost, plan.unservedCount, 0)
  return found(plan, 0, pace)
}

function annealDraft(problem: Problem, task: AnnealTask, pace: Pace): Found {
  const { draft, part, cooling, from, to } = task
  const plan = part === undefined ? planOfDraft(problem, draft) : planOfPart(problem, draft, part)
  if (plan.visits.length === 0 || problem.routeCount === 0) return found(plan, 0, pace)
  const elsewhere = { cost: task.whole.cost - plan.cost, leftOut: task.whole.leftOut - plan.unservedCount }
  const pool = task.poolGap === undefined ? undefined : new RoutePool(plan, task.poolGap)
  const annealing = new Annealing(plan, new Descent(plan), new Random(task.seed), pool)
  const usual = coolingOf(plan)
  const at = (share: number) => usual.hot * (usual.cold / usual.hot) ** share * cooling.heat
  const share = (end: number) => (rounds: number) =>
    pace.stop() ? 1 : (pace.gone(rounds) - from) / Math.max(Number.EPSILON, end - from)
  if (task.fewer !== undefined)
    squeeze(plan, annealing, task.fewer, at(cooling.from), share(from + SQUEEZE.share * (to - from)))
  annealing.run({
    hot: at(cooling.from),
    cold: at(cooling.to),
    share: share(to),
    onProgress: ({ cost, unservedCount }, rounds) =>
      pace.onProgress?.(cost + elsewhere.cost, unservedCount + elsewhere.leftOut, rounds),
  })
  const last = draftOf(plan)
  plan.openEmptyRoutes()
  plan.assume(annealing.best.next)
  return {
    best: draftOf(plan),
    last,
    at: pace.gone(annealing.rounds),
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
): void {
  if (fewer === 0) {
    plan.closeEmptyRoutes()
    return
  }
  for (let turn = 0; turn < fewer; turn++) plan.retire(smallestRoute(plan))
  annealing.run({ hot: heat * SQUEEZE.heat, cold: heat * SQUEEZE.heat, share, untilServed: true })
  annealing.restart()
}

function smallestRoute(plan: Plan): number {
  let smallest = -1
  for (let route = 0; route < plan.problem.routeCount; route++)
    if (!plan.isEmpty(route) && (smallest < 0 || plan.visitsOn[route]! < plan.visitsOn[smallest]!)) smallest = route
  return smallest
}

function found(plan: Plan, rounds: number, pace: Pace): Found {
  const draft = draftOf(plan)
  return { best: draft, last: draft, at: pace.gone(rounds), rounds }
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
