// The rows of the table `tickets`. Knows no rule of what a ticket may become.
import type { TicketSnapshot } from '../contracts/v0.ts'
import type { Connection } from '../platform/database.ts'
import type { Ticket } from './tools.ts'

type Row = Omit<TicketSnapshot, 'created_at' | 'updated_at'> & { created_at: Date; updated_at: Date }

const COLUMNS =
  'id, state, version, summary, description, incident_type, priority, site, customer_id, channel, proposed_slots, created_at, updated_at'

const snapshot = (row: Row): TicketSnapshot => ({
  ...row,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

export async function findTicket(on: Connection, tenant: string, id: string): Promise<TicketSnapshot | undefined> {
  const [row] = await on.query<Row>(`SELECT ${COLUMNS} FROM tickets WHERE tenant = $1 AND id = $2`, [tenant, id])
  return row && snapshot(row)
}

/** Nobody else changes it until the transaction ends. */
export async function lockTicket(on: Connection, tenant: string, id: string): Promise<TicketSnapshot | undefined> {
  const [row] = await on.query<Row>(`SELECT ${COLUMNS} FROM tickets WHERE tenant = $1 AND id = $2 FOR UPDATE`, [
    tenant,
    id,
  ])
  return row && snapshot(row)
}

/** Nothing when there is such a ticket already. */
export async function insertTicket(
  on: Connection,
  tenant: string,
  ticket: Ticket,
): Promise<TicketSnapshot | undefined> {
  const [row] = await on.query<Row>(
    `INSERT INTO tickets
       (tenant, id, state, summary, description, incident_type, priority, site, customer_id, channel, proposed_slots)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (tenant, id) DO NOTHING
     RETURNING ${COLUMNS}`,
    [tenant, ...valuesOf(ticket)],
  )
  return row && snapshot(row)
}

export async function updateTicket(on: Connection, tenant: string, ticket: Ticket): Promise<TicketSnapshot> {
  const [row] = await on.query<Row>(
    `UPDATE tickets SET state = $3, summary = $4, description = $5, incident_type = $6, priority = $7, site = $8,
                        customer_id = $9, channel = $10, proposed_slots = $11,
                        version = version + 1, updated_at = clock_timestamp()
     WHERE tenant = $1 AND id = $2
     RETURNING ${COLUMNS}`,
    [tenant, ...valuesOf(ticket)],
  )
  if (!row) throw new Error(`Ticket ${ticket.id} was to be changed and is not there.`)
  return snapshot(row)
}

const valuesOf = (ticket: Ticket): unknown[] => [
  ticket.id,
  ticket.state,
  ticket.summary,
  ticket.description,
  ticket.incident_type,
  ticket.priority,
  ticket.site === null ? null : JSON.stringify(ticket.site),
  ticket.customer_id,
  ticket.channel,
  JSON.stringify(ticket.proposed_slots),
]
