// What happened to a live plan, sent and answered: what follows from it for everybody else. Imports zod only.
import { z } from 'zod'
import { Happening } from './change.ts'
import { PlanChange } from './explanation.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { Language } from './reason.ts'
import { OfferId } from './recommendation.ts'
import { Duration, Id, Instant, Window } from './scalars.ts'

export const MOST_HAPPENINGS = 500

export const PatchRequest = z.strictObject({
  /** In the order in which they happened; all of them count, or none. */
  events: z
    .array(Happening)
    .min(1)
    .max(MOST_HAPPENINGS)
    .refine((events) => new Set(events.map(({ eventId }) => eventId)).size === events.length, {
      message: 'names an event twice',
      params: { code: 'DUPLICATE_ID' },
    }),
  /** Of the reasons. */
  language: Language.optional(),
})
export type PatchRequest = z.infer<typeof PatchRequest>

export const LateVisit = z.strictObject({
  ticketId: Id,
  techId: Id,
  start: Instant,
  due: Instant,
  /** After it was due. */
  by: Duration,
})

export const PromiseNotKept = z.strictObject({
  ticketId: Id,
  promised: Window,
  /** Where it is planned now; missing where it has no place any more. */
  techId: Id.optional(),
  start: Instant.optional(),
  /** Outside of what was promised. */
  by: Duration.optional(),
})

/** A visit that stood there and stands nowhere now; the ticket is in the plan, and can be asked about. */
export const LostPlace = z.strictObject({ ticketId: Id, techId: Id, start: Instant })

/** What follows from a change. */
export const Consequences = z.strictObject({
  /** Of every visit that is otherwise, and why. */
  changes: z.array(PlanChange),
  lost: z.array(LostPlace),
  /** Later than they were, and after they were due. */
  late: z.array(LateVisit),
  promisesNotKept: z.array(PromiseNotKept),
})
export type Consequences = z.infer<typeof Consequences>

export const PatchAnswer = Consequences.extend({
  planId: PlanId,
  /** One more than before, however many events were new; the same where none was. */
  version: PlanVersion,
  events: z.array(
    z.strictObject({
      eventId: Id,
      outcome: z.enum(['applied', 'replayed']),
      /** Of the plan, with this event in it. */
      version: PlanVersion,
    }),
  ),
  /** Offers of which not every place is held any more. */
  offersLost: z.array(OfferId),
})
export type PatchAnswer = z.infer<typeof PatchAnswer>
