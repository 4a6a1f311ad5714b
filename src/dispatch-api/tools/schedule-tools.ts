// A visit is proposed, held while the customer is asked, agreed on, and moved.
import { v7 as timeOrderedId } from 'uuid'
import { confirmationStale, holdMismatch, holdMissing, nothingToHold } from '../refusals.ts'
import type { Ticket } from '../ticket.ts'
import { tool } from './tool.ts'

/** A later proposal takes the place of an earlier one; both stay in the audit trail. */
export const proposeSlots = tool<'schedule.propose_slots'>((ticket, { payload }) => ({
  ticket: { ...ticket, proposed_slots: payload.slots },
}))

/** Any window: the customer may have wanted one that nobody had proposed. */
export const confirm = tool<'schedule.confirm'>((ticket, { payload }) => ({
  ticket: { ...ticket, state: 'scheduled', confirmed_window: payload },
  data: { confirmed_window: payload },
}))

export const reschedule = tool<'schedule.reschedule'>((ticket, { payload: { window } }) => ({
  ticket: { ...ticket, confirmed_window: window },
  data: { confirmed_window: window },
}))

export const hold = tool<'schedule.hold'>((ticket, { payload }, { now }) => {
  if (ticket.state === 'intake' && ticket.proposed_slots.length === 0) throw nothingToHold(ticket.id)
  const hold_id = timeOrderedId()
  const { hold_reason: reason, confirmation_window } = payload
  return {
    ticket: { ...ticket, hold: { hold_id, reason, confirmation_window, held_at: now } },
    data: { hold_id },
  }
})

/** While held, proposal and window cannot change; so what stood before the hold stands as it is. */
const unheld = (ticket: Ticket, hold_id: string) => ({ ticket: { ...ticket, hold: null }, data: { hold_id } })

export const release = tool<'schedule.release'>((ticket, { payload: { customer_confirmation_id: id } }, { now }) => {
  if (!ticket.hold) throw holdMissing(ticket.id)
  if (ticket.hold.hold_id !== id) throw holdMismatch(id)
  const { end } = ticket.hold.confirmation_window
  if (Date.parse(now) > Date.parse(end)) throw confirmationStale(end)
  return unheld(ticket, id)
})

/** Also after the deadline: an answer that never came must not keep a ticket for ever. */
export const rollback = tool<'schedule.rollback'>((ticket, { payload: { confirmation_id: id } }) => {
  if (!ticket.hold) throw holdMissing(ticket.id)
  if (ticket.hold.hold_id !== id) throw holdMismatch(id)
  return unheld(ticket, id)
})
