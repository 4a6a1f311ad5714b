// A valid payload for each tool, and the tables of who may do what turned into cases.
import { randomUUID } from 'node:crypto'
import type { AnyTool } from '../../src/contracts/toolsets.ts'
import type { Role } from '../../src/contracts/v0.ts'
import { PAYLOAD, SLOT } from './service.ts'

export const WINDOW = { window_start: '2026-12-01T08:00:00+01:00', window_end: '2026-12-01T10:00:00+01:00' }
const ANSWER_BY = { start: '2026-11-30T08:00:00+01:00', end: '2099-11-30T20:00:00+01:00' }

/** What only a ticket that is there can tell: the hash of a photo, the id of a hold. */
export interface Known {
  readonly sha256?: string
  readonly holdId?: string
}

export const payloadFor = (tool: AnyTool, { sha256 = 'a'.repeat(64), holdId = randomUUID() }: Known = {}): object =>
  ({
    'ticket.create': PAYLOAD,
    'ticket.add_message': { channel: 'sms', direction: 'inbound', text: 'It is stuck', peer: '+423 123 45 67' },
    'schedule.propose_slots': { slots: [SLOT] },
    'schedule.confirm': WINDOW,
    'schedule.reschedule': { window: WINDOW, reason: 'The customer is away' },
    'dispatch.assign_tech': { technician_id: 'tech-1' },
    'dispatch.set_eta': { eta: WINDOW.window_start },
    'closeout.add_note': { note: 'Spring replaced', checklist_key: 'work_summary_note' },
    'closeout.add_photo': { sha256, checklist_key: 'onsite_photos_after' },
    'closeout.checklist_complete': { checklist: { work_summary_note: true, onsite_photos_after: true } },
    'billing.compile_closeout_packet': {},
    'schedule.hold': { hold_reason: 'CUSTOMER_PENDING', confirmation_window: ANSWER_BY },
    'schedule.release': { customer_confirmation_id: holdId },
    'schedule.rollback': { confirmation_id: holdId, reason: 'The customer said no' },
    'ticket.triage': {},
    'tech.check_in': { timestamp: WINDOW.window_start },
    'tech.complete': {},
    'ticket.close': { payment_reference: 'bank-17', amount_cents: 45_000 },
    'ticket.cancel': { reason: 'The customer has mended it' },
  })[tool satisfies AnyTool]

export const TECHNICIAN = { id: 'tech-1', role: 'technician', type: 'HUMAN' } as const
export const CUSTOMER = { id: 'cust-1', role: 'customer', type: 'HUMAN' } as const
/** Somebody in the role to whom the tickets of these tests belong. */
export const actorAs = (role: Role) =>
  role === 'technician'
    ? TECHNICIAN
    : role === 'customer'
      ? CUSTOMER
      : { id: `${role}-1`, role, type: 'HUMAN' as const }

/** The smallest PNG there is: one pixel. */
export const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
)
