// What a job and its threads tell each other while they run, on shared memory: the job says stop, each thread says how
// far it is. Written with Atomics only. Imports nothing.

export interface Control {
  readonly stop: Int32Array // one cell: 1 means come to an end
  readonly progress: BigInt64Array // thread × PROGRESS_CELLS
}

/** Cost, visits left out, iterations; a cost outgrows 32 bits, hence the wide cells. */
const PROGRESS_CELLS = 3
const UNKNOWN = -1n

export interface ThreadProgress {
  readonly cost: number
  readonly unserved: number
  readonly iterations: number
}

export function openControl(threads: number): Control {
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const cells = threads * PROGRESS_CELLS
  const progress = new BigInt64Array(new SharedArrayBuffer(cells * BigInt64Array.BYTES_PER_ELEMENT))
  return { stop, progress: progress.fill(UNKNOWN) }
}

export const askToStop = (control: Control): void => void Atomics.store(control.stop, 0, 1)
export const isAskedToStop = (control: Control): boolean => Atomics.load(control.stop, 0) === 1

export function publish({ progress }: Control, thread: number, { cost, unserved, iterations }: ThreadProgress): void {
  const cell = thread * PROGRESS_CELLS
  Atomics.store(progress, cell + 2, BigInt(iterations))
  Atomics.store(progress, cell + 1, BigInt(unserved))
  Atomics.store(progress, cell, BigInt(cost))
}

/** The best plan so far and the iterations of all; undefined before the first plan stands. */
export function readProgress({ progress }: Control): ThreadProgress | undefined {
  let best: ThreadProgress | undefined
  let iterations = 0
  for (let cell = 0; cell < progress.length; cell += PROGRESS_CELLS) {
    const cost = Atomics.load(progress, cell)
    if (cost === UNKNOWN) continue
    iterations += Number(Atomics.load(progress, cell + 2))
    if (best === undefined || Number(cost) < best.cost)
      best = { cost: Number(cost), unserved: Number(Atomics.load(progress, cell + 1)), iterations: 0 }
  }
  return best && { ...best, iterations }
}
