// Why a ticket does not stand where the plan that was put had it: what is in its way there. Changes nothing.
import type { Reason } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Telling } from '../answer/answer.ts'
import { inTheWayOf } from './explain.ts'
import type { Layout } from './layout.ts'
import type { Assignment } from './wire.ts'

/** Each takes a few milliseconds, and whoever puts a plan waits for them. */
export const MOST_EXPLAINED = 50

export interface UnplacedTicket {
  readonly ticketId: string
  readonly reasons?: Reason[]
}

/** For the technician it was planned with: in what was promised or pinned, else on any of their days, else at its start. */
export function unplacedReasons(layout: Layout, ticket: Ticket, planned: Assignment, telling: Telling): Reason[] {
  const { techId, start, promised, pinned } = planned
  const isAtStart = promised === true || pinned === true || (typeof pinned === 'object' && pinned.start === true)
  const when = typeof promised === 'object' ? { window: promised } : isAtStart ? { start } : {}
  const reasons = inTheWayOf(layout, ticket, { techId, ...when }, telling)
  return reasons.length > 0 ? reasons : inTheWayOf(layout, ticket, { techId, start }, telling)
}
