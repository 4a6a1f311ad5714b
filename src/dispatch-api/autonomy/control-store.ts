// The rows of the table `autonomy_controls`, one for each scope that was ever paused, and their history in the audit trail.
// Automatic commands share a lock that a pause takes alone: once a pause has returned, nothing that it stops commits.
import { v7 as timeOrderedId } from 'uuid'
import type { Connection } from '../../platform/database.ts'
import type { Control, Scope, Subject } from './decision.ts'

export interface StoredControl extends Control {
  readonly id: string
  readonly actor_type: string
  readonly actor_id: string
  readonly actor_role: string
  readonly request_id: string
  readonly correlation_id: string
  readonly trace_id: string | null
  readonly created_at: Date
  readonly updated_at: Date
}

const LOCK = `hashtextextended('dispatch-api autonomy ' || $1, 0)`
export async function shareAutonomy(on: Connection, tenant: string): Promise<void> {
  await on.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`, [tenant])
}
export async function lockAutonomy(on: Connection, tenant: string): Promise<void> {
  await on.query(`SELECT pg_advisory_xact_lock(${LOCK})`, [tenant])
}

/** Those that speak of the ticket; in a statement of its own behind the locks, so that it sees what they waited for. */
export function controlsOf(on: Connection, tenant: string, ticketId: string): Promise<Control[]> {
  return on.query<Control>(
    `SELECT scope_type, incident_type, ticket_id, is_paused, reason FROM autonomy_controls
     WHERE tenant = $1 AND (scope_type = 'GLOBAL' OR ticket_id = $2
       OR incident_type = (SELECT upper(incident_type) FROM tickets WHERE tenant = $1 AND id = $2))`,
    [tenant, ticketId],
  )
}

const COLUMNS = `id, scope_type, incident_type, ticket_id, is_paused, reason, actor_type, actor_id, actor_role, request_id,
  correlation_id, trace_id, created_at, updated_at`

/** The last one changed first, within TICKET, INCIDENT and GLOBAL. */
export function allControls(on: Connection, tenant: string): Promise<StoredControl[]> {
  return on.query<StoredControl>(
    `SELECT ${COLUMNS} FROM autonomy_controls WHERE tenant = $1
     ORDER BY array_position(ARRAY['TICKET', 'INCIDENT', 'GLOBAL'], scope_type), updated_at DESC`,
    [tenant],
  )
}

export async function findControl(on: Connection, tenant: string, scope: Scope): Promise<StoredControl | undefined> {
  const [control] = await on.query<StoredControl>(
    `SELECT ${COLUMNS} FROM autonomy_controls
     WHERE tenant = $1 AND scope_type = $2 AND incident_type IS NOT DISTINCT FROM $3 AND ticket_id IS NOT DISTINCT FROM $4`,
    [tenant, scope.scope_type, scope.incident_type, scope.ticket_id],
  )
  return control
}

export type ControlChange = Omit<StoredControl, 'id' | 'created_at' | 'updated_at'>

export async function writeControl(
  on: Connection,
  tenant: string,
  change: ControlChange,
  now: string,
): Promise<StoredControl> {
  const [control] = await on.query<StoredControl>(
    `INSERT INTO autonomy_controls (tenant, created_at, updated_at, id, scope_type, incident_type, ticket_id, is_paused, reason,
       actor_type, actor_id, actor_role, request_id, correlation_id, trace_id)
     VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (tenant, scope_type, incident_type, ticket_id) DO UPDATE SET
       is_paused = excluded.is_paused, reason = excluded.reason, actor_type = excluded.actor_type,
       actor_id = excluded.actor_id, actor_role = excluded.actor_role, request_id = excluded.request_id,
       correlation_id = excluded.correlation_id, trace_id = excluded.trace_id, updated_at = excluded.updated_at
     RETURNING ${COLUMNS}`,
    [
      ...[tenant, now, timeOrderedId(), change.scope_type, change.incident_type, change.ticket_id, change.is_paused],
      ...[change.reason, change.actor_type, change.actor_id, change.actor_role, change.request_id],
      ...[change.correlation_id, change.trace_id],
    ],
  )
  if (!control) throw new Error('A control was to be written and is not there.')
  return control
}

export interface HistoryRow {
  readonly event_id: string
  readonly actor_type: string
  readonly actor_id: string
  readonly actor_role: string
  readonly request_id: string
  readonly correlation_id: string
  readonly trace_id: string | null
  readonly payload: Scope & {
    readonly action: 'pause' | 'rollback'
    readonly reason: string | null
    readonly previous_is_paused: boolean
    readonly next_is_paused: boolean
  }
  readonly occurred_at: Date
}

const MOST_HISTORY = 500

/** What was done to any scope that speaks of the subject, the latest first within TICKET, INCIDENT and GLOBAL. */
export function historyOf(on: Connection, tenant: string, { ticketId, incidentType }: Subject): Promise<HistoryRow[]> {
  return on.query<HistoryRow>(
    `SELECT event_id, actor_type, actor_id, actor_role, request_id, correlation_id, trace_id, payload, occurred_at
     FROM audit_events
     WHERE tenant = $1 AND type LIKE 'autonomy.%'
       AND (payload->>'scope_type' = 'GLOBAL' OR payload->>'ticket_id' = $2 OR payload->>'incident_type' = upper($3))
     ORDER BY array_position(ARRAY['TICKET', 'INCIDENT', 'GLOBAL'], payload->>'scope_type'), position DESC
     LIMIT ${MOST_HISTORY}`,
    [tenant, ticketId, incidentType],
  )
}
