// A place for a ticket that is asked about, as every answer of a live plan tells it: who comes and when, and whose prices hold.
import type { PricedOption } from '../../../workers/client.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import type { PricedFor } from '../answer/cost.ts'
import type { TicketFacts } from '../question/facts.ts'
import type { OnOffer } from './windows-on-offer.ts'

export interface AskedAbout {
  readonly ticket: Ticket
  readonly facts: TicketFacts
  /** The number that its visit has while it is told of. */
  readonly visit: number
}

type Place = Pick<PricedOption, 'route' | 'start' | 'end'>

export function toldPlace(telling: Telling, ticket: Ticket, { route, start, end }: Place) {
  const { tech, zone } = comerOf(telling, ticket, route)
  return {
    ticketId: ticket.id,
    techId: tech.id,
    start: telling.instant(start, zone),
    end: telling.instant(end, zone),
  }
}

/** What the customer is told, on the clock of whoever speaks of the place. */
export function toldWindow(telling: Telling, ticket: Ticket, route: number, { windows }: OnOffer, window: number) {
  const { zone } = comerOf(telling, ticket, route)
  const { opens, closes } = entry(windows, window, 'window')
  return { start: telling.localInstant(opens, zone), end: telling.localInstant(closes, zone) }
}

export function pricedForPlace(telling: Telling, { ticket, facts, visit }: AskedAbout, route: number): PricedFor {
  const { number, tech } = comerOf(telling, ticket, route)
  return {
    tech: { number, costs: tech.costs },
    // Nothing that is asked about was planned before, so that no promise has a price of its own.
    ticket: { number: telling.ticketNumber(visit), of: ticket, facts, changeSetting: '/policy/techChanged' },
  }
}

function comerOf(telling: Telling, ticket: Ticket, route: number) {
  const { tech: number } = entry(telling.shifts, route, 'route')
  const tech = telling.techOf(number)
  return { number, tech, zone: telling.zoneOf(ticket, tech) }
}
