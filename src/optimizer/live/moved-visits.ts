// Who begins at another second because of an offer, or goes to another shift, in the words of the contract.
import type { VisitModel } from '../../../workers/client.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { isoDuration } from '../answer/local-time.ts'

export interface MovedVisit {
  readonly visit: number
  /** On which it is from now on, and when it begins there. */
  readonly route: number
  readonly to: number
  readonly from: number
  readonly fromRoute?: number
}

export function movedVisit(
  telling: Telling,
  { visit, route, to, from, fromRoute = route }: MovedVisit,
): AdvisedProposal['moved'][number] {
  const techOn = (of: number) => telling.techOf(entry(telling.shifts, of, 'route').tech)
  const ticket = telling.ticketOf(visit)
  const [tech, before] = [techOn(route), techOn(fromRoute)]
  return {
    ticketId: ticket.id,
    techId: tech.id,
    ...(before.id !== tech.id && { fromTechId: before.id }),
    start: telling.instant(to, telling.zoneOf(ticket, tech)),
    by: isoDuration(Math.abs(to - from)),
    later: to > from,
    promiseKept: isKept(telling.model.visits[visit]?.promised, to),
  }
}

const isKept = (promised: VisitModel['promised'], start: number): boolean =>
  promised === undefined || (promised.opens <= start && start <= promised.closes)
