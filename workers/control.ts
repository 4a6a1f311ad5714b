// What a job and its threads tell each other while they run, on shared memory: the job says stop and what the plan is that
// they share, each thread says how far it is. Written with Atomics only. Imports solver/ types only.
import { IMPROVEMENTS, type Improvement } from '../solver/improvement.ts'

export interface Control {
  readonly stop: Int32Array // one cell: 1 means come to an end
  /** The search may end with a plan that costs so much; NO_TARGET when it is to find the best it can. */
  readonly targetCost: number
  readonly shared: BigInt64Array // cost and visits left out of the plan that threads have parts of; UNKNOWN when each has all
  readonly progress: BigInt64Array // thread × PROGRESS_CELLS
}

/** A cost outgrows 32 bits, hence the wide cells. */
const PROGRESS_CELLS = 4
const COST = 0
const UNSERVED = 1
const ITERATIONS = 2
const IMPROVED_BY = 3 // place in IMPROVEMENTS
const UNKNOWN = -1n
const NO_TARGET = Number.NEGATIVE_INFINITY

/** The best plan that a thread has seen since the step began, and what made it; the iterations of all steps. */
export interface ThreadProgress {
  readonly cost: number
  readonly unserved: number
  readonly iterations: number
  readonly improvedBy: Improvement
}

/** What a step begins with when its threads have a part each: then what they save adds up. */
export interface SharedPlan {
  readonly cost: number
  readonly leftOut: number
}

export function openControl(threads: number, targetCost = NO_TARGET): Control {
  const wide = (cells: number) => new BigInt64Array(new SharedArrayBuffer(cells * BigInt64Array.BYTES_PER_ELEMENT))
  const control: Control = {
    stop: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    targetCost,
    shared: wide(2),
    progress: wide(threads * PROGRESS_CELLS),
  }
  beginStep(control)
  return control
}

export const askToStop = (control: Control): void => void Atomics.store(control.stop, 0, 1)
export const isAskedToStop = (control: Control): boolean => Atomics.load(control.stop, 0) === 1

/** While no thread is at work: what they told of the step before is over. */
export function beginStep({ shared, progress }: Control, plan?: SharedPlan): void {
  Atomics.store(shared, COST, plan === undefined ? UNKNOWN : BigInt(plan.cost))
  Atomics.store(shared, UNSERVED, plan === undefined ? UNKNOWN : BigInt(plan.leftOut))
  for (let cell = 0; cell < progress.length; cell += PROGRESS_CELLS) Atomics.store(progress, cell + COST, UNKNOWN)
}

/** Ends the search of all threads once there is a plan as cheap as it has to be. */
export function publish(control: Control, thread: number, told: ThreadProgress): void {
  const { progress, targetCost } = control
  const cell = thread * PROGRESS_CELLS
  const known = Atomics.load(progress, cell + COST)
  if (known === UNKNOWN || told.cost < known)
    Atomics.store(progress, cell + IMPROVED_BY, BigInt(IMPROVEMENTS.indexOf(told.improvedBy)))
  Atomics.store(progress, cell + ITERATIONS, BigInt(told.iterations))
  Atomics.store(progress, cell + UNSERVED, BigInt(told.unserved))
  Atomics.store(progress, cell + COST, BigInt(told.cost))
  if (targetCost === NO_TARGET) return
  const best = readProgress(control)
  if (best !== undefined && best.cost <= targetCost) askToStop(control)
}

/** The best plan of this step and the iterations of all; undefined before there is one. */
export function readProgress({ shared, progress }: Control): ThreadProgress | undefined {
  const whole = { cost: Atomics.load(shared, COST), unserved: Atomics.load(shared, UNSERVED) }
  let best: { cost: bigint; unserved: bigint; improvedBy: bigint } | undefined
  let iterations = 0n
  for (let cell = 0; cell < progress.length; cell += PROGRESS_CELLS) {
    iterations += Atomics.load(progress, cell + ITERATIONS)
    const cost = Atomics.load(progress, cell + COST)
    if (cost === UNKNOWN) continue
    const unserved = Atomics.load(progress, cell + UNSERVED)
    const improvedBy = Atomics.load(progress, cell + IMPROVED_BY)
    if (whole.cost !== UNKNOWN) {
      const { cost: costBefore, unserved: unservedBefore } = best ?? whole
      best = { cost: costBefore + cost - whole.cost, unserved: unservedBefore + unserved - whole.unserved, improvedBy }
    } else if (best === undefined || cost < best.cost) best = { cost, unserved, improvedBy }
  }
  return (
    best && {
      cost: Number(best.cost),
      unserved: Number(best.unserved),
      iterations: Number(iterations),
      improvedBy: IMPROVEMENTS[Number(best.improvedBy)] ?? 'first-plan',
    }
  )
}
