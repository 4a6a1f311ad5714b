// The events of a ticket as the wire v1 tells them, whichever wire caused them; oldest first, all at once.
import type { Connection } from '../../platform/database.ts'
import type { V1Event } from './answers.ts'

const MOST = 10_000

export async function readV1Timeline(on: Connection, tenant: string, ticketId: string): Promise<V1Event[]> {
  const rows = await on.query<Omit<V1Event, 'created_at'> & { created_at: Date }>(
    `SELECT event_id AS id, ticket_id, actor_type, actor_id, actor_role, tool AS tool_name, request_id, correlation_id,
            trace_id, v1_before AS before_state, v1_after AS after_state, payload, occurred_at AS created_at
     FROM audit_events WHERE tenant = $1 AND ticket_id = $2 ORDER BY position LIMIT ${MOST}`,
    [tenant, ticketId],
  )
  return rows.map((row) => ({ ...row, payload: told(row), created_at: row.created_at.toISOString() }))
}

/** What came through the door of the RFC, in the same form. */
function told({ payload, tool_name, created_at }: { payload: unknown; tool_name: string; created_at: Date }): unknown {
  const own = payload as { endpoint?: unknown }
  if (typeof own.endpoint === 'string') return payload
  return { endpoint: `/v0/tools/${tool_name}`, requested_at: created_at.toISOString(), request: payload }
}
