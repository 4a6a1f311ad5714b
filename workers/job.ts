// One job from model to judged plan: compile, search on several threads over the one shared problem, keep the best, have
// it judged and explained. Runs on the main thread and only waits. Imports workers/ and solver/ only.
import { ModelRefusedError } from '../solver/accept.ts'
import { unservedVisits } from '../solver/blockers.ts'
import type { Model } from '../solver/model.ts'
import { seedOf } from '../solver/random.ts'
import { now } from './clock.ts'
import { askToStop, type Control, readProgress } from './control.ts'
import { type Phase, PlanRejectedError, WorkerCrashedError } from './errors.ts'
import type { RunTask } from './run-task.ts'
import type { SearchLimits, SolvedPlan, SolveHooks } from './solving.ts'
import type { SearchOutcome } from './tasks.ts'
import { searchTogether, TOGETHER } from './together.ts'

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
  let found: SearchOutcome[]
  try {
    const iterations = limits.iterations ?? Number.POSITIVE_INFINITY
    const { seed, threads } = limits
    const all = <T>(tasks: readonly Promise<T>[]) => allOrStop(control, tasks)
    found =
      threads > 1 && problem.visitCount >= TOGETHER.visits
        ? [await searchTogether({ problem, seed, threads, iterations, endsAt, control, run, all })]
        : await all(
            Array.from({ length: threads }, (_, thread) =>
              run('searchDay', { problem, seed: seedOf(seed, thread), iterations, endsAt, control, thread }),
            ),
          )
  } finally {
    watch?.end()
  }
  // The first of equals, so that two threads give one answer as surely as one does.
  const best = found.reduce((a, b) => (b.cost < a.cost ? b : a))
  const { sequences, cost } = best
  const finished = await crashesNamed(
    'finish',
    run('finishDay', { model, problem, sequences, cost, alternatives: limits.alternatives }),
  )
  if (finished.kind === 'rejected') throw new PlanRejectedError(finished.violations, finished.claimed, finished.cost)
  return {
    plan: finished.plan,
    cost: finished.cost,
    options: finished.options,
    unserved: unservedVisits(finished.unserved),
    iterations: found.reduce((sum, { iterations }) => sum + iterations, 0),
  }
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
