// What happens to a plan after it was put there, and the input that comes of it. Pure: the store keeps the events, the
// desk and whoever reads a plan replay them.
import type { Area } from '../../contracts/area.ts'
import type { Happening } from '../../contracts/change.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { allChanged, type Outcome, settled } from '../changes/outcome.ts'
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

/** Sent from outside, one or several at once, and what came of it. */
export interface Happened {
  readonly kind: 'happened'
  readonly events: readonly Happening[]
  /** Kept areas that they name and the plan did not list, as they were then. */
  readonly areas?: readonly Area[]
  readonly outcome: Outcome
}

/** The plan of a run was put in place of what was planned. */
export interface Replanned {
  readonly kind: 'replanned'
  readonly runId: string
  readonly plan: readonly Assignment[]
}

export type PlanEvent = Booked | Canceled | Happened | Replanned

/** In the order in which they happened. */
export function replayed(input: OptimizationInput, events: readonly PlanEvent[]): OptimizationInput {
  let now = input
  for (let from = 0; from < events.length; ) {
    const event = events[from]
    if (event?.kind === 'happened') {
      now = settled(allChanged(now, event.events, '/events', event.areas), event.outcome)
      from++
    } else if (event?.kind === 'replanned') {
      now = { ...now, plan: [...event.plan] }
      from++
    } else {
      const until = events.findIndex(({ kind }, index) => index > from && kind !== 'booked' && kind !== 'canceled')
      const stretch = events.slice(from, until < 0 ? events.length : until)
      now = booked(now, stretch as readonly (Booked | Canceled)[])
      from += stretch.length
    }
  }
  return now
}

function booked(input: OptimizationInput, events: readonly (Booked | Canceled)[]): OptimizationInput {
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
