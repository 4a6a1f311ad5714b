// Why the planner advises what it advises: a stable code, its numbers, and a sentence made from them. Imports zod only.
import { z } from 'zod'

/** Codes are added freely and never renamed or given another meaning. A reader must be able to show one it does not know. */
export const REASON_CODES = {
  // eligibility: no plan is needed to know it
  SKILL_MISSING: 'The technician does not hold a skill the work needs.',
  SKILL_LEVEL_LOW: 'The technician holds the skill, at too low a level.',
  TECH_PROHIBITED: 'The ticket excludes this technician.',
  TECH_NOT_AMONG_REQUIRED: 'The ticket names the technicians who may come, and this is none of them.',
  TECH_INACTIVE: 'The technician is not active.',
  AREA_OUTSIDE: 'The ticket lies outside the areas the technician serves.',
  APPROVAL_PENDING: 'An approval is still open; nothing is planned before it is decided.',
  LOAD_TOO_LARGE: 'The load does not fit the van even when it is empty.',
  // time alone: even with an empty day
  NO_SHIFT_IN_WINDOW: 'No shift overlaps a time at which the work may begin.',
  UNREACHABLE_IN_WINDOW: 'The place cannot be reached within its windows, even from an empty day.',
  UNREACHABLE_PLACE: 'No road leads there.',
  JOB_LONGER_THAN_SHIFT: 'Travel and work do not fit into the shift, even when it is empty.',
  // the plan: the technician could, were the day not as it is
  NO_GAP: 'Every day that could take it is too full as planned.',
  PROMISE_WOULD_BREAK: 'What was promised could not be kept.',
  PIN_CONFLICT: 'It is fixed to a technician and a time that the rest of the plan does not allow.',
  NOT_WORTH_IT: 'Serving it would cost more than leaving it out.',
  // trade-offs, either sign
  DETOUR_ADDED: 'Travel that the visit adds to the day.',
  WAITING_ADDED: 'Waiting that the visit adds, or takes away.',
  OVERTIME_COST: 'Overtime that the visit adds.',
  SHIFT_OPENED: 'The visit is the only reason for this shift.',
  LATE: 'Work begins after it was due.',
  PREFERRED_TECH: 'The customer prefers this technician.',
  PREFERENCE_MISSED: 'The customer prefers someone else.',
  TECH_CHANGED: 'The ticket was planned with someone else.',
  // facts that a dispatcher looks for
  SKILL_MATCH: 'The technician holds every skill the work needs.',
  AREA_MATCH: 'The technician serves the area.',
  DISTANCE: 'How far it is from the stop before.',
  SLA_SLACK: 'Time left between the start of work and the due time.',
  WINDOW_FIT: 'The window in which work begins.',
  PROMISE_KEPT: 'Work begins within what was promised.',
  PINNED: 'It is fixed to this technician and time.',
  // data and search
  DURATION_DEFAULTED: 'The ticket states no duration; the policy’s was used.',
  DUE_DEFAULTED: 'The ticket states no due time; the policy’s response time was used.',
  TRAVEL_ESTIMATED: 'Travel is estimated from the distance as the crow flies.',
  OUTRANKED: 'Another option for this ticket is cheaper.',
} as const
export type ReasonCode = keyof typeof REASON_CODES
export const ReasonCode = z.enum(Object.keys(REASON_CODES) as [ReasonCode, ...ReasonCode[]])

const Param = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

export const Reason = z.strictObject({
  code: ReasonCode,
  kind: z.enum(['blocker', 'trade-off', 'fact']),
  /** The numbers behind it; a unit stands in the name unless it is plain. */
  params: z.record(z.string(), Param),
  text: z.string(),
  /** Cents that it adds to, or takes from, the price of the proposal. */
  amount: z.int().optional(),
  /** The setting that made it so, as a path into the input. */
  setting: z.string().optional(),
})
export type Reason = z.infer<typeof Reason>
