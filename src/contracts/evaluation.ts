// What if: changes tried on a live plan and not made, as a card of differences; and a plan made elsewhere, judged.
// Imports zod only.
import { z } from 'zod'
import { Change } from './change.ts'
import { Cost, CostCode } from './cost.ts'
import { Kpis, Meta, OptimizationInput, Route } from './optimization.ts'
import { PlanId, PlanVersion } from './plan.ts'
import { Consequences } from './plan-patch.ts'
import { Language } from './reason.ts'
import { Duration, Id, Instant } from './scalars.ts'

/** Rules that a plan can break, by the code of the judge. Added freely and never renamed. */
export const VIOLATIONS = {
  ROUTE_UNKNOWN: 'There is no such shift.',
  ROUTE_TWICE: 'The shift is planned twice.',
  ROUTE_OUT_OF_ORDER: 'Visits of the shift are not in the order of time.',
  ROUTE_EMPTY: 'The shift has no visit.',
  VISIT_UNKNOWN: 'There is no such visit.',
  VISIT_TWICE: 'The visit is planned twice.',
  VISIT_LOST: 'The visit is neither planned nor left out.',
  BREAK_UNKNOWN: 'There is no such break.',
  BREAK_TWICE: 'The break is taken twice.',
  BREAK_OUT_OF_ORDER: 'Breaks are not in the order of time.',
  RELOAD_UNKNOWN: 'There is no such depot for this technician.',
  RELOAD_TWICE: 'The van is loaded twice at one time.',
  RELOAD_OUT_OF_ORDER: 'Loadings are not in the order of time.',
  TIME_NOT_WHOLE: 'A time is no whole second.',
  LEG_UNREACHABLE: 'No road leads from the stop before.',
  LEG_TOO_LONG: 'The way there is longer than the technician may drive in one go.',
  TRAVEL_TOO_LONG: 'The technician is on the road for longer than they may.',
  DEPARTURE_BEFORE_SHIFT: 'The technician sets out before the shift begins.',
  ARRIVAL_WRONG: 'The arrival does not follow from the way there.',
  START_BEFORE_ARRIVAL: 'Work begins before the technician is there.',
  START_OUTSIDE_WINDOWS: 'Work begins outside the windows of the ticket.',
  START_NOT_SNAPPED: 'Work does not begin at a round time.',
  END_WRONG: 'The end of the work does not follow from its duration.',
  BACK_WRONG: 'The end of the shift does not follow from the way home.',
  BACK_TOO_LATE: 'The technician is back after the shift and its overtime have ended.',
  SPAN_TOO_LONG: 'The technician is out for longer than they may.',
  BREAK_MISSING: 'A break is not taken.',
  BREAK_AT_HOME: 'A break that could be had at home is taken under way.',
  BREAK_OUTSIDE_SPAN: 'A break begins outside its window.',
  BREAK_END_WRONG: 'A break is shorter or longer than it is to be.',
  BREAK_OVERLAP: 'A break is taken while the technician does something else.',
  TOO_MANY_RELOADS: 'The van is loaded more often than it may be.',
  RELOAD_BEFORE_ARRIVAL: 'Loading begins before the technician is there.',
  RELOAD_OUTSIDE_WINDOWS: 'Loading begins while the depot is closed.',
  RELOAD_END_WRONG: 'Loading takes shorter or longer than it does.',
  TRIP_BEFORE_RELEASE: 'The technician sets out before a part has arrived.',
  PROMISE_BROKEN: 'Work begins outside what was promised to the customer.',
  PIN_BROKEN: 'It is fixed to another technician or another time.',
  APPROVAL_PENDING: 'An approval is still open.',
  TECH_EXCLUDED: 'The ticket excludes this technician.',
  TECH_NOT_REQUIRED: 'The ticket names the technicians who may come, and this is none of them.',
  AREA_OUTSIDE: 'The ticket lies outside the areas the technician serves.',
  SKILL_MISSING: 'The technician does not hold a skill the work needs, or not at its level.',
  LOAD_TOO_LARGE: 'The van does not hold the load, or a part is not on it.',
  TOOL_MISSING: 'A tool that the work needs is not on the van.',
  TOO_MANY_VISITS: 'The shift has more visits than it may have.',
  RESERVE_USED: 'The room that is kept for emergencies is used.',
  DAY_TOO_BUSY: 'The technician works more on one day than they may.',
  WEEK_TOO_BUSY: 'The technician works more in one week than they may.',
  REST_MISSING: 'The technician works more days in a row than they may.',
  SAME_TIME_BROKEN: 'Work that has to begin together does not.',
  AFTER_BROKEN: 'Work does not come after another one as it has to.',
  SAME_TECH_BROKEN: 'Work for one technician is planned with several.',
  OTHER_TECH_BROKEN: 'Work for several technicians is planned with one.',
  OTHER_ROUTE_BROKEN: 'Work that must not share a shift does.',
  OTHER_TIME_BROKEN: 'Work that must not be done at one time is.',
  ORDER_BROKEN: 'Work that is fixed in its turn comes in another one.',
} as const
export type ViolationCode = keyof typeof VIOLATIONS
export const ViolationCode = z.enum(Object.keys(VIOLATIONS) as [ViolationCode, ...ViolationCode[]])

export const BrokenRule = z.strictObject({
  code: ViolationCode,
  /** Whose visit, and whose shift, as far as it is about one. */
  ticketId: Id.optional(),
  techId: Id.optional(),
  text: z.string(),
})

export type BrokenRule = z.infer<typeof BrokenRule>

export const EvaluationRequest = z.strictObject({
  /** Tried one after the other; none of them is made. */
  changes: z.array(Change).min(1).max(100),
  language: Language.optional(),
})
export type EvaluationRequest = z.infer<typeof EvaluationRequest>

const Amounts = { before: z.int(), after: z.int(), difference: z.int() }

/** The delta card. Money is that of the whole plan, what is left out included, each line to the cent. */
export const Evaluation = Consequences.extend({
  planId: PlanId,
  planVersion: PlanVersion,
  /** Everybody stands where the changes put them, and no rule is broken. */
  feasible: z.boolean(),
  /** By the independent judge; of a plan that cannot stand, as it would be if nobody minded. */
  violations: z.array(BrokenRule),
  cost: z.strictObject({
    ...Amounts,
    /** Those that are not nothing both times; they add up. */
    lines: z.array(z.strictObject({ code: CostCode, setting: z.string(), ...Amounts })),
  }),
  /** Visits that begin at another time or are somebody else's, the largest step first. */
  moved: z.array(
    z.strictObject({
      ticketId: Id,
      techId: Id,
      fromTechId: Id.optional(),
      start: Instant,
      by: Duration,
      later: z.boolean(),
    }),
  ),
  unassigned: z.strictObject({
    before: z.int(),
    after: z.int(),
    /** Left out by the changes, and served by them. */
    more: z.array(Id),
    fewer: z.array(Id),
  }),
  meta: Meta.pick({ engine: true, policy: true, travel: true, checked: true }),
})
export type Evaluation = z.infer<typeof Evaluation>

/** A plan that was made anywhere: the input with its plan. */
export const ScoreRequest = z.strictObject({ input: OptimizationInput })

/** The plan as it was given: each shift in the order of its starts, and each visit as early as that allows. */
export const PlanScore = z.strictObject({
  feasible: z.boolean(),
  violations: z.array(BrokenRule),
  cost: Cost,
  kpis: Kpis,
  routes: z.array(Route),
  unassigned: z.array(Id),
  /** Visits that begin at another second than the plan says. */
  startsOff: z.array(
    z.strictObject({ ticketId: Id, techId: Id, stated: Instant, start: Instant, by: Duration, later: z.boolean() }),
  ),
  meta: Meta.pick({ engine: true, policy: true, travel: true, checked: true }),
})
export type PlanScore = z.infer<typeof PlanScore>
