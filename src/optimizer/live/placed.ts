// Where everybody stands on a plan and when they begin and end, as it is driven: what one version of it is held against
// another by. Changes nothing.
import { entry, type Telling } from '../answer/answer.ts'
import type { PlacedVisit } from '../answer/plan-versions.ts'
import type { Layout } from './layout.ts'
import type { Assignment } from './wire.ts'

/** `isPlanned` says of a visit whether it is part of the plan, and not only held. */
export function placedVisits(
  { day, duties, tickets, ground }: Layout,
  telling: Telling,
  plan: readonly Assignment[],
  isPlanned: (ticketId: string, visit: number) => boolean,
): PlacedVisit[] {
  const promises = new Map(plan.map(({ ticketId, techId, promised }) => [`${ticketId} ${techId}`, promised]))
  return day.sequences.flatMap((sequence, route) => {
    if (sequence.length === 0) return []
    const tech = telling.techOf(entry(ground.shifts, route, 'route').tech)
    return day.tellRoute(route).visits.flatMap(({ visit, start, end }): PlacedVisit[] => {
      const ticket = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
      if (!isPlanned(ticket.id, visit)) return []
      const zone = telling.zoneOf(ticket, tech)
      const promised = promises.get(`${ticket.id} ${tech.id}`)
      return [
        {
          ticketId: ticket.id,
          techId: tech.id,
          start: telling.instant(start, zone),
          end: telling.instant(end, zone),
          ...(promised !== undefined && { promised }),
        },
      ]
    })
  })
}
