// Every instance with every seed and engine, one after another and never two at a time, into a record.
import type { EngineName } from '../engines.ts'
import { inWords, measure, type SoFar } from '../measure.ts'
import type { ProgressBar } from '../progress.ts'
import { gapPercent } from './gap.ts'
import {
  type MeasuredInstance,
  type MeasuredSet,
  type QualityRecord,
  type Run,
  type Settings,
  thisMachine,
} from './record.ts'
import type { PublishedInstance, PublishedSet } from './sets.ts'

/** A thousand visits left out are told by the first few. */
const FAULTS_KEPT = 5

export const secondsOf = (sets: readonly PublishedSet[], { engines, seconds, seeds }: Settings): number =>
  seconds * seeds.length * engines.length * sets.reduce((sum, { instances }) => sum + instances.length, 0)

/** Stopped by hand, it leaves out the run that was cut short and keeps what was measured before. */
export async function runSets(
  sets: readonly PublishedSet[],
  settings: Settings,
  stopped: AbortSignal,
  bar: ProgressBar,
): Promise<QualityRecord> {
  const record = { startedAt: new Date().toISOString(), machine: thisMachine(), settings }
  const { engines, seconds, threads, seeds } = settings
  const measured: MeasuredSet[] = []
  let runsDone = 0

  async function runsOf(set: string, published: PublishedInstance): Promise<Run[]> {
    const runs: Run[] = []
    // Engines take turns on each seed, so that what slows the machine down for a while hits all of them.
    for (const seed of seeds)
      for (const engine of engines) {
        if (stopped.aborted) return runs
        const draw = (atSecond: number, words: string) => {
          const note = `${set} ${published.challenge.name}, seed ${seed}, ${engine}: ${words}`
          bar.draw({ seconds: runsDone * seconds + atSecond, note })
        }
        const run = await runOnce(published, engine, { seed, seconds, threads }, stopped, draw)
        if (stopped.aborted) return runs
        runs.push(run)
        runsDone++
        draw(0, run.feasible ? `cost ${run.cost}` : (run.faults[0] ?? 'not feasible'))
      }
    return runs
  }

  for (const { name, whole, instances } of sets) {
    const done: MeasuredInstance[] = []
    for (const published of instances) {
      const { challenge, best } = published
      const runs = await runsOf(name, published)
      if (runs.length > 0) done.push({ name: challenge.name, visits: challenge.visits, best: best ?? null, runs })
    }
    if (done.length > 0) measured.push({ name, whole: whole && !stopped.aborted, instances: done })
  }
  return { ...record, sets: measured }
}

/** An engine that fails costs one run and not the hours of all the others. */
async function runOnce(
  { challenge, best }: PublishedInstance,
  engine: EngineName,
  limits: { seed: number; seconds: number; threads: number },
  signal: AbortSignal,
  draw: (atSecond: number, words: string) => void,
): Promise<Run> {
  const costOverTime: [number, number][] = []
  const started = performance.now()
  const onProgress = (soFar: SoFar) => {
    draw(soFar.seconds, inWords(soFar))
    const { seconds, cost } = soFar
    if (cost !== undefined && cost < (costOverTime.at(-1)?.[1] ?? Number.POSITIVE_INFINITY))
      costOverTime.push([seconds, cost])
  }
  try {
    const { cost, faults, seconds, iterations } = await measure(engine, challenge, limits, { onProgress, signal })
    const feasible = faults.length === 0
    if (feasible && cost !== costOverTime.at(-1)?.[1]) costOverTime.push([seconds, cost])
    const gap = feasible && best ? gapPercent(cost, best.cost) : null
    const told = faults.slice(0, FAULTS_KEPT)
    return { engine, seed: limits.seed, cost, gap, feasible, faults: told, seconds, iterations, costOverTime }
  } catch (error) {
    const fault = `${engine} failed: ${error instanceof Error ? error.message : String(error)}`
    const seconds = Math.round(performance.now() - started) / 1000
    const nothing = { cost: null, gap: null, feasible: false, iterations: 0, costOverTime: [] }
    return { engine, seed: limits.seed, ...nothing, faults: [fault], seconds }
  }
}
