// A plan that is asked while the customer is on the phone: who could come and when, what is held for whom, and what was
// booked. Every answer is worked out in one go and changes nothing; holding, booking and canceling do.
import { judgedOffers, judgedRoom, type LiveDay } from '../../../workers/client.ts'
import type { ExplanationRequest } from '../../contracts/explanation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Language, Reason } from '../../contracts/reason.ts'
import type { TicketForTech } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import type { PlacedVisit } from '../answer/plan-versions.ts'
import { scoreOf } from '../answer/proposals.ts'
import { secondFrom } from '../question/clock.ts'
import type { TicketFacts } from '../question/facts.ts'
import { territoryAtOnce, territoryOf } from '../question/territory.ts'
import { type Advised, adviceOf, onlyHeld, policyHashOf, withReasons } from './advice.ts'
import { betterPlaces } from './better-place.ts'
import { type Booking, commitmentsAt, withBooked, withMoved } from './booking.ts'
import {
  companionsOf,
  crewOf,
  crewOffers,
  crewProposals,
  nothingAskedOf,
  takesSeveral,
  unservedCentsOf,
} from './crews.ts'
import { explain, type ToldExplanation, takerOf } from './explain.ts'
import { askableAlone, placesFor, ticketForTech } from './for-tech.ts'
import { freeLater } from './held.ts'
import { Layout } from './layout.ts'
import { placedVisits } from './placed.ts'
import { retold, startOf } from './retold.ts'
import { isAsSeen, MOST_SEARCHES, mayMakeWay, type RoomOption, roomOptions, startsOn } from './room.ts'
import { Seats } from './seats.ts'
import { ticketFaults } from './ticket-faults.ts'
import { MOST_EXPLAINED, type UnplacedTicket, unplacedReasons } from './unplaced.ts'
import {
  type Advice,
  type Ask,
  type AskForTech,
  type Assignment,
  type Move,
  type Offer,
  type OfferedPlace,
  TicketPlannedError,
  TicketRefusedError,
  UnknownTechError,
  UnknownTicketError,
} from './wire.ts'

type ById = ReadonlyMap<string, number>

/** Where everything stands in the input. */
interface Numbers {
  readonly of: OptimizationInput
  readonly techs: ById
  readonly areas: ById
  readonly tickets: ById
}

interface Hold {
  readonly offer: Offer
  /** When it expires, once that is known. */
  readonly until?: string
  /** By option: the visits that keep its place, one or those of everybody who comes with it. */
  readonly visits: ReadonlyMap<string, readonly number[]>
}

export class LivePlan {
  /** Tickets that the input had planned and that cannot stand there. */
  readonly unplaced: readonly string[]
  private now: OptimizationInput
  private layout: Layout
  private seats: Seats
  private known: Numbers | undefined
  private readonly tellings = new Map<Language, Telling>()
  private readonly policyHash: string
  private readonly holds = new Map<string, Hold>()
  private readonly standing = new Map<string, number[]>() // by ticket: its visits
  private readonly strangers: Ticket[] = [] // asked for what nobody had asked for before

  static async open(input: OptimizationInput): Promise<LivePlan> {
    return new LivePlan(input, new Layout(input, await territoryOf(input)))
  }

  private constructor(input: OptimizationInput, layout: Layout) {
    this.now = input
    this.layout = layout
    this.seats = new Seats(layout)
    this.policyHash = policyHashOf({ input })
    this.unplaced = this.noteStanding()
  }

  /** As it stands: what was booked is in it, what is held is not. */
  get input(): OptimizationInput {
    return this.now
  }

  recommend(ask: Ask): Advice {
    const { ticket: asked, ticketId, count, language = this.now.options.language, whyNot = 'grouped' } = ask
    const ticket = asked ?? this.ticketOf(ticketId ?? '')
    const own = this.standing.get(ticket.id)
    if (own !== undefined) {
      const [standing] = own
      // Who would have to move with it is not looked for.
      if (ask.move !== true || standing === undefined || takesSeveral(ticket, this.now.tickets))
        throw new TicketPlannedError(ticket.id)
      const telling = this.named(this.tellingIn(language))
      return betterPlaces(this.layout, { telling, ticket, standing, count, whyNot, policyHash: this.policyHash })
    }
    if (asked) this.accept(asked)
    const ofTicket = this.factsOf(ticket)
    const { layout } = this
    const { day } = layout
    const [first] = layout.visitsOf(ticket, ofTicket, [])
    if (!first) throw new Error(`Ticket ${ticket.id} has no visit.`)
    const telling = this.tellingIn(language)
    const onOffer = layout.windowsFor(ticket, telling)
    const advised = {
      telling: this.named(telling),
      ticket,
      facts: ofTicket,
      unservedCents: first.model.unservedCents,
      onOffer,
      whyNot,
      policyHash: this.policyHash,
      startsOn: (route: number) => startsOn(day, route),
    }
    if (takesSeveral(ticket, this.now.tickets)) return this.recommendTogether(advised, count)
    const offers = judgedOffers(day, { visit: first.model, windows: onOffer.spans, count })
    const advice = layout.amongAll([{ ticket, facts: ofTicket, ...first }], (visit) =>
      adviceOf({ ...advised, visit, offers }),
    )
    if (offers.offered.length > 0 || whyNot === 'none') return advice
    const held = this.heldReason(day, ticket, advised.telling, (seen) => {
      const [best] = judgedOffers(seen, { visit: first.model, windows: onOffer.spans, count: 1 }).offered
      return best && techIdOn(telling, best.route)
    })
    return withReasons(advice, held)
  }

  /** Of a crew, and of tickets that cannot be planned without each other: all of them in each option. */
  private recommendTogether(advised: Omit<Advised, 'visit' | 'offers'>, count: number): Advice {
    const { layout } = this
    const { tickets } = this.now
    const { ticket, facts, telling, onOffer } = advised
    const { needed, followUps } = companionsOf(ticket, tickets, this.standing)
    const withOthers = (others: readonly Ticket[]) => {
      const asked = [ticket, ...others].map((one) => ({
        ticket: one,
        facts: one === ticket ? facts : layout.factsOf(one),
      }))
      const crew = crewOf(layout, asked, tickets, this.standing)
      return { crew, offered: crewOffers(layout, crew, onOffer, count) }
    }
    const all = followUps.length > 0 ? withOthers([...needed, ...followUps]) : undefined
    // Where nobody can come for what follows, that is asked for when its turn has come.
    const { crew, offered } = all !== undefined && all.offered.length > 0 ? all : withOthers(needed)
    const unservedCents = unservedCentsOf(crew)
    const held =
      offered.length > 0
        ? []
        : this.heldReason(layout.day, ticket, telling, (seen) => {
            const [best] = crewOffers(layout.seenOn(seen), crew, onOffer, 1)
            return best && techIdOn(telling, best.route)
          })
    // Who could come alone says little of who could come together: nobody else is told of.
    const none = { offered: [], passed: judgedOffers(layout.day, nothingAskedOf(crew)).passed }
    return layout.amongAll(crew.members, (visit) => {
      const advice = adviceOf({ ...advised, unservedCents, whyNot: 'none', visit, offers: none })
      const proposals = crewProposals({ telling, crew, visit, onOffer, offered })
      const coming = new Set(
        proposals.flatMap(({ techId, with: rest = [] }) => [techId, ...rest.map((of) => of.techId)]),
      )
      const best = proposals[0]?.cost.total ?? unservedCents
      const score = scoreOf(unservedCents, Math.min(best, unservedCents), telling.input.policy.costs.perHour)
      return {
        ...advice,
        proposals,
        notOffered: onlyHeld(held),
        unbooked: { ...advice.unbooked, score },
        funnel: { ...advice.funnel, offered: coming.size },
      }
    })
  }

  /** Unplanned tickets that are worth most with a technician. */
  ticketsFor({ techId, gap, count, language = this.now.options.language }: AskForTech): TicketForTech[] {
    const { layout } = this
    const { tickets } = this.now
    const tech = this.numbers().techs.get(techId)
    if (tech === undefined) throw new UnknownTechError(techId)
    const unplanned = tickets.filter(({ id }) => !this.standing.has(id))
    const asked = askableAlone(layout, unplanned, tickets)
    const telling = this.named(this.tellingIn(language))
    return placesFor(layout, tech, gap, asked)
      .slice(0, count)
      .map((offered, index) => {
        const member = entry(asked, offered.visit, 'visit')
        return layout.amongAll([member], (visit) => ticketForTech(telling, member, visit, offered, index + 1))
      })
  }

  /** Why a ticket has a place or none; of one that is planned, as if it were not. */
  explain({ ticket: asked, ticketId, ...about }: ExplanationRequest): ToldExplanation {
    const ticket = asked ?? this.ticketOf(ticketId ?? '')
    if (asked) this.accept(asked)
    this.factsOf(ticket)
    const { layout } = this
    const day = layout.day.copy()
    for (const visit of this.standing.get(ticket.id) ?? []) day.remove(visit)
    const told = this.named(this.tellingIn(about.language ?? this.now.options.language))
    const telling = { ...told, model: day.model, sequences: day.sequences }
    const explained = explain(layout.seenOn(day), ticket, about, telling)
    if (explained.verdict === 'offered') return explained
    const held = this.heldReason(day, ticket, telling, (seen) =>
      takerOf(layout.seenOn(seen), ticket, about, { ...telling, model: seen.model, sequences: seen.sequences }),
    )
    return { ...explained, reasons: [...held, ...explained.reasons] }
  }

  /** Why those tickets do not stand that the input had planned: of the first of them, as it is asked while a plan is put. */
  whyUnplaced(): UnplacedTicket[] {
    const telling = this.named(this.tellingIn(this.now.options.language))
    return this.unplaced.map((ticketId, index) => {
      const planned = this.now.plan?.find((one) => one.ticketId === ticketId)
      const ticket = this.now.tickets[this.numbers().tickets.get(ticketId) ?? -1]
      if (index >= MOST_EXPLAINED || planned === undefined || ticket === undefined) return { ticketId }
      const reasons = unplacedReasons(this.layout, ticket, planned, telling)
      return reasons.length > 0 ? { ticketId, reasons } : { ticketId }
    })
  }

  /** That of an offer which holds something; told by whoever keeps the clock that counts. */
  heldUntil(offerId: string, until: string): void {
    const hold = this.holds.get(offerId)
    if (hold) this.holds.set(offerId, { ...hold, until })
  }

  /** Where there would be a place if nobody confirmed what is held: for whom, and from when on. */
  private heldReason(
    day: LiveDay,
    ticket: Ticket,
    telling: Telling,
    takerOn: (day: LiveDay) => string | undefined,
  ): Reason[] {
    const held = [...this.holds.values()].flatMap(({ until, visits }) =>
      until === undefined || visits.size === 0 ? [] : [{ until, visits: [...visits.values()].flat() }],
    )
    const free = freeLater(day, held, takerOn)
    if (free === undefined) return []
    const until = telling.localInstant(secondFrom(free.until), ticket.timeZone ?? telling.usualZone)
    return [telling.reasonOf('HELD', { techs: 1, techIds: [free.place], until })]
  }

  /**
   * The second tier: places that there would be, or cheaper ones, if one visit that nobody was promised moved. Others are
   * answered in between, and what they take meanwhile is not offered. What `offerId` holds is free for this.
   */
  async makeRoom(ask: Ask, offerId?: string): Promise<RoomOption[]> {
    for (let searches = 1; ; searches++) {
      const ticket = ask.ticket ?? this.ticketOf(ask.ticketId ?? '')
      if (this.standing.has(ticket.id)) throw new TicketPlannedError(ticket.id)
      if (ask.ticket) this.accept(ask.ticket)
      if (takesSeveral(ticket, this.now.tickets)) return []
      const facts = this.factsOf(ticket)
      const { layout } = this
      const [planned] = layout.visitsOf(ticket, facts, [])
      if (!planned) throw new Error(`Ticket ${ticket.id} has no visit.`)
      const told = this.tellingIn(ask.language ?? this.now.options.language)
      const onOffer = layout.windowsFor(ticket, told)
      const seen = layout.day.copy()
      for (const visit of this.heldFor(offerId)) seen.remove(visit)
      const asked = { visit: planned.model, windows: onOffer.spans, count: ask.count }
      const { first, offers } = await judgedRoom(seen, asked, (visit) => mayMakeWay(layout, visit))
      // Booked or canceled meanwhile.
      if (this.standing.has(ticket.id)) throw new TicketPlannedError(ticket.id)
      if (ask.ticket === undefined) this.ticketOf(ticket.id)
      const held = new Set(this.heldFor(offerId))
      const rooms = offers.filter((room) => this.layout === layout && isAsSeen(layout.day, seen, held, room))
      if (rooms.length < offers.length && searches < MOST_SEARCHES) continue
      const telling = { ...this.named(told), sequences: seen.sequences }
      return layout.amongAll([{ ticket, facts, ...planned }], (visit) =>
        roomOptions({ telling, ticket, facts, visit, onOffer, first, rooms, startsOn: (of) => startsOn(seen, of) }),
      )
    }
  }

  /** What else of it may be confirmed; of an offer that is not there only where it is new. */
  addOptions({ offerId, ticket, options }: Offer, isNew = false): boolean {
    const hold = this.holds.get(offerId)
    if (hold === undefined && !isNew) return false
    const offer = { offerId, ticket, options: [...(hold?.offer.options ?? []), ...options] }
    this.holds.set(offerId, { ...hold, offer, visits: hold?.visits ?? new Map() })
    return true
  }

  /** The options that hold their place against everybody else from now on. */
  hold(offer: Offer): readonly string[] {
    this.release(offer.offerId)
    const visits = new Map<string, readonly number[]>()
    for (const option of offer.options) {
      // While nobody has confirmed it, nobody makes way.
      if (option.move !== undefined) continue
      const held = this.stand(offer.ticket, option)
      if (held !== undefined) visits.set(option.optionId, held)
    }
    this.holds.set(offer.offerId, { offer, visits })
    return [...visits.keys()]
  }

  release(offerId: string): void {
    for (const held of this.holds.get(offerId)?.visits.values() ?? []) this.seats.giveUp(held)
    this.holds.delete(offerId)
  }

  /** Undefined where the option cannot stand any more; the other places of the offer are free again either way. */
  confirm(offerId: string, optionId: string): Booking | undefined {
    const hold = this.holds.get(offerId)
    const option = hold?.offer.options.find((one) => one.optionId === optionId)
    if (hold === undefined || option === undefined) return undefined
    const { ticket } = hold.offer
    const held = hold.visits.get(optionId)
    for (const visits of hold.visits.values()) if (visits !== held) this.seats.giveUp(visits)
    this.holds.delete(offerId)
    if (this.standing.has(ticket.id) || !this.areOpen(option)) {
      if (held !== undefined) this.seats.giveUp(held)
      return undefined
    }
    if (option.move !== undefined) return this.bookMoving(ticket, option, option.move)
    const visits = held ?? this.stand(ticket, option)
    return visits === undefined ? undefined : this.book(ticket, option, visits)
  }

  /** Who stands where, as it is driven. */
  placed(): PlacedVisit[] {
    const isPlanned = (id: string, visit: number) => this.standing.get(id)?.includes(visit) ?? false
    return placedVisits(this.layout, this.tellingIn(this.now.options.language), this.now.plan ?? [], isPlanned)
  }

  /** False where there is no such ticket. */
  cancel(ticketId: string): boolean {
    const { tickets, plan = [] } = this.now
    if (!tickets.some(({ id }) => id === ticketId)) return false
    for (const visit of this.standing.get(ticketId) ?? []) this.seats.leave(visit)
    this.standing.delete(ticketId)
    this.now = {
      ...this.now,
      tickets: tickets.filter(({ id }) => id !== ticketId),
      plan: plan.filter((assignment) => assignment.ticketId !== ticketId),
    }
    return true
  }

  /** `made`: who has made way, as it is planned now. */
  private book(ticket: Ticket, place: OfferedPlace, visits: readonly number[], made: Assignment[] = []): Booking {
    const { layout } = this
    const telling = this.tellingIn(this.now.options.language)
    const [assignment, ...together] = [{ ...place, ticketId: ticket.id }, ...(place.with ?? [])].map(
      ({ ticketId, techId }, member) => {
        const start = startOf(layout, telling, entry(visits, member, 'member'))
        return { ticketId, techId, start, ...(ticketId === ticket.id && { promised: place.window }) }
      },
    )
    if (assignment === undefined) throw new RangeError(`Nobody was booked for ticket ${ticket.id}.`)
    const booked = [assignment, ...together]
    const { tickets, plan = [] } = this.now
    for (const [id, own] of Map.groupBy(visits, (_, member) => entry(booked, member, 'member').ticketId))
      this.standing.set(id, own)
    this.now = {
      ...this.now,
      tickets: tickets.some(({ id }) => id === ticket.id) ? tickets : [...tickets, ticket],
      plan: withBooked(withMoved(plan, made), booked),
    }
    const touched = [...visits, ...made.flatMap(({ ticketId }) => this.standing.get(ticketId) ?? [])]
    const isPlanned = (id: string, other: number) => this.standing.get(id)?.includes(other) ?? false
    const routes = new Set(touched.map((of) => layout.day.routeOf(of)))
    const others = [...routes].flatMap((route) => retold(layout, telling, this.now, route, isPlanned))
    this.now = { ...this.now, plan: withMoved(this.now.plan ?? [], others) }
    return { assignment, with: together, moved: [...made, ...others] }
  }

  private bookMoving(ticket: Ticket, place: OfferedPlace, move: Move): Booking | undefined {
    const facts = this.factsOf(ticket)
    const { layout, seats } = this
    const [moving, ...others] = this.standing.get(move.ticketId) ?? []
    if (moving === undefined || others.length > 0 || !mayMakeWay(layout, moving)) return undefined
    const visit = seats.standWhereOneMoves(ticket, facts, place, move, moving)
    if (visit === undefined) return undefined
    const { ticketId, techId } = move
    const before = this.now.plan?.find((one) => one.ticketId === ticketId)
    const start = startOf(layout, this.tellingIn(this.now.options.language), moving)
    return this.book(ticket, place, [visit], [{ ...before, ticketId, techId, start }])
  }

  private stand(ticket: Ticket, place: OfferedPlace): readonly number[] | undefined {
    if (!this.areOpen(place)) return undefined
    const { tickets } = this.now
    const commitments = commitmentsAt(ticket.id, place)
    const asked = [...commitments.keys()].map((id) => (id === ticket.id ? ticket : this.ticketOf(id)))
    // Each may lay the plan out anew.
    for (const one of asked) this.factsOf(one)
    const { layout, seats } = this
    if (!takesSeveral(ticket, tickets)) {
      const visit = seats.stand(ticket, layout.factsOf(ticket), place)
      return visit === undefined ? undefined : [visit]
    }
    const withFacts = asked.map((one) => ({ ticket: one, facts: layout.factsOf(one) }))
    const crew = crewOf(layout, withFacts, tickets, this.standing, commitments)
    return crew.missing.length > 0 ? undefined : seats.standTogether(crew, [place, ...(place.with ?? [])])
  }

  /** Whoever is to be planned with it is still there, and not planned yet. */
  private areOpen({ with: others = [] }: OfferedPlace): boolean {
    const { tickets } = this.numbers()
    return others.every(({ ticketId }) => tickets.has(ticketId) && !this.standing.has(ticketId))
  }

  private heldFor(offerId: string | undefined): readonly number[] {
    return [...((offerId === undefined ? undefined : this.holds.get(offerId)?.visits.values()) ?? [])].flat()
  }

  private ticketOf(ticketId: string): Ticket {
    const ticket = this.now.tickets[this.numbers().tickets.get(ticketId) ?? -1]
    if (ticket === undefined) throw new UnknownTicketError(ticketId)
    return ticket
  }

  /** One that came with the question; those of the plan were accepted with it, whoever was canceled since. */
  private accept(ticket: Ticket): void {
    const { techs, areas, tickets } = this.numbers()
    const issues = ticketFaults(ticket, {
      techIds: techs,
      areaIds: this.now.areas && areas,
      ticketIds: tickets,
      isPlace: this.layout.knowsPlace,
    })
    if (issues.length > 0) throw new TicketRefusedError(issues)
  }

  private numbers(): Numbers {
    const { techs, areas = [], tickets } = this.now
    if (this.known?.of !== this.now)
      this.known = { of: this.now, techs: numbered(techs), areas: numbered(areas), tickets: numbered(tickets) }
    return this.known
  }

  private tellingIn(language: Language): Telling {
    const telling = this.tellings.get(language) ?? this.layout.telling(language)
    this.tellings.set(language, telling)
    return telling
  }

  /** What it means; where it asks for something of which the technicians were not asked yet, they are from now on. */
  private factsOf(ticket: Ticket): TicketFacts {
    const facts = this.layout.factsOf(ticket)
    if (!this.layout.isStrange(ticket, facts)) return facts
    this.strangers.push(ticket)
    this.layOutAnew()
    return this.layout.factsOf(ticket)
  }

  private layOutAnew(): void {
    const { tickets } = this.numbers()
    const strangers = new Map(this.strangers.filter(({ id }) => !tickets.has(id)).map((ticket) => [ticket.id, ticket]))
    const input = { ...this.now, tickets: [...this.now.tickets, ...strangers.values()] }
    this.layout = new Layout(input, territoryAtOnce(input))
    this.seats = new Seats(this.layout)
    this.tellings.clear()
    this.standing.clear()
    this.noteStanding()
    for (const { offer, until } of [...this.holds.values()]) {
      this.holds.delete(offer.offerId)
      this.hold(offer)
      if (until !== undefined) this.heldUntil(offer.offerId, until)
    }
  }

  /** Reasons name tickets by where they stand in the input; one that is not in it would come last. */
  private named(telling: Telling): Telling {
    const { tickets } = this.numbers()
    return { ...telling, ticketNumber: (visit) => tickets.get(telling.ticketOf(visit).id) ?? tickets.size }
  }

  private noteStanding(): string[] {
    const { day, duties, tickets } = this.layout
    for (const [visit, { ticket }] of duties.entries()) {
      const id = tickets[ticket]?.id
      if (id === undefined || day.routeOf(visit) < 0) continue
      this.standing.set(id, [...(this.standing.get(id) ?? []), visit])
    }
    const planned = new Set((this.now.plan ?? []).map(({ ticketId }) => ticketId))
    return [...planned].filter((ticketId) => !this.standing.has(ticketId))
  }
}
const techIdOn = (telling: Telling, route: number): string =>
  telling.techOf(entry(telling.shifts, route, 'route').tech).id

const numbered = (list: readonly { readonly id: string }[]): ById => new Map(list.map(({ id }, number) => [id, number]))

export type { Booking } from './booking.ts'
export {
  type Advice,
  type Ask,
  type Assignment,
  type Offer,
  TicketPlannedError,
  TicketRefusedError,
  UnknownTicketError,
} from './wire.ts'
