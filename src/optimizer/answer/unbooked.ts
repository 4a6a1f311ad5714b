// The option of leaving a ticket unbooked, with its price: what every proposal of the ticket is weighed against.
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { isCommitted } from '../question/commitments.ts'
import { type Answer, entry, sum } from './answer.ts'

/** For every ticket, planned or not, in the order of the input. */
export function unbookedOf(answer: Answer): OptimizationOutput['unbooked'] {
  return answer.input.tickets.map(({ id }, ticket) => {
    const { unserved } = entry(answer.facts, ticket, 'ticket')
    return {
      ticketId: id,
      cost: priceOfLeavingOut(answer, ticket),
      setting: isPromisedOrFixed(answer, ticket) ? '/plan' : unserved.setting,
    }
  })
}

/** All duties of a crew together. */
export const priceOfLeavingOut = ({ model, visitsOfTickets }: Answer, ticket: number): number =>
  sum(entry(visitsOfTickets, ticket, 'ticket').map((visit) => entry(model.visits, visit, 'visit').unservedCents))

const isPromisedOrFixed = ({ duties, visitsOfTickets }: Answer, ticket: number): boolean =>
  entry(visitsOfTickets, ticket, 'ticket').some((visit) => {
    const { commitment } = entry(duties, visit, 'visit')
    return commitment !== undefined && isCommitted(commitment)
  })
