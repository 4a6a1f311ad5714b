// A live plan: tickets, technicians and what is assigned already, kept ready to be asked. Imports zod only.
import { z } from 'zod'
import { OptimizationInput } from './optimization.ts'
import { Reason } from './reason.ts'
import { Id } from './scalars.ts'

export const PlanId = Id.meta({ description: 'Chosen by the caller; each tenant has names of its own' })

/** Grows with each change. As an ETag it makes a change wait for nobody and overwrite nobody. */
/** As far as an integer of the database counts. */
export const PlanVersion = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)

export const PlanAccepted = z.strictObject({
  planId: PlanId,
  version: PlanVersion,
  tickets: z.int(),
  /** Those that hold a place now. */
  assigned: z.int(),
  /** Assigned by the input, to where they cannot stand; they are asked for like tickets that are not planned. */
  unplaced: z.array(z.strictObject({ ticketId: Id, reasons: z.array(Reason).optional() })),
  links: z.strictObject({ self: z.string(), recommendations: z.string() }),
})
export type PlanAccepted = z.infer<typeof PlanAccepted>

/** The input as it stands: what was booked since is in its tickets and its plan. */
export const Plan = z.strictObject({ planId: PlanId, version: PlanVersion, input: OptimizationInput })
export type Plan = z.infer<typeof Plan>
