// Where a ticket that has its place would be better: the plan without it is asked as for any other ticket, under what was
// promised, fixed and priced for it. Changes nothing.
import {
  COST_LINES,
  type CostLine,
  type CostLines,
  judgedAsItStands,
  judgedInquiry,
  judgedOffers,
  type LiveDay,
  linksAmong,
} from '../../../workers/client.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf } from '../answer/cost.ts'
import { type Advised, adviceOf } from './advice.ts'
import { adviceTogether } from './crew-advice.ts'
import { type Crew, crewOffers, othersOf, pricedForFirst } from './crews.ts'
import type { Layout } from './layout.ts'
import { startsOn } from './room.ts'
import { pricedForPlace, toldPlace } from './told-place.ts'
import type { Advice } from './wire.ts'

export interface ToMove extends Pick<Advised, 'whyNot' | 'policyHash'> {
  readonly telling: Telling
  readonly ticket: Ticket
  /** Its visits: one, or those of its crew. */
  readonly standing: readonly number[]
  readonly count: number
}

/** Of a ticket that goes alone. */
export function betterPlaces(layout: Layout, { telling, ticket, standing: visits, count, ...asked }: ToMove): Advice {
  const standing = entry(visits, 0, 'visit')
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

/** Of one that takes a crew or is tied: all of it moves, and whoever it is tied to stays where they are. */
export function betterPlacesTogether(layout: Layout, { telling, ticket, standing, count, ...asked }: ToMove): Advice {
  const { day: planned, duties } = layout
  const facts = layout.factsOf(ticket)
  const day = planned.copy()
  const links = linksAmong(day, standing)
  const members = standing.map((visit) => {
    return { ticket, facts, model: entry(day.model.visits, visit, 'visit'), duty: entry(duties, visit, 'visit') }
  })
  // Whoever stays begins when they did, as far as nothing else binds them.
  for (const visit of standing) day.remove(visit)
  day.untie(standing)
  const crew: Crew = { members, links, missing: [] }
  const seen = layout.seenOn(day)
  const onOffer = layout.windowsFor(ticket, telling)
  const about = { ...telling, model: day.model, sequences: day.sequences }
  const found = { crew, offered: crewOffers(seen, crew, onOffer, count), held: [] }
  const advised = {
    ...asked,
    ...{ telling: about, ticket, facts, onOffer },
    startsOn: (of: number) => startsOn(day, of),
    shiftsOf: day.shiftsOf,
  }
  const places = standing.map((visit) => placeOf(planned, visit))
  const [first] = places
  if (first === undefined) throw new Error(`Ticket ${ticket.id} has no visit.`)
  const lines = costOfAll(planned, day, standing)
  return {
    ...adviceTogether(seen, advised, found),
    current: seen.amongAll(members, (visit) => {
      const { ticketId: _, ...place } = toldPlace(about, ticket, first)
      return {
        ...place,
        ...(places.length > 1 && { with: othersOf(about, crew, { places }) }),
        cost: costOf(lines, pricedForFirst(about, crew, visit, first.route)),
      }
    }),
  }
}

/** What the plan costs more with them than without. */
function costOfAll(planned: LiveDay, without: LiveDay, visits: readonly number[]): CostLines {
  const partners = visits.flatMap((visit) => planned.partnersOf(visit))
  const routes = planned.together([...visits, ...partners].map((of) => planned.routeOf(of)).filter((of) => of >= 0))
  const before = judgedAsItStands(without, routes).cost
  const cost: Record<CostLine, number> = { ...judgedAsItStands(planned, routes).cost }
  for (const line of COST_LINES) cost[line] -= before[line]
  return cost
}

function placeOf(day: LiveDay, visit: number) {
  const route = day.routeOf(visit)
  const told = day.tellRoute(route).visits.find((of) => of.visit === visit)
  if (told === undefined) throw new RangeError(`Visit ${visit} stands on no shift.`)
  return { ...told, route, position: 0 }
}
