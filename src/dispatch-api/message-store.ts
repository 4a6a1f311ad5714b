// The rows of the table `messages`: each as its provider said it and as we read it, appended and never changed.
import type { Connection } from '../platform/database.ts'

export interface Message {
  readonly message_id: string
  readonly tenant: string
  readonly ticket_id: string
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly peer: string | null
  readonly raw: unknown
  readonly normalized: unknown
  readonly provider_meta: unknown
  readonly occurred_at: string
}

export async function insertMessage(on: Connection, message: Message): Promise<void> {
  const { raw, normalized, provider_meta, ...plain } = message
  await on.query(
    `INSERT INTO messages (message_id, tenant, ticket_id, channel, direction, peer, occurred_at, raw, normalized, provider_meta)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[
        plain.message_id,
        plain.tenant,
        plain.ticket_id,
        plain.channel,
        plain.direction,
        plain.peer,
        plain.occurred_at,
      ],
      ...[
        JSON.stringify(raw),
        JSON.stringify(normalized),
        provider_meta === null ? null : JSON.stringify(provider_meta),
      ],
    ],
  )
}

/** Of one ticket, oldest first. */
export function readMessages(on: Connection, tenant: string, ticketId: string, most: number): Promise<Message[]> {
  return on.query<Message>(
    `SELECT message_id, channel, direction, peer, raw, normalized, provider_meta, occurred_at FROM messages
     WHERE tenant = $1 AND ticket_id = $2 ORDER BY occurred_at, message_id LIMIT $3`,
    [tenant, ticketId, most],
  )
}
