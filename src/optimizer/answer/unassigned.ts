// Why a ticket is left out: what is in each technician's way, grouped by cause, most widespread first. Never empty.
import type { UnservedVisit } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { createPace } from '../../travel/pace.ts'
import { type Answer, entry } from './answer.ts'
import { type Obstacle, reasonsByCause, surroundingsOf } from './obstacles.ts'
import { placeReasons } from './road-reasons.ts'
import { priceOfLeavingOut } from './unbooked.ts'

type Unassigned = OptimizationOutput['unassigned'][number]

/** In the order of the input. A crew is one ticket, left out for whatever keeps any of its members away. */
export async function unassignedOf(answer: Answer): Promise<Unassigned[]> {
  const byTicket = Map.groupBy(answer.solved.unserved, ({ visit }) => answer.ticketNumber(visit))
  const pace = createPace()
  const unassigned: Unassigned[] = []
  for (const [ticket, visits] of [...byTicket].toSorted(([a], [b]) => a - b)) {
    const of = entry(answer.input.tickets, ticket, 'ticket')
    const reasons = blockingReasons(answer, of, visits)
    unassigned.push({ ticketId: of.id, cost: priceOfLeavingOut(answer, ticket), reasons })
    await pace()
  }
  return unassigned
}

function blockingReasons(answer: Answer, ticket: Ticket, visits: readonly UnservedVisit[]): Reason[] {
  const told = visits
    .flatMap((visit) => visit.blockers)
    .map(({ tech, blockers }) => {
      const { id: techId, active = true } = answer.techOf(tech)
      // Somebody who is not at work has no shifts either; that is a consequence, not a cause.
      const obstacles: readonly Obstacle[] = active ? blockers : [{ code: 'TECH_INACTIVE' }]
      return { techId, obstacles }
    })
  const reasons = reasonsByCause(told, surroundingsOf(answer, ticket))
  const found = reasons.length > 0 ? reasons : [answer.reasonOf('NO_SHIFT_IN_WINDOW', { techs: 0, techIds: [] })]
  return [...found, ...visits.slice(0, 1).flatMap(({ visit }) => [...placeReasons(answer, visit)])]
}
