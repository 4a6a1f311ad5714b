// A plan that an earlier attempt at the same question had found, to begin the search with: what was planned by the question
// itself stays as it was, with its price for a change; the rest is where the search begins, and may change at no price.
import type { Model, PlannedDay } from '../../../workers/client.ts'
import { entry } from '../answer/answer.ts'
import { createLocalInstant } from '../answer/local-time.ts'
import type { Assignment } from '../live/wire.ts'
import { secondFrom } from './clock.ts'
import { type Question, techNumbers } from './question.ts'
import { offsetZone } from './zones.ts'

/** Entries of a plan, in the order of the routes. */
export function assignmentsOf({ input, duties, shifts, clock }: Question, { routes }: PlannedDay): Assignment[] {
  const localInstant = createLocalInstant()
  const usualZone = offsetZone(input.horizon.start)
  return routes.flatMap(({ route, visits }) => {
    const tech = entry(input.techs, entry(shifts, route, 'route').tech, 'technician')
    return visits.map(({ visit, start }) => {
      const ticket = entry(input.tickets, entry(duties, visit, 'visit').ticket, 'ticket')
      const zone = ticket.timeZone ?? tech.timeZone ?? usualZone
      return { ticketId: ticket.id, techId: tech.id, start: localInstant(clock.origin + start, zone) }
    })
  })
}

export function goingOnFrom({ input, model, duties, clock }: Question, plan: readonly Assignment[]): Model {
  const techOf = techNumbers(input)
  const left = Map.groupBy(plan, ({ ticketId }) => ticketId)
  const visits = model.visits.map((visit, number) => {
    const ticket = entry(input.tickets, entry(duties, number, 'visit').ticket, 'ticket')
    const found = left.get(ticket.id)?.shift()
    if (visit.planned !== undefined || found === undefined || techOf(found.techId) < 0) return visit
    const start = clock.toModelOrBefore(secondFrom(found.start))
    return { ...visit, planned: { tech: techOf(found.techId), start, techChangedCents: 0 } }
  })
  return { ...model, visits }
}
