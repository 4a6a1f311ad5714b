// Tickets that cannot be asked about alone: they take a crew, or are tied to others. What they are to the solver, and how
// offers for all of them together read on the wire. Knows no holds.
import {
  type AskedGroup,
  type CostLines,
  type GroupOffered,
  judgedGroupOffers,
  membersOf,
  renumbered,
} from '../../../workers/client.ts'
import type { AdvisedProposal } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf, totalOf } from '../answer/cost.ts'
import { proposalReasons } from '../answer/proposal-reasons.ts'
import { scoreOf } from '../answer/proposals.ts'
import type { Commitment } from '../question/commitments.ts'
import type { Duty } from '../question/duties.ts'
import type { TicketFacts } from '../question/facts.ts'
import { linkModels } from '../question/links.ts'
import type { Layout, TicketMember } from './layout.ts'
import { movedVisit } from './moved-visits.ts'
import { pricedForPlace, toldPlace, toldWindow } from './told-place.ts'
import type { OnOffer } from './windows-on-offer.ts'

/** By ticket: its visits that stand on the plan. */
export type Standing = ReadonlyMap<string, readonly number[]>

/** Does it take several, or is it tied to a ticket, on whichever side that is written down? */
export const takesSeveral = (ticket: Ticket, tickets: readonly Ticket[]): boolean =>
  (ticket.crew ?? 1) > 1 || (ticket.links ?? []).length > 0 || namedIn(tickets).has(ticket.id)

/** Ids that the ties of a plan's tickets name; of one list, which is asked about again and again, looked up once. */
const NAMED = new WeakMap<readonly Ticket[], ReadonlySet<string>>()

function namedIn(tickets: readonly Ticket[]): ReadonlySet<string> {
  const known = NAMED.get(tickets)
  if (known !== undefined) return known
  const named = new Set<string>()
  for (const { links = [] } of tickets) for (const { ticketId } of links) named.add(ticketId)
  NAMED.set(tickets, named)
  return named
}

export interface Companions {
  /** Unplanned tickets without which it cannot be planned. */
  readonly needed: readonly Ticket[]
  /** Unplanned tickets that come after it, with whoever those need, and can do so later too; none where they are many. */
  readonly followUps: readonly Ticket[]
}

/** Beyond so many they are not looked for together: a customer on the phone is not offered a year of visits. */
const MOST_TOGETHER = 4

/** Who is best asked about together with it. */
export function companionsOf(ticket: Ticket, tickets: readonly Ticket[], standing: Standing): Companions {
  const unplanned = tickets.filter(({ id }) => id !== ticket.id && !standing.has(id))
  const needs = (one: Ticket, other: Ticket) =>
    names(one, other.id, 'same-time') || names(one, other.id, 'after') || names(other, one.id, 'same-time')
  const closed = (first: readonly Ticket[], isWanted: (one: Ticket, other: Ticket) => boolean) => {
    const all = new Set(first)
    for (const one of all) for (const other of unplanned) if (isWanted(one, other)) all.add(other)
    return [...all]
  }
  const together = closed([ticket], needs)
  const all = closed(together, (one, other) => needs(one, other) || names(other, one.id, 'after'))
  return {
    needed: together.slice(1),
    followUps: all.length > MOST_TOGETHER ? [] : all.slice(together.length),
  }
}

export interface AskedTicket {
  readonly ticket: Ticket
  readonly facts: TicketFacts
}

export interface Crew {
  /** Of the first ticket first, which is the one that the customer is offered windows for. */
  readonly members: readonly TicketMember[]
  readonly links: AskedGroup['links']
  /** Tickets that would have to be planned with them or before them, and are not. */
  readonly missing: readonly string[]
}

/** `tickets` are all of the plan; `commitments` say where those that are asked are to stand. */
export function crewOf(
  layout: Layout,
  asked: readonly AskedTicket[],
  tickets: readonly Ticket[],
  standing: Standing,
  commitments: ReadonlyMap<string, readonly Commitment[]> = NOWHERE,
): Crew {
  const ids = new Set(asked.map(({ ticket }) => ticket.id))
  const members = asked.flatMap((of) =>
    layout.visitsOf(of.ticket, of.facts, commitments.get(of.ticket.id) ?? []).map((visit) => ({ ...of, ...visit })),
  )
  const tied = tickets.filter(
    (other) =>
      !ids.has(other.id) &&
      (asked.some(({ ticket }) => names(ticket, other.id)) || [...ids].some((id) => names(other, id))),
  )
  const planned = tied.filter(({ id }) => standing.has(id))
  const missing = tied.filter(
    (other) =>
      !standing.has(other.id) &&
      asked.some(
        ({ ticket }) =>
          names(ticket, other.id, 'same-time') ||
          names(ticket, other.id, 'after') ||
          names(other, ticket.id, 'same-time'),
      ),
  )
  return { members, links: linksOf(layout, members, planned, standing), missing: missing.map(({ id }) => id) }
}

const NOWHERE: ReadonlyMap<string, readonly Commitment[]> = new Map()

const names = (ticket: Ticket, id: string, kind?: 'same-time' | 'after'): boolean =>
  (ticket.links ?? []).some((link) => link.ticketId === id && (kind === undefined || link.kind === kind))

/** Those that bind a member, the members being numbered behind all visits of the plan. */
function linksOf(
  layout: Layout,
  members: readonly TicketMember[],
  planned: readonly Ticket[],
  standing: Standing,
): AskedGroup['links'] {
  const first = layout.day.model.visits.length
  const asked = [...new Set(members.map(({ ticket }) => ticket))]
  const all = [...asked, ...planned]
  const ids = new Set(all.map(({ id }) => id))
  const numbers: number[] = []
  const duties: Duty[] = []
  for (const [member, { ticket, duty }] of members.entries()) {
    numbers.push(first + member)
    duties.push({ ...duty, ticket: asked.indexOf(ticket) })
  }
  for (const [index, { id }] of planned.entries()) {
    const visits = standing.get(id) ?? []
    numbers.push(...visits)
    for (const member of visits.keys())
      duties.push({ ticket: asked.length + index, member, crew: Math.max(1, visits.length) })
  }
  const tickets = all.map((ticket) => ({
    ...ticket,
    links: (ticket.links ?? []).filter(({ ticketId }) => ids.has(ticketId)),
  }))
  const numberOf = (visit: number) => entry(numbers, visit, 'visit')
  const links = linkModels({ ...layout.input, tickets }, duties).map((link) => renumbered(link, numberOf))
  return links.filter((link) => membersOf(link).some((of) => of >= first))
}

/** With what can follow it, and without; the first that there are offers for is the one that counts. */
export function crewsFor(
  layout: Layout,
  { ticket, facts }: AskedTicket,
  tickets: readonly Ticket[],
  standing: Standing,
): Crew[] {
  const { needed, followUps } = companionsOf(ticket, tickets, standing)
  const withOthers = (others: readonly Ticket[]) => {
    const asked = others.map((one) => ({ ticket: one, facts: layout.factsOf(one) }))
    return crewOf(layout, [{ ticket, facts }, ...asked], tickets, standing)
  }
  return [...(followUps.length > 0 ? [withOthers([...needed, ...followUps])] : []), withOthers(needed)]
}

/** None while somebody is missing. */
export const crewOffers = ({ day }: Layout, crew: Crew, onOffer: OnOffer, count: number): GroupOffered[] =>
  crew.missing.length > 0 ? [] : judgedGroupOffers(day, askedOf(crew, onOffer, count))

/** Of the first of them that there are offers for; where there are none, the last. */
export function firstOffered(layout: Layout, crews: readonly Crew[], onOffer: OnOffer, count: number) {
  let found: { readonly crew: Crew; readonly offered: GroupOffered[] } | undefined
  for (const crew of crews) {
    found = { crew, offered: crewOffers(layout, crew, onOffer, count) }
    if (found.offered.length > 0) break
  }
  if (found === undefined) throw new RangeError('There is nobody to ask for.')
  return found
}

/** The question as the solver understands it. */
export const askedOf = ({ members, links }: Crew, { spans }: OnOffer, count: number): AskedGroup => ({
  members: members.map(({ model }) => model),
  links,
  windows: spans,
  count,
})

/** The first of them, in no window: only what keeps whom away from it is found. */
export const nothingAskedOf = ({ members }: Crew) => ({
  visit: entry(members, 0, 'member').model,
  windows: [],
  count: 1,
})

/** Of all of them: what it costs to leave the group unbooked. */
export const unservedCentsOf = ({ members }: Crew): number =>
  members.reduce((sum, { model }) => sum + model.unservedCents, 0)

export interface AdvisedCrew {
  readonly telling: Telling
  readonly crew: Crew
  /** The number that the first of them has while they are told of. */
  readonly visit: number
  readonly onOffer: OnOffer
  /** Cheapest first. */
  readonly offered: readonly GroupOffered[]
}

/** Named for the first of them; the others stand in `with`. Cost and reasons are those of all together. */
export function crewProposals(advised: AdvisedCrew): AdvisedProposal[] {
  const [best] = advised.offered
  return advised.offered.map((offered, index) => crewProposal(advised, offered, index + 1, best?.cost ?? offered.cost))
}

function crewProposal(advised: AdvisedCrew, offered: GroupOffered, rank: number, best: CostLines): AdvisedProposal {
  const { telling, crew, visit } = advised
  const pricedFor = pricedForFirst(telling, crew, visit, offered.route)
  const dearerByCents = totalOf(offered.cost) - totalOf(best)
  return {
    optionId: `o${rank}`,
    rank,
    score: scoreOf(totalOf(offered.cost), totalOf(best), telling.input.policy.costs.perHour),
    tier: 1,
    ...toldTogether(advised, offered),
    cost: costOf(offered.cost, pricedFor),
    reasons: proposalReasons({ answer: telling, visit, option: offered, pricedFor, rank, dearerByCents }),
    alsoPossible: offered.others,
  }
}

/** Prices are told as those of the first of them. */
export function pricedForFirst(telling: Telling, { members }: Crew, visit: number, route: number) {
  const { ticket, facts } = entry(members, 0, 'member')
  return pricedForPlace(telling, { ticket, facts, visit }, route)
}

/** Who comes and when, in which window, and who else begins at another second. */
export function toldTogether({ telling, crew, onOffer }: Omit<AdvisedCrew, 'offered'>, offered: GroupOffered) {
  const { ticket } = entry(crew.members, 0, 'member')
  return {
    ...toldPlace(telling, ticket, offered),
    window: toldWindow(telling, ticket, offered.route, onOffer, offered.window),
    moved: offered.moved.map((one) => movedVisit(telling, one)),
    ...(offered.places.length > 1 && { with: othersOf(telling, crew, offered) }),
  }
}

type Comer = NonNullable<AdvisedProposal['with']>[number]

export function othersOf(telling: Telling, { members }: Crew, { places }: Pick<GroupOffered, 'places'>): Comer[] {
  return places.slice(1).map((place, index) => toldPlace(telling, entry(members, index + 1, 'member').ticket, place))
}
