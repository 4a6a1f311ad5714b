// From the runs of a record to the figures of its tables: gap and spread by instance and by set. Pure.
import type { EngineName } from '../engines.ts'
import { meanOf, type Spread, spreadOf } from './gap.ts'
import type { MeasuredInstance, MeasuredSet, QualityRecord, Run } from './record.ts'

export interface InstanceSummary {
  readonly name: string
  readonly visits: number
  readonly best: MeasuredInstance['best']
  /** Over the seeds whose plan is feasible. */
  readonly gap: Spread | undefined
  readonly iterationsPerSecond: number
  readonly infeasible: number
}

export interface SetSummary {
  readonly engine: EngineName
  readonly set: MeasuredSet['name']
  readonly whole: boolean
  readonly runs: number
  readonly instances: readonly InstanceSummary[]
  /** Over all feasible runs. */
  readonly meanGap: number | undefined
  /** Of the mean gaps over the set, one a seed. */
  readonly seedMeans: Spread | undefined
  readonly iterationsPerSecond: number
  readonly infeasible: number
}

/** One for each engine and set. */
export const summariesOf = ({ settings, sets }: QualityRecord): SetSummary[] =>
  settings.engines.flatMap((engine) => sets.map((set) => summaryOf(engine, set, settings.seeds)))

function summaryOf(engine: EngineName, { name, whole, instances }: MeasuredSet, seeds: readonly number[]): SetSummary {
  const byInstance = instances.map((instance) => ({
    instance,
    runs: instance.runs.filter((run) => run.engine === engine),
  }))
  const runs = byInstance.flatMap(({ runs }) => runs)
  const bySeed = seeds.map((seed) => meanOf(gapsOf(runs.filter((run) => run.seed === seed))))
  return {
    engine,
    set: name,
    whole,
    runs: runs.length,
    instances: byInstance.map(({ instance, runs }) => ({
      name: instance.name,
      visits: instance.visits,
      best: instance.best,
      gap: spreadOf(gapsOf(runs)),
      iterationsPerSecond: speedOf(runs),
      infeasible: infeasibleIn(runs),
    })),
    meanGap: meanOf(gapsOf(runs)),
    seedMeans: spreadOf(bySeed.filter((gap) => gap !== undefined)),
    iterationsPerSecond: speedOf(runs),
    infeasible: infeasibleIn(runs),
  }
}

const gapsOf = (runs: readonly Run[]): number[] => runs.map(({ gap }) => gap).filter((gap) => gap !== null)

const infeasibleIn = (runs: readonly Run[]): number => runs.filter(({ feasible }) => !feasible).length

/** Mean over the runs, so that each counts the same however long it took. */
const speedOf = (runs: readonly Run[]): number =>
  meanOf(runs.map(({ iterations, seconds }) => iterations / Math.max(seconds, 0.001))) ?? 0
