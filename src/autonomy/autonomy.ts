// What the endpoints of autonomy do, with the store, the outbox and the stories of the tickets. Knows no HTTP.
import { v7 as timeOrderedId } from 'uuid'
import type { Approval, Decision, Override, OverrideRequest, ShadowReport } from '../contracts/autonomy.ts'
import { openLanes } from '../dispatch-command/lanes.ts'
import type { Intent, Outbox } from '../dispatch-command/outbox.ts'
import type { ReadStory } from '../dispatch-command/ticket-story.ts'
import type { Database } from '../platform/database.ts'
import type { TraceContext } from '../platform/trace.ts'
import {
  answerDecision,
  type DecisionFilter,
  findDecision,
  insertOverride,
  laterDecision,
  listDecisions,
  listOverrides,
  listWaiting,
  withdrawOverride,
} from './decision-store.ts'
import type { PolicyInForce, PolicyNow } from './policy-file.ts'
import { reportOf } from './report.ts'

export interface Asker {
  readonly tenant: string
  readonly id: string
  readonly trace: TraceContext
}

/** Why a decision cannot be answered. */
export class NotAnswerableError extends Error {
  override readonly name = 'NotAnswerableError'
  readonly code: 'DECISION_NOT_FOUND' | 'NOT_WAITING' | 'ANSWERED_OTHERWISE' | 'OVERTAKEN'
  constructor(code: NotAnswerableError['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface AutonomyOptions {
  readonly database: Database
  readonly outbox: Pick<Outbox, 'apply'>
  readonly policyNow: PolicyNow
  readonly readStory: ReadStory
  /** The command of one ticket of a run, as a person sends it; nothing when the run has none. */
  readonly intentOf: (asker: Asker, runId: string, ticketId: string) => Promise<Intent | undefined>
}

export interface Autonomy {
  readonly policyNow: () => Promise<PolicyInForce | undefined>
  decisions(tenant: string, filter: DecisionFilter): Promise<Decision[]>
  waiting(tenant: string, limit: number): Promise<Decision[]>
  /** Throws NotAnswerableError. The same answer again changes nothing; an approval sends what was not sent. */
  answer(asker: Asker, decisionId: string, answer: Pick<Approval, 'answer' | 'note'>): Promise<Approval>
  override(asker: Asker, asked: OverrideRequest): Promise<Override>
  overrides(tenant: string, ticketId?: string): Promise<Override[]>
  withdraw(asker: Asker, overrideId: string): Promise<boolean>
  report(asker: Asker, since: Date): Promise<ShadowReport>
}

const MOST_OVERRIDES = 1000
const MOST_CASES = 2000
const STORIES_AT_ONCE = 8

export function openAutonomy({ database, outbox, policyNow, readStory, intentOf }: AutonomyOptions): Autonomy {
  async function answer(asker: Asker, decisionId: string, given: Pick<Approval, 'answer' | 'note'>): Promise<Approval> {
    const decision = await findDecision(database, asker.tenant, decisionId)
    if (decision === undefined) throw new NotAnswerableError('DECISION_NOT_FOUND', 'There is no such decision.')
    const { verdict, mode, runId, ticketId } = decision
    if (!verdict.startsWith('REQUIRE_') || (mode !== 'assisted' && mode !== 'scoped'))
      throw new NotAnswerableError('NOT_WAITING', `It is ${verdict} in mode ${mode}, and waits for nobody.`)
    const later = await laterDecision(database, asker.tenant, decision)
    if (later !== undefined) throw new NotAnswerableError('OVERTAKEN', `A later run has decided anew: ${later}.`)
    const stored = await answerDecision(database, asker.tenant, decisionId, { ...given, by: asker.id })
    if (stored.answer !== given.answer)
      throw new NotAnswerableError('ANSWERED_OTHERWISE', `${stored.by} has answered ${stored.answer}.`)
    const approval = { decisionId, ...stored, at: stored.at.toISOString() }
    if (stored.answer === 'reject') return approval
    // A person has said yes, so it goes out as theirs; the kill switch is asked all the same.
    const intent = await intentOf(asker, runId, ticketId)
    if (intent === undefined)
      throw new NotAnswerableError('DECISION_NOT_FOUND', 'Its run has no such proposal any more.')
    const [applied] = await outbox.apply([intent])
    if (applied === undefined) return approval
    const { outcome, advice, code, detail } = applied
    return {
      ...approval,
      outcome: { outcome, advice, ...(code !== undefined && { code }), ...(detail !== undefined && { detail }) },
    }
  }

  async function report(asker: Asker, since: Date): Promise<ShadowReport> {
    const { tenant, trace } = asker
    const until = new Date()
    const all = await listDecisions(database, tenant, { since, limit: MOST_CASES + 1 })
    // The latest of each ticket: what was decided before it was overtaken by it.
    const latest = [
      ...new Map(
        all
          .slice(0, MOST_CASES)
          .toReversed()
          .map((one) => [one.ticketId, one]),
      ).values(),
    ]
    const lanes = openLanes(STORIES_AT_ONCE)
    const cases = await Promise.all(
      latest.map(async (decision) => {
        const of = { tenant, ticketId: decision.ticketId, after: new Date(decision.decidedAt) }
        return { decision, story: await lanes(() => readStory(of, trace)) }
      }),
    )
    const inForce = await policyNow()
    return reportOf({
      since,
      until,
      policy: inForce ? { name: inForce.policy.name, version: inForce.policy.version, hash: inForce.hash } : null,
      cases,
      overrides: await listOverrides(database, tenant, {
        ticketIds: latest.map(({ ticketId }) => ticketId),
        onlyInForce: false,
        limit: MOST_OVERRIDES,
      }),
      truncated: all.length > MOST_CASES,
    })
  }

  return {
    policyNow,
    decisions: (tenant, filter) => listDecisions(database, tenant, filter),
    waiting: (tenant, limit) => listWaiting(database, tenant, limit),
    answer,
    override: ({ tenant, id: by }, asked) => insertOverride(database, tenant, { ...asked, id: timeOrderedId(), by }),
    overrides: (tenant, ticketId) =>
      listOverrides(database, tenant, {
        ...(ticketId !== undefined && { ticketIds: [ticketId] }),
        onlyInForce: true,
        limit: MOST_OVERRIDES,
      }),
    withdraw: ({ tenant, id }, overrideId) => withdrawOverride(database, tenant, overrideId, id),
    report,
  }
}
