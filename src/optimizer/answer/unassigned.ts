// Why a ticket is left out: what is in each technician's way, grouped by cause, most widespread first. Never empty.
import type { UnservedVisit } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import type { Reason } from '../../contracts/reason.ts'
import { createPace } from '../../travel/pace.ts'
import { type Answer, entry } from './answer.ts'
import { causeOf, type Obstacle, reasonFor, type Surroundings } from './obstacles.ts'
import { priceOfLeavingOut } from './unbooked.ts'

type Unassigned = OptimizationOutput['unassigned'][number]

/** Ids of so many technicians stand in a reason; `techs` counts them all. */
const MOST_IDS = 50

/** In the order of the input. A crew is one ticket, left out for whatever keeps any of its members away. */
export async function unassignedOf(answer: Answer): Promise<Unassigned[]> {
  const byTicket = Map.groupBy(answer.solved.unserved, ({ visit }) => answer.ticketNumber(visit))
  const pace = createPace()
  const unassigned: Unassigned[] = []
  for (const [ticket, visits] of [...byTicket].toSorted(([a], [b]) => a - b)) {
    const { id } = entry(answer.input.tickets, ticket, 'ticket')
    const reasons = blockingReasons(answer, visits)
    unassigned.push({ ticketId: id, cost: priceOfLeavingOut(answer, ticket), reasons })
    await pace()
  }
  return unassigned
}

function blockingReasons(answer: Answer, visits: readonly UnservedVisit[]): Reason[] {
  const groups = new Map<string, { techIds: Set<string>; obstacles: Obstacle[] }>()
  for (const { tech, blockers } of visits.flatMap((visit) => visit.blockers)) {
    const { id, active = true } = answer.techOf(tech)
    // Somebody who is not at work has no shifts either; that is a consequence, not a cause.
    const obstacles: readonly Obstacle[] = active ? blockers : [{ code: 'TECH_INACTIVE' }]
    for (const obstacle of obstacles) {
      const cause = causeOf(obstacle)
      const group = groups.get(cause) ?? { techIds: new Set(), obstacles: [] }
      groups.set(cause, group)
      group.techIds.add(id)
      group.obstacles.push(obstacle)
    }
  }
  if (groups.size === 0) return [answer.reasonOf('NO_SHIFT_IN_WINDOW', { techs: 0, techIds: [] })]
  const around = surroundingsOf(answer, visits)
  return [...groups.values()]
    .toSorted((a, b) => b.techIds.size - a.techIds.size)
    .map(({ techIds, obstacles }) =>
      reasonFor(obstacles, { techs: techIds.size, techIds: [...techIds].slice(0, MOST_IDS) }, around),
    )
}

function surroundingsOf(answer: Answer, visits: readonly UnservedVisit[]): Surroundings {
  const { links = [] } = answer.model
  const own = new Set(visits.map(({ visit }) => visit))
  const [first] = own
  const zone = first === undefined ? 'UTC' : (answer.ticketOf(first).timeZone ?? answer.usualZone)
  return {
    links,
    reasonOf: answer.reasonOf,
    instant: (second) => answer.instant(second, zone),
    tiedTo: (number) => {
      const link = entry(links, number, 'link')
      const all = 'visits' in link ? link.visits : [link.first, link.second]
      return [...new Set(all.filter((visit) => !own.has(visit)).map((visit) => answer.ticketOf(visit).id))]
    },
  }
}
