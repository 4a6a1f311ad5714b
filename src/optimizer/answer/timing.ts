// How the time of a proposal agrees with what was asked, told and fixed.
import type { PricedOption } from '../../../workers/client.ts'
import { pointer } from '../../contracts/problem-details.ts'
import type { Reason } from '../../contracts/reason.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import type { Commitment } from '../question/commitments.ts'
import { entry, type Telling } from './answer.ts'
import { minutes, secondsOutside } from './proposal-findings.ts'

/** Of one option of the visit after the other. */
export function timingOf(answer: Telling, visit: number): (option: PricedOption, reasons: Reason[]) => void {
  const ticket = answer.ticketOf(visit)
  const { promised, pinned } = entry(answer.model.visits, visit, 'visit')
  const { commitment } = entry(answer.duties, visit, 'visit')
  const { due } = answer.factsOf(visit)
  const windowAt = windowsOf(answer, visit)
  return (option, reasons) => {
    const { tech } = entry(answer.shifts, option.route, 'route')
    const timeZone = answer.zoneOf(ticket, answer.techOf(tech))
    const at = answer.clock.origin + option.start
    const inside = windowAt(at, timeZone)
    if (inside) reasons.push(inside)
    if (promised && secondsOutside(promised, option.start) === 0) {
      const start = answer.instant(promised.opens, timeZone)
      const end = answer.instant(promised.closes, timeZone)
      reasons.push(answer.reasonOf('PROMISE_KEPT', { start, end, timeZone }, entryPointer(commitment)))
    }
    if (pinned) {
      const setting = commitment?.isFrozen ? '/options/freezeBefore' : entryPointer(commitment)
      reasons.push(answer.reasonOf('PINNED', { start: answer.instant(pinned.start, timeZone) }, setting))
    } else if (commitment) {
      const fixed = fixedBy(commitment)
      if (fixed.length > 0) reasons.push(answer.reasonOf('PARTLY_PINNED', { fixed }, entryPointer(commitment)))
    }
    if (due !== undefined && at <= due) {
      const slack = { minutes: minutes(due - at), due: answer.localInstant(due, timeZone) }
      reasons.push(answer.reasonOf('SLA_SLACK', slack))
    }
  }
}

/** That of the ticket in which a second since 1970 lies; on the clock of a zone told once. */
function windowsOf(answer: Telling, visit: number): (second: number, timeZone: string) => Reason | undefined {
  const windows = (answer.ticketOf(visit).windows ?? []).map(({ start, end }) => ({
    opens: secondFrom(start),
    closes: secondUntil(end),
    told: new Map<string, Reason>(), // by zone
  }))
  return (second, timeZone) => {
    const number = windows.findIndex(({ opens, closes }) => opens <= second && second <= closes)
    const window = windows[number]
    if (window === undefined) return undefined
    const known = window.told.get(timeZone)
    if (known !== undefined) return known
    const start = answer.localInstant(window.opens, timeZone)
    const end = answer.localInstant(window.closes, timeZone)
    const setting = pointer(['tickets', answer.ticketNumber(visit), 'windows', number])
    const reason = answer.reasonOf('WINDOW_FIT', { start, end, timeZone }, setting)
    window.told.set(timeZone, reason)
    return reason
  }
}

const fixedBy = ({ fixed: { tech, start, order } }: Commitment) =>
  [tech && ('technician' as const), start && ('time' as const), order && ('turn' as const)].filter(
    (part) => part !== false,
  )

const entryPointer = (commitment: Commitment | undefined) =>
  commitment === undefined ? '/plan' : pointer(['plan', commitment.entry])
