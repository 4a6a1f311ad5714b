// A ticket as the wire v1 shows it.
import type { StoredTicket } from '../ticket.ts'
import type { V1Ticket } from './answers.ts'
import { v1StateOf } from './states.ts'

const utc = (instant: string) => new Date(instant).toISOString()

export function v1Window({
  confirmed_window,
  proposed_slots,
}: Pick<StoredTicket, 'confirmed_window' | 'proposed_slots'>) {
  const window = confirmed_window ?? proposed_slots[0]
  return window ? { start: utc(window.window_start), end: utc(window.window_end) } : null
}

export function v1Snapshot(ticket: StoredTicket): V1Ticket {
  const facts = ticket.v1 ?? {}
  const window = v1Window(ticket)
  return {
    id: ticket.id,
    account_id: facts.account_id ?? null,
    site_id: facts.site_id ?? null,
    asset_id: facts.asset_id ?? null,
    state: v1StateOf(ticket),
    priority: ticket.priority,
    incident_type: ticket.incident_type,
    summary: ticket.summary,
    description: ticket.description,
    customer_name: null,
    customer_phone: null,
    customer_email: null,
    nte_cents: facts.nte_cents ?? 0,
    scheduled_start: window?.start ?? null,
    scheduled_end: window?.end ?? null,
    identity_signature: null,
    identity_confidence: 0,
    classification_confidence: 0,
    sop_handoff_required: false,
    sop_handoff_acknowledged: facts.sop_handoff_acknowledged ?? false,
    sop_handoff_prompt: null,
    assigned_provider_id: null,
    assigned_tech_id: ticket.technician_id,
    // Of a new ticket 0 here, and 1 in the RFC's words.
    version: ticket.version - 1,
    created_at: ticket.created_at,
    updated_at: ticket.updated_at,
  }
}
