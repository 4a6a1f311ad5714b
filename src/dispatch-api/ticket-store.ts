// The rows of the table `tickets`. Knows no rule of what a ticket may become.
import type { Connection, Transaction } from '../platform/database.ts'
import type { ChainHead } from './audit-store.ts'
import type { StoredTicket, Ticket } from './ticket.ts'

type Row = Omit<StoredTicket, 'created_at' | 'updated_at'> & { created_at: Date; updated_at: Date }

/** What a tool may change, as columns and in their order; those that hold JSON are marked. */
const FIELDS = {
  state: 'text',
  summary: 'text',
  description: 'text',
  incident_type: 'text',
  priority: 'text',
  site: 'json',
  customer_id: 'text',
  channel: 'text',
  proposed_slots: 'json',
  confirmed_window: 'json',
  technician_id: 'text',
  eta: 'text',
  hold: 'json',
  checklist: 'json',
  closeout_packet: 'json',
  v1: 'json',
} as const satisfies Record<Exclude<keyof Ticket, 'id'>, 'text' | 'json'>
const NAMES = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
const COLUMNS = `id, version, ${NAMES.join(', ')}, created_at, updated_at`

const valuesOf = (ticket: Ticket): unknown[] =>
  NAMES.map((name) => {
    const value = ticket[name]
    return FIELDS[name] === 'json' && value !== null ? JSON.stringify(value) : value
  })

const ticketOf = (row: Row): StoredTicket => ({
  ...row,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

export async function findTicket(on: Connection, tenant: string, id: string): Promise<StoredTicket | undefined> {
  const [row] = await on.query<Row>(`SELECT ${COLUMNS} FROM tickets WHERE tenant = $1 AND id = $2`, [tenant, id])
  return row && ticketOf(row)
}

export interface LockedTicket {
  readonly ticket: StoredTicket
  readonly head: ChainHead
}

/** Nobody else changes it, or adds to its chain, until the transaction ends. */
export async function lockTicket(on: Connection, tenant: string, id: string): Promise<LockedTicket | undefined> {
  const [found] = await on.query<Row & { chain_length: number; chain_hash: string }>(
    `SELECT ${COLUMNS}, chain_length, chain_hash FROM tickets WHERE tenant = $1 AND id = $2 FOR UPDATE`,
    [tenant, id],
  )
  if (!found) return undefined
  const { chain_length: length, chain_hash: hash, ...row } = found
  return { ticket: ticketOf(row), head: { length, hash } }
}

const parameters = (from: number) => NAMES.map((_, index) => `$${from + index}`).join(', ')
const INSERT = `INSERT INTO tickets (tenant, id, created_at, updated_at, chain_length, chain_hash, ${NAMES.join(', ')})
  VALUES ($1, $2, $3, $3, $4, $5, ${parameters(6)}) ON CONFLICT (tenant, id) DO NOTHING RETURNING ${COLUMNS}`
const UPDATE = `UPDATE tickets
  SET version = version + 1, updated_at = $3, chain_length = $4, chain_hash = $5,
      (${NAMES.join(', ')}) = ROW (${parameters(6)})
  WHERE tenant = $1 AND id = $2`

/** When it was changed, and where its chain ends then. */
export interface Stamp {
  readonly now: string
  readonly head: ChainHead
}

/** Nothing when there is such a ticket already. */
export async function insertTicket(
  on: Connection,
  tenant: string,
  ticket: Ticket,
  { now, head }: Stamp,
): Promise<StoredTicket | undefined> {
  const [row] = await on.query<Row>(INSERT, [tenant, ticket.id, now, head.length, head.hash, ...valuesOf(ticket)])
  return row && ticketOf(row)
}

/** The ticket is locked, so nothing but this decides what it is afterwards. */
export function sendTicket(
  on: Transaction,
  tenant: string,
  { before, ticket, now, head }: Stamp & Changed,
): StoredTicket {
  on.send(UPDATE, [tenant, ticket.id, now, head.length, head.hash, ...valuesOf(ticket)])
  return {
    ...ticket,
    version: before.version + 1,
    created_at: before.created_at,
    updated_at: new Date(now).toISOString(),
  }
}

interface Changed {
  readonly before: StoredTicket
  readonly ticket: Ticket
}
