// Evidence of the work is gathered, found complete, and bound into a packet that an invoice can rest on.
import { v7 as timeOrderedId } from 'uuid'
import { CLOSEOUT_CHECKLIST } from '../../contracts/v0.ts'
import { findAttachment } from '../objects/attachment-store.ts'
import { compilePacket } from '../packet/compile-packet.ts'
import { attachmentNotFound, closeoutIncomplete, notAPhoto } from '../refusals.ts'
import type { Ticket } from '../ticket.ts'
import { tool } from './tool.ts'

type ChecklistKey = (typeof CLOSEOUT_CHECKLIST)[number]

/** In the order of the checklist, whatever came first. */
function ticked(ticket: Ticket, key: ChecklistKey | undefined): Ticket {
  if (key === undefined) return ticket
  const checklist = CLOSEOUT_CHECKLIST.filter((known) => known === key || ticket.checklist.includes(known))
  return { ...ticket, checklist }
}

export const addNote = tool<'closeout.add_note'>((ticket, { payload }) => ({
  ticket: ticked(ticket, payload.checklist_key),
  data: { note_id: timeOrderedId() },
}))

export const addPhoto = tool<'closeout.add_photo'>(async (ticket, { payload }, { connection, tenant }) => {
  const found = await findAttachment(connection, tenant, payload)
  if (!found) throw attachmentNotFound()
  if (!found.content_type.startsWith('image/')) throw notAPhoto(found.content_type)
  const { sha256, storage_key } = found
  return {
    ticket: ticked(ticket, payload.checklist_key),
    data: { photo_id: timeOrderedId(), sha256, storage_key },
  }
})

/** Whoever says so is believed only where there is evidence. */
export const checklistComplete = tool<'closeout.checklist_complete'>((ticket) => {
  const missing = CLOSEOUT_CHECKLIST.filter((key) => !ticket.checklist.includes(key))
  if (missing.length > 0) throw closeoutIncomplete(missing)
  return { ticket: { ...ticket, state: 'closeout_ready' } }
})

export const compileCloseoutPacket = tool<'billing.compile_closeout_packet'>(async (ticket, request, context) => {
  const closeout_packet = await compilePacket(ticket, request.actor, context)
  return { ticket: { ...ticket, state: 'invoice_ready', closeout_packet }, data: closeout_packet }
})
