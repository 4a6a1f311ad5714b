// RFC 0001 as its text says it, written out a second time: a change of the tables must change this page too.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  ACTOR_TYPES,
  AuditEvent,
  CLOSEOUT_CHECKLIST,
  EVENT_TYPES,
  OPTIONAL_TOOLS,
  PERMISSIONS,
  permittedStates,
  ROLES,
  STATE_CHANGES,
  TICKET_STATES,
  type TicketState,
  TOOL_NAMES,
  TOOLS,
  type ToolName,
  ToolResponse,
  TRANSITIONS,
} from '../../src/contracts/v0.ts'

const RFC_TRANSITIONS = `
  lead -> intake
  intake -> scheduled
  scheduled -> dispatched
  dispatched -> onsite
  onsite -> work_performed
  work_performed -> closeout_ready
  closeout_ready -> invoice_ready
  invoice_ready -> paid
  lead -> canceled
  intake -> canceled
  scheduled -> canceled
  scheduled -> scheduled`
const RFC_TOOLS = `ticket.create ticket.add_message schedule.propose_slots schedule.confirm schedule.reschedule
  dispatch.assign_tech dispatch.set_eta closeout.add_note closeout.add_photo closeout.checklist_complete
  billing.compile_closeout_packet`.split(/\s+/)
const isAllowed = (from: TicketState, to: TicketState) => (TRANSITIONS[from] as readonly TicketState[]).includes(to)

describe('the states', () => {
  test('are the ten of the RFC, with exactly its transitions', () => {
    expect(TICKET_STATES).toEqual(
      'lead intake scheduled dispatched onsite work_performed closeout_ready invoice_ready paid canceled'.split(' '),
    )
    const listed = RFC_TRANSITIONS.trim().split(/\n\s*/)
    const ours = TICKET_STATES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} -> ${to}`))
    expect(ours.toSorted()).toEqual(listed.toSorted())
  })

  test('are never left once a ticket is paid or canceled', () => {
    expect([...TRANSITIONS.paid, ...TRANSITIONS.canceled]).toEqual([])
  })
})

describe('the tools', () => {
  test('are the closed list of the RFC, two of them optional', () => {
    expect(TOOL_NAMES).toEqual(RFC_TOOLS)
    expect(Object.keys(TOOLS)).toEqual(RFC_TOOLS)
    expect(OPTIONAL_TOOLS).toEqual(['schedule.reschedule', 'dispatch.set_eta'])
  })

  test('leave only states that a transition leads to from each state in which they work', () => {
    for (const tool of TOOL_NAMES)
      for (const from of STATE_CHANGES[tool].from)
        for (const to of STATE_CHANGES[tool].to) expect([tool, from, to, isAllowed(from, to)]).toContain(true)
  })

  test('each emit at least one event, and no two the same', () => {
    for (const tool of TOOL_NAMES) expect(TOOLS[tool].emits.length).toBeGreaterThan(0)
    expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length)
  })

  test('each describe their input and output as JSON schema that refuses what it does not know', () => {
    for (const tool of TOOL_NAMES) {
      expect(z.toJSONSchema(TOOLS[tool].input, { io: 'input' })).toMatchObject({ additionalProperties: false })
      expect(z.toJSONSchema(TOOLS[tool].output)).toMatchObject({ additionalProperties: false })
    }
  })

  test('take a message in every state, as the RFC wants each one kept', () => {
    expect(permittedStates('system_intake_agent', 'ticket.add_message')).toEqual(TICKET_STATES)
  })
})

describe('the roles', () => {
  const tools = (role: (typeof ROLES)[number]) => Object.keys(PERMISSIONS[role]).toSorted()

  test('are the seven of the RFC', () => {
    expect(ROLES).toEqual([
      'system_intake_agent',
      'system_scheduler_agent',
      'system_tech_liaison_agent',
      'system_closeout_agent',
      'operator_admin',
      'technician',
      'customer',
    ])
    expect(ACTOR_TYPES).toEqual(['HUMAN', 'AGENT', 'SERVICE', 'SYSTEM'])
  })

  test('let the administrator do everything', () => {
    for (const tool of TOOL_NAMES) expect(permittedStates('operator_admin', tool)).toBe(STATE_CHANGES[tool].from)
  })

  test('let a customer only write messages and confirm a schedule', () => {
    expect(tools('customer')).toEqual(['schedule.confirm', 'ticket.add_message'])
  })

  test('let a technician only add notes, photos and acknowledgements', () => {
    expect(tools('technician')).toEqual(['closeout.add_note', 'closeout.add_photo', 'ticket.add_message'])
  })

  test('let only the scheduler and the administrator propose', () => {
    expect(ROLES.filter((role) => permittedStates(role, 'schedule.propose_slots'))).toEqual([
      'system_scheduler_agent',
      'operator_admin',
    ])
  })

  test('are granted nothing outside the states in which a tool works', () => {
    for (const role of ROLES)
      for (const [tool, granted] of Object.entries(PERMISSIONS[role]))
        if (granted !== 'any')
          expect(STATE_CHANGES[tool as ToolName].from).toEqual(expect.arrayContaining([...granted]))
  })
})

describe('an audit event', () => {
  test('has every field that the RFC demands, and the ids of the call', () => {
    expect(Object.keys(AuditEvent.shape)).toEqual(
      expect.arrayContaining([
        ...['event_id', 'ticket_id', 'actor', 'channel', 'request_id', 'type', 'payload', 'occurred_at'],
        ...['previous_state', 'next_state', 'tool', 'correlation_id', 'trace_id'],
      ]),
    )
    expect(Object.keys(AuditEvent.shape.actor.shape)).toEqual(['id', 'role', 'type'])
  })
})

test('the closeout checklist has the two keys of the RFC', () => {
  expect(CLOSEOUT_CHECKLIST).toEqual(['work_summary_note', 'onsite_photos_after'])
})

describe('an input', () => {
  const ticket_id = '0198c5a4-0000-7000-8000-000000000001'
  const actor = { id: 'a-1', role: 'operator_admin', type: 'HUMAN' }
  const window = { window_start: '2026-12-01T08:00:00+01:00', window_end: '2026-12-01T10:00:00+01:00' }
  const PAYLOADS: Record<ToolName, object> = {
    'ticket.create': { summary: 'A door' },
    'ticket.add_message': { channel: 'sms', direction: 'inbound', text: 'It is stuck.\nPlease come 🚪' },
    'schedule.propose_slots': { slots: [window] },
    'schedule.confirm': window,
    'schedule.reschedule': { window, reason: 'The customer is away' },
    'dispatch.assign_tech': { technician_id: 'tech-1' },
    'dispatch.set_eta': { eta: window.window_start },
    'closeout.add_note': { note: 'Spring replaced', checklist_key: 'work_summary_note' },
    'closeout.add_photo': { sha256: 'a'.repeat(64), checklist_key: 'onsite_photos_after' },
    'closeout.checklist_complete': { checklist: { work_summary_note: true, onsite_photos_after: true } },
    'billing.compile_closeout_packet': {},
  }
  const envelope = (tool: ToolName, fields: object = {}) => ({
    request_id: 'r-1',
    ticket_id,
    actor,
    payload: PAYLOADS[tool],
    ...fields,
  })
  const accepts = (tool: ToolName, input: unknown) => TOOLS[tool].input.safeParse(input).success

  test.each(TOOL_NAMES)('of %s is accepted as the contract says, and with nothing missing or added', (tool) => {
    expect(TOOLS[tool].input.safeParse(envelope(tool))).toMatchObject({ success: true })
    expect(accepts(tool, envelope(tool, { correlation_id: 'call-17' }))).toBe(true)
    for (const field of ['request_id', 'actor', 'payload'])
      expect(accepts(tool, envelope(tool, { [field]: undefined }))).toBe(false)
    expect(accepts(tool, envelope(tool, { ticket_id: undefined }))).toBe(tool === 'ticket.create')
    expect(accepts(tool, envelope(tool, { surprise: 1 }))).toBe(false)
    expect(accepts(tool, envelope(tool, { payload: { ...PAYLOADS[tool], surprise: 1 } }))).toBe(false)
    for (const field of Object.keys(actor))
      expect(accepts(tool, envelope(tool, { actor: { ...actor, [field]: '' } }))).toBe(false)
  })

  test.each([
    ['schedule.confirm', { ...window, window_end: window.window_start }],
    ['schedule.reschedule', { window: { ...window, window_end: window.window_start } }],
    ['dispatch.set_eta', { eta: '2026-12-01T08:00:00' }],
    ['closeout.add_photo', { checklist_key: 'onsite_photos_after' }],
    ['closeout.add_note', { note: 'Spring replaced', checklist_key: 'onsite_photos_after' }],
    ['closeout.checklist_complete', { checklist: { work_summary_note: true } }],
    ['closeout.checklist_complete', { checklist: { work_summary_note: true, onsite_photos_after: false } }],
  ] as const)('of %s is refused as %j', (tool, payload) => {
    expect(accepts(tool, envelope(tool, { payload }))).toBe(false)
  })

  test('with any window is accepted exactly when the end is after the start, wherever the clocks stand', () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
    const written = (date: Date, minutes: number) => {
      const digits = (value: number) => String(value).padStart(2, '0')
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const size = Math.abs(minutes)
      return `${local}${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`
    }
    fc.assert(
      fc.property(instant, instant, offset, offset, (start, end, startOffset, endOffset) => {
        const slot = { window_start: written(start, startOffset), window_end: written(end, endOffset) }
        const input = envelope('schedule.propose_slots', { payload: { slots: [slot] } })
        expect(accepts('schedule.propose_slots', input)).toBe(end > start)
      }),
    )
  })

  test('keeps a reason whose code is not known yet', () => {
    const reasons = [{ code: 'MOON_PHASE', params: { phase: 0.5 }, text: 'The moon is half full' }]
    const input = envelope('schedule.propose_slots', { payload: { slots: [{ ...window, reasons }] } })
    expect(accepts('schedule.propose_slots', input)).toBe(true)
  })
})

test('what each tool answers is what any tool answers', () => {
  const ticket = {
    id: '0198c5a4-0000-7000-8000-000000000001',
    state: 'intake',
    version: 1,
    summary: 'A door',
    description: null,
    incident_type: null,
    priority: 'ROUTINE',
    site: null,
    customer_id: null,
    channel: null,
    proposed_slots: [],
    confirmed_window: null,
    technician_id: null,
    eta: null,
    hold: null,
    checklist: [],
    closeout_packet: null,
    created_at: '2026-12-01T08:00:00Z',
    updated_at: '2026-12-01T08:00:00Z',
  }
  const answer = { request_id: 'r-1', ticket, emitted_event_ids: [], data: {} }
  for (const tool of ['ticket.create', 'schedule.propose_slots'] as const) {
    expect(TOOLS[tool].output.parse(answer)).toEqual(answer)
    expect(ToolResponse.parse(answer)).toEqual(answer)
  }
})
