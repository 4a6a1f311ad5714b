// How much may happen without a person: the policy that says so, the decisions made by it, what people did about them, and
// what they overrode. Imports zod only.
import { z } from 'zod'
import { Duration, Id, Instant } from './scalars.ts'
import { Priority } from './ticket.ts'

/** The ladder, the more cautious first: nothing; propose to nobody; low risk by itself; what is whitelisted by itself. */
export const MODES = ['off', 'shadow', 'assisted', 'scoped'] as const
export type Mode = (typeof MODES)[number]
export const RISKS = ['low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

const Names = z.array(Id).min(1).max(200)
/** A ticket is meant when it has one of the values of each thing that is named; what is not named is not asked. */
export const AutonomyScope = z.strictObject({
  tenants: Names.optional(),
  incidentTypes: Names.optional(),
  priorities: z.array(Priority).min(1).optional(),
  areas: Names.optional(),
  tiers: Names.optional(),
})
export type AutonomyScope = z.infer<typeof AutonomyScope>

export const AutonomyLimits = z.strictObject({
  /** Points of score that the best option must be ahead of the next one. */
  minMargin: z.number().min(0).max(100).default(20),
  /** An answer that is older is asked for anew: the day has moved on. */
  maxAge: Duration.default('PT30M'),
  /** Tickets of one run that go out by themselves; the others wait for a person. */
  maxPerRun: z.int().min(0).max(20_000).default(100),
})
export type AutonomyLimits = z.infer<typeof AutonomyLimits>

export const AutonomyRule = z
  .strictObject({
    name: Id,
    mode: z.enum(MODES),
    when: AutonomyScope.default({}),
    limits: AutonomyLimits.prefault({}),
    /** With scoped: the highest risk that goes out by itself. High risk never does. */
    maxRisk: z.enum(['low', 'medium']).optional(),
  })
  .refine(({ mode, when }) => mode !== 'scoped' || (when.incidentTypes && when.priorities), {
    path: ['when'],
    message: 'of scoped must name incidentTypes and priorities: what is not whitelisted waits for a person',
    params: { code: 'WHITELIST_MISSING' },
  })
  .refine(({ mode, maxRisk }) => maxRisk === undefined || mode === 'scoped', {
    path: ['maxRisk'],
    message: 'goes with scoped only',
    params: { code: 'NOT_ALLOWED' },
  })
export type AutonomyRule = z.infer<typeof AutonomyRule>

/** Where several rules mean a ticket, the one that names most decides; of those that name as much, the most cautious. */
export const AutonomyPolicy = z.strictObject({
  name: Id,
  version: Id,
  rules: z.array(AutonomyRule).max(200),
})
export type AutonomyPolicy = z.infer<typeof AutonomyPolicy>

export const VERDICTS = ['ALLOW', 'DENY', 'REQUIRE_APPROVAL', 'REQUIRE_EVIDENCE'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Codes are added freely and never renamed. */
export const DECISION_REASONS = {
  WITHIN_POLICY: 'The policy lets it go out by itself.',
  NO_RULE: 'No rule of the policy means such a ticket.',
  MODE_OFF: 'The policy leaves such tickets to people.',
  APPROVAL_PENDING: 'An approval of the ticket is still open.',
  NOT_ADDRESSABLE: 'dispatch-api knows its tickets by UUID, and this is none.',
  INCIDENT_TYPE_UNKNOWN: 'Nobody has said what kind of incident it is.',
  MARGIN_UNKNOWN: 'Only one option was asked for, so nobody knows how much better it is than the next.',
  ANSWER_STALE: 'The answer is older than the policy allows.',
  MARGIN_SMALL: 'Another option is nearly as good.',
  ONLY_OPTION: 'There is no other option, should this one fail.',
  PROMISES_MOVED: 'Something that was promised is moved by it.',
  PROMISES_MOVED_IN_PLAN: 'The plan that it is part of moves a promise elsewhere.',
  VISITS_MOVED: 'Another visit makes way for it.',
  PRIORITY_EMERGENCY: 'It is an emergency.',
  PRIORITY_URGENT: 'It is urgent.',
  DURATION_DEFAULTED: 'How long it takes was not told, but taken from a table.',
  DUE_DEFAULTED: 'When it is due was not told, but taken from a table.',
  TRAVEL_ESTIMATED: 'Travel is estimated as the crow flies.',
  TRAVEL_DEGRADED: 'The roads were asked for, and some of the travel is estimated for want of an answer.',
  PLACE_OFF_ROAD: 'The address is far from any road that is known, so it may be wrong.',
  FIRST_VISIT: 'Nobody has been there before.',
  CREW_NEEDED: 'It takes several technicians, who must be proposed together.',
  LATE: 'It begins after it is due.',
  LIMIT_PER_RUN: 'As many tickets of the run go out by themselves as may.',
} as const
export type DecisionReason = keyof typeof DECISION_REASONS
export const DecisionReason = z.enum(Object.keys(DECISION_REASONS) as [DecisionReason, ...DecisionReason[]])

/** What the decision rests on, as it stood then. */
export const DecisionFacts = z.strictObject({
  incidentType: z.string().nullable(),
  priority: Priority,
  tier: z.string().nullable(),
  areas: z.array(z.string()),
  options: z.int(),
  alternativesAsked: z.int(),
  /** Points of score to the next option; null without one. */
  margin: z.number().nullable(),
  /** Codes of reasons of the best option that tell of promises, other visits, defaults, estimates and lateness. */
  told: z.array(z.string()),
  promisesMovedInPlan: z.int(),
  firstVisit: z.boolean(),
  approvalPending: z.boolean(),
  crew: z.int(),
  ageSeconds: z.int(),
})
export type DecisionFacts = z.infer<typeof DecisionFacts>

const Chosen = z.strictObject({
  techId: Id,
  start: Instant,
  end: Instant,
  score: z.number(),
  cost: z.int().meta({ description: 'In cents; beside those of the other options, what each is dearer' }),
})

export const Decision = z.strictObject({
  id: z.uuid(),
  runId: Id,
  ticketId: Id,
  mode: z.enum(MODES),
  /** The rule that decided; null where none means the ticket. */
  rule: z.string().nullable(),
  verdict: z.enum(VERDICTS),
  reasonCode: DecisionReason,
  /** The sentence of the code. */
  explanation: z.string(),
  /** All that was found, the gravest first. */
  findings: z.array(DecisionReason),
  risk: z.enum(RISKS),
  /** It went to dispatch-api, or is on its way. Never in shadow. */
  sent: z.boolean(),
  facts: DecisionFacts,
  /** Best first: what would be, or was, proposed. */
  options: z.array(Chosen),
  policy: z.strictObject({ name: z.string(), version: z.string(), hash: z.string() }),
  correlationId: z.string(),
  decidedAt: Instant,
})
export type Decision = z.infer<typeof Decision>
export const Decisions = z.strictObject({
  decisions: z.array(Decision),
  /** The id to go on behind; missing at the end. */
  next: z.uuid().optional(),
})

export const ANSWERS = ['approve', 'reject'] as const
export const ApprovalRequest = z.strictObject({ answer: z.enum(ANSWERS), note: z.string().max(1000).optional() })
export const Approval = z.strictObject({
  decisionId: z.uuid(),
  answer: z.enum(ANSWERS),
  by: z.string(),
  at: Instant,
  note: z.string().optional(),
  /** Of an approval: what became of the command. */
  outcome: z
    .strictObject({
      outcome: z.string(),
      advice: z.string(),
      code: z.string().optional(),
      detail: z.string().optional(),
    })
    .optional(),
})
export type Approval = z.infer<typeof Approval>

export const OVERRIDE_REASONS = ['capacity', 'skill_mismatch', 'customer_request', 'safety', 'other'] as const
export const OverrideRequest = z
  .strictObject({
    ticketId: Id,
    /** What is overridden, where it came from a run. */
    runId: Id.optional(),
    reasonCode: z.enum(OVERRIDE_REASONS),
    note: z.string().trim().min(10).max(2000),
    /** These do not go. */
    exclude: z.array(Id).min(1).max(100).optional(),
    /** This one goes, and at this time where one is given. */
    pin: z.strictObject({ techId: Id, start: Instant.optional() }).optional(),
    /** Until then; without it, until it is withdrawn. */
    until: Instant.optional(),
  })
  .refine(({ exclude, pin }) => (exclude ?? pin) !== undefined, {
    message: 'needs exclude or pin',
    params: { code: 'ONE_OF_NEEDED' },
  })
  .refine(({ exclude, pin }) => pin === undefined || !exclude?.includes(pin.techId), {
    path: ['pin', 'techId'],
    message: 'is excluded as well',
    params: { code: 'CONTRADICTION' },
  })
export type OverrideRequest = z.infer<typeof OverrideRequest>
export const Override = z.strictObject({
  id: z.uuid(),
  ticketId: Id,
  runId: Id.optional(),
  reasonCode: z.enum(OVERRIDE_REASONS),
  note: z.string(),
  exclude: z.array(Id).optional(),
  pin: z.strictObject({ techId: Id, start: Instant.optional() }).optional(),
  until: Instant.optional(),
  by: z.string(),
  at: Instant,
})
export type Override = z.infer<typeof Override>

const Compared = z.strictObject({
  decided: z.int(),
  /** Of those, people have settled so many since. */
  compared: z.int(),
  agreed: z.int(),
  /** Agreed of compared; null where nothing could be compared. */
  agreementRate: z.number().nullable(),
  sameTech: z.int(),
  sameTime: z.int(),
  /** What people chose was among the options so often, and was dearer than the first one by so many cents in all. */
  priced: z.int(),
  costDifference: z.int(),
})
export type Compared = z.infer<typeof Compared>
export const ShadowReport = z.strictObject({
  since: Instant,
  until: Instant,
  policy: z.strictObject({ name: z.string(), version: z.string(), hash: z.string() }).nullable(),
  all: Compared,
  byVerdict: z.array(Compared.extend({ verdict: z.enum(VERDICTS) })),
  byReason: z.array(Compared.extend({ reasonCode: DecisionReason })),
  /** Of the tickets that a person overrode, by the reason given. */
  byOverride: z.array(Compared.extend({ reasonCode: z.enum(OVERRIDE_REASONS) })),
  /** Tickets whose story could not be read; they count as not compared. */
  unread: z.int(),
  /** Older ones were left off. */
  truncated: z.boolean(),
})
export type ShadowReport = z.infer<typeof ShadowReport>
