// May this proposal go out by itself? From stated facts and a policy, by tables that can be read in one screen. Pure: reads no
// clock, no file and no switch. What is not known counts against it.
import { validate as isUuid } from 'uuid'
import {
  type AutonomyPolicy,
  type AutonomyRule,
  type AutonomyScope,
  type DecisionFacts,
  type DecisionReason,
  MODES,
  type Mode,
  RISKS,
  type Risk,
  type Verdict,
} from '../contracts/autonomy.ts'
import { durationSeconds } from '../contracts/scalars.ts'

export interface Decided {
  readonly mode: Mode
  readonly rule: string | null
  readonly verdict: Verdict
  readonly reasonCode: DecisionReason
  readonly findings: readonly DecisionReason[]
  readonly risk: Risk
  /** Goes out now: allowed, in a mode that carries things out. */
  readonly sent: boolean
}

export interface Subject {
  readonly tenant: string
  readonly ticketId: string
  readonly facts: DecisionFacts
  /** How many of the same run go out by themselves already. */
  readonly sentOfRun: number
}

type Limits = AutonomyRule['limits']
interface Finding {
  readonly code: DecisionReason
  readonly found: (facts: DecisionFacts, limits: Limits) => boolean
}
const tells =
  (...codes: string[]) =>
  ({ told }: DecisionFacts) =>
    codes.some((code) => told.includes(code))

/** Without these nobody can say what the risk is. */
const EVIDENCE: readonly Finding[] = [
  { code: 'ANSWER_STALE', found: ({ ageSeconds }, { maxAge }) => ageSeconds > durationSeconds(maxAge) },
  { code: 'INCIDENT_TYPE_UNKNOWN', found: ({ incidentType }) => incidentType === null },
  { code: 'MARGIN_UNKNOWN', found: ({ margin, alternativesAsked }) => margin === null && alternativesAsked < 2 },
]

/** The risk is the highest of what is found; with nothing found it is low. */
const RISK_TABLE: readonly (Finding & { readonly risk: Exclude<Risk, 'low'> })[] = [
  { risk: 'high', code: 'PROMISES_MOVED', found: tells('PROMISES_MOVED', 'PROMISE_BROKEN') },
  { risk: 'high', code: 'PRIORITY_EMERGENCY', found: ({ priority }) => priority === 'EMERGENCY' },
  { risk: 'high', code: 'CREW_NEEDED', found: ({ crew }) => crew > 1 },
  { risk: 'high', code: 'LATE', found: tells('LATE') },
  { risk: 'medium', code: 'PROMISES_MOVED_IN_PLAN', found: ({ promisesMovedInPlan }) => promisesMovedInPlan > 0 },
  { risk: 'medium', code: 'VISITS_MOVED', found: tells('VISIT_MOVES') },
  { risk: 'medium', code: 'PRIORITY_URGENT', found: ({ priority }) => priority === 'URGENT' },
  { risk: 'medium', code: 'MARGIN_SMALL', found: ({ margin }, { minMargin }) => margin !== null && margin < minMargin },
  {
    risk: 'medium',
    code: 'ONLY_OPTION',
    found: ({ margin, alternativesAsked }) => margin === null && alternativesAsked >= 2,
  },
  { risk: 'medium', code: 'DURATION_DEFAULTED', found: tells('DURATION_DEFAULTED') },
  { risk: 'medium', code: 'DUE_DEFAULTED', found: tells('DUE_DEFAULTED') },
  { risk: 'medium', code: 'TRAVEL_ESTIMATED', found: tells('TRAVEL_ESTIMATED') },
  { risk: 'medium', code: 'TRAVEL_DEGRADED', found: tells('TRAVEL_DEGRADED') },
  { risk: 'medium', code: 'PLACE_OFF_ROAD', found: tells('PLACE_OFF_ROAD') },
  { risk: 'medium', code: 'FIRST_VISIT', found: ({ firstVisit }) => firstVisit },
]

/** The codes of reasons that the tables look for: the others are none of their facts. */
export const TOLD_CODES: ReadonlySet<string> = new Set([
  'PROMISES_MOVED',
  'PROMISE_BROKEN',
  'LATE',
  'VISIT_MOVES',
  'DURATION_DEFAULTED',
  'DUE_DEFAULTED',
  'TRAVEL_ESTIMATED',
  'TRAVEL_DEGRADED',
  'PLACE_OFF_ROAD',
])

export function decide(policy: AutonomyPolicy, subject: Subject): Decided {
  const { facts, ticketId, sentOfRun } = subject
  const rule = ruleFor(policy, subject)
  const mode = rule?.mode ?? 'off'
  const limits = rule?.limits
  const risks = limits ? RISK_TABLE.filter(({ found }) => found(facts, limits)) : []
  const risk = RISKS.findLast((level) => risks.some((one) => one.risk === level)) ?? 'low'
  const missing = limits ? EVIDENCE.filter(({ found }) => found(facts, limits)) : []
  const findings = [...missing, ...risks].map(({ code }) => code)
  const as = (verdict: Verdict, reasonCode: DecisionReason): Decided => ({
    mode,
    rule: rule?.name ?? null,
    verdict,
    reasonCode,
    findings,
    risk,
    sent: verdict === 'ALLOW' && CARRIES_OUT.has(mode),
  })
  if (rule === undefined || limits === undefined) return as('DENY', 'NO_RULE')
  if (mode === 'off') return as('DENY', 'MODE_OFF')
  if (!isUuid(ticketId)) return as('DENY', 'NOT_ADDRESSABLE')
  if (facts.approvalPending) return as('DENY', 'APPROVAL_PENDING')
  const [evidence] = missing
  if (evidence) return as('REQUIRE_EVIDENCE', evidence.code)
  const most = mode === 'scoped' ? (rule.maxRisk ?? 'low') : 'low'
  if (RISKS.indexOf(risk) > RISKS.indexOf(most)) return as('REQUIRE_APPROVAL', risks[0]!.code)
  if (sentOfRun >= limits.maxPerRun) return as('REQUIRE_APPROVAL', 'LIMIT_PER_RUN')
  return as('ALLOW', 'WITHIN_POLICY')
}

const CARRIES_OUT: ReadonlySet<Mode> = new Set(['assisted', 'scoped'])

/** The rule that names most decides; of those that name as much, the most cautious. */
export function ruleFor({ rules }: AutonomyPolicy, { tenant, facts }: Pick<Subject, 'tenant' | 'facts'>) {
  return rules
    .filter(({ when }) => isMeant(when, tenant, facts))
    .toSorted((a, b) => named(b.when) - named(a.when) || MODES.indexOf(a.mode) - MODES.indexOf(b.mode))
    .at(0)
}

const named = (when: AutonomyScope) => Object.values(when).filter((values) => values !== undefined).length

function isMeant(when: AutonomyScope, tenant: string, { incidentType, priority, areas, tier }: DecisionFacts): boolean {
  const has = (names: readonly string[] | undefined, values: readonly (string | null)[]) =>
    names === undefined || values.some((value) => value !== null && names.includes(value))
  return (
    has(when.tenants, [tenant]) &&
    has(when.incidentTypes, [incidentType]) &&
    has(when.priorities, [priority]) &&
    has(when.areas, areas) &&
    has(when.tiers, [tier])
  )
}
