// The hash of an event: SHA-256 over everything it says and over the hash of the one before it in its chain.
// Whoever changes an event, or takes one out of the middle, breaks every hash after it. Knows no database.
import { createHash } from 'node:crypto'

/** As it is stored: whatever has several spellings, in the spelling that was hashed. */
export interface HashedEvent {
  readonly event_id: string
  readonly tenant: string
  readonly ticket_id: string | null
  readonly chain_place: number | null
  readonly type: string
  readonly tool: string
  readonly actor_id: string
  readonly actor_role: string
  readonly actor_type: string
  readonly channel: string | null
  readonly request_id: string | null
  readonly correlation_id: string
  readonly trace_id: string | null
  readonly previous_state: string | null
  readonly next_state: string | null
  readonly v1_before: string | null
  readonly v1_after: string | null
  /** JSON, to the byte. */
  readonly payload: string
  /** In UTC with microseconds, such as 2026-12-01T08:00:00.123456Z. */
  readonly occurred_at: string
}

/** Of the first event of a chain, the one before. */
export const NO_HASH = ''

const FIELDS = [
  ...(['event_id', 'tenant', 'ticket_id', 'chain_place', 'type', 'tool', 'actor_id', 'actor_role'] as const),
  ...(['actor_type', 'channel', 'request_id', 'correlation_id', 'trace_id', 'previous_state'] as const),
  ...(['next_state', 'v1_before', 'v1_after', 'payload', 'occurred_at'] as const),
] satisfies (keyof HashedEvent)[]

export function eventHash(previousHash: string, event: HashedEvent): string {
  return hashOf([previousHash, ...FIELDS.map((name) => event[name])])
}

/** Of a batch of events in their order, and the seal before. */
export const sealHash = (previousHash: string, firstPlace: number, eventHashes: readonly string[]): string =>
  hashOf([previousHash, firstPlace, ...eventHashes])

/** Each part behind its length, so that no two lists of parts make the same bytes. */
function hashOf(parts: readonly (string | number | null)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    const text = part === null ? '' : String(part)
    hash.update(part === null ? '-;' : `${Buffer.byteLength(text)};`).update(text)
  }
  return hash.digest('hex')
}
