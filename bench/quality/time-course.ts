// How the mean gap of several runs falls over time. Pure.
import type { EngineName } from '../engines.ts'
import { gapPercent, meanOf } from './gap.ts'
import type { MeasuredInstance, QualityRecord, Run } from './record.ts'

export type Point = readonly [seconds: number, gap: number]

export interface TimeCourse {
  readonly engine: EngineName
  readonly set: string
  /** Mean over all runs of the set. */
  readonly mean: readonly Point[]
  readonly instances: readonly { readonly name: string; readonly mean: readonly Point[] }[]
}

interface GapRun {
  readonly run: Run
  readonly best: number
}

/** One for each engine and set, at the times given. */
export const timeCourses = ({ settings, sets }: QualityRecord, times: readonly number[]): TimeCourse[] =>
  settings.engines.flatMap((engine) =>
    sets.map(({ name, instances }) => {
      const byInstance = instances.map((instance) => ({ name: instance.name, runs: gapRunsOf(instance, engine) }))
      return {
        engine,
        set: name,
        mean: meanCourse(
          byInstance.flatMap(({ runs }) => runs),
          times,
        ),
        instances: byInstance.map(({ name, runs }) => ({ name, mean: meanCourse(runs, times) })),
      }
    }),
  )

/** Only runs that end with a gap: one that never serves everybody would keep the mean from ever beginning. */
const gapRunsOf = ({ best, runs }: MeasuredInstance, engine: EngineName): GapRun[] =>
  best === null
    ? []
    : runs.filter((run) => run.engine === engine && run.gap !== null).map((run) => ({ run, best: best.cost }))

/** Begins once every run has a plan that serves everybody: before that the mean would be over the easy ones only. */
function meanCourse(runs: readonly GapRun[], times: readonly number[]): Point[] {
  return times.flatMap((time): Point[] => {
    const gaps = runs.map(({ run, best }) => gapAt(run, best, time)).filter((gap) => gap !== undefined)
    const mean = gaps.length === runs.length ? meanOf(gaps) : undefined
    return mean === undefined ? [] : [[time, mean]]
  })
}

function gapAt({ costOverTime }: Run, best: number, time: number): number | undefined {
  const reached = costOverTime.findLast(([seconds]) => seconds <= time)
  return reached && gapPercent(reached[1], best)
}
