// A run: one optimization from the moment it is accepted, and what becomes of its proposals. Imports zod only.
import { z } from 'zod'
import { Assignment, OptimizationOutput } from './optimization.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { ProblemDetails } from './problem-details.ts'
import { Id, Instant } from './scalars.ts'

export const RunId = z.uuid().meta({ description: 'Made when the run is accepted; sorts by time' })

export const RunStatus = z.enum(['queued', 'running', 'done', 'failed', 'canceled'])
export type RunStatus = z.infer<typeof RunStatus>

export const RunLinks = z.strictObject({ self: z.string(), events: z.string(), cancel: z.string(), apply: z.string() })

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

/** What is told of a run while it runs; each has a number, by which a listener goes on. */
export const RunEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), data: RunProgress }),
  z.strictObject({ kind: z.literal('improved'), data: RunProgress }),
  z.strictObject({
    kind: z.literal('finished'),
    data: z.strictObject({
      status: RunStatus,
      /** Of the plan that was found, if one was. */
      cost: z.number().optional(),
      unserved: z.int().optional(),
      /** Of the problem, where it failed. */
      code: z.string().optional(),
    }),
  }),
])
export type RunEvent = z.infer<typeof RunEvent>

/** What a run was made for: a what-if that is kept under a name. */
export const RunLabel = z.strictObject({
  name: z.string().min(1).max(200),
  note: z.string().max(4000).optional(),
  basePlan: z.strictObject({ planId: PlanId, version: PlanVersion }).optional(),
  baseRun: RunId.optional(),
})
export type RunLabel = z.infer<typeof RunLabel>

export const Run = RunAccepted.extend({
  label: RunLabel.optional(),
  createdAt: Instant,
  startedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  progress: RunProgress.optional(),
  /** When done; and when canceled while running, the best that was found until then. */
  output: OptimizationOutput.optional(),
  /** When failed: why, and the best plan that was found until then. */
  problem: ProblemDetails.optional(),
  bestPlan: z.array(Assignment).optional(),
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
