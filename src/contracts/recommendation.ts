// A recommendation: who could go and when, ranked and priced, and why not everybody else. Imports zod only.
import { z } from 'zod'
import { Cost } from './cost.ts'
import { Meta, OptimizationInput } from './optimization.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { Language, Reason, ReasonCode } from './reason.ts'
import { Duration, durationSeconds, Id, Instant, Window } from './scalars.ts'
import { Ticket } from './ticket.ts'

const LONGEST_HOLD_SECONDS = 7 * 86_400

/** Those that are named, or every ticket that has no place in the plan. */
const TicketIds = z.union([z.literal('unplanned'), z.array(Id).min(1).max(1000)])

const Wishes = {
  /** Options at most, of each ticket. */
  count: z.int().min(1).max(20).default(5),
  /** Of texts; codes and numbers are the same in each. */
  language: Language.optional(),
  /** Who is not offered: not told, told by cause, or told one by one. */
  whyNot: z.enum(['none', 'grouped', 'full']).default('grouped'),
}

export const RecommendationRequest = z
  .strictObject({
    /** A ticket that the plan need not know; it joins the plan when one of its options is confirmed. */
    ticket: Ticket.optional(),
    ticketId: Id.optional(),
    ticketIds: TicketIds.optional(),
    /** The inverse: which unplanned tickets are worth most with this technician, in a gap that has opened or on any shift. */
    forTech: z.strictObject({ techId: Id, gap: Window.optional() }).optional(),
    ...Wishes,
    /**
     * Of a ticket of the plan that has its place: where it would be better, under whatever was promised or fixed, and what
     * the place costs that it has. Only looks; nothing is held.
     */
    move: z.boolean().default(false),
    /**
     * 2: also what is possible if one visit moves that nobody was promised, or that may be moved at a price; of one ticket at
     * a time, with whoever comes with it.
     */
    tier: z.literal([1, 2]).default(1),
    /** How long the options are reserved; PT0S only looks. Without it, as the policy of the plan has it. */
    hold: Duration.refine((hold) => durationSeconds(hold) <= LONGEST_HOLD_SECONDS, {
      message: 'must be at most seven days',
      params: { code: 'TOO_LARGE' },
    }).optional(),
  })
  .refine(
    ({ ticket, ticketId, ticketIds, forTech }) =>
      [ticket, ticketId, ticketIds, forTech].filter((one) => one !== undefined).length === 1,
    { message: 'needs one of ticket, ticketId, ticketIds and forTech', params: { code: 'ONE_OF_NEEDED' } },
  )
  .refine(({ tier, ticketIds, forTech }) => tier === 1 || (ticketIds ?? forTech) === undefined, {
    path: ['tier'],
    message: 'goes with one ticket only',
    params: { code: 'NOT_ALLOWED' },
  })
  .refine(({ move, ticketId, tier, hold }) => !move || (ticketId !== undefined && tier === 1 && hold === undefined), {
    path: ['move'],
    message: 'goes with ticketId, in the first tier, and holds nothing',
    params: { code: 'NOT_ALLOWED' },
  })
export type RecommendationRequest = z.infer<typeof RecommendationRequest>

/** The question with everything that it is about: nothing is kept, and nothing is reserved. */
export const OneOffRequest = z.strictObject({ input: OptimizationInput, ticketIds: TicketIds, ...Wishes })
export type OneOffRequest = z.infer<typeof OneOffRequest>

const Score = z.number().min(0).max(100)

const Comer = z.strictObject({ ticketId: Id, techId: Id, start: Instant, end: Instant })

export const AdvisedProposal = z.strictObject({
  optionId: Id,
  rank: z.int().min(1),
  /** Of the second tier against the cheapest of both, of the first against its own. */
  score: Score,
  /** 1: others at most begin earlier or later. 2: one visit of the plan takes another turn, or another shift. */
  tier: z.int().min(1).max(2),
  ticketId: Id,
  techId: Id,
  start: Instant,
  end: Instant,
  /** What the customer is told: work begins inside it. */
  window: Window,
  /** What the plan costs more with it than without it. */
  cost: Cost,
  reasons: z.array(Reason),
  /** So many others differ from it too little to be told apart, and are folded into it. */
  alsoPossible: z.int().min(0),
  moved: z.array(
    z.strictObject({
      ticketId: Id,
      /** Who comes, with the one who came before, where that is somebody else. */
      techId: Id,
      fromTechId: Id.optional(),
      /** From now on; earlier or later by so much. */
      start: Instant,
      by: Duration,
      later: z.boolean(),
      /** Outside what was promised only where `policy.promise` has a price for that. */
      promiseKept: z.boolean(),
    }),
  ),
  /** Who else comes: the others of a crew, and tickets that are offered with this one. */
  with: z.array(Comer).optional(),
})
export type AdvisedProposal = z.infer<typeof AdvisedProposal>

export const NotOffered = z.strictObject({
  techIds: z.array(Id),
  /** Counts them all, also where not every id is named. */
  techs: z.int().min(1),
  verdict: z.enum(['outranked', 'blocked', 'not_found']),
  /** What was shown: every place was tried, not even an empty day would do, or not everything was tried. */
  proof: z.enum(['exact_insertion', 'empty_route_bound', 'search_limit']),
  reasons: z.array(Reason),
})

/** How many technicians were left after each step. */
export const Funnel = z.strictObject({
  considered: z.int(),
  eligible: z.int(),
  /** Could, were their days empty. */
  inTime: z.int(),
  possible: z.int(),
  offered: z.int(),
  /** `alone`: technicians for whom nothing else is in the way. */
  blocking: z.array(z.strictObject({ code: ReasonCode, techs: z.int(), alone: z.int() })),
})

export const Advice = z.strictObject({
  ticketId: Id,
  /** Best first. */
  proposals: z.array(AdvisedProposal),
  /** Leaving it out is an option too. */
  unbooked: z.strictObject({ cost: z.int().min(0), score: Score, setting: z.string().optional() }),
  notOffered: z.array(NotOffered),
  /** Where it stands, priced as each proposal is: what the plan costs more with it than without it. */
  current: z
    .strictObject({ techId: Id, start: Instant, end: Instant, with: z.array(Comer).optional(), cost: Cost })
    .optional(),
  funnel: Funnel,
  meta: Meta.pick({ engine: true, policy: true, travel: true, checked: true }),
})
export type Advice = z.infer<typeof Advice>

export const OfferId = z.uuid().meta({ description: 'Of the options that are reserved together' })

export const Recommendation = Advice.extend({
  planId: PlanId,
  planVersion: PlanVersion,
  /** With `expiresAt`, where at least one option is reserved. */
  offerId: OfferId.optional(),
  /** Until then nobody else is given the places that are held, by the clock of the database. */
  expiresAt: Instant.optional(),
  proposals: z.array(AdvisedProposal.extend({ held: z.boolean() })),
})
export type Recommendation = z.infer<typeof Recommendation>

/** The second tier, told when the first has been told: none of it is held, and all of it can be confirmed. */
export const RoomMade = z.strictObject({
  /** That of the first tier, or of its own where that held nothing. */
  offerId: OfferId.optional(),
  expiresAt: Instant.optional(),
  proposals: z.array(AdvisedProposal.extend({ held: z.boolean() })),
})
export type RoomMade = z.infer<typeof RoomMade>

/** A ticket that nobody has, on the best place that the technician has for it. */
export const TicketForTech = z.strictObject({
  ticketId: Id,
  rank: z.int().min(1),
  start: Instant,
  end: Instant,
  cost: Cost,
  /** What leaving it out costs. */
  unbooked: z.int().min(0),
  /** That minus what this place costs; below zero it is not worth it. */
  gain: z.int(),
  reasons: z.array(Reason),
})
export type TicketForTech = z.infer<typeof TicketForTech>

/** Worth most first, each priced as if it were the only one; nothing is held. */
export const TicketsForTech = z.strictObject({
  planId: PlanId,
  planVersion: PlanVersion,
  techId: Id,
  tickets: z.array(TicketForTech),
})
export type TicketsForTech = z.infer<typeof TicketsForTech>

/** Dearest to leave out first; what is offered for one is not offered for the next. */
export const Recommendations = z.strictObject({
  planId: PlanId,
  planVersion: PlanVersion,
  offers: z.array(Recommendation),
})
export type Recommendations = z.infer<typeof Recommendations>

export const OneOffAnswer = z.strictObject({ offers: z.array(Advice) })
export type OneOffAnswer = z.infer<typeof OneOffAnswer>
