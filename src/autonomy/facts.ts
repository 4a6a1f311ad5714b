// The facts that a decision rests on, read from a run as it was asked and answered. Knows no policy.
import type { DecisionFacts } from '../contracts/autonomy.ts'
import type { OptimizationInput, OptimizationOutput, Proposal } from '../contracts/optimization.ts'
import type { Ticket } from '../contracts/ticket.ts'
import { TOLD_CODES } from './decide.ts'

export interface AnsweredRun {
  readonly input: OptimizationInput
  readonly output: OptimizationOutput
  readonly ageSeconds: number
}

/** `proposals` are those of the ticket, best first. */
export function factsOf(
  { input, output, ageSeconds }: AnsweredRun,
  ticket: Ticket,
  proposals: readonly Proposal[],
): DecisionFacts {
  const [best, next] = proposals
  const told = new Set(best?.reasons.map(({ code }) => code).filter((code) => TOLD_CODES.has(code)))
  // A degraded table is a fact of the whole run, told or not.
  if (output.meta.travel.source === 'estimate') told.add('TRAVEL_ESTIMATED')
  if (output.meta.travel.degraded) told.add('TRAVEL_DEGRADED')
  return {
    incidentType: ticket.incidentType ?? null,
    priority: ticket.priority ?? 'ROUTINE',
    tier: ticket.tier ?? null,
    areas: ticket.areas ?? [],
    options: proposals.length,
    alternativesAsked: input.options.alternatives,
    margin: best && next ? Math.round((best.score - next.score) * 100) / 100 : null,
    told: [...told].sort(),
    promisesMovedInPlan: output.kpis.promisesMoved,
    firstVisit: (ticket.history ?? []).length === 0,
    approvalPending: ticket.approvalPending ?? false,
    crew: ticket.crew ?? 1,
    ageSeconds: Math.max(0, Math.round(ageSeconds)),
  }
}
