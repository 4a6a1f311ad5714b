// Why a proposal is as it is: first what a dispatcher looks for, then what it costs and why, then how good the data is.
import type { Reason } from '../../contracts/reason.ts'
import { entry, type Telling } from './answer.ts'
import { eligibilityOf } from './eligibility.ts'
import { minutes, type OptionFindings, type ProposalFindings } from './proposal-findings.ts'
import { roadReasons } from './road-reasons.ts'
import { timingOf } from './timing.ts'
import { tradeOffs } from './trade-offs.ts'

export const proposalReasons = (findings: ProposalFindings): Reason[] =>
  reasonsForVisit(findings.answer, findings.visit)(findings)

/** For one proposal of a visit after the other: what is so whoever comes, and when, is worked out once. */
export function reasonsForVisit(answer: Telling, visit: number): (option: OptionFindings) => Reason[] {
  const eligibility = eligibilityOf(answer, visit)
  const timing = timingOf(answer, visit)
  return (option) => {
    const findings = { ...option, answer, visit }
    const reasons: Reason[] = []
    eligibility(option.option, reasons)
    timing(option.option, reasons)
    tradeOffs(findings, reasons)
    assumptions(findings, reasons)
    return reasons
  }
}

function assumptions({ answer, visit, option, rank, dearerByCents }: ProposalFindings, reasons: Reason[]): void {
  const ticket = answer.ticketOf(visit)
  const { tech, profile } = entry(answer.shifts, option.route, 'route')
  const { seconds, durationFrom, due, dueFrom, priority } = answer.factsOf(visit)
  if (durationFrom !== undefined) {
    const incident = ticket.incidentType === undefined ? {} : { incidentType: ticket.incidentType }
    reasons.push(answer.reasonOf('DURATION_DEFAULTED', { minutes: minutes(seconds), ...incident }, durationFrom))
  }
  if (due !== undefined && dueFrom !== undefined) {
    const dueAt = answer.localInstant(due, answer.zoneOf(ticket, answer.techOf(tech)))
    reasons.push(answer.reasonOf('DUE_DEFAULTED', { due: dueAt, priority }, dueFrom))
  }
  for (const reason of roadReasons(answer, visit, option, profile)) reasons.push(reason)
  if (dearerByCents > 0) reasons.push(answer.reasonOf('OUTRANKED', { rank, dearerByCents }))
}
