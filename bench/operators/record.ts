// What pricing the search leaves behind. Knows no file and no solver.
import type { Machine } from '../quality/record.ts'
import type { DayName, OperatorsArguments } from './arguments.ts'
import { ratioTo, type Timing } from './figures.ts'

export interface OperatorsRecord {
  readonly startedAt: string
  readonly machine: Machine
  readonly settings: Settings
  readonly days: readonly MeasuredDay[]
  readonly sizes: readonly ComparedSize[]
}

export type Settings = Omit<OperatorsArguments, 'out' | 'json'>

export const PLANS = ['first', 'good'] as const
export type PlanName = (typeof PLANS)[number]

export interface MeasuredDay {
  readonly day: DayName
  readonly visits: number
  readonly routes: number
  readonly plans: Readonly<Record<PlanName, MeasuredPlan>>
  readonly parts: readonly MeasuredPart[]
}

export interface MeasuredPlan {
  /** In the cents of the model. */
  readonly cost: number
  readonly leftOut: number
  /** Of the search that made it. */
  readonly rounds: number
}

export interface MeasuredPart {
  readonly name: string
  readonly evaluation: string
  /** Null where the search would not use the part. */
  readonly plans: Readonly<Record<PlanName, Speed | null>>
}

export interface Speed {
  /** Evaluations, at the median. */
  readonly perSecond: number
  /** Of one evaluation, over the repetitions. */
  readonly nanoseconds: Timing
}

/** A whole search on one thread. Seconds count from the model in memory. */
export interface MeasuredSize {
  readonly visits: number
  readonly compiledSeconds: number
  /** Everybody has a place or is left out. */
  readonly firstPlanSeconds: number
  /** The first plan is at the foot of its descent, and the anneal begins. */
  readonly descendedSeconds: number
  readonly rounds: number
  readonly roundsPerSecond: number
  readonly microsecondsPerRound: number
  readonly peakMegabytes: number
  readonly cost: number
  readonly leftOut: number
}

export interface ComparedSize extends MeasuredSize {
  /** Time of a round over that at BASE_VISITS; null where that size was not measured. */
  readonly ratio: number | null
}

export const BASE_VISITS = 1000

export function compared(sizes: readonly MeasuredSize[]): ComparedSize[] {
  const base = sizes.find(({ visits }) => visits === BASE_VISITS)?.microsecondsPerRound
  return sizes.map((size) => ({ ...size, ratio: ratioTo(base, size.microsecondsPerRound) }))
}
