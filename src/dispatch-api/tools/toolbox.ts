// The closed list of tools and what does each of them. The compiler holds it complete.
import type { AnyTool } from '../../contracts/toolsets.ts'
import { addNote, addPhoto, checklistComplete, compileCloseoutPacket } from './closeout-tools.ts'
import { assignTech, checkIn, complete, setEta } from './field-tools.ts'
import { confirm, hold, proposeSlots, release, reschedule, rollback } from './schedule-tools.ts'
import { addMessage, cancel, close, triage } from './ticket-tools.ts'
import type { Tool } from './tool.ts'

/** All but the one that makes a ticket. */
export const CHANGING_TOOLS: Readonly<Record<Exclude<AnyTool, 'ticket.create'>, Tool>> = {
  'ticket.add_message': addMessage,
  'schedule.propose_slots': proposeSlots,
  'schedule.confirm': confirm,
  'schedule.reschedule': reschedule,
  'dispatch.assign_tech': assignTech,
  'dispatch.set_eta': setEta,
  'closeout.add_note': addNote,
  'closeout.add_photo': addPhoto,
  'closeout.checklist_complete': checklistComplete,
  'billing.compile_closeout_packet': compileCloseoutPacket,
  'schedule.hold': hold,
  'schedule.release': release,
  'schedule.rollback': rollback,
  'ticket.triage': triage,
  'tech.check_in': checkIn,
  'tech.complete': complete,
  'ticket.close': close,
  'ticket.cancel': cancel,
}
