// The rows of webhooks and of what is to be sent to them. What is sent is stored in the transaction of what it tells of, so
// that neither is without the other; when it is due is said by the clock of the database.
import { randomUUID } from 'node:crypto'
import type { Delivery, Webhook, WebhookKind, WebhookMessage, WebhookRequest } from '../../contracts/webhook.ts'
import type { Connection } from '../../platform/database.ts'

interface WebhookRow {
  readonly webhookId: string
  readonly url: string
  readonly events: WebhookKind[]
  readonly createdAt: Date
}

const WEBHOOK = 'webhook_id AS "webhookId", url, events, created_at AS "createdAt"'
const told = ({ createdAt, ...row }: WebhookRow): Webhook => ({ ...row, createdAt: createdAt.toISOString() })

/** With its secret where it is new; else it keeps the one it has. */
export async function putWebhook(
  on: Connection,
  tenant: string,
  webhookId: string,
  { url, events }: WebhookRequest,
  secret: string,
): Promise<{ readonly webhook: Webhook; readonly isNew: boolean }> {
  const [row] = await on.query<WebhookRow & { isNew: boolean }>(
    `INSERT INTO webhooks (tenant, webhook_id, url, events, secret) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant, webhook_id) DO UPDATE SET url = excluded.url, events = excluded.events
     RETURNING ${WEBHOOK}, secret = $5 AS "isNew"`,
    [tenant, webhookId, url, [...new Set(events)], secret],
  )
  if (row === undefined) throw new Error(`Webhook ${webhookId} was not stored.`)
  const { isNew, ...rest } = row
  return { isNew, webhook: isNew ? { ...told(rest), secret } : told(rest) }
}

export async function listWebhooks(on: Connection, tenant: string): Promise<Webhook[]> {
  const rows = await on.query<WebhookRow>(
    `SELECT ${WEBHOOK} FROM webhooks WHERE tenant = $1 ORDER BY created_at, webhook_id`,
    [tenant],
  )
  return rows.map(told)
}

/** With what was still to be sent. False when there is none. */
export async function deleteWebhook(on: Connection, tenant: string, webhookId: string): Promise<boolean> {
  const gone = await on.query('DELETE FROM webhooks WHERE tenant = $1 AND webhook_id = $2 RETURNING webhook_id', [
    tenant,
    webhookId,
  ])
  return gone.length > 0
}

type Told<Kind extends WebhookKind> = Omit<Extract<WebhookMessage, { kind: Kind }>, 'kind' | 'eventId' | 'at'>

/** To everybody of the tenant who wants to be told. */
export async function enqueue<Kind extends WebhookKind>(
  on: Connection,
  tenant: string,
  kind: Kind,
  facts: Told<Kind>,
): Promise<void> {
  const wanted = await on.query<{ webhookId: string; now: Date }>(
    `SELECT webhook_id AS "webhookId", clock_timestamp() AS now FROM webhooks WHERE tenant = $1 AND $2 = ANY(events)`,
    [tenant, kind],
  )
  for (const { webhookId, now } of wanted) {
    const eventId = randomUUID()
    await on.query(
      'INSERT INTO webhook_deliveries (event_id, tenant, webhook_id, kind, body) VALUES ($1, $2, $3, $4, $5)',
      [eventId, tenant, webhookId, kind, JSON.stringify({ kind, eventId, at: now.toISOString(), ...facts })],
    )
  }
}

export interface DueDelivery {
  readonly eventId: string
  readonly url: string
  readonly secret: string
  readonly body: string
  readonly attempts: number
}

/** Nobody else takes them for a while: longer than an attempt may last. */
export function takeDue(on: Connection, most: number): Promise<DueDelivery[]> {
  return on.query<DueDelivery>(
    `UPDATE webhook_deliveries d SET attempts = attempts + 1, next_at = clock_timestamp() + interval '60 seconds'
     FROM webhooks w
     WHERE w.tenant = d.tenant AND w.webhook_id = d.webhook_id AND d.event_id IN (
       SELECT event_id FROM webhook_deliveries WHERE state = 'waiting' AND next_at <= (SELECT clock_timestamp())
       ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING d.event_id AS "eventId", w.url, w.secret, d.body, d.attempts`,
    [most],
  )
}

export interface AttemptEnd {
  readonly status?: number | undefined
  readonly error?: string | undefined
  readonly state: 'waiting' | 'delivered' | 'dead'
  /** Until it is tried again. */
  readonly waitMs?: number | undefined
}

export async function noteAttempt(on: Connection, eventId: string, end: AttemptEnd): Promise<void> {
  const { status = null, error = null, state, waitMs = 0 } = end
  await on.query(
    `UPDATE webhook_deliveries SET state = $2, status = $3, error = $4,
                                   next_at = clock_timestamp() + make_interval(secs => $5 / 1000.0)
     WHERE event_id = $1`,
    [eventId, state, status, error, waitMs],
  )
}

interface DeliveryRow extends Omit<Delivery, 'createdAt' | 'nextAt' | 'status' | 'error'> {
  readonly createdAt: Date
  readonly nextAt: Date
  readonly status: number | null
  readonly error: string | null
}

/** The latest hundred. */
export async function listDeliveries(
  on: Connection,
  tenant: string,
  webhookId: string,
  state?: Delivery['state'],
): Promise<Delivery[]> {
  const rows = await on.query<DeliveryRow>(
    `SELECT event_id AS "eventId", kind, state, attempts, created_at AS "createdAt", next_at AS "nextAt", status, error
     FROM webhook_deliveries
     WHERE tenant = $1 AND webhook_id = $2 AND ($3::text IS NULL OR state = $3) ORDER BY created_at DESC, event_id LIMIT 100`,
    [tenant, webhookId, state ?? null],
  )
  return rows.map(({ createdAt, nextAt, status, error, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    ...(row.state === 'waiting' && { nextAt: nextAt.toISOString() }),
    ...(status !== null && { status }),
    ...(error !== null && { error }),
  }))
}

/** One that was given up is sent again, as often as a new one. False when there is none. */
export async function retryDelivery(
  on: Connection,
  tenant: string,
  webhookId: string,
  eventId: string,
): Promise<boolean> {
  const again = await on.query(
    `UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, next_at = clock_timestamp()
     WHERE tenant = $1 AND webhook_id = $2 AND event_id = $3 AND state = 'dead' RETURNING event_id`,
    [tenant, webhookId, eventId],
  )
  return again.length > 0
}

/** What was delivered or given up long ago. */
export async function forgetOldDeliveries(on: Connection): Promise<void> {
  await on.query(
    `DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND created_at < (SELECT clock_timestamp()) - interval '30 days'`,
  )
}
