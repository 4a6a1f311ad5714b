// A ticket as it now stands, and what happened to it, written as one.
import type { Transaction } from '../platform/database.ts'
import { type ChainHead, headAt, type LinkedEvent, sendEvent } from './audit-store.ts'
import type { StoredTicket, Ticket } from './ticket.ts'
import { insertTicket, sendTicket } from './ticket-store.ts'

export interface Change {
  /** Missing where the ticket is new; otherwise it is locked. */
  readonly before: StoredTicket | undefined
  readonly ticket: Ticket
  readonly events: readonly LinkedEvent[]
  /** Where the chain of the ticket ended before. */
  readonly head: ChainHead
  readonly now: string
}

/** Nothing when a new ticket is there already; then nothing is written. */
export async function writeChange(
  on: Transaction,
  tenant: string,
  { before, ticket, events, head, now }: Change,
): Promise<StoredTicket | undefined> {
  const last = events.at(-1)
  const stamp = { now, head: last ? headAt(last) : head }
  const after = before
    ? sendTicket(on, tenant, { before, ticket, ...stamp })
    : await insertTicket(on, tenant, ticket, stamp)
  if (after) for (const event of events) sendEvent(on, event)
  return after
}
