// An offer: options that are reserved until it expires, one of which is confirmed or none. Imports zod only.
import { z } from 'zod'
import { Assignment } from './optimization.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { ProblemDetails } from './problem-details.ts'
import { OfferId, Recommendation } from './recommendation.ts'
import { Id } from './scalars.ts'

export const ConfirmRequest = z.strictObject({
  optionId: Id,
  /** The caller's name for this step, kept with the booking. Confirming twice books once with or without it. */
  request_id: Id.optional(),
})

export const Confirmed = z.strictObject({
  offerId: OfferId,
  optionId: Id,
  planId: PlanId,
  planVersion: PlanVersion,
  /** As it stands in the plan now. */
  assignment: Assignment,
  /** Of the others of its crew, and of tickets that are planned together with it. */
  with: z.array(Assignment).optional(),
  /** Other assignments that read otherwise now: whoever made way, and whoever had to be told anew to keep the order. */
  moved: z.array(Assignment).optional(),
})
export type Confirmed = z.infer<typeof Confirmed>

/** Why an option could not be confirmed, and what can be had instead. */
export const OfferProblem = ProblemDetails.extend({
  /** Reserved again; missing where the ticket cannot be asked for any more. */
  offer: Recommendation.optional(),
}).meta({ id: 'OfferProblem' })
