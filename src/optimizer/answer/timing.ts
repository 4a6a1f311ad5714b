// How the time of a proposal agrees with what was asked, told and fixed.
import { pointer } from '../../contracts/problem-details.ts'
import type { Reason } from '../../contracts/reason.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import type { Commitment } from '../question/commitments.ts'
import { entry } from './answer.ts'
import { minutes, type ProposalFindings, secondsOutside } from './proposal-findings.ts'

export function* timing({ answer, visit, option }: ProposalFindings): Generator<Reason> {
  const ticket = answer.ticketOf(visit)
  const { tech } = entry(answer.shifts, option.route, 'route')
  const timeZone = answer.zoneOf(ticket, answer.techOf(tech))
  const at = answer.clock.origin + option.start
  const windows = ticket.windows ?? []
  const window = windows.findIndex(({ start, end }) => secondFrom(start) <= at && at <= secondUntil(end))
  const inside = windows[window]
  if (inside) {
    const start = answer.localInstant(secondFrom(inside.start), timeZone)
    const end = answer.localInstant(secondUntil(inside.end), timeZone)
    const setting = pointer(['tickets', answer.ticketNumber(visit), 'windows', window])
    yield answer.reasonOf('WINDOW_FIT', { start, end, timeZone }, setting)
  }
  const { promised, pinned } = entry(answer.model.visits, visit, 'visit')
  const { commitment } = entry(answer.duties, visit, 'visit')
  if (promised && secondsOutside(promised, option.start) === 0) {
    const start = answer.instant(promised.opens, timeZone)
    const end = answer.instant(promised.closes, timeZone)
    yield answer.reasonOf('PROMISE_KEPT', { start, end, timeZone }, entryPointer(commitment))
  }
  if (pinned) {
    const setting = commitment?.isFrozen ? '/options/freezeBefore' : entryPointer(commitment)
    yield answer.reasonOf('PINNED', { start: answer.instant(pinned.start, timeZone) }, setting)
  } else if (commitment) {
    const { tech, start, order } = commitment.fixed
    const fixed = [tech && ('technician' as const), start && ('time' as const), order && ('turn' as const)].filter(
      (part) => part !== false,
    )
    if (fixed.length > 0) yield answer.reasonOf('PARTLY_PINNED', { fixed }, entryPointer(commitment))
  }
  const { due } = answer.factsOf(visit)
  if (due !== undefined && at <= due)
    yield answer.reasonOf('SLA_SLACK', { minutes: minutes(due - at), due: answer.localInstant(due, timeZone) })
}

const entryPointer = (commitment: Commitment | undefined) =>
  commitment === undefined ? '/plan' : pointer(['plan', commitment.entry])
