// What a measurement leaves behind: settings, machine, and every run with its cost over time. Knows no file and no engine.
import os from 'node:os'
import type { EngineName } from '../engines.ts'
import type { QualityArguments } from './arguments.ts'
import type { BestKnown, PublishedSet } from './sets.ts'

export interface QualityRecord {
  readonly startedAt: string
  readonly machine: Machine
  readonly settings: Settings
  readonly sets: readonly MeasuredSet[]
}

export type Settings = Pick<QualityArguments, 'engines' | 'seconds' | 'threads' | 'seeds'>

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  /** Load average of the minute before the first run: whoever else was busy then may be busy still. */
  readonly loadBefore: number
}

export interface MeasuredSet {
  readonly name: PublishedSet['name']
  /** Every instance of the set has every run. */
  readonly whole: boolean
  readonly instances: readonly MeasuredInstance[]
}

export interface MeasuredInstance {
  readonly name: string
  readonly visits: number
  readonly best: BestKnown | null
  readonly runs: readonly Run[]
}

export interface Run {
  readonly engine: EngineName
  readonly seed: number
  /** Null when the engine failed. As the set tells costs. */
  readonly cost: number | null
  /** In per cent; null when the plan is not feasible or no best cost is known. */
  readonly gap: number | null
  readonly feasible: boolean
  /** The first of them. */
  readonly faults: readonly string[]
  readonly seconds: number
  readonly iterations: number
  /** Second and cost of each better plan that serves everybody, the last one as the bench judged it. */
  readonly costOverTime: readonly (readonly [seconds: number, cost: number])[]
}

export const thisMachine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  node: process.version,
  loadBefore: Math.round(100 * (os.loadavg()[0] ?? 0)) / 100,
})
