// One job from model to judged plan: compile, search on several threads over the one shared problem, keep the best, have
// it judged and explained. Runs on the main thread and only waits. Imports workers/ and solver/ only.
import { ModelRefusedError } from '../solver/accept.ts'
import { unservedVisits } from '../solver/blockers.ts'
import type { Draft } from '../solver/draft.ts'
import type { Model } from '../solver/model.ts'
import type { Problem } from '../solver/problem.ts'
import { strategy } from '../solver/strategy.ts'
import { now } from './clock.ts'
import { askToStop, type Control, readProgress } from './control.ts'
import { type Phase, PlanRejectedError, WorkerCrashedError } from './errors.ts'
import type { RunTask } from './run-task.ts'
import type { SearchLimits, SolvedPlan, SolveHooks } from './solving.ts'

const PROGRESS_EVERY_MS = 100

export async function runJob(
  run: RunTask,
  control: Control,
  model: Model,
  limits: SearchLimits & { threads: number },
  { onProgress }: SolveHooks,
): Promise<SolvedPlan> {
  const startedAt = now()
  const endsAt = startedAt + limits.seconds * 1000
  const compiled = await crashesNamed('compile', run('compileDay', model))
  if (compiled.kind === 'refused') throw new ModelRefusedError(compiled.path, compiled.fault)
  const { problem } = compiled
  const watch = onProgress && watchProgress(control, startedAt, onProgress)
  let searched: Searched
  try {
    searched = await searchDay({ run, control, problem, limits, startedAt, endsAt })
  } finally {
    watch?.end()
  }
  const { next, cost } = searched.draft
  const finished = await crashesNamed(
    'finish',
    run('finishDay', { model, problem, next, cost, alternatives: limits.alternatives }),
  )
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
  readonly endsAt: number
}

/** The tasks of one step run at the same time, each on a thread of its own; the next step knows what all of them found. */
async function searchDay({ run, control, problem, limits, startedAt, endsAt }: SearchDayTerms): Promise<Searched> {
  const { seed, threads } = limits
  const iterations = limits.iterations ?? Number.POSITIVE_INFINITY
  const done = new Array<number>(threads).fill(0)
  const steps = strategy(problem, { seed, threads })
  let step = steps.next()
  while (!step.done) {
    const found = await allOrStop(
      control,
      step.value.map((task, thread) =>
        run('performTask', { problem, task, iterations, startedAt, endsAt, control, thread, done: done[thread]! }),
      ),
    )
    for (const [thread, { rounds }] of found.entries()) done[thread]! += rounds
    step = steps.next(found)
  }
  return { draft: step.value, iterations: done.reduce((sum, rounds) => sum + rounds, 0) }
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

function watchProgress(control: Control, startedAt: number, onProgress: NonNullable<SolveHooks['onProgress']>) {
  let told = ''
  let best: ReturnType<typeof readProgress>
  const tell = () => {
    const latest = readProgress(control)
    if (latest === undefined) return
    // Parts work on where they came to, which may be dearer than the best; what is told is the best.
    if (best === undefined || latest.cost < best.cost) best = latest
    const progress = { ...best, iterations: latest.iterations }
    if (JSON.stringify(progress) === told) return
    told = JSON.stringify(progress)
    onProgress({ ...progress, seconds: (now() - startedAt) / 1000 })
  }
  const timer = setInterval(tell, PROGRESS_EVERY_MS)
  return {
    end: () => {
      clearInterval(timer)
      tell() // so that the last word is the plan that was found
    },
  }
}
