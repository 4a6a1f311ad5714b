// The answer to "why not?": what is in the way of a ticket, the smallest change that would unlock it, and how one option
// compares with another; and why a plan is not what it was. Imports zod only.
import { z } from 'zod'
import { Cost, CostCode } from './cost.ts'
import { Meta } from './optimization.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { Language, Reason } from './reason.ts'
import { Advice, AdvisedProposal, NotOffered } from './recommendation.ts'
import { Duration, Id, Instant, Window } from './scalars.ts'
import { Ticket } from './ticket.ts'

/** One way to serve the ticket: who begins when. */
const Place = z.strictObject({ techId: Id, start: Instant })

/** What the question is about beyond its ticket; the less it says, the more places are looked at. */
const About = {
  techId: Id.optional(),
  /** Work would begin at that very moment, or inside the window; without either, whenever it may. */
  start: Instant.optional(),
  window: Window.optional(),
}

export const ExplanationRequest = z
  .strictObject({
    /** A ticket that the plan need not know. */
    ticket: Ticket.optional(),
    ticketId: Id.optional(),
    ...About,
    /** The option that it is to be held against. */
    against: Place.optional(),
    /** Two versions of the plan, the older first: why is it not what it was? For all of its tickets, or for the one named. */
    between: z.tuple([PlanVersion, PlanVersion]).optional(),
    language: Language.optional(),
  })
  .refine(
    ({ ticket, ticketId, between }) =>
      (ticket === undefined) !== (ticketId === undefined) || (between !== undefined && ticket === undefined),
    { message: 'needs one of ticket, ticketId and between', params: { code: 'ONE_OF_NEEDED' } },
  )
  .refine(
    ({ ticket, techId, start, window, against, between }) =>
      between === undefined || [ticket, techId, start, window, against].every((one) => one === undefined),
    { path: ['between'], message: 'goes with ticketId and language only', params: { code: 'NOT_ALLOWED' } },
  )
  .refine(({ between }) => between === undefined || between[0] <= between[1], {
    path: ['between'],
    message: 'must name the older version first',
    params: { code: 'WRONG_ORDER' },
  })
  .refine(({ start, window }) => start === undefined || window === undefined, {
    path: ['window'],
    message: 'means nothing beside start',
    params: { code: 'START_GIVEN' },
  })
export type ExplanationRequest = z.infer<typeof ExplanationRequest>

const byTime = <Kind extends string>(kind: Kind, description: string) =>
  z.strictObject({ kind: z.literal(kind), by: Duration }).meta({ description })

/** One thing that would have to be otherwise, by no more than it takes. Each has a reason of the same name: UNLOCK_…. */
export const Change = z.discriminatedUnion('kind', [
  byTime('WINDOW_LATER', 'The window ends so much later'),
  byTime('WINDOW_EARLIER', 'The window begins so much earlier'),
  byTime('SHIFT_END', 'The shift ends so much later'),
  byTime('SHIFT_START', 'The shift begins so much earlier'),
  byTime('DURATION', 'The work takes so much less'),
  byTime('OVERTIME', 'So much overtime is allowed'),
  z
    .strictObject({ kind: z.literal('SKILL'), skill: Id, level: z.int().min(1).max(10) })
    .meta({ description: 'The technician holds the skill, at this level at least' }),
  z
    .strictObject({ kind: z.literal('MOVE'), ticketId: Id })
    .meta({ description: 'The visit of this ticket, of which nothing was promised, goes elsewhere' }),
  z
    .strictObject({ kind: z.literal('OTHER_DAY'), day: z.iso.date() })
    .meta({ description: 'On this day, on the clock of the ticket' }),
  z.strictObject({ kind: z.literal('AREA'), area: Id }).meta({ description: 'The technician serves this area' }),
  z
    .strictObject({ kind: z.literal('LOAD'), unit: Id, amount: z.int().min(1) })
    .meta({ description: 'The van has room for so much more' }),
  z
    .strictObject({ kind: z.literal('MAX_VISITS'), count: z.int().min(1) })
    .meta({ description: 'The shift may have so many visits in all' }),
])
export type Change = z.infer<typeof Change>

/** Applied to the plan as it is and judged there; with any of its changes one unit smaller, or left out, it no longer unlocks. */
export const Counterfactual = z.strictObject({
  /** One where one is enough, else as few as it takes. */
  changes: z.array(Change).min(1),
  /** The place that it unlocks. */
  place: Place.optional(),
  /** What the plan then costs more than it does now. */
  extraCost: z.int(),
  moves: AdvisedProposal.shape.moved,
  checked: z.literal(true),
  reason: Reason,
})
export type Counterfactual = z.infer<typeof Counterfactual>

/** A against B: A is the subject, and each `delta` is its price minus that of B. */
export const Versus = z.strictObject({
  deltaTotal: z.int(),
  /** Only where the two differ, the largest difference first; they add up to `deltaTotal`. */
  lines: z.array(z.strictObject({ code: CostCode, delta: z.int() })),
  /** Whichever is cheaper. */
  winner: z.enum(['subject', 'against', 'neither']),
  text: z.string(),
})
export type Versus = z.infer<typeof Versus>

export const Explanation = z.strictObject({
  planId: PlanId,
  planVersion: PlanVersion,
  subject: z.strictObject({ ticketId: Id, ...About }),
  /**
   * There is a place; there would be one with a change; there is none, whatever the plan looks like; none was found in the
   * plan as it is. How far that was shown stands in `proof`.
   */
  verdict: z.enum(['offered', 'possible_with_change', 'blocked', 'not_found']),
  proof: NotOffered.shape.proof,
  /** Of the cheapest place, where there is one. */
  cost: Cost.optional(),
  /** Of an offer, why it is as it is; else everything that is in the way, not only what was found first. */
  reasons: z.array(Reason),
  /** The cheapest first. */
  counterfactuals: z.array(Counterfactual),
  versus: Versus.optional(),
  policyVersion: z.string(),
  travel: Meta.shape.travel,
  meta: Advice.shape.meta,
})
export type Explanation = z.infer<typeof Explanation>

const Placed = z.strictObject({ techId: Id, start: Instant, end: Instant })

/** What became of one visit from one version of a plan to another, and why, as far as it follows from what was given. */
export const PlanChange = z.strictObject({
  ticketId: Id,
  kind: z.enum(['added', 'canceled', 'assigned', 'unassigned', 'moved', 'resized']),
  before: Placed.optional(),
  after: Placed.optional(),
  /** Of a visit that begins at another time, how far off it is. */
  by: Duration.optional(),
  later: z.boolean().optional(),
  /** First what happened, then what was changed that explains it. */
  reasons: z.array(Reason).min(1),
})
export type PlanChange = z.infer<typeof PlanChange>

/** What made a version of the plan: an input that was put there, or something that happened to it. */
const PlanStep = z.strictObject({
  version: PlanVersion,
  at: Instant,
  kind: z.enum(['put', 'booked', 'canceled', 'happened', 'replanned']),
  ticketIds: z.array(Id),
})
export type PlanStep = z.infer<typeof PlanStep>

export const PlanChanges = z.strictObject({
  planId: PlanId,
  between: z.tuple([PlanVersion, PlanVersion]),
  /** What made each version after the first, oldest first. */
  steps: z.array(PlanStep),
  changes: z.array(PlanChange),
})
export type PlanChanges = z.infer<typeof PlanChanges>

export const RunChangesRequest = z.strictObject({
  /** The run that the answer is held against. */
  since: z.uuid(),
  ticketId: Id.optional(),
  language: Language.optional(),
})
export type RunChangesRequest = z.infer<typeof RunChangesRequest>

export const RunChanges = z.strictObject({ runId: z.uuid(), since: z.uuid(), changes: z.array(PlanChange) })
export type RunChanges = z.infer<typeof RunChanges>
