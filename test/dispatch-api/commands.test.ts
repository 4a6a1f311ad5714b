// The one command door over HTTP: what a tool does, what it leaves behind, and everything it refuses.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL_TOOLS } from '../../src/contracts/toolsets.ts'
import { PERMISSIONS, ROLES, STATE_CHANGES, TICKET_STATES, TOOL_NAMES } from '../../src/contracts/v0.ts'
import { creation, INTAKE_AGENT, PAYLOAD, proposal, SCHEDULER, Service, SLOT, TRACE_ID } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

describe('ticket.create', () => {
  test('opens a ticket in intake, with an event that tells who caused it and when', async () => {
    const request = creation({ payload: { ...PAYLOAD, priority: 'URGENT', channel: 'voice' } })
    const { status, json } = await service.command('ticket.create', request, {
      'x-correlation-id': 'call-17',
      traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
    })
    expect(status).toBe(201)
    expect(json).toMatchObject({ request_id: request.request_id, data: {} })
    expect(json.ticket).toMatchObject({
      state: 'intake',
      version: 1,
      summary: PAYLOAD.summary,
      description: null,
      incident_type: 'DOOR_WILL_NOT_CLOSE',
      priority: 'URGENT',
      site: PAYLOAD.site,
      channel: 'voice',
      proposed_slots: [],
    })
    expect(await service.ticket(json.ticket.id)).toEqual(json.ticket)
    const events = await service.timeline(json.ticket.id)
    expect(events.map(({ event_id }) => event_id)).toEqual(json.emitted_event_ids)
    expect(events).toEqual([
      {
        event_id: expect.any(String),
        type: 'ticket.created',
        ticket_id: json.ticket.id,
        actor: INTAKE_AGENT,
        tool: 'ticket.create',
        channel: 'voice',
        request_id: request.request_id,
        correlation_id: 'call-17',
        trace_id: TRACE_ID,
        previous_state: null,
        next_state: 'intake',
        payload: request.payload,
        occurred_at: expect.any(String),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        previous_hash: '',
      },
    ])
    const { occurred_at = '' } = events[0] ?? {}
    expect(Math.abs(Date.parse(occurred_at) - Date.parse(json.ticket.created_at))).toBeLessThan(60_000)
  })

  test.each([
    ['nothing but a summary', { summary: 'A door' }],
    ['no incident type', { summary: 'A door', site: { address: 'Städtle 1, Vaduz' } }],
    ['no site', { summary: 'A door', incident_type: 'DOOR_WILL_NOT_CLOSE' }],
  ])('opens a lead where there is %s', async (_, payload) => {
    const { json } = await service.command('ticket.create', creation({ payload }))
    expect(json.ticket).toMatchObject({ state: 'lead', priority: 'ROUTINE' })
    expect(await service.timeline(json.ticket.id)).toMatchObject([{ previous_state: null, next_state: 'lead' }])
  })

  test('lets the caller choose the id, in any case of letters, and takes none twice', async () => {
    const id = randomUUID()
    const { status, json } = await service.command('ticket.create', creation({ ticket_id: id.toUpperCase() }))
    expect([status, json.ticket.id]).toEqual([201, id])

    const again = await service.refused('ticket.create', creation({ ticket_id: id, payload: { summary: 'Another' } }))
    expect([again.status, again.json.code]).toEqual([409, 'TICKET_EXISTS'])
    expect(await service.ticket(id)).toEqual(json.ticket)
    expect(await service.timeline(id)).toHaveLength(1)
  })

  test('gives one id to one of several who want it at once', async () => {
    const id = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => service.command('ticket.create', creation({ ticket_id: id }))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
    expect(await service.timeline(id)).toHaveLength(1)
  })
})

describe('schedule.propose_slots', () => {
  test('is kept on the ticket whole, in the order it was sent, and leaves the state', async () => {
    const id = await service.ticketIn('intake')
    const slots = [SLOT, { ...SLOT, technician_id: 'tech-2', rank: 2 }]
    const request = proposal(id, {
      correlation_id: 'call-18',
      payload: { slots, run_id: 'run-7', policy_version: '3' },
    })
    const { status, json } = await service.command('schedule.propose_slots', request, { 'x-correlation-id': 'other' })
    expect(status).toBe(200)
    expect(json.ticket).toMatchObject({ state: 'intake', version: 2, proposed_slots: slots })
    expect(await service.ticket(id)).toEqual(json.ticket)
    const [, event] = await service.timeline(id)
    expect(event).toMatchObject({
      event_id: json.emitted_event_ids[0],
      type: 'schedule.slots_proposed',
      actor: SCHEDULER,
      correlation_id: 'call-18',
      previous_state: 'intake',
      next_state: 'intake',
      payload: request.payload,
    })
    expect(event?.trace_id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('takes the place of the proposal before it, which stays in the timeline', async () => {
    const id = await service.ticketIn('scheduled')
    await service.command('schedule.propose_slots', proposal(id))
    const later = { ...SLOT, technician_id: 'tech-9' }
    await service.command('schedule.propose_slots', proposal(id, { payload: { slots: [later] } }))
    expect(await service.ticket(id)).toMatchObject({ state: 'scheduled', version: 3, proposed_slots: [later] })
    const events = await service.timeline(id)
    expect(events.map(({ payload }) => payload.slots)).toEqual([undefined, [SLOT], [later]])
  })

  test.each(TICKET_STATES)('on a ticket in %s does what the tables say for every role', async (state) => {
    const id = await service.ticketIn(state)
    for (const role of ROLES) {
      const before = await service.ticket(id)
      const count = await service.eventCount()
      const actor = { id: 'someone', role, type: 'HUMAN' }
      const { status, json } = await service.refused('schedule.propose_slots', proposal(id, { actor }))
      const works = STATE_CHANGES['schedule.propose_slots'].from.includes(state)
      if (PERMISSIONS[role]['schedule.propose_slots'] && works) {
        expect(status).toBe(200)
        continue
      }
      if (PERMISSIONS[role]['schedule.propose_slots']) {
        expect(status).toBe(409)
        expect(json).toMatchObject({
          code: 'INVALID_STATE_TRANSITION',
          from: state,
          allowed: STATE_CHANGES['schedule.propose_slots'].from,
        })
      } else expect([status, json.code]).toEqual([403, 'FORBIDDEN_ROLE'])
      expect(await service.ticket(id)).toEqual(before)
      expect(await service.eventCount()).toBe(count)
    }
  })

  test('is judged by the state that the ticket has when its turn comes', async () => {
    const id = await service.ticketIn('intake')
    const waiting = await service.admin.transaction(async (connection) => {
      await connection.query(`UPDATE tickets SET state = 'onsite' WHERE id = $1`, [id])
      const answer = service.refused('schedule.propose_slots', proposal(id))
      await service.untilBlocked(1)
      return { answer }
    })
    expect((await waiting.answer).json).toMatchObject({ code: 'INVALID_STATE_TRANSITION', from: 'onsite' })
    expect(await service.ticket(id)).toMatchObject({ state: 'onsite', version: 1, proposed_slots: [] })
  })

  test('on a ticket that nobody knows, or that belongs to another tenant, finds none', async () => {
    const unknown = await service.refused('schedule.propose_slots', proposal(randomUUID()))
    expect([unknown.status, unknown.json.code]).toEqual([404, 'TICKET_NOT_FOUND'])

    const other = randomUUID()
    await service.admin.query(
      `INSERT INTO tickets (tenant, id, state, summary, priority) VALUES ('other', $1, 'intake', 'Not ours', 'ROUTINE')`,
      [other],
    )
    expect((await service.refused('schedule.propose_slots', proposal(other))).json.code).toBe('TICKET_NOT_FOUND')
    expect((await service.call(`/v0/tickets/${other}`)).status).toBe(404)
    expect((await service.call(`/v0/tickets/${other}/timeline`)).status).toBe(404)
  })
})

describe('an input that is not valid', () => {
  test.each([
    ['an unknown field of the envelope', creation({ surprise: 1 }), '/surprise', 'UNKNOWN_FIELD'],
    [
      'an unknown field of the payload',
      creation({ payload: { ...PAYLOAD, surprise: 1 } }),
      '/payload/surprise',
      'UNKNOWN_FIELD',
    ],
    ['no request id', creation({ request_id: undefined }), '/request_id', 'WRONG_TYPE'],
    ['an empty request id', creation({ request_id: '' }), '/request_id', 'WRONG_FORMAT'],
    ['a request id that is too long', creation({ request_id: 'x'.repeat(201) }), '/request_id', 'WRONG_FORMAT'],
    ['a ticket id that is no UUID', creation({ ticket_id: 'T-481' }), '/ticket_id', 'WRONG_FORMAT'],
    [
      'a role that is not in the list',
      creation({ actor: { ...INTAKE_AGENT, role: 'boss' } }),
      '/actor/role',
      'NOT_ALLOWED',
    ],
    [
      'a type of actor that is not in the list',
      creation({ actor: { ...INTAKE_AGENT, type: 'BOT' } }),
      '/actor/type',
      'NOT_ALLOWED',
    ],
    ['no payload', creation({ payload: undefined }), '/payload', 'WRONG_TYPE'],
    ['an empty summary', creation({ payload: { summary: '' } }), '/payload/summary', 'TOO_SMALL'],
    ['a NUL in a text', creation({ payload: { summary: 'A\u0000door' } }), '/payload/summary', 'WRONG_FORMAT'],
    [
      'half a character in a text',
      creation({ payload: { summary: 'A \ud83d door' } }),
      '/payload/summary',
      'WRONG_FORMAT',
    ],
    [
      'a site without a place',
      creation({ payload: { summary: 'A door', site: {} } }),
      '/payload/site',
      'SITE_WITHOUT_PLACE',
    ],
  ])('with %s is refused by name', async (_, request, path, code) => {
    const count = await service.eventCount()
    const { status, headers, json } = await service.refused('ticket.create', request)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(json).toMatchObject({
      code: 'INVALID_INPUT',
      issues: expect.arrayContaining([expect.objectContaining({ path, code })]),
    })
    expect(await service.eventCount()).toBe(count)
  })

  const slotFault = (fields: object) => proposal(randomUUID(), { payload: { slots: [SLOT, { ...SLOT, ...fields }] } })
  test.each([
    ['no slot', proposal(randomUUID(), { payload: { slots: [] } }), '/payload/slots', 'TOO_SMALL'],
    ['21 slots', proposal(randomUUID(), { payload: { slots: Array(21).fill(SLOT) } }), '/payload/slots', 'TOO_LARGE'],
    ['no ticket id', { ...proposal(''), ticket_id: undefined }, '/ticket_id', 'WRONG_TYPE'],
    [
      'a window that ends where it starts',
      slotFault({ window_end: SLOT.window_start }),
      '/payload/slots/1/window_end',
      'END_BEFORE_START',
    ],
    [
      'a window without an offset',
      slotFault({ window_start: '2026-12-01T08:00:00' }),
      '/payload/slots/1/window_start',
      'WRONG_FORMAT',
    ],
    [
      'a time zone that is none',
      slotFault({ time_zone: 'Europe/Atlantis' }),
      '/payload/slots/1/time_zone',
      'UNKNOWN_TIME_ZONE',
    ],
  ])('of a proposal with %s is refused by name', async (_, request, path, code) => {
    const { status, json } = await service.refused('schedule.propose_slots', request)
    expect(status).toBe(400)
    expect(json.issues).toEqual(expect.arrayContaining([expect.objectContaining({ path, code })]))
  })
})

describe('the list of tools', () => {
  test('is the closed one, with schemas, permissions, and what is served here', async () => {
    type Tool = {
      name: string
      toolset: string
      optional: boolean
      input_schema: { properties: object }
      output_schema: object
    }
    const { json } = await service.call<{ tools: Tool[] }>('/v0/tools')
    expect(json.tools.map(({ name }) => name)).toEqual([...ALL_TOOLS])
    const toolset = (wanted: string) => json.tools.filter((tool) => tool.toolset === wanted).map(({ name }) => name)
    expect(toolset('v0')).toEqual(TOOL_NAMES)
    expect(toolset('vnext')).toEqual(['schedule.hold', 'schedule.release', 'schedule.rollback'])
    const optional = json.tools.filter((tool) => tool.optional).map(({ name }) => name)
    expect(optional).toEqual(['schedule.reschedule', 'dispatch.set_eta'])
    for (const { input_schema } of json.tools)
      expect(Object.keys(input_schema.properties)).toEqual(
        expect.arrayContaining(['request_id', 'ticket_id', 'actor', 'payload']),
      )
  })
})

describe('a caller without the token', () => {
  test.each(['/v0/tools', '/v0/audit', `/v0/tickets/${randomUUID()}`])('reads nothing at %s', async (path) => {
    expect((await fetch(`${service.url}${path}`)).status).toBe(401)
  })

  test('changes nothing, and leaves no line for a tool that is not there', async () => {
    const count = await service.eventCount()
    for (const tool of ['ticket.create', 'ticket.delete']) {
      const answer = await fetch(`${service.url}/v0/tools/${tool}`, { method: 'POST', body: '{}' })
      expect(answer.status).toBe(401)
    }
    expect(await service.eventCount()).toBe(count)
  })
})
