// Where a ticket that has its place would be better: the plan without it is asked as for any other ticket, under what was
// promised, fixed and priced for it. Changes nothing.
import { judgedInquiry, judgedOffers, type LiveDay } from '../../../workers/client.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf } from '../answer/cost.ts'
import { type Advised, adviceOf } from './advice.ts'
import type { Layout } from './layout.ts'
import { startsOn } from './room.ts'
import { pricedForPlace, toldPlace } from './told-place.ts'
import type { Advice } from './wire.ts'

export interface ToMove extends Pick<Advised, 'whyNot' | 'policyHash'> {
  readonly telling: Telling
  readonly ticket: Ticket
  /** That of the ticket, which goes alone. */
  readonly standing: number
  readonly count: number
}

export function betterPlaces(layout: Layout, { telling, ticket, standing, count, ...asked }: ToMove): Advice {
  const { day: planned } = layout
  const model = entry(planned.model.visits, standing, 'visit')
  const facts = layout.factsOf(ticket)
  const place = placeOf(planned, standing)
  const day = planned.copy()
  day.remove(standing)
  const onOffer = layout.windowsFor(ticket, telling)
  const offers = judgedOffers(day, { visit: model, windows: onOffer.spans, count })
  const tech = entry(layout.ground.shifts, place.route, 'route').tech
  const { option } = judgedInquiry(day, {
    visit: { ...model, windows: [{ opens: place.start, closes: place.start }] },
    tech,
  })
  const seen = { ...telling, model: day.model, sequences: day.sequences }
  const [duty] = layout.visitsOf(ticket, facts, []).map((visit) => visit.duty)
  if (duty === undefined) throw new Error(`Ticket ${ticket.id} has no visit.`)
  return layout.seenOn(day).amongAll([{ ticket, facts, model, duty }], (visit) => {
    const about = { ticket, facts, visit }
    const advice = adviceOf({
      ...asked,
      ...about,
      telling: seen,
      unservedCents: model.unservedCents,
      onOffer,
      offers,
      shiftsOf: day.shiftsOf,
      startsOn: (route) => startsOn(day, route),
    })
    if (option === undefined) return advice
    const { ticketId: _, ...current } = toldPlace(seen, ticket, option)
    return { ...advice, current: { ...current, cost: costOf(option.cost, pricedForPlace(seen, about, option.route)) } }
  })
}

function placeOf(day: LiveDay, visit: number) {
  const route = day.routeOf(visit)
  const told = day.tellRoute(route).visits.find((of) => of.visit === visit)
  if (told === undefined) throw new RangeError(`Visit ${visit} stands on no shift.`)
  return { route, start: told.start }
}
