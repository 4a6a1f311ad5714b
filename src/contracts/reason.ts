// Why the planner advises what it advises: a stable code, its numbers, and a sentence made from them. Imports zod only.
import { z } from 'zod'

/** The languages in which sentences are written. */
export const LANGUAGES = ['en', 'es'] as const
export const Language = z
  .enum(LANGUAGES)
  .meta({ description: 'Of the sentences; codes and numbers are the same in all' })
export type Language = z.infer<typeof Language>

/** Codes are added freely and never renamed or given another meaning. A reader must be able to show one it does not know. */
export const REASON_CODES = {
  // eligibility: no plan is needed to know it
  SKILL_MISSING: 'The technician does not hold a skill the work needs.',
  SKILL_LEVEL_LOW: 'The technician holds the skill, at too low a level.',
  CERT_EXPIRED: 'The technician holds the skill, but not over any shift that could take the work.',
  TECH_PROHIBITED: 'The ticket excludes this technician.',
  TECH_NOT_AMONG_REQUIRED: 'The ticket names the technicians who may come, and this is none of them.',
  TECH_INACTIVE: 'The technician is not active.',
  AREA_OUTSIDE: 'The ticket lies outside the areas the technician serves.',
  APPROVAL_PENDING: 'An approval is still open; nothing is planned before it is decided.',
  LOAD_TOO_LARGE: 'The load does not fit the van even when it is empty.',
  PART_NOT_ON_VAN: 'A part that the work needs is not on the van.',
  TOOL_NOT_ON_VAN: 'A tool that the work needs is not on the van.',
  // time: mostly even with an empty day
  NO_SHIFT_IN_WINDOW: 'No shift overlaps a time at which the work may begin.',
  UNREACHABLE_IN_WINDOW: 'The place cannot be reached within its windows, even from an empty day.',
  UNREACHABLE_PLACE: 'No road leads there.',
  JOB_LONGER_THAN_SHIFT: 'Travel and work do not fit into the shift, even when it is empty.',
  PART_ARRIVES_LATER: 'A part that the work needs arrives too late for every shift that could take it.',
  BREAK_BLOCKED: 'With the breaks of the shift the work does not fit into it.',
  LEG_TRAVEL_CAP: 'A way that it takes is longer than the technician may drive in one go.',
  TRAVEL_CAP: 'The ways that it takes are longer than the technician may drive in one shift.',
  SPAN_CAP: 'The technician would be out for longer than they may.',
  // the plan: the technician could, were the day not as it is
  NO_GAP: 'Every day that could take it is too full as planned.',
  MAX_JOBS: 'Every shift that could take it has as many visits as it may have.',
  OVERTIME_CAP: 'The work of the day or the week would pass the technician’s limit.',
  ROOM_KEPT: 'The work would use up the room that is kept for emergencies.',
  REST_NEEDED: 'The technician has to rest on the days that could take it.',
  SHIFT_END_EXCEEDED: 'As planned, the shift would last beyond its end.',
  PROMISE_WOULD_BREAK: 'What was promised could not be kept.',
  PROMISE_IN_THE_WAY: 'What was promised to another customer could not be kept.',
  HELD: 'The place is held for another caller.',
  PIN_CONFLICT: 'It is fixed to a technician and a time that the rest of the plan does not allow.',
  PARTNER_UNAVAILABLE: 'Nobody is free at the same time for the other technicians that it takes.',
  TIE_UNMET: 'A tie to another ticket does not allow it as things are planned.',
  NOT_WORTH_IT: 'Serving it would cost more than leaving it out.',
  SEARCH_LIMIT: 'Not everything was tried; there may be a place for it.',
  // trade-offs, either sign
  DETOUR_ADDED: 'Travel that the visit adds to the day.',
  WAITING_ADDED: 'Waiting that the visit adds, or takes away.',
  OVERTIME_COST: 'Overtime that the visit adds.',
  SHIFT_OPENED: 'The visit is the only reason for this shift.',
  SPAN_ADDED: 'Time between setting out and being back that the visit adds.',
  TECH_CALLED: 'The visit is the only reason to call this technician at all.',
  LATE: 'Work begins after it was due.',
  LATEST_OF_ALL: 'The longest lateness of the whole plan grows, or shrinks.',
  SOFT_WINDOW_MISSED: 'Work begins outside the windows that the customer agreed to.',
  PREFERRED_WINDOW_MISSED: 'Work begins outside the windows that the customer would like.',
  NOT_AT_ONCE: 'Time until work begins.',
  PREFERRED_TECH: 'The customer prefers this technician.',
  PREFERENCE_MISSED: 'The customer prefers someone else.',
  CONTINUITY: 'How well the technician knows the customer from earlier visits.',
  SURPLUS_SKILL: 'The technician holds more than the work needs, and is missed elsewhere.',
  PREFERRED_AREA_LEFT: 'The technician would rather work elsewhere.',
  TECH_CHANGED: 'The ticket was planned with someone else.',
  PROMISES_MOVED: 'Work begins outside what was promised.',
  DAYS_APART: 'Days between this ticket and one that it is tied to.',
  FAIRNESS: 'Work beyond the fair share of the technician.',
  SCATTERED: 'How far the visits of the shift lie apart.',
  // facts that a dispatcher looks for
  SKILL_MATCH: 'The technician holds every skill the work needs.',
  AREA_MATCH: 'The technician serves the area.',
  PARTS_MATCH: 'Parts and tools are on the van, or are loaded on the way.',
  CREW: 'How many technicians come together, and which of them this is.',
  DISTANCE: 'How far it is from the stop before.',
  SLA_SLACK: 'Time left between the start of work and the due time.',
  WINDOW_FIT: 'The window in which work begins.',
  PROMISE_KEPT: 'Work begins within what was promised.',
  PINNED: 'It is fixed to this technician and time.',
  PARTLY_PINNED: 'Its technician, its time or its turn is fixed.',
  VISIT_MOVES: 'Another visit begins earlier or later.',
  // data and search
  DURATION_DEFAULTED: 'The ticket states no duration; the policy’s was used.',
  DUE_DEFAULTED: 'The ticket states no due time; the policy’s response time was used.',
  TRAVEL_ESTIMATED: 'Travel is estimated from the distance as the crow flies.',
  TRAVEL_DEGRADED: 'Travel is estimated because the road service gave no answer.',
  PLACE_OFF_ROAD: 'The place lies far from every road of the map; travel is measured to the nearest.',
  OUTRANKED: 'Another option for this ticket is cheaper.',
  OUTRANKED_AT_LEAST:
    'Not even the cheapest place of the technician comes near the first option; no further was tried.',
  // what would make it possible
  UNLOCK_WINDOW_LATER: 'Possible if work may begin later than the windows allow.',
  UNLOCK_WINDOW_EARLIER: 'Possible if work may begin earlier than the windows allow.',
  UNLOCK_SHIFT_END: 'Possible if the shift ends later.',
  UNLOCK_SHIFT_START: 'Possible if the shift begins earlier.',
  UNLOCK_DURATION: 'Possible if the work takes less time.',
  UNLOCK_SKILL: 'Possible if the technician holds a skill, or a higher level of it.',
  UNLOCK_MOVE: 'Possible if the visit of another ticket moves.',
  UNLOCK_OTHER_DAY: 'Possible on another day.',
  UNLOCK_OVERTIME: 'Possible with overtime.',
  UNLOCK_AREA: 'Possible if the technician serves the area.',
  UNLOCK_LOAD: 'Possible if the van has more room.',
  UNLOCK_MAX_VISITS: 'Possible if the shift may have more visits.',
  UNLOCK_TOGETHER: 'Possible with several changes, of which none is enough alone.',
  // why a plan is not what it was
  TICKET_NEW: 'The ticket is new.',
  TICKET_CANCELED: 'The ticket is gone.',
  TICKET_ASSIGNED: 'The ticket was not planned, and now is.',
  TICKET_UNASSIGNED: 'The ticket was planned, and no longer is.',
  TICKET_CHANGED: 'The ticket itself was changed.',
  TECH_REPLACED: 'Another technician comes.',
  VISIT_RESIZED: 'The visit lasts longer, or less long.',
  PROMISE_CHANGED: 'Something else is promised than was.',
  PROMISE_BROKEN: 'What was promised is not kept.',
  TECH_NEW: 'The technician is new.',
  TECH_GONE: 'The technician is gone.',
  TECH_DEACTIVATED: 'The technician is no longer active.',
  TECH_REACTIVATED: 'The technician is active again.',
  TECH_DATA_CHANGED: 'The technician was changed, apart from the shifts.',
  SHIFT_NEW: 'The technician has a shift that was not there.',
  SHIFT_GONE: 'The technician no longer has the shift.',
  SHIFT_CHANGED: 'The shift was changed.',
  ROUTE_CHANGED: 'Other visits came to the same day of the technician, or left it.',
  PLANNED_ANEW: 'Nothing of its own explains it; it follows from planning anew.',
} as const
export type ReasonCode = keyof typeof REASON_CODES
export const ReasonCode = z.enum(Object.keys(REASON_CODES) as [ReasonCode, ...ReasonCode[]])

const Param = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

export const Reason = z.strictObject({
  code: ReasonCode,
  kind: z.enum(['blocker', 'trade-off', 'fact', 'counterfactual']),
  /** The numbers behind it; a unit stands in the name unless it is plain. */
  params: z.record(z.string(), Param),
  text: z.string(),
  /** Cents that it adds to, or takes from, the price of the proposal. */
  amount: z.int().optional(),
  /** The setting that made it so, as a path into the input. */
  setting: z.string().optional(),
})
export type Reason = z.infer<typeof Reason>
