// How options are wanted, as it is kept beside an offer: a clash is answered with options wanted in the same way.
import type { Ticket } from '../../contracts/ticket.ts'
import type { Ask } from '../live/wire.ts'

export type Wish = Pick<Ask, 'count' | 'language' | 'whyNot' | 'move'> & {
  /** How long the options are to be held; nothing is held for 0. Without it, as the policy of the plan has it. */
  readonly holdSeconds?: number
}

/** A ticket of the plan, or one that the plan need not know. */
export type Subject = { readonly ticketId: string } | { readonly ticket: Ticket }
