// What the tools do: each makes the next ticket out of the one before and the request. Pure: who may, whether it was done
// before, and what is stored is settled by whoever calls them.
import { v7 as timeOrderedId } from 'uuid'
import type { z } from 'zod'
import type { TicketSnapshot, TOOLS, ToolName, ToolRequest } from '../contracts/v0.ts'

/** A ticket without what the store keeps count of. */
export type Ticket = Omit<TicketSnapshot, 'version' | 'created_at' | 'updated_at'>

export interface Change {
  readonly ticket: Ticket
  readonly data: Record<string, unknown>
  /** Through which the request came in, where it says so. */
  readonly channel?: string | undefined
}

export interface Tool {
  readonly status: 200 | 201
  /** `before` is missing for a tool that makes the ticket, and only for that. */
  apply(before: Ticket | undefined, request: ToolRequest): Change
}

type Request<N extends ToolName> = z.infer<(typeof TOOLS)[N]['input']>

function createTicket(request: Request<'ticket.create'>): Change {
  const { summary, description, incident_type, priority, site, customer_id, channel } = request.payload
  return {
    ticket: {
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
    },
    data: {},
    channel,
  }
}

/** A later proposal takes the place of an earlier one; both stay in the audit trail. */
function proposeSlots(ticket: Ticket, request: Request<'schedule.propose_slots'>): Change {
  return { ticket: { ...ticket, proposed_slots: request.payload.slots }, data: {} }
}

const making = <N extends ToolName>(apply: (request: Request<N>) => Change): Tool => ({
  status: 201,
  apply: (_before, request) => apply(request as Request<N>),
})

const changing = <N extends ToolName>(apply: (before: Ticket, request: Request<N>) => Change): Tool => ({
  status: 200,
  apply: (before, request) => {
    if (before === undefined) throw new TypeError('A tool that changes a ticket was given none.')
    return apply(before, request as Request<N>)
  },
})

/** Those of the closed list that this server does. The others are refused, and leave a line. */
export const SUPPORTED_TOOLS: Readonly<Partial<Record<ToolName, Tool>>> = {
  'ticket.create': making<'ticket.create'>(createTicket),
  'schedule.propose_slots': changing<'schedule.propose_slots'>(proposeSlots),
}
