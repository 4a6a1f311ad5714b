// The inverse question: somebody is free; which tickets that nobody has are worth most with them? Each is priced for itself,
// on the best place of that technician's shifts. Knows no holds.
import { type GapOffered, judgedVisitsForGap } from '../../../workers/client.ts'
import type { TicketForTech } from '../../contracts/recommendation.ts'
import type { Window } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Telling } from '../answer/answer.ts'
import { costOf, totalOf } from '../answer/cost.ts'
import { proposalReasons } from '../answer/proposal-reasons.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import type { Layout, TicketMember } from './layout.ts'
import { pricedForPlace, toldPlace } from './told-place.ts'

/** So many are priced, those that are dearest to leave out: an answer while somebody waits at the wheel. */
const MOST_PRICED = 500

/** Tickets that can be asked about alone, dearest to leave out first. */
export function askableAlone(layout: Layout, unplanned: readonly Ticket[], all: readonly Ticket[]): TicketMember[] {
  const tied = new Set(
    all.flatMap(({ id, links = [] }) => (links.length > 0 ? [id, ...links.map((of) => of.ticketId)] : [])),
  )
  const alone = unplanned.filter(({ id, crew = 1 }) => crew === 1 && !tied.has(id))
  const members = alone.flatMap((ticket): TicketMember[] => {
    const facts = layout.factsOf(ticket)
    return layout.visitsOf(ticket, facts, []).map((visit) => ({ ticket, facts, ...visit }))
  })
  return members.toSorted((one, other) => other.model.unservedCents - one.model.unservedCents).slice(0, MOST_PRICED)
}

/** By member of `asked`. */
export function placesFor(layout: Layout, tech: number, gap: Window | undefined, asked: readonly TicketMember[]) {
  const { clock } = layout.ground
  const span = gap && { opens: clock.toModel(secondFrom(gap.start)), closes: clock.toModel(secondUntil(gap.end)) }
  return judgedVisitsForGap(layout.day, { tech, visits: asked.map(({ model }) => model), ...(span && { gap: span }) })
}

/** `visit` is the number that it has while it is told of. */
export function ticketForTech(
  telling: Telling,
  { ticket, facts, model }: TicketMember,
  visit: number,
  offered: GapOffered,
  rank: number,
): TicketForTech {
  const pricedFor = pricedForPlace(telling, { ticket, facts, visit }, offered.route)
  const { techId: _, ...told } = toldPlace(telling, ticket, offered)
  return {
    ...told,
    rank,
    cost: costOf(offered.cost, pricedFor),
    unbooked: model.unservedCents,
    gain: model.unservedCents - totalOf(offered.cost),
    reasons: proposalReasons({ answer: telling, visit, option: offered, pricedFor, rank, dearerByCents: 0 }),
  }
}
