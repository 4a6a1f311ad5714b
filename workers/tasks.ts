// What crosses between the pool and its threads: plain data and shared memory, never classes. An expected outcome is data;
// only bugs are thrown. Imports solver/ types only.

import type { BlockerTable } from '../solver/blockers.ts'
import type { Violation } from '../solver/check/violation.ts'
import type { Sequences } from '../solver/day.ts'
import type { PricedOption } from '../solver/finding.ts'
import type { CostLines, Model, PlannedDay } from '../solver/model.ts'
import type { Part } from '../solver/part.ts'
import type { Problem } from '../solver/problem.ts'
import type { Control, ThreadProgress } from './control.ts'

export type CompileOutcome =
  | { readonly kind: 'compiled'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly path: string; readonly fault: string }

export interface SearchTask {
  readonly problem: Problem
  readonly seed: number
  readonly iterations: number
  /** Milliseconds since 1970: threads have clocks of their own, but agree on this one. */
  readonly endsAt: number
  readonly control: Control
  /** Which of the job's threads this is. */
  readonly thread: number
}

export interface SearchOutcome {
  readonly sequences: Sequences
  readonly cost: number
  readonly iterations: number
}

export interface PartTask extends SearchTask {
  readonly part: Part
  /** How far the whole search has come when this begins and when it ends, from 0 to 1. */
  readonly from: number
  readonly to: number
  /** How the whole plan stands when this begins, so that progress tells of the whole. */
  readonly whole: ThreadProgress
}

export interface FinishTask {
  readonly model: Model
  readonly problem: Problem
  readonly sequences: Sequences
  /** What the search says it costs. */
  readonly cost: number
  readonly alternatives: number
}

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
