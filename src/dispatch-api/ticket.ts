// A ticket as the tools see it: what everybody is shown, and what only one wire knows of it. Knows no table.
import type { TicketSnapshot } from '../contracts/v0.ts'
import type { V1Facts } from './v1/facts.ts'

/** Without what the store keeps count of. */
export interface Ticket extends Omit<TicketSnapshot, 'version' | 'created_at' | 'updated_at'> {
  readonly v1: V1Facts | null
}

export interface StoredTicket extends TicketSnapshot {
  readonly v1: V1Facts | null
}

export function snapshotOf({ v1: _v1, ...snapshot }: StoredTicket): TicketSnapshot {
  return snapshot
}
