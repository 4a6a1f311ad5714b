// One job from model to judged plan: compile, search on several threads over the one shared problem, keep the best, have
// it judged and explained. Runs on the main thread and only waits. Imports workers/ and solver/ only.

import { unservedVisits } from '../solver/blockers.ts'
import type { Draft } from '../solver/draft.ts'
import type { Model } from '../solver/model.ts'
import type { Problem } from '../solver/problem.ts'
import { ModelRefusedError } from '../solver/refusal.ts'
import { strategy } from '../solver/strategy.ts'
import type { Task } from '../solver/task.ts'
import { BestKeeper } from './best-keeper.ts'
import { now } from './clock.ts'
import { askToStop, beginStep, type Control, type SharedPlan } from './control.ts'
import { type Phase, PlanRejectedError, WorkerCrashedError } from './errors.ts'
import type { FinishTime } from './finish-time.ts'
import type { RunTask } from './run-task.ts'
import type { SearchLimits, SolvedPlan, SolveHooks } from './solving.ts'
import { Watch } from './watch.ts'

export async function runJob(
  run: RunTask,
  control: Control,
  model: Model,
  limits: SearchLimits & { threads: number },
  { onProgress, onPlan, planEveryMs = 5000 }: SolveHooks,
  finishTime: FinishTime,
): Promise<SolvedPlan> {
  const startedAt = now()
  const compiled = await crashesNamed('compile', run('compileDay', model))
  if (compiled.kind === 'refused') throw new ModelRefusedError(compiled.path, compiled.fault)
  const { problem } = compiled
  const watch = new Watch(control, startedAt, onProgress)
  const keeper = onPlan && new BestKeeper({ run, model, problem, onPlan, everyMs: planEveryMs })
  let searched: Searched
  try {
    searched = await searchDay({ run, control, problem, limits, startedAt, watch, finishTime, keeper })
  } finally {
    watch.end()
    await keeper?.end()
  }
  const { next, cost, leftOut } = searched.draft
  const { alternatives } = limits
  const searchedAt = now()
  const finished = await crashesNamed('finish', run('finishDay', { model, problem, next, cost, alternatives }))
  finishTime.learn(problem, leftOut, alternatives, now() - searchedAt)
  if (finished.kind === 'rejected') throw new PlanRejectedError(finished.violations, finished.claimed, finished.cost)
  return {
    plan: finished.plan,
    cost: finished.cost,
    options: finished.options,
    unserved: unservedVisits(finished.unserved),
    iterations: searched.iterations,
  }
}

interface Searched {
  readonly draft: Draft
  readonly iterations: number
}

interface SearchDayTerms {
  readonly run: RunTask
  readonly control: Control
  readonly problem: Problem
  readonly limits: SearchLimits & { threads: number }
  readonly startedAt: number
  readonly finishTime: FinishTime
  readonly watch: Watch
  readonly keeper: BestKeeper | undefined
}

/** The tasks of one step run at the same time, each on a thread of its own; the next step knows what all of them found. */
async function searchDay(terms: SearchDayTerms): Promise<Searched> {
  const { run, control, problem, limits, startedAt, watch, finishTime, keeper } = terms
  const { seed, threads, alternatives } = limits
  const deadline = startedAt + limits.seconds * 1000
  let endsAt = deadline
  const iterations = limits.iterations ?? Number.POSITIVE_INFINITY
  const done = new Array<number>(threads).fill(0)
  const steps = strategy(problem, { seed, threads })
  let step = steps.next()
  while (!step.done) {
    watch.look()
    keeper?.see(step.value)
    beginStep(control, sharedPlanOf(step.value))
    const found = await allOrStop(
      control,
      step.value.map((task, thread) =>
        run('performTask', { problem, task, iterations, startedAt, endsAt, control, thread, done: done[thread]! }),
      ),
    )
    for (const [thread, { rounds }] of found.entries()) done[thread]! += rounds
    if (step.value[0]?.kind === 'first')
      endsAt = deadline - finishTime.reserveMs(problem, found[0]?.best.leftOut ?? 0, alternatives)
    step = steps.next(found)
  }
  return { draft: step.value, iterations: done.reduce((sum, rounds) => sum + rounds, 0) }
}

/** The plan of which each task has a part, if they do. */
function sharedPlanOf(tasks: readonly Task[]): SharedPlan | undefined {
  const [first] = tasks
  return first?.kind === 'anneal' && first.part !== undefined ? first.whole : undefined
}

/** When one thread is lost the others are of no use any more: they end before the job does, and give their seats back. */
async function allOrStop<T>(control: Control, searches: readonly Promise<T>[]): Promise<T[]> {
  for (const search of searches) search.catch(() => askToStop(control))
  await Promise.allSettled(searches)
  return crashesNamed('search', Promise.all(searches))
}

async function crashesNamed<T>(phase: Phase, running: Promise<T>): Promise<T> {
  try {
    return await running
  } catch (cause) {
    throw new WorkerCrashedError(phase, { cause })
  }
}
