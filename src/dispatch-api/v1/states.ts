// The word of the wire v1 for the state a ticket is in. Both wires look at one ticket: its states are the ten of RFC 0001,
// and the 17 of v1 are read off it. Knows no table.
import type { TicketState } from '../../contracts/v0.ts'
import type { Ticket } from '../ticket.ts'

export type V1State = (typeof V1_STATES)[number]
export const V1_STATES = [
  ...(['NEW', 'NEEDS_INFO', 'TRIAGED', 'APPROVAL_REQUIRED', 'READY_TO_SCHEDULE', 'SCHEDULE_PROPOSED'] as const),
  ...(['SCHEDULED', 'PENDING_CUSTOMER_CONFIRMATION', 'DISPATCHED', 'ON_SITE', 'IN_PROGRESS', 'ON_HOLD'] as const),
  ...(['COMPLETED_PENDING_VERIFICATION', 'VERIFIED', 'INVOICED', 'CLOSED', 'CANCELLED'] as const),
]

const BY_STATE: Readonly<Record<Exclude<TicketState, 'intake'>, V1State>> = {
  lead: 'NEW',
  scheduled: 'SCHEDULED',
  dispatched: 'DISPATCHED',
  onsite: 'IN_PROGRESS',
  work_performed: 'COMPLETED_PENDING_VERIFICATION',
  closeout_ready: 'VERIFIED',
  invoice_ready: 'INVOICED',
  paid: 'CLOSED',
  canceled: 'CANCELLED',
}

export function v1StateOf(ticket: Pick<Ticket, 'state' | 'hold' | 'proposed_slots' | 'v1'>): V1State {
  if (ticket.hold) return 'PENDING_CUSTOMER_CONFIRMATION'
  if (ticket.state !== 'intake') return BY_STATE[ticket.state]
  return ticket.v1?.stage ?? (ticket.proposed_slots.length > 0 ? 'SCHEDULE_PROPOSED' : 'READY_TO_SCHEDULE')
}
