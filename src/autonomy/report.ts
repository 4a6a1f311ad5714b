// The shadow report: what would have been done, against what people did. Pure: is handed the decisions and the stories.
import {
  type Compared,
  DECISION_REASONS,
  type Decision,
  type DecisionReason,
  OVERRIDE_REASONS,
  type Override,
  type ShadowReport,
  VERDICTS,
} from '../contracts/autonomy.ts'
import type { Settled, TicketStory } from '../dispatch-command/ticket-story.ts'

export interface Case {
  readonly decision: Decision
  readonly story: TicketStory
}

/** How far apart two starts may be and still be the same appointment. */
const SAME_TIME_MS = 30 * 60_000

export interface Comparison {
  readonly sameTech: boolean
  readonly sameTime: boolean
  /** What people chose was the first option, as far as they have settled it. */
  readonly agreed: boolean
  /** Cents that their choice is dearer than the first option, where it was among the options. */
  readonly dearer?: number
}

/** Nothing while people have settled nothing. */
export function compare({ options }: Pick<Decision, 'options'>, story: TicketStory): Comparison | undefined {
  const [best] = options
  if (story === 'unread' || best === undefined) return undefined
  if (story.techId === undefined && story.start === undefined) return undefined
  const matches = (option: (typeof options)[number]) => isTech(option.techId, story) && isTime(option.start, story)
  const chosen = options.find(matches)
  return {
    sameTech: story.techId !== undefined && isTech(best.techId, story),
    sameTime: story.start !== undefined && isTime(best.start, story),
    agreed: matches(best),
    ...(chosen && { dearer: chosen.cost - best.cost }),
  }
}

/** What is not settled cannot differ. */
const isTech = (techId: string, { techId: settled }: Settled) => settled === undefined || settled === techId

/** Customers are told windows: begun inside one is as agreed. */
function isTime(start: string, { start: from, end }: Settled): boolean {
  if (from === undefined) return true
  const ours = Date.parse(start)
  if (end !== undefined && ours >= Date.parse(from) && ours < Date.parse(end)) return true
  return Math.abs(ours - Date.parse(from)) <= SAME_TIME_MS
}

export interface ReportParts {
  readonly since: Date
  readonly until: Date
  readonly policy: ShadowReport['policy']
  /** One for each ticket: its latest decision. */
  readonly cases: readonly Case[]
  readonly overrides: readonly Override[]
  readonly truncated: boolean
}

export function reportOf({ since, until, policy, cases, overrides, truncated }: ReportParts): ShadowReport {
  const overridden = new Map(overrides.map(({ ticketId, reasonCode }) => [ticketId, reasonCode]))
  const those = (is: (one: Case) => boolean) => summed(cases.filter(is))
  const reasons = Object.keys(DECISION_REASONS) as DecisionReason[]
  return {
    since: since.toISOString(),
    until: until.toISOString(),
    policy,
    all: summed(cases),
    byVerdict: VERDICTS.map((verdict) => ({
      verdict,
      ...those(({ decision }) => decision.verdict === verdict),
    })).filter(isAny),
    byReason: reasons
      .map((reasonCode) => ({ reasonCode, ...those(({ decision }) => decision.reasonCode === reasonCode) }))
      .filter(isAny),
    byOverride: OVERRIDE_REASONS.map((reasonCode) => ({
      reasonCode,
      ...those(({ decision }) => overridden.get(decision.ticketId) === reasonCode),
    })).filter(isAny),
    unread: cases.filter(({ story }) => story === 'unread').length,
    truncated,
  }
}

const isAny = ({ decided }: Compared) => decided > 0

function summed(cases: readonly Case[]): Compared {
  const compared = cases.flatMap(({ decision, story }) => compare(decision, story) ?? [])
  const count = (is: (one: Comparison) => boolean) => compared.filter(is).length
  const agreed = count((one) => one.agreed)
  return {
    decided: cases.length,
    compared: compared.length,
    agreed,
    agreementRate: compared.length === 0 ? null : agreed / compared.length,
    sameTech: count((one) => one.sameTech),
    sameTime: count((one) => one.sameTime),
    priced: count(({ dearer }) => dearer !== undefined),
    costDifference: compared.reduce((sum, { dearer = 0 }) => sum + dearer, 0),
  }
}
