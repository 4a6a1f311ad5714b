// The rows of the table `audit_events`: appended to a chain, read in order, never changed. Knows no tool and no rule.
import { v7 as timeOrderedId } from 'uuid'
import type { EventType } from '../contracts/toolsets.ts'
import type { AuditEvent } from '../contracts/v0.ts'
import type { Connection, Transaction } from '../platform/database.ts'
import { eventHash, type HashedEvent, NO_HASH } from './audit-chain.ts'

export type NewEvent = Omit<AuditEvent, 'event_id' | 'occurred_at' | 'type' | 'hash' | 'previous_hash'> & {
  readonly type: EventType
  /** The states in the words of the wire v1, for events of tickets. */
  readonly v1States?: readonly [before: string | null, after: string | null]
}

/** Where a chain ends. Whoever holds it has locked its ticket, or the chain of the system. */
export interface ChainHead {
  readonly length: number
  readonly hash: string
}
export const NEW_CHAIN: ChainHead = { length: 0, hash: NO_HASH }

/** An event with its place in a chain, ready to be written. */
export interface LinkedEvent {
  readonly row: HashedEvent
  readonly previousHash: string
  readonly hash: string
}
export const headAt = ({ row, hash }: LinkedEvent): ChainHead => ({ length: row.chain_place ?? 0, hash })

/** `now` was read from the clock of the database after the chain was locked, so times in a chain never run backwards. */
export function linkEvent(tenant: string, event: NewEvent, at: { head: ChainHead; now: string }): LinkedEvent {
  const [v1_before, v1_after] = event.v1States ?? [null, null]
  const row: HashedEvent = {
    event_id: timeOrderedId(),
    tenant,
    ticket_id: event.ticket_id,
    chain_place: at.head.length + 1,
    type: event.type,
    tool: event.tool,
    actor_id: event.actor.id,
    actor_role: event.actor.role,
    actor_type: event.actor.type,
    channel: event.channel,
    request_id: event.request_id,
    correlation_id: event.correlation_id,
    trace_id: event.trace_id,
    previous_state: event.previous_state,
    next_state: event.next_state,
    v1_before,
    v1_after,
    payload: JSON.stringify(event.payload),
    occurred_at: at.now,
  }
  return { row, previousHash: at.head.hash, hash: eventHash(at.head.hash, row) }
}

const INSERTED = [
  ...(['event_id', 'tenant', 'ticket_id', 'chain_place', 'type', 'tool', 'actor_id', 'actor_role'] as const),
  ...(['actor_type', 'channel', 'request_id', 'correlation_id', 'trace_id', 'previous_state'] as const),
  ...(['next_state', 'v1_before', 'v1_after', 'payload', 'occurred_at'] as const),
] satisfies (keyof HashedEvent)[]
const INSERT = `INSERT INTO audit_events (${INSERTED.join(', ')}, previous_hash, hash)
  VALUES (${INSERTED.map((_, index) => `$${index + 1}`).join(', ')}, $${INSERTED.length + 1}, $${INSERTED.length + 2})`

export function sendEvent(on: Transaction, { row, previousHash, hash }: LinkedEvent): void {
  on.send(INSERT, [...INSERTED.map((name) => row[name]), previousHash, hash])
}

/** The moment, as it is hashed and stored. */
export const NOW_SQL = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Whoever else appends to the chain of the system waits until the transaction ends. */
export async function lockSystemChain(on: Connection, tenant: string): Promise<{ head: ChainHead; now: string }> {
  await on.query('INSERT INTO audit_chains (tenant) VALUES ($1) ON CONFLICT (tenant) DO NOTHING', [tenant])
  const [head = NEW_CHAIN] = await on.query<ChainHead>(
    'SELECT chain_length AS length, chain_hash AS hash FROM audit_chains WHERE tenant = $1 FOR UPDATE',
    [tenant],
  )
  const [{ now } = { now: '' }] = await on.query<{ now: string }>(`SELECT ${NOW_SQL} AS now`)
  return { head, now }
}

export function appendSystemEvent(
  on: Transaction,
  tenant: string,
  event: NewEvent,
  at: { head: ChainHead; now: string },
): string {
  const linked = linkEvent(tenant, event, at)
  sendEvent(on, linked)
  const { length, hash } = headAt(linked)
  on.send('UPDATE audit_chains SET chain_length = $2, chain_hash = $3 WHERE tenant = $1', [tenant, length, hash])
  return linked.row.event_id
}

/** How many refusals were written down in the last minute, counted no further than to `most`. */
export async function countRecentRefusals(on: Connection, tenant: string, most: number): Promise<number> {
  const recent = await on.query(
    `SELECT FROM audit_events
     WHERE tenant = $1 AND ticket_id IS NULL AND occurred_at > clock_timestamp() - interval '1 minute'
       AND type LIKE 'system.%'
     LIMIT $2`,
    [tenant, most],
  )
  return recent.length
}

export interface Page {
  readonly tenant: string
  /** Event id; from the beginning without it. */
  readonly after?: string | undefined
  readonly limit: number
}

type Row = Omit<AuditEvent, 'actor' | 'occurred_at'> & {
  actor_id: string
  actor_role: string
  actor_type: AuditEvent['actor']['type']
  occurred_at: Date
}

const COLUMNS = `e.event_id, e.type, e.ticket_id, e.actor_id, e.actor_role, e.actor_type, e.tool, e.channel,
  e.request_id, e.correlation_id, e.trace_id, e.previous_state, e.next_state, e.payload, e.occurred_at, e.hash,
  e.previous_hash`

/** Of one ticket, oldest first. Undefined when `after` is no event of it. */
export async function readTimeline(on: Connection, ticketId: string, { tenant, after, limit }: Page) {
  const start = after === undefined ? '0' : await positionIn(on, [tenant, ticketId, after])
  if (start === undefined) return undefined
  const rows = await on.query<Row>(
    `SELECT ${COLUMNS} FROM audit_events e
     WHERE e.tenant = $1 AND e.ticket_id = $2 AND e.position > $3 ORDER BY e.position LIMIT $4`,
    [tenant, ticketId, start, limit],
  )
  return rows.map(eventOf)
}

async function positionIn(on: Connection, values: readonly string[]): Promise<string | undefined> {
  const [row] = await on.query<{ position: string }>(
    'SELECT position FROM audit_events WHERE tenant = $1 AND ticket_id = $2 AND event_id = $3',
    values,
  )
  return row?.position
}

/** Of everything that is sealed, oldest first. Undefined when `after` is no event of it. */
export async function readTrail(on: Connection, { tenant, after, limit }: Page) {
  const start = after === undefined ? '0' : await placeOf(on, tenant, after)
  if (start === undefined) return undefined
  const rows = await on.query<Row>(
    `SELECT ${COLUMNS} FROM audit_order o JOIN audit_events e USING (event_id)
     WHERE o.tenant = $1 AND o.place > $2 ORDER BY o.place LIMIT $3`,
    [tenant, start, limit],
  )
  return rows.map(eventOf)
}

async function placeOf(on: Connection, tenant: string, eventId: string): Promise<string | undefined> {
  const [row] = await on.query<{ place: string }>('SELECT place FROM audit_order WHERE tenant = $1 AND event_id = $2', [
    tenant,
    eventId,
  ])
  return row?.place
}

function eventOf({ actor_id, actor_role, actor_type, occurred_at, ...row }: Row): AuditEvent {
  return {
    ...row,
    actor: { id: actor_id, role: actor_role, type: actor_type },
    occurred_at: occurred_at.toISOString(),
  }
}
