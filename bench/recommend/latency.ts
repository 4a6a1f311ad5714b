// How long asks take: one after another, or several callers at once, after a warm-up that does not count. Knows nothing of
// what is asked.
import { setImmediate } from 'node:timers/promises'
import { quantileOf } from '../operators/figures.ts'

export interface Latency {
  readonly asks: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export interface Load extends Latency {
  readonly callers: number
  /** Answers, all callers together. */
  readonly perSecond: number
}

export interface Length {
  readonly seconds: number
  /** Asks at least, however slow an answer is. */
  readonly fewest?: number
  /** Aborting ends it with an error: a part of the figures would be worth nothing. */
  readonly stopped?: AbortSignal
}

/** Asks once and says how many milliseconds it took; what prepares it and what looks at the answer is not among them. */
export type Ask = () => number | Promise<number>

/** Of the length, before the first ask that counts. */
export const WARM_UP_SHARE = 0.4
const FEWEST_ASKS = 20

export async function timeAsks(ask: Ask, length: Length): Promise<Latency> {
  await repeated(ask, { ...length, seconds: WARM_UP_SHARE * length.seconds })
  return latencyOf(await repeated(ask, length))
}

/** Each caller asks again as soon as it has its answer. */
export async function timeCallers(ask: Ask, callers: number, length: Length): Promise<Load> {
  const together = (seconds: number) =>
    Promise.all(Array.from({ length: callers }, () => repeated(ask, { ...length, seconds })))
  await together(WARM_UP_SHARE * length.seconds)
  const began = performance.now()
  const figures = (await together(length.seconds)).flat()
  const seconds = (performance.now() - began) / 1000
  return { callers, perSecond: figures.length / seconds, ...latencyOf(figures) }
}

export const latencyOf = (milliseconds: readonly number[]): Latency => ({
  asks: milliseconds.length,
  p50Ms: quantileOf(milliseconds, 0.5),
  p95Ms: quantileOf(milliseconds, 0.95),
  p99Ms: quantileOf(milliseconds, 0.99),
  maxMs: milliseconds.reduce((most, figure) => Math.max(most, figure), 0),
})

async function repeated(ask: Ask, { seconds, stopped, fewest = FEWEST_ASKS }: Length): Promise<number[]> {
  const figures: number[] = []
  const ends = performance.now() + 1000 * seconds
  while (performance.now() < ends || figures.length < fewest) {
    stopped?.throwIfAborted()
    figures.push(await ask())
    // Whoever asks a function and not a server would else never hear that they are to stop.
    await setImmediate()
  }
  return figures
}
