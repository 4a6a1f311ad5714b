// Gives committed events their place in the order of all, and seals each batch over the one before it.
// Runs beside the commands, which wait for nothing here.
import type { Connection, Database } from '../platform/database.ts'
import type { Logger } from '../platform/log.ts'
import { eventHash, type HashedEvent, NO_HASH, sealHash } from './audit-chain.ts'

const BATCH = 5000

/** When it returns, every event that was committed before the call has its place. */
export async function sealEvents(database: Database): Promise<number> {
  let sealed = 0
  for (;;) {
    const count = await database.transaction(sealBatch)
    sealed += count
    if (count < BATCH) return sealed
  }
}

interface LastSeal {
  readonly number: number
  readonly last_place: string
  readonly hash: string
  readonly horizon: string
}

async function sealBatch(on: Connection): Promise<number> {
  await on.query(`SELECT pg_advisory_xact_lock(hashtextextended('dispatch-api seal', 0))`)
  const [last = { number: 0, last_place: '0', hash: NO_HASH, horizon: '0' }] = await on.query<LastSeal>(
    'SELECT number, last_place, hash, horizon::text FROM audit_seals ORDER BY number DESC LIMIT 1',
  )
  // Read before the events: whoever is finished by now is seen below, and whoever is not has no lower id than this.
  const [{ horizon } = { horizon: '0' }] = await on.query<{ horizon: string }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon',
  )
  // Restored into another server the ids of transactions begin anew, and tell nothing about what is sealed.
  const since = BigInt(last.horizon) <= BigInt(horizon) ? last.horizon : '0'
  const events = await on.query<Pick<HashedEvent, 'event_id' | 'tenant'> & { hash: string | null }>(
    `SELECT event_id, tenant, hash FROM audit_events e
     WHERE xid >= $1::text::xid8 AND NOT EXISTS (SELECT FROM audit_order o WHERE o.event_id = e.event_id)
     ORDER BY position LIMIT ${BATCH}`,
    [since],
  )
  if (events.length === 0) return 0
  const hashes: string[] = []
  for (const { event_id, hash } of events) hashes.push(hash ?? (await hashOfOld(on, event_id)))
  const first = Number(last.last_place) + 1
  const number = last.number + 1
  const full = events.length === BATCH
  await on.query(
    `INSERT INTO audit_seals (number, first_place, last_place, previous_hash, hash, horizon)
     VALUES ($1, $2, $3, $4, $5, $6::text::xid8)`,
    // A full batch may have left some behind that were committed already.
    [number, first, first + events.length - 1, last.hash, sealHash(last.hash, first, hashes), full ? since : horizon],
  )
  await on.query(
    `INSERT INTO audit_order (place, event_id, tenant, seal)
     SELECT $1::bigint + index - 1, event_id, tenant, $2
     FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS sealed (event_id, tenant, index)`,
    [first, number, events.map(({ event_id }) => event_id), events.map(({ tenant }) => tenant)],
  )
  return events.length
}

export const STORED_EVENT = `event_id, tenant, ticket_id, chain_place, type, tool, actor_id, actor_role, actor_type, channel,
  request_id, correlation_id, trace_id, previous_state, next_state, v1_before, v1_after, payload::text AS payload,
  to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS occurred_at`

/** Of an event from before there were chains: what its seal holds. */
async function hashOfOld(on: Connection, eventId: string): Promise<string> {
  const [event] = await on.query<HashedEvent>(`SELECT ${STORED_EVENT} FROM audit_events WHERE event_id = $1`, [eventId])
  if (!event) throw new Error(`Event ${eventId} was to be sealed and is not there.`)
  return eventHash(NO_HASH, event)
}

const SEAL_EVERY_MS = 5000

/** So that what nobody reads is sealed too, and soon: what is sealed cannot be taken out unseen. */
export function sealRegularly(database: Database, log: Logger): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = sealEvents(database).catch((err: unknown) => log.warn({ err }, 'Events could not be sealed'))
  }, SEAL_EVERY_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
