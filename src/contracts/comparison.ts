// Two plans side by side, each a run's or a live one: figures, money line by line, and what became of each visit.
// Imports zod only.
import { z } from 'zod'
import { CostCode } from './cost.ts'
import { PlanChange } from './explanation.ts'
import { Kpis } from './optimization.ts'
import { PlanId } from './plan.ts'
import { Language } from './reason.ts'
import { RunId } from './run.ts'

const Side = z
  .strictObject({ runId: RunId.optional(), planId: PlanId.optional() })
  .refine(({ runId, planId }) => (runId === undefined) !== (planId === undefined), {
    message: 'needs one of runId and planId',
    params: { code: 'ONE_OF_NEEDED' },
  })
  .meta({ description: 'A run that has an output, or a live plan as it stands' })

export const ComparisonRequest = z.strictObject({
  /** `b` is held against `a`: what is less in `b` is below zero. */
  a: Side,
  b: Side,
  language: Language.optional(),
})
export type ComparisonRequest = z.infer<typeof ComparisonRequest>

const Amounts = { a: z.number(), b: z.number(), difference: z.number() }

export const Comparison = z.strictObject({
  a: z.strictObject({ kpis: Kpis, name: z.string().optional() }),
  b: z.strictObject({ kpis: Kpis, name: z.string().optional() }),
  /** They add up to the difference of the totals. */
  cost: z.strictObject({ ...Amounts, lines: z.array(z.strictObject({ code: CostCode, ...Amounts })) }),
  /** Durations in seconds, distances in metres, the rest counted. */
  figures: z.array(z.strictObject({ name: z.string(), ...Amounts })),
  /** From `a` to `b`: what became of each visit that is otherwise, and why as far as it follows from what was asked. */
  changes: z.array(PlanChange),
  /** The money of the two means the same: same policy and same travel. */
  comparable: z.boolean(),
})
export type Comparison = z.infer<typeof Comparison>
