// Walks the whole audit trail and says where it is broken: in a chain, at its head, in a seal, or in the state of a ticket.
// Reads rows and recomputes every hash; trusts no hash that is stored.
import type { Connection, Database } from '../platform/database.ts'
import { eventHash, type HashedEvent, NO_HASH, sealHash } from './audit-chain.ts'
import { STORED_EVENT } from './audit-seal.ts'

export const FAULTS = [
  /** Says something else than what was hashed. */
  'EVENT_CHANGED',
  /** Does not follow the one before: an event was taken out, put in, or put elsewhere. */
  'CHAIN_BROKEN',
  /** The ticket, or the system, remembers another end of its chain. */
  'HEAD_DIFFERS',
  /** The ticket is in another state than its last event left it in. */
  'STATE_DIFFERS',
  /** A sealed event is not there any more. */
  'EVENT_MISSING',
  /** A batch of events, or the seal itself, is not what was sealed. */
  'SEAL_BROKEN',
] as const
export interface Fault {
  readonly code: (typeof FAULTS)[number]
  readonly tenant?: string
  /** Null: the chain of the system. */
  readonly ticketId?: string | null
  readonly eventId?: string
  readonly seal?: number
}

export interface Verification {
  readonly events: number
  readonly chains: number
  readonly seals: number
  /** Committed and in no seal yet: seconds old at most while the service runs. */
  readonly unsealed: number
  /** To be kept elsewhere: whoever rewrites everything cannot rewrite that. */
  readonly lastSeal: { readonly number: number; readonly hash: string } | null
  readonly faults: readonly Fault[]
}

const PAGE = 2000

/** All reads see one moment, so whoever writes meanwhile neither waits nor looks like a fault. */
export const verifyAudit = (database: Database): Promise<Verification> =>
  database.transaction(verify, { isolation: 'serializable' })

async function verify(on: Connection): Promise<Verification> {
  const faults: Fault[] = []
  const { events, chains } = await walkChains(on, faults)
  await compareHeads(on, faults)
  const { seals, lastSeal } = await walkSeals(on, faults)
  const [{ count } = { count: '0' }] = await on.query<{ count: string }>(
    'SELECT count(*) FROM audit_events e WHERE NOT EXISTS (SELECT FROM audit_order o WHERE o.event_id = e.event_id)',
  )
  return { events, chains, seals, unsealed: Number(count), lastSeal, faults }
}

type Linked = HashedEvent & { readonly hash: string; readonly previous_hash: string; readonly chain_place: number }

async function walkChains(on: Connection, faults: Fault[]) {
  let events = 0
  let chains = 0
  let last: Linked | undefined
  await on.query(
    `DECLARE chained NO SCROLL CURSOR FOR SELECT ${STORED_EVENT}, hash, previous_hash FROM audit_events
     WHERE chain_place IS NOT NULL ORDER BY tenant, ticket_id, chain_place`,
  )
  for (;;) {
    const page = await on.query<Linked>(`FETCH ${PAGE} FROM chained`)
    for (const event of page) {
      const isNext = last?.tenant === event.tenant && last.ticket_id === event.ticket_id
      const before = isNext && last ? last : { chain_place: 0, hash: NO_HASH }
      if (!isNext) chains++
      const at = { tenant: event.tenant, ticketId: event.ticket_id, eventId: event.event_id }
      if (eventHash(event.previous_hash, event) !== event.hash) faults.push({ code: 'EVENT_CHANGED', ...at })
      if (event.chain_place !== before.chain_place + 1 || event.previous_hash !== before.hash)
        faults.push({ code: 'CHAIN_BROKEN', ...at })
      last = event
    }
    events += page.length
    if (page.length < PAGE) return { events, chains }
  }
}

interface Head {
  readonly tenant: string
  readonly ticket_id: string | null
}

async function compareHeads(on: Connection, faults: Fault[]): Promise<void> {
  const lastEvent = `SELECT chain_place, hash, next_state FROM audit_events e
    WHERE e.tenant = heads.tenant AND e.ticket_id IS NOT DISTINCT FROM heads.ticket_id AND chain_place IS NOT NULL
    ORDER BY chain_place DESC LIMIT 1`
  const heads = `SELECT tenant, id AS ticket_id, chain_length, chain_hash, state FROM tickets
    UNION ALL SELECT tenant, NULL, chain_length, chain_hash, NULL FROM audit_chains`
  const differing = await on.query<Head & { same_head: boolean }>(
    `SELECT tenant, ticket_id, (chain_length, chain_hash) = (coalesce(chain_place, 0), coalesce(hash, '')) AS same_head
     FROM (${heads}) AS heads LEFT JOIN LATERAL (${lastEvent}) AS last ON true
     WHERE (chain_length, chain_hash) <> (coalesce(chain_place, 0), coalesce(hash, ''))
        OR (next_state IS NOT NULL AND next_state <> state)`,
  )
  for (const { tenant, ticket_id: ticketId, same_head } of differing)
    faults.push({ code: same_head ? 'STATE_DIFFERS' : 'HEAD_DIFFERS', tenant, ticketId })
}

interface Seal {
  readonly number: number
  readonly first_place: string
  readonly last_place: string
  readonly previous_hash: string
  readonly hash: string
}

async function walkSeals(on: Connection, faults: Fault[]) {
  const seals = await on.query<Seal>(
    'SELECT number, first_place, last_place, previous_hash, hash FROM audit_seals ORDER BY number',
  )
  let before = { number: 0, last: 0, hash: NO_HASH }
  for (const seal of seals) {
    const first = Number(seal.first_place)
    const last = Number(seal.last_place)
    const follows = seal.number === before.number + 1 && first === before.last + 1 && seal.previous_hash === before.hash
    const sealed = await sealedEvents(on, seal)
    const lost = sealed.filter(({ hash }) => hash === undefined)
    for (const { eventId } of lost) faults.push({ code: 'EVENT_MISSING', eventId, seal: seal.number })
    const hashes = sealed.flatMap(({ hash }) => (hash === undefined ? [] : [hash]))
    const whole = sealed.length === last - first + 1 && sealHash(seal.previous_hash, first, hashes) === seal.hash
    if (!follows || !whole) faults.push({ code: 'SEAL_BROKEN', seal: seal.number })
    before = { number: seal.number, last, hash: seal.hash }
  }
  const end = seals.at(-1)
  return { seals: seals.length, lastSeal: end ? { number: end.number, hash: end.hash } : null }
}

async function sealedEvents(on: Connection, { first_place, last_place }: Seal) {
  const rows = await on.query<{ sealed_id: string; previous_hash: string | null } & Partial<HashedEvent>>(
    `SELECT o.event_id AS sealed_id, e.* FROM audit_order o
     LEFT JOIN LATERAL (
       SELECT ${STORED_EVENT}, previous_hash FROM audit_events WHERE event_id = o.event_id
     ) AS e ON true
     WHERE o.place BETWEEN $1 AND $2 ORDER BY o.place`,
    [first_place, last_place],
  )
  return rows.map(({ sealed_id: eventId, previous_hash, ...event }) => ({
    eventId,
    hash: isWhole(event) ? eventHash(previous_hash ?? NO_HASH, event) : undefined,
  }))
}

/** All of an event comes, or nothing of it. */
const isWhole = (event: Partial<HashedEvent>): event is HashedEvent => typeof event.event_id === 'string'
