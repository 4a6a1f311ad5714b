// The rows of the table `audit_events`: appended, read in order, never changed. Knows no tool and no rule.
import { v7 as timeOrderedId } from 'uuid'
import type { AuditEvent } from '../contracts/v0.ts'
import type { Connection } from '../platform/database.ts'

export type NewEvent = Omit<AuditEvent, 'event_id' | 'occurred_at'>

/** Of the events in a scope, those that come after one of them. */
export interface Page {
  readonly tenant: string
  readonly ticketId?: string
  /** Event id; from the beginning without it. */
  readonly after?: string | undefined
  readonly limit: number
}

/**
 * Whoever else appends waits until the transaction ends. So events become visible in the order of their positions, and a
 * reader who pages misses none; and what was counted before appending stays true.
 */
export async function lockAudit(on: Connection): Promise<void> {
  await on.query(`SELECT pg_advisory_xact_lock(hashtextextended('dispatch-api audit', 0))`)
}

/** Late in its transaction, as it takes the lock. Answers the id of the event. */
export async function appendEvent(on: Connection, tenant: string, event: NewEvent): Promise<string> {
  await lockAudit(on)
  const id = timeOrderedId()
  const { actor } = event
  await on.query(
    `INSERT INTO audit_events
       (event_id, tenant, ticket_id, type, tool, actor_id, actor_role, actor_type, channel, request_id,
        correlation_id, trace_id, previous_state, next_state, payload)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      tenant,
      event.ticket_id,
      event.type,
      event.tool,
      actor.id,
      actor.role,
      actor.type,
      event.channel,
      event.request_id,
      event.correlation_id,
      event.trace_id,
      event.previous_state,
      event.next_state,
      JSON.stringify(event.payload),
    ],
  )
  return id
}

/** How many events of the system there were in the last minute, counted no further than to `most`. */
export async function countRecentSystemEvents(on: Connection, tenant: string, most: number): Promise<number> {
  const recent = await on.query(
    `SELECT FROM audit_events
     WHERE tenant = $1 AND ticket_id IS NULL AND occurred_at > clock_timestamp() - interval '1 minute'
     LIMIT $2`,
    [tenant, most],
  )
  return recent.length
}

type Row = Omit<AuditEvent, 'actor' | 'occurred_at'> & {
  actor_id: string
  actor_role: string
  actor_type: AuditEvent['actor']['type']
  occurred_at: Date
}

/** Oldest first. Undefined when `after` is no event of this scope. */
export async function readEvents(on: Connection, { tenant, ticketId, after, limit }: Page) {
  const scope = [tenant, ticketId ?? null]
  const start = after === undefined ? '0' : await positionOf(on, scope, after)
  if (start === undefined) return undefined
  const rows = await on.query<Row>(
    `SELECT event_id, type, ticket_id, actor_id, actor_role, actor_type, tool, channel, request_id, correlation_id,
            trace_id, previous_state, next_state, payload, occurred_at
     FROM audit_events
     WHERE tenant = $1 AND ($2::uuid IS NULL OR ticket_id = $2) AND position > $3
     ORDER BY position LIMIT $4`,
    [...scope, start, limit],
  )
  return rows.map(eventOf)
}

async function positionOf(on: Connection, scope: unknown[], eventId: string): Promise<string | undefined> {
  const [row] = await on.query<{ position: string }>(
    `SELECT position FROM audit_events
     WHERE tenant = $1 AND ($2::uuid IS NULL OR ticket_id = $2) AND event_id = $3`,
    [...scope, eventId],
  )
  return row?.position
}

function eventOf({ actor_id, actor_role, actor_type, occurred_at, ...row }: Row): AuditEvent {
  return {
    ...row,
    actor: { id: actor_id, role: actor_role, type: actor_type },
    occurred_at: occurred_at.toISOString(),
  }
}
