// Proposals as intents for dispatch-api: one schedule.propose_slots for each ticket, with all its options, best first.
// What is sent is made from the stored output alone, so that the same run always asks for the same.
import type { OptimizationOutput, Proposal } from '../../contracts/optimization.ts'
import type { Issue } from '../../contracts/problem-details.ts'
import type { ApplyAnswer } from '../../contracts/run.ts'
import type { ProposeSlots, Slot } from '../../contracts/v0.ts'
import type { ApplyOutcome, Intent } from '../../dispatch-command/outbox.ts'
import type { TraceContext } from '../../platform/trace.ts'
import type { Runs } from './runs.ts'

type Asking = Pick<Intent, 'tenant' | 'actor' | 'trace'>

/** Of the tickets that are named, or of all that have a proposal. */
export function intentsOf(
  output: OptimizationOutput,
  ticketIds: readonly string[] | undefined,
  asking: Asking,
): Intent[] {
  const proposals = Map.groupBy(output.proposals, ({ ticketId }) => ticketId)
  const wanted = ticketIds === undefined ? [...proposals.keys()] : [...new Set(ticketIds)]
  return wanted.map((ticketId) => ({
    ...asking,
    runId: output.meta.runId,
    ticketId,
    toolName: 'schedule.propose_slots',
    payload: payloadOf(output, proposals.get(ticketId) ?? []),
  }))
}

/** Whoever asks, what is sent may propose and nothing else; the id tells who asked. */
export const actorOf = (id: string): Intent['actor'] => ({ id, role: 'system_scheduler_agent', type: 'SERVICE' })

/** What became of them, as it is answered. */
export const appliedOf = (applied: readonly ApplyOutcome[]): ApplyAnswer => ({
  outcomes: applied.map(({ ticketId, outcome, code, advice, detail }) => ({
    ticketId,
    outcome,
    advice,
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
  })),
})

/** The command of one ticket of a run as a person sends it; nothing when the run has no proposal for it. */
export const intentFrom =
  (runs: Pick<Runs, 'find'>) =>
  async (
    { tenant, id, trace }: { tenant: string; id: string; trace: TraceContext },
    runId: string,
    ticketId: string,
  ) => {
    const output = (await runs.find(tenant, runId))?.output
    if (!output) return undefined
    const answer = JSON.parse(output) as OptimizationOutput
    if (ticketFaults(answer, [ticketId]).length > 0) return undefined
    return intentsOf(answer, [ticketId], { tenant, actor: actorOf(id), trace })[0]
  }

/** Tickets that cannot be applied: unknown to the run, or without a proposal in it. */
export function ticketFaults(output: OptimizationOutput, ticketIds: readonly string[] = []): Issue[] {
  const proposed = new Set(output.proposals.map(({ ticketId }) => ticketId))
  const leftOut = new Set(output.unassigned.map(({ ticketId }) => ticketId))
  return ticketIds.flatMap((ticketId, index) => {
    if (proposed.has(ticketId)) return []
    const path = `/ticketIds/${index}`
    return leftOut.has(ticketId)
      ? { path, code: 'NO_PROPOSAL', message: 'has no proposal in this run; see its unassigned entry' }
      : { path, code: 'UNKNOWN_ID', message: 'names no ticket of this run' }
  })
}

function payloadOf({ meta }: OptimizationOutput, proposals: readonly Proposal[]): ProposeSlots {
  return {
    slots: proposals.toSorted((a, b) => a.rank - b.rank).map(slotOf),
    run_id: meta.runId,
    engine: meta.engine,
    policy_version: `${meta.policy.name}/${meta.policy.version}`.slice(0, LONGEST_ID),
    policy_hash: meta.policy.hash,
    input_hash: meta.inputHash,
  }
}

const LONGEST_ID = 128

const slotOf = ({ techId, start, end, rank, score, reasons }: Proposal): Slot => ({
  window_start: start,
  window_end: end,
  technician_id: techId,
  rank,
  score,
  reasons,
})
