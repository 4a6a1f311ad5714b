// Planning a live plan anew with few changes, and putting back what was found. Imports zod only.
import { z } from 'zod'
import { Options } from './optimization.ts'
import { PatchAnswer } from './plan-patch.ts'
import { RunLabel } from './run.ts'
import { Cents, Instant } from './scalars.ts'

export const ReplanRequest = z.strictObject({
  seconds: z.number().min(0).max(3600).optional(),
  iterations: Options.shape.iterations,
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  threads: z.int().min(1).max(64).optional(),
  /** Nothing that begins before is touched. */
  freezeBefore: Instant.optional(),
  /** What giving a planned visit to somebody else costs, in place of what the policy says: dearer is fewer changes. */
  techChanged: Cents.optional(),
  name: RunLabel.shape.name.optional(),
  note: RunLabel.shape.note,
})
export type ReplanRequest = z.infer<typeof ReplanRequest>

/** What putting it back made of the plan. */
export const ReplanAnswer = PatchAnswer.omit({ events: true })
export type ReplanAnswer = z.infer<typeof ReplanAnswer>
