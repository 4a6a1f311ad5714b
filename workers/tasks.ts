// What crosses between the pool and its threads: plain data and shared memory, never classes. An expected outcome is data;
// only bugs are thrown. Imports solver/ types only.

import type { BlockerTable } from '../solver/blockers.ts'
import type { Violation } from '../solver/check/violation.ts'
import type { PricedOption } from '../solver/finding.ts'
import type { CostLines, Model, PlannedDay } from '../solver/model.ts'
import type { Problem } from '../solver/problem.ts'
import type { Task } from '../solver/task.ts'
import type { Control } from './control.ts'

export type CompileOutcome =
  | { readonly kind: 'compiled'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly path: string; readonly fault: string }

export interface ThreadTask {
  readonly problem: Problem
  readonly task: Task
  /** Of a whole search on one thread; Infinity when the clock ends it. */
  readonly iterations: number
  /** Milliseconds since 1970: threads have clocks of their own, but agree on this one. */
  readonly startedAt: number
  readonly endsAt: number
  readonly control: Control
  /** Which of the job's threads this is, and how many rounds it has done before. */
  readonly thread: number
  readonly done: number
}

export interface FinishTask {
  readonly model: Model
  readonly problem: Problem
  /** By visit and by start: who follows. */
  readonly next: Int32Array
  /** What the search says it costs. */
  readonly cost: number
  readonly alternatives: number
}

export type TellTask = Pick<FinishTask, 'model' | 'problem' | 'next'>

export type FinishOutcome =
  | {
      readonly kind: 'accepted'
      readonly plan: PlannedDay
      readonly cost: CostLines
      readonly options: readonly (readonly PricedOption[])[]
      readonly unserved: BlockerTable
    }
  | {
      readonly kind: 'rejected'
      readonly violations: readonly Violation[]
      readonly claimed: number
      readonly cost: CostLines
    }
