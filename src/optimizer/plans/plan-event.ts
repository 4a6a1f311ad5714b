// What happens to a plan after it was put there, and the input that comes of it. Pure: the store keeps the events, the
// desk and whoever reads a plan replay them.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { asMoved } from '../live/booking.ts'
import type { Assignment } from '../live/wire.ts'

export interface Booked {
  readonly kind: 'booked'
  readonly offerId: string
  readonly optionId: string
  /** The caller's name for the step. */
  readonly requestId?: string
  /** It joins the plan, if it is new there. */
  readonly ticket: Ticket
  readonly assignment: Assignment
  /** Of the others of its crew, and of tickets of the plan that were booked with it. */
  readonly with?: readonly Assignment[]
  /** Other assignments as they read since: who made way for it, and whose start no longer told the order. */
  readonly moved?: readonly Assignment[]
}

export interface Canceled {
  readonly kind: 'canceled'
  readonly ticketId: string
}

export type PlanEvent = Booked | Canceled

/** In the order in which they happened. */
export function replayed(input: OptimizationInput, events: readonly PlanEvent[]): OptimizationInput {
  if (events.length === 0) return input
  const tickets = new Map(input.tickets.map((ticket) => [ticket.id, ticket]))
  const assignments = Map.groupBy(input.plan ?? [], ({ ticketId }) => ticketId)
  for (const event of events)
    if (event.kind === 'booked') {
      for (const one of event.moved ?? [])
        assignments.set(one.ticketId, asMoved(assignments.get(one.ticketId) ?? [], one))
      if (!tickets.has(event.ticket.id)) tickets.set(event.ticket.id, event.ticket)
      // Behind all others: an entry that could not stand is not where it stands now.
      const booked = Map.groupBy([event.assignment, ...(event.with ?? [])], ({ ticketId }) => ticketId)
      for (const ticketId of booked.keys()) assignments.delete(ticketId)
      for (const [ticketId, own] of booked) assignments.set(ticketId, own)
    } else {
      tickets.delete(event.ticketId)
      assignments.delete(event.ticketId)
    }
  return { ...input, tickets: [...tickets.values()], plan: [...assignments.values()].flat() }
}
