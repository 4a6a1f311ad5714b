// The closeout packet: everything an invoice rests on, as a manifest that names each piece by its hash, and a page for
// people. Made from what is stored and nothing else, so the same ticket always gives the same bytes.
import type { Actor, AuditEvent, CloseoutPacket } from '../../contracts/v0.ts'
import { readTimeline } from '../audit-store.ts'
import { findAttachment, insertAttachment } from '../objects/attachment-store.ts'
import { getChecked, keyOf, sha256Of } from '../objects/object-store.ts'
import type { Ticket } from '../ticket.ts'
import type { ToolContext } from '../tools/tool.ts'
import type { Packet, PacketNote, PacketPhoto } from './packet.ts'
import { packetPdf } from './packet-pdf.ts'

export async function compilePacket(ticket: Ticket, actor: Actor, context: ToolContext): Promise<CloseoutPacket> {
  const { connection, tenant, objects, now } = context
  const events = await allEvents(ticket.id, context)
  const packet: Packet = {
    ticket,
    compiled_at: now,
    compiled_by: actor,
    notes: events.filter(({ type }) => type === 'closeout.note_added').map(noteOf),
    photos: await photosOf(events, context),
    events,
  }
  const pdf = await packetPdf(packet, (photo) => getChecked(objects, photo.storage_key, photo.sha256))
  const keep = async (bytes: Uint8Array, content_type: string) => {
    const sha256 = sha256Of(bytes)
    const storage_key = keyOf(tenant, sha256)
    // Before the transaction ends: bytes that nobody names do no harm, a name without bytes would.
    await objects.put(storage_key, bytes, content_type)
    await insertAttachment(connection, tenant, actor.id, { sha256, storage_key, content_type, size: bytes.byteLength })
    return { sha256, storage_key }
  }
  const page = await keep(pdf, 'application/pdf')
  const manifest = await keep(
    Buffer.from(`${JSON.stringify(manifestOf(packet, page.sha256), null, 2)}\n`),
    MANIFEST_TYPE,
  )
  return { ...manifest, pdf_storage_key: page.storage_key, pdf_sha256: page.sha256 }
}

const MANIFEST_TYPE = 'application/json'

function manifestOf({ ticket, events, ...packet }: Packet, pdf_sha256: string) {
  const { v1: _v1, proposed_slots: _slots, closeout_packet: _packet, hold: _hold, ...facts } = ticket
  return {
    schema: 'real-dispatch/closeout-packet/1',
    ticket: facts,
    ...packet,
    pdf: { sha256: pdf_sha256, content_type: 'application/pdf' },
    // What happened, by the hashes of the audit trail: whoever doubts a line finds it there.
    events: events.map(({ event_id, type, occurred_at, hash }) => ({ event_id, type, occurred_at, hash })),
  }
}

const PAGE = 1000

async function allEvents(ticketId: string, { connection, tenant }: ToolContext): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  for (;;) {
    const page = await readTimeline(connection, ticketId, { tenant, after: events.at(-1)?.event_id, limit: PAGE })
    events.push(...(page ?? []))
    if ((page ?? []).length < PAGE) return events
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const noteOf = ({ payload, actor, occurred_at }: AuditEvent): PacketNote => ({
  note_id: text(payload.note_id),
  note: text(payload.note),
  by: actor.id,
  at: occurred_at,
  checklist_key: textOrNull(payload.checklist_key),
})

async function photosOf(events: readonly AuditEvent[], { connection, tenant }: ToolContext): Promise<PacketPhoto[]> {
  const photos: PacketPhoto[] = []
  for (const { type, payload, actor, occurred_at } of events) {
    if (type !== 'closeout.photo_added') continue
    const attachment = await findAttachment(connection, tenant, { sha256: text(payload.sha256) })
    if (!attachment) throw new Error(`Photo ${text(payload.photo_id)} names an attachment that is not there.`)
    photos.push({
      photo_id: text(payload.photo_id),
      ...attachment,
      by: actor.id,
      at: occurred_at,
      checklist_key: textOrNull(payload.checklist_key),
    })
  }
  return photos
}
