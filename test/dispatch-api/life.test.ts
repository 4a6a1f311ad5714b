// The life of a ticket through the door alone: every state, every transition of the RFC, and what closeout asks for.
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyTool } from '../../src/contracts/toolsets.ts'
import { type Actor, TICKET_STATES, TRANSITIONS } from '../../src/contracts/v0.ts'
import { actorAs, CUSTOMER, PNG, payloadFor, TECHNICIAN, WINDOW } from './inputs.ts'
import { type Answer, INTAKE_AGENT, PAYLOAD, SCHEDULER, Service } from './service.ts'

let service: Service
let photo: string
beforeAll(async () => {
  service = await Service.start()
  photo = await service.stored(PNG, 'image/png')
})
afterAll(() => service?.stop())

const ADMIN = actorAs('operator_admin')
const CLOSER = { id: 'closer', role: 'system_closeout_agent', type: 'AGENT' } as const

const use = (tool: AnyTool, ticket_id: string, actor: Actor, payload: object = payloadFor(tool, { sha256: photo })) =>
  service.command(tool, { request_id: randomUUID(), ticket_id, actor, payload })
async function lead(fields: object = {}): Promise<string> {
  const payload = { summary: 'A door', customer_id: CUSTOMER.id, ...fields }
  const { json } = await service.command('ticket.create', { request_id: randomUUID(), actor: INTAKE_AGENT, payload })
  return json.ticket.id
}
const done = ({ status, text, json }: Answer) => {
  expect([status, text]).toEqual([200, text])
  return json
}

const WAY: readonly [AnyTool, Actor, object?][] = [
  ['ticket.triage', INTAKE_AGENT, { incident_type: 'DOOR_WILL_NOT_CLOSE', site: PAYLOAD.site, priority: 'URGENT' }],
  ['ticket.add_message', CUSTOMER],
  ['schedule.propose_slots', SCHEDULER],
  ['schedule.confirm', CUSTOMER],
  ['schedule.reschedule', SCHEDULER],
  ['dispatch.assign_tech', SCHEDULER],
  ['dispatch.set_eta', { id: 'liaison', role: 'system_tech_liaison_agent', type: 'AGENT' }],
  ['tech.check_in', TECHNICIAN],
  ['closeout.add_photo', TECHNICIAN],
  ['tech.complete', TECHNICIAN],
  ['closeout.add_note', TECHNICIAN],
  ['closeout.checklist_complete', CLOSER],
  ['billing.compile_closeout_packet', CLOSER],
  ['ticket.close', ADMIN],
]

async function paidTicket(): Promise<string> {
  const id = await lead()
  for (const [tool, actor, payload] of WAY) done(await use(tool, id, actor, payload))
  return id
}

describe('a ticket', () => {
  test('goes from lead to paid through every state, each step by the role that it belongs to', async () => {
    const id = await paidTicket()
    const ticket = await service.ticket(id)
    expect(ticket).toMatchObject({
      state: 'paid',
      version: WAY.length + 1,
      priority: 'URGENT',
      confirmed_window: WINDOW,
      technician_id: TECHNICIAN.id,
      eta: WINDOW.window_start,
      checklist: ['work_summary_note', 'onsite_photos_after'],
    })
    const events = await service.timeline(id)
    expect(events.map(({ tool }) => tool)).toEqual(['ticket.create', ...WAY.map(([tool]) => tool)])
    const seen = new Set(events.map(({ next_state }) => next_state))
    expect(TICKET_STATES.filter((state) => state !== 'canceled' && !seen.has(state))).toEqual([])
  })

  test('is what its events say: the state follows from them, step by step', async () => {
    const events = await service.timeline(await paidTicket())
    let state: string | null = null
    for (const { previous_state, next_state } of events) {
      expect(previous_state).toBe(state)
      state = next_state
    }
    expect(state).toBe('paid')
  })

  test.each(TICKET_STATES)(
    'in %s can be canceled exactly where the RFC says so, and never comes back',
    async (state) => {
      const id = await service.ticketIn(state)
      const allowed = (TRANSITIONS[state] as readonly string[]).includes('canceled')
      const { status } = await use('ticket.cancel', id, ADMIN)
      expect(status).toBe(allowed ? 200 : 409)
      expect((await service.ticket(id)).state).toBe(allowed ? 'canceled' : state)
    },
  )

  test('stays a lead while nobody knows what is broken, or where', async () => {
    const id = await lead({ incident_type: 'DOOR_WILL_NOT_CLOSE' })
    const { status, json } = await service.refused('ticket.triage', {
      request_id: randomUUID(),
      ticket_id: id,
      actor: INTAKE_AGENT,
      payload: {},
    })
    expect([status, json]).toMatchObject([409, { code: 'TRIAGE_INCOMPLETE', missing: ['site'] }])
  })
})

describe('closeout', () => {
  async function workDone(): Promise<string> {
    const id = await lead()
    for (const [tool, actor, payload] of WAY.slice(0, 10))
      if (tool !== 'closeout.add_photo') done(await use(tool, id, actor, payload))
    return id
  }
  const complete = (id: string) =>
    service.refused('closeout.checklist_complete', {
      request_id: randomUUID(),
      ticket_id: id,
      actor: CLOSER,
      payload: payloadFor('closeout.checklist_complete'),
    })

  test('is refused for as long as note or photo is missing, whatever is claimed, and names what is', async () => {
    const id = await workDone()
    expect((await complete(id)).json).toMatchObject({
      code: 'CLOSEOUT_REQUIREMENTS_INCOMPLETE',
      missing: ['work_summary_note', 'onsite_photos_after'],
    })
    // Evidence that is filed under nothing fulfils nothing.
    done(await use('closeout.add_note', id, TECHNICIAN, { note: 'Spoke to the porter' }))
    done(await use('closeout.add_photo', id, TECHNICIAN, { sha256: photo, checklist_key: 'onsite_photos_after' }))
    expect((await complete(id)).json.code).toBe('CLOSEOUT_REQUIREMENTS_INCOMPLETE')
    done(await use('closeout.add_note', id, TECHNICIAN))
    expect((await complete(id)).status).toBe(200)
  })

  test('takes no photo that is not stored, and none that is no picture', async () => {
    const id = await workDone()
    const missing = await use('closeout.add_photo', id, TECHNICIAN, { sha256: 'b'.repeat(64) })
    expect([missing.status, missing.text]).toEqual([404, expect.stringContaining('ATTACHMENT_NOT_FOUND')])
    const pdf = await service.stored(Uint8Array.from(Buffer.from('%PDF-1.4\n%%EOF\n')), 'application/pdf')
    const noPicture = await use('closeout.add_photo', id, TECHNICIAN, { sha256: pdf })
    expect([noPicture.status, noPicture.text]).toEqual([409, expect.stringContaining('NOT_A_PHOTO')])
    const contradiction = await use('closeout.add_photo', id, TECHNICIAN, { sha256: photo, storage_key: 'elsewhere' })
    expect(contradiction.status).toBe(404)
    expect((await service.ticket(id)).checklist).toEqual([])
  })

  test('packs a page and a manifest, whose hashes hold and name every note, photo and event', async () => {
    const id = await paidTicket()
    const { closeout_packet: packet } = await service.ticket(id)
    if (!packet) throw new Error('There is no packet.')
    const read = (key: string) => readFile(join(service.folder, key))
    const [manifestBytes, pdf] = await Promise.all([read(packet.storage_key), read(packet.pdf_storage_key)])
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect([hash(manifestBytes), hash(pdf)]).toEqual([packet.sha256, packet.pdf_sha256])
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const manifest = JSON.parse(manifestBytes.toString())
    const events = (await service.timeline(id)).filter(
      ({ type }) => !type.startsWith('billing.') && type !== 'ticket.paid',
    )
    expect(manifest).toMatchObject({
      ticket: { id, technician_id: TECHNICIAN.id },
      pdf: { sha256: packet.pdf_sha256 },
      notes: [{ note: 'Spring replaced', checklist_key: 'work_summary_note', by: TECHNICIAN.id }],
      photos: [{ sha256: photo, content_type: 'image/png', size: PNG.length }],
      events: events.map(({ event_id, hash: eventHash }) => ({ event_id, hash: eventHash })),
    })
    const fetched = await fetch(`${service.url}/v0/attachments/${packet.pdf_sha256}`, {
      headers: { authorization: 'Bearer test-token-of-32-characters-long' },
    })
    expect(fetched.headers.get('content-type')).toBe('application/pdf')
    expect(hash(Buffer.from(await fetched.arrayBuffer()))).toBe(packet.pdf_sha256)
  })
})

describe('a message', () => {
  test('is kept as it came, to the byte, and as it is read, beside its ticket', async () => {
    const id = await lead()
    const raw = { Body: 'It  is\u0000 stuck\ud800', From: '0041 79 000 00 00' }
    const payload = {
      channel: 'sms',
      direction: 'inbound',
      text: '  It   is\r\n\r\n\r\n\r\nstuck ',
      peer: '0041 79 000 00 00',
      raw,
    }
    const { data } = done(await use('ticket.add_message', id, CUSTOMER, payload))
    const [kept] = await service.admin.query('SELECT * FROM messages WHERE message_id = $1', [data.message_id])
    expect(kept).toMatchObject({
      ticket_id: id,
      direction: 'inbound',
      raw,
      normalized: { text: 'It is\n\nstuck', peer: '+41790000000' },
    })
    const event = (await service.timeline(id)).at(-1)
    expect(event).toMatchObject({ type: 'ticket.message_added', channel: 'sms', payload: { raw, ...data } })
  })

  test.each(TICKET_STATES)('is taken on a ticket in %s', async (state) => {
    const id = await service.ticketIn(state)
    expect((await use('ticket.add_message', id, INTAKE_AGENT)).status).toBe(200)
  })
})
