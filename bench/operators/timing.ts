// How long one evaluation takes: passes over the same work, timed turn by turn. Knows no plan.

export const TURNS = {
  /** A turn's length, where the work does not say how many passes it is. */
  milliseconds: 20,
  /** Of each part, before the first that counts. */
  warmUp: 3,
}

/** One pass of a part of the search, as it can be repeated without end. */
export interface Work {
  /** In one pass; at least one. */
  readonly evaluations: number
  /** Of a turn, where no pass is like the other. */
  readonly passes?: number
  /** Before each turn, not timed, so that every turn does the same. */
  readonly rewind?: () => void
  /** Before each pass, not timed. */
  readonly prepare?: () => void
  /** What it returns depends on everything that was evaluated. */
  readonly run: () => number
  /** After each pass, not timed. */
  readonly restore?: () => void
}

/** Keeps what was evaluated from being optimised away. */
let sink = 0

/** A turn that does not count; it tells how many passes a turn is. */
export function warmUp(work: Work): number {
  if (work.passes !== undefined) {
    takeTurn(work, work.passes)
    return work.passes
  }
  const started = performance.now()
  let passes = 0
  while (passes === 0 || performance.now() - started < TURNS.milliseconds) {
    takeTurn(work, 1)
    passes++
  }
  return passes
}

/** Nanoseconds of one evaluation, as the mean over so many passes. */
export function takeTurn(work: Work, passes: number): number {
  let milliseconds = 0
  work.rewind?.()
  for (let pass = 0; pass < passes; pass++) milliseconds += timedPass(work)
  if (sink === 0.5) process.stderr.write(`${sink}\n`) // never true
  return (1e6 * milliseconds) / (passes * work.evaluations)
}

function timedPass({ prepare, run, restore }: Work): number {
  prepare?.()
  const started = performance.now()
  sink += run()
  const milliseconds = performance.now() - started
  restore?.()
  return milliseconds
}
