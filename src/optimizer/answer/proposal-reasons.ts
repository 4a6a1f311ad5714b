// Why a proposal is as it is: first what a dispatcher looks for, then what it costs and why, then how good the data is.
import type { Reason } from '../../contracts/reason.ts'
import { entry } from './answer.ts'
import { eligibility } from './eligibility.ts'
import { minutes, type ProposalFindings } from './proposal-findings.ts'
import { roadReasons } from './road-reasons.ts'
import { timing } from './timing.ts'
import { tradeOffs } from './trade-offs.ts'

export function proposalReasons(findings: ProposalFindings): Reason[] {
  return [...eligibility(findings), ...timing(findings), ...tradeOffs(findings), ...assumptions(findings)]
}

function* assumptions({ answer, visit, option, rank, dearerByCents }: ProposalFindings): Generator<Reason> {
  const ticket = answer.ticketOf(visit)
  const { tech, profile } = entry(answer.shifts, option.route, 'route')
  const { seconds, durationFrom, due, dueFrom, priority } = answer.factsOf(visit)
  if (durationFrom !== undefined) {
    const incident = ticket.incidentType === undefined ? {} : { incidentType: ticket.incidentType }
    yield answer.reasonOf('DURATION_DEFAULTED', { minutes: minutes(seconds), ...incident }, durationFrom)
  }
  if (due !== undefined && dueFrom !== undefined) {
    const dueAt = answer.localInstant(due, answer.zoneOf(ticket, answer.techOf(tech)))
    yield answer.reasonOf('DUE_DEFAULTED', { due: dueAt, priority }, dueFrom)
  }
  yield* roadReasons(answer, visit, option, profile)
  if (dearerByCents > 0) yield answer.reasonOf('OUTRANKED', { rank, dearerByCents })
}
