// A run: one optimization from the moment it is accepted, and what becomes of its proposals. Imports zod only.
import { z } from 'zod'
import { OptimizationOutput } from './optimization.ts'
import { ProblemDetails } from './problem-details.ts'
import { Id, Instant } from './scalars.ts'

export const RunId = z.uuid().meta({ description: 'Made when the run is accepted; sorts by time' })

export const RunStatus = z.enum(['queued', 'running', 'done', 'failed', 'canceled'])
export type RunStatus = z.infer<typeof RunStatus>

export const RunLinks = z.strictObject({ self: z.string(), cancel: z.string(), apply: z.string() })

export const RunAccepted = z.strictObject({ runId: RunId, status: RunStatus, links: RunLinks })
export type RunAccepted = z.infer<typeof RunAccepted>

/** Of the search, as it stood a moment ago. */
export const RunProgress = z.strictObject({
  /** Of the best plan so far. */
  cost: z.number(),
  unserved: z.int(),
  improvedBy: z
    .enum(['first-plan', 'descent', 'anneal', 'combine', 'complete'])
    .optional()
    .meta({ description: 'What made the best plan so far better than all before it' }),
  /** Of all threads. */
  iterations: z.int(),
  iterationsPerSecond: z.int().optional().meta({ description: 'Over the last second or so' }),
  seconds: z.number(),
})
export type RunProgress = z.infer<typeof RunProgress>

export const Run = RunAccepted.extend({
  createdAt: Instant,
  startedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  progress: RunProgress.optional(),
  /** When done; and when canceled while running, the best that was found until then. */
  output: OptimizationOutput.optional(),
  /** When failed: why. */
  problem: ProblemDetails.optional(),
  /** Overrides of dispatchers that it took up when it was accepted. */
  overrides: z.array(z.uuid()).optional(),
})

export const ApplyRequest = z.strictObject({
  /** Without it, every ticket that has a proposal. */
  ticketIds: z.array(Id).min(1).max(20_000).optional(),
})

export const ApplyAnswer = z.strictObject({
  /** One for each ticket, in the order asked for, else in the order of the proposals. */
  outcomes: z.array(
    z.strictObject({
      ticketId: Id,
      outcome: z.enum(['applied', 'replayed', 'conflict', 'mismatch', 'paused', 'refused', 'unreachable']),
      /** What a person should do about it. */
      advice: z.string(),
      /** Why, where the outcome alone does not say it. */
      code: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
})
export type ApplyAnswer = z.infer<typeof ApplyAnswer>
