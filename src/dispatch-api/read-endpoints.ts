// What may be read: a ticket, its timeline, and the whole audit trail. Changes nothing.
import { z } from 'zod'
import { AuditEvent, TicketId, TicketSnapshot } from '../contracts/v0.ts'
import { AUDITORS, READERS } from '../platform/access.ts'
import type { Database } from '../platform/database.ts'
import { type HttpApp, HttpProblem, invalidInput } from '../platform/http.ts'
import { sealEvents } from './audit-seal.ts'
import { type Page, readTimeline, readTrail } from './audit-store.ts'
import { ticketNotFound } from './refusals.ts'
import { snapshotOf } from './ticket.ts'
import { findTicket } from './ticket-store.ts'

const MOST_EVENTS = 1000

const Paging = z.strictObject({
  after: z.uuid().optional().meta({ description: 'Id of the last event that was read; without it, from the first' }),
  limit: z.coerce.number().int().min(1).max(MOST_EVENTS).default(MOST_EVENTS),
})
type Paging = z.infer<typeof Paging>
const Next = z.uuid().nullable().meta({ description: 'What to send as `after` for more; null when this is all' })
const Events = z.strictObject({ events: z.array(AuditEvent), next: Next })
const Timeline = z.strictObject({ ticket_id: TicketId, ...Events.shape })
const TicketParams = z.strictObject({ ticketId: TicketId })

export function addReadEndpoints(app: HttpApp, database: Database): void {
  app.get(
    '/v0/tickets/:ticketId',
    {
      config: { mayCall: READERS },
      schema: {
        summary: 'A ticket as it is now',
        tags: ['tickets'],
        params: TicketParams,
        response: { 200: TicketSnapshot },
      },
    },
    ({ identity, params: { ticketId } }) => ticketOf(database, identity.tenant, ticketId),
  )
  app.get(
    '/v0/tickets/:ticketId/timeline',
    {
      config: { mayCall: READERS },
      schema: {
        summary: 'What happened to a ticket, oldest first',
        tags: ['tickets'],
        params: TicketParams,
        querystring: Paging,
        response: { 200: Timeline },
      },
    },
    async ({ identity: { tenant }, params: { ticketId }, query }) => {
      await ticketOf(database, tenant, ticketId)
      return { ticket_id: ticketId, ...(await pageOf(database, tenant, query, ticketId)) }
    },
  )
  app.get(
    '/v0/audit',
    {
      config: { mayCall: AUDITORS },
      schema: {
        summary: 'Everything that happened, oldest first',
        tags: ['audit'],
        querystring: Paging,
        response: { 200: Events },
      },
    },
    ({ identity, query }) => pageOf(database, identity.tenant, query),
  )
}

async function ticketOf(database: Database, tenant: string, ticketId: string): Promise<TicketSnapshot> {
  const ticket = await findTicket(database, tenant, ticketId)
  if (!ticket) throw ticketNotFound(ticketId)
  return snapshotOf(ticket)
}

async function pageOf(database: Database, tenant: string, { after, limit }: Paging, ticketId?: string) {
  // One more than asked for tells whether there are more.
  const page = { tenant, after, limit: limit + 1 }
  const found = ticketId === undefined ? await trail(database, page) : await readTimeline(database, ticketId, page)
  if (!found)
    throw new HttpProblem(invalidInput([{ path: '/query/after', code: 'UNKNOWN_ID', message: 'names no event here' }]))
  const events = found.slice(0, limit)
  return { events, next: found.length > limit ? (events.at(-1)?.event_id ?? null) : null }
}

/** What was committed by now has its place before it is read. */
async function trail(database: Database, page: Page) {
  await sealEvents(database)
  return readTrail(database, page)
}
