// The page of the closeout packet that people read. Knows no store and no clock: its bytes follow from the packet alone.
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { Packet, PacketPhoto } from './packet.ts'

const FONT = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
const BOLD = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'))
/** Those that a PDF can show; any other photo stands in it by its hash. */
const SHOWN = new Set(['image/jpeg', 'image/png'])
const MOST_SHOWN = 30

export async function packetPdf(packet: Packet, bytesOf: (photo: PacketPhoto) => Promise<Buffer>): Promise<Buffer> {
  const { ticket } = packet
  const created = new Date(packet.compiled_at)
  const document = new PDFDocument({
    size: 'A4',
    margin: 50,
    font: FONT,
    info: { Title: `Closeout packet ${ticket.id}`, Producer: 'real-dispatch', CreationDate: created, ModDate: created },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(document, 'end')
  const line = (text: string) => document.font(FONT).fontSize(9).text(text)
  const heading = (text: string) => document.moveDown().font(BOLD).fontSize(12).text(text).moveDown(0.3)

  document.font(BOLD).fontSize(18).text('Closeout packet')
  line(`Ticket ${ticket.id}`)
  for (const [name, value] of factsOf(packet)) line(`${name}: ${value}`)
  heading('Notes')
  for (const { note, by, at, checklist_key } of packet.notes)
    line(`${at}  ${by}${checklist_key === null ? '' : `  (${checklist_key})`}\n${note}\n`)
  heading('Photos')
  let shown = 0
  for (const photo of packet.photos) {
    line(`${photo.at}  ${photo.by}${photo.checklist_key === null ? '' : `  (${photo.checklist_key})`}`)
    line(`${photo.content_type}, ${photo.size} bytes, SHA-256 ${photo.sha256}`)
    if (SHOWN.has(photo.content_type) && shown++ < MOST_SHOWN) show(document, await bytesOf(photo))
  }
  heading('What happened')
  for (const { occurred_at, type, actor, hash } of packet.events)
    line(`${occurred_at}  ${type}  ${actor.role} ${actor.id}  ${hash?.slice(0, 16) ?? ''}`)
  document.end()
  await ended
  return Buffer.concat(chunks)
}

function factsOf({ ticket, compiled_at, compiled_by }: Packet): [string, string][] {
  const { summary, incident_type, priority, site, customer_id, confirmed_window, technician_id } = ticket
  const place = site?.address ?? (site?.location && `${site.location.lat}, ${site.location.lon}`)
  const facts: [string, string | null | undefined][] = [
    ['Summary', summary],
    ['Incident type', incident_type],
    ['Priority', priority],
    ['Site', place],
    ['Customer', customer_id],
    ['Window', confirmed_window && `${confirmed_window.window_start} to ${confirmed_window.window_end}`],
    ['Technician', technician_id],
    ['Compiled', `${compiled_at} by ${compiled_by.role} ${compiled_by.id}`],
  ]
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string')
}

const PHOTO_HEIGHT = 220

/** A picture that is cut off must not keep an invoice from being written: its hash stands above all the same. */
function show(document: PDFKit.PDFDocument, bytes: Buffer): void {
  if (document.y + PHOTO_HEIGHT > document.page.height - document.page.margins.bottom) document.addPage()
  try {
    document.image(bytes, { fit: [400, PHOTO_HEIGHT] }).moveDown(0.5)
  } catch {
    document.text('(This picture cannot be shown.)')
  }
}
