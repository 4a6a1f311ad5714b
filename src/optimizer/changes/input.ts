// What the parts of an input are called here, and how one of them is replaced: everything else stays the very same object,
// so that whoever compares two inputs sees at once what is otherwise.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Assignment } from '../live/wire.ts'
import { refuse } from './refused.ts'

export type Input = OptimizationInput

export function ticketIn({ tickets }: Input, ticketId: string, path = '/ticketId'): Ticket {
  return tickets.find(({ id }) => id === ticketId) ?? refuse(path, 'UNKNOWN_ID', 'names no ticket of this plan')
}

export function techIn({ techs }: Input, techId: string, path = '/techId'): Tech {
  return techs.find(({ id }) => id === techId) ?? refuse(path, 'UNKNOWN_ID', 'names no technician of this plan')
}

export const withTicket = (input: Input, ticket: Ticket): Input => ({
  ...input,
  tickets: input.tickets.map((one) => (one.id === ticket.id ? ticket : one)),
})

export const withTech = (input: Input, tech: Tech): Input => ({
  ...input,
  techs: input.techs.map((one) => (one.id === tech.id ? tech : one)),
})

export const withPlan = (input: Input, keep: (one: Assignment) => boolean): Input => ({
  ...input,
  plan: (input.plan ?? []).filter(keep),
})

/** Each entry in its turn; `change` answers the very same entry where nothing is otherwise. */
export const withEntries = (input: Input, change: (one: Assignment) => Assignment): Input => ({
  ...input,
  plan: (input.plan ?? []).map(change),
})

/** All of a ticket, or that of one technician. */
export const entriesOf = ({ plan = [] }: Input, ticketId: string, techId?: string): Assignment[] =>
  plan.filter((one) => one.ticketId === ticketId && (techId === undefined || one.techId === techId))
