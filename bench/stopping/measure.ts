// One job that is ended in one way, and how long after that the search was over and the answer there. Runs the job itself
// and not the pool around it, to see at the very moment what its threads tell each other.
import { Piscina } from 'piscina'
import type { Model, SearchLimits } from '../../workers/client.ts'
import { askToStop, type Control, isAskedToStop, openControl, readProgress } from '../../workers/control.ts'
import { FinishTime } from '../../workers/finish-time.ts'
import { runJob } from '../../workers/job.ts'
import type { RunTask } from '../../workers/run-task.ts'

export interface Ended {
  /** From the call to when it had to end. */
  readonly askedAtMs: number
  /** From then on; below zero it was earlier. */
  readonly searchOverMs: number
  readonly answerMs: number
  readonly iterations: number
  /** Milliseconds from the call, and the cost of the best plan by then; each time that it was cheaper. */
  readonly costs: readonly (readonly [number, number])[]
}

const LOOK_EVERY_MS = 1

/** Ends at the deadline, sooner when its plan is as cheap as the limits say, or when it is told to. */
export async function measureEnd(model: Model, limits: SearchLimits, toldAtMs = Infinity): Promise<Ended> {
  const { threads, seconds, targetCost } = limits
  const pool = new Piscina({
    filename: new URL('../../workers/thread.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  })
  const control = openControl(threads, targetCost)
  const costs: [number, number][] = []
  let askedAtMs: number | undefined
  let searchOver = 0
  const began = performance.now()
  const since = () => performance.now() - began
  const run: RunTask = (name, task) => {
    if (name === 'finishDay') searchOver = since()
    return pool.run(task, { name })
  }
  const timer = setInterval(() => {
    note(control, since(), costs)
    if (askedAtMs === undefined && since() >= toldAtMs) askToStop(control)
    if (isAskedToStop(control)) askedAtMs ??= since()
  }, LOOK_EVERY_MS)
  try {
    const { iterations } = await runJob(run, control, model, limits, {}, new FinishTime())
    const answer = since()
    const asked = askedAtMs ?? seconds * 1000
    return { askedAtMs: asked, searchOverMs: searchOver - asked, answerMs: answer - asked, iterations, costs }
  } finally {
    clearInterval(timer)
    await pool.destroy()
  }
}

function note(control: Control, atMs: number, costs: [number, number][]): void {
  const cost = readProgress(control)?.cost
  if (cost !== undefined && cost < (costs.at(-1)?.[1] ?? Number.POSITIVE_INFINITY)) costs.push([atMs, cost])
}
