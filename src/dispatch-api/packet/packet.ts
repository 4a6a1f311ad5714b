// What a closeout packet holds, before it is written down.
import type { Actor, AuditEvent } from '../../contracts/v0.ts'
import type { Attachment } from '../objects/attachment-store.ts'
import type { Ticket } from '../ticket.ts'

export interface PacketNote {
  readonly note_id: string
  readonly note: string
  readonly by: string
  readonly at: string
  readonly checklist_key: string | null
}
export interface PacketPhoto extends Attachment {
  readonly photo_id: string
  readonly by: string
  readonly at: string
  readonly checklist_key: string | null
}
export interface Packet {
  readonly ticket: Ticket
  readonly compiled_at: string
  readonly compiled_by: Actor
  readonly notes: readonly PacketNote[]
  readonly photos: readonly PacketPhoto[]
  readonly events: readonly AuditEvent[]
}
