// Tickets come in, are spoken about, are taken up, closed or canceled.
import { v7 as timeOrderedId } from 'uuid'
import type { RequestTo } from '../../contracts/toolsets.ts'
import { insertMessage } from '../message-store.ts'
import { normalized } from '../normalize-message.ts'
import { triageIncomplete } from '../refusals.ts'
import type { Ticket } from '../ticket.ts'
import { tool } from './tool.ts'

/** The one tool that has no ticket before it. */
export function newTicket(request: RequestTo<'ticket.create'>): Ticket {
  const { summary, description, incident_type, priority, site, customer_id, channel } = request.payload
  return {
    id: request.ticket_id ?? timeOrderedId(),
    state: incident_type !== undefined && site !== undefined ? 'intake' : 'lead',
    summary,
    description: description ?? null,
    incident_type: incident_type ?? null,
    priority: priority ?? 'ROUTINE',
    site: site ?? null,
    customer_id: customer_id ?? null,
    channel: channel ?? null,
    proposed_slots: [],
    confirmed_window: null,
    technician_id: null,
    eta: null,
    hold: null,
    checklist: [],
    closeout_packet: null,
    v1: null,
  }
}

export const addMessage = tool<'ticket.add_message'>((ticket, { payload }, { tenant, now }) => {
  const message_id = timeOrderedId()
  const { channel, direction, text, peer, raw, provider_meta } = payload
  return {
    ticket,
    data: { message_id },
    channel,
    keep: (on) =>
      insertMessage(on, {
        message_id,
        tenant,
        ticket_id: ticket.id,
        channel,
        direction,
        peer: peer ?? null,
        raw: raw ?? text,
        normalized: payload.normalized ?? normalized({ channel, text, peer }),
        provider_meta: provider_meta ?? null,
        occurred_at: now,
      }),
  }
})

export const triage = tool<'ticket.triage'>((ticket, { payload }) => {
  const incident_type = payload.incident_type ?? ticket.incident_type
  const site = payload.site ?? ticket.site
  if (incident_type === null || site === null)
    throw triageIncomplete([...(incident_type === null ? ['incident_type'] : []), ...(site === null ? ['site'] : [])])
  return {
    ticket: { ...ticket, state: 'intake', incident_type, site, priority: payload.priority ?? ticket.priority },
  }
})

export const cancel = tool<'ticket.cancel'>((ticket) => ({ ticket: { ...ticket, state: 'canceled', hold: null } }))

export const close = tool<'ticket.close'>((ticket) => ({ ticket: { ...ticket, state: 'paid' } }))
