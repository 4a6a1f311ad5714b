// Looks at every run that is done and decides, ticket by ticket, what goes out by itself. The decisions, the commands and the
// mark that the run is decided are one transaction: after a crash a run is decided whole, or not at all and then by the next.
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as timeOrderedId } from 'uuid'
import { DECISION_REASONS } from '../contracts/autonomy.ts'
import type { OptimizationInput, OptimizationOutput } from '../contracts/optimization.ts'
import type { Authority, Intent, Outbox } from '../dispatch-command/outbox.ts'
import type { Connection, Database } from '../platform/database.ts'
import type { Logger } from '../platform/log.ts'
import type { TraceContext } from '../platform/trace.ts'
import { decide } from './decide.ts'
import { insertDecisions, type NewDecision } from './decision-store.ts'
import { factsOf } from './facts.ts'
import type { PolicyInForce, PolicyNow } from './policy-file.ts'

export interface DoneRun {
  readonly runId: string
  readonly tenant: string
  readonly input: OptimizationInput
  readonly output: OptimizationOutput
  readonly ageSeconds: number
  readonly trace: TraceContext
}

/** The runs, as whoever keeps them hands them over. */
export interface RunsToDecide {
  /** One that is done and not decided, now marked as decided; locked until the transaction ends. */
  next(on: Connection): Promise<DoneRun | undefined>
  intentsOf(run: DoneRun, ticketIds: readonly string[], authorityOf: (ticketId: string) => Authority): Intent[]
}

export interface ConsideringOptions {
  readonly database: Database
  readonly runs: RunsToDecide
  readonly outbox: Pick<Outbox, 'enqueue' | 'wake'>
  readonly policyNow: PolicyNow
  readonly log: Logger
  readonly tickMs?: number
}

const TICK_MS = 1000
const LONGEST_PAUSE_MS = 30_000

/** Until the signal ends it. Throws nothing. */
export async function keepConsidering(options: ConsideringOptions, signal: AbortSignal): Promise<void> {
  const { log, tickMs = TICK_MS } = options
  let pauseMs = tickMs
  while (!signal.aborted) {
    try {
      while (!signal.aborted && (await considerNext(options)));
      pauseMs = tickMs
    } catch (error) {
      log.error({ err: error }, 'A run could not be decided; nothing of it was sent, and it is tried again')
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}

/** False when there is none, or no policy. */
export async function considerNext({ database, runs, outbox, policyNow, log }: ConsideringOptions): Promise<boolean> {
  const inForce = await policyNow()
  if (inForce === undefined) return false
  const decided = await database.transaction(async (on) => {
    const run = await runs.next(on)
    if (run === undefined) return undefined
    const decisions = decisionsOf(inForce, run)
    await insertDecisions(on, run.tenant, decisions)
    const authorities = new Map(
      decisions.flatMap(({ id, ticketId, sent }) =>
        sent ? [[ticketId, { decisionId: id, policyHash: inForce.hash }] as const] : [],
      ),
    )
    // Only the tickets that are named have one; whoever asked for another would get nothing sent.
    const authorityOf = (ticketId: string) => authorities.get(ticketId) ?? { decisionId: '', policyHash: '' }
    await outbox.enqueue(on, runs.intentsOf(run, [...authorities.keys()], authorityOf))
    return { run, sent: authorities.size, decisions: decisions.length }
  })
  if (decided === undefined) return false
  const { run, sent, decisions } = decided
  log.info({ runId: run.runId, decisions, sent, policyHash: inForce.hash }, 'Run decided')
  if (sent > 0) outbox.wake()
  return true
}

/** In the order of the proposals. */
export function decisionsOf({ policy, hash }: PolicyInForce, run: DoneRun): NewDecision[] {
  const { input, output, runId, tenant, trace } = run
  const tickets = new Map(input.tickets.map((ticket) => [ticket.id, ticket]))
  const proposals = Map.groupBy(output.proposals, ({ ticketId }) => ticketId)
  let sentOfRun = 0
  return [...proposals].flatMap(([ticketId, unsorted]) => {
    const ticket = tickets.get(ticketId)
    if (ticket === undefined) return []
    const options = unsorted.toSorted((a, b) => a.rank - b.rank)
    const facts = factsOf(run, ticket, options)
    const { findings, ...decided } = decide(policy, { tenant, ticketId, facts, sentOfRun })
    if (decided.sent) sentOfRun++
    return {
      id: timeOrderedId(),
      runId,
      ticketId,
      ...decided,
      findings: [...findings],
      explanation: DECISION_REASONS[decided.reasonCode],
      facts,
      options: options.map(({ techId, start, end, score, cost }) => ({ techId, start, end, score, cost: cost.total })),
      policy: { name: policy.name, version: policy.version, hash },
      correlationId: trace.correlationId,
    }
  })
}
