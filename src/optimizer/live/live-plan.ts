// A plan that is asked while the customer is on the phone: who could come and when, what is held for whom, and what was
// booked. Every answer is worked out in one go and changes nothing; holding, booking and canceling do.
import { judgedOffers } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Language } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { Telling } from '../answer/answer.ts'
import { secondFrom } from '../question/clock.ts'
import type { Commitment } from '../question/commitments.ts'
import type { TicketFacts } from '../question/facts.ts'
import { territoryAtOnce, territoryOf } from '../question/territory.ts'
import { adviceOf, policyHashOf } from './advice.ts'
import { Layout } from './layout.ts'
import { ticketFaults } from './ticket-faults.ts'
import {
  type Advice,
  type Ask,
  type Assignment,
  type Offer,
  type OfferedPlace,
  TicketPlannedError,
  TicketRefusedError,
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
  /** By option: the visit that keeps its place. */
  readonly visits: ReadonlyMap<string, number>
}

export class LivePlan {
  /** Tickets that the input had planned and that cannot stand there. */
  readonly unplaced: readonly string[]
  private now: OptimizationInput
  private layout: Layout
  private known: Numbers | undefined
  private readonly tellings = new Map<Language, Telling>()
  private readonly policyHash: string
  private readonly holds = new Map<string, Hold>()
  private readonly standing = new Map<string, number[]>() // by ticket: its visits
  private readonly free: number[] = [] // visits that nobody needs any more
  private readonly strangers: Ticket[] = [] // asked for what nobody had asked for before

  static async open(input: OptimizationInput): Promise<LivePlan> {
    return new LivePlan(input, new Layout(input, await territoryOf(input)))
  }

  private constructor(input: OptimizationInput, layout: Layout) {
    this.now = input
    this.layout = layout
    this.policyHash = policyHashOf({ input })
    this.unplaced = this.noteStanding()
  }

  /** As it stands: what was booked is in it, what is held is not. */
  get input(): OptimizationInput {
    return this.now
  }

  recommend({ ticket: asked, ticketId, count, language = this.now.options.language, whyNot = 'grouped' }: Ask): Advice {
    const ticket = asked ?? this.ticketOf(ticketId ?? '')
    if (this.standing.has(ticket.id)) throw new TicketPlannedError(ticket.id)
    this.accept(ticket)
    const ofTicket = this.factsOf(ticket)
    const { layout } = this
    const { day, duties, tickets, facts } = layout
    const [first] = layout.visitsOf(ticket, ofTicket, [])
    if (!first) throw new Error(`Ticket ${ticket.id} has no visit.`)
    const telling = this.tellingIn(language)
    const onOffer = layout.windowsFor(ticket, telling)
    const offers = judgedOffers(day, { visit: first.model, windows: onOffer.spans, count })
    // While it is told of it stands among the others, behind them all.
    const visit = day.model.visits.push(first.model) - 1
    duties.push({ ...first.duty, ticket: tickets.push(ticket) - 1 })
    facts.push(ofTicket)
    try {
      return adviceOf({
        telling: this.named(telling),
        ticket,
        facts: ofTicket,
        visit,
        unservedCents: first.model.unservedCents,
        onOffer,
        offers,
        whyNot,
        policyHash: this.policyHash,
        startsOn: (route) => new Map(day.tellRoute(route).visits.map((told) => [told.visit, told.start])),
      })
    } finally {
      day.model.visits.pop()
      duties.pop()
      tickets.pop()
      facts.pop()
    }
  }

  /** The options that hold their place against everybody else from now on. */
  hold(offer: Offer): readonly string[] {
    this.release(offer.offerId)
    const visits = new Map<string, number>()
    for (const option of offer.options) {
      const visit = this.stand(offer.ticket, option)
      if (visit !== undefined) visits.set(option.optionId, visit)
    }
    this.holds.set(offer.offerId, { offer, visits })
    return [...visits.keys()]
  }

  release(offerId: string): void {
    for (const visit of this.holds.get(offerId)?.visits.values() ?? []) this.leave(visit)
    this.holds.delete(offerId)
  }

  /** Undefined where the option cannot stand any more; the other places of the offer are free again either way. */
  confirm(offerId: string, optionId: string): Assignment | undefined {
    const hold = this.holds.get(offerId)
    const option = hold?.offer.options.find((one) => one.optionId === optionId)
    if (hold === undefined || option === undefined) return undefined
    const { ticket } = hold.offer
    const held = hold.visits.get(optionId)
    for (const visit of hold.visits.values()) if (visit !== held) this.leave(visit)
    this.holds.delete(offerId)
    if (this.standing.has(ticket.id)) {
      if (held !== undefined) this.leave(held)
      return undefined
    }
    const visit = held ?? this.stand(ticket, option)
    return visit === undefined ? undefined : this.book(ticket, option, visit)
  }

  /** False where there is no such ticket. */
  cancel(ticketId: string): boolean {
    const { tickets, plan = [] } = this.now
    if (!tickets.some(({ id }) => id === ticketId)) return false
    for (const visit of this.standing.get(ticketId) ?? []) this.leave(visit)
    this.standing.delete(ticketId)
    this.now = {
      ...this.now,
      tickets: tickets.filter(({ id }) => id !== ticketId),
      plan: plan.filter((assignment) => assignment.ticketId !== ticketId),
    }
    return true
  }

  private book(ticket: Ticket, { techId, window }: OfferedPlace, visit: number): Assignment {
    const { day, ground } = this.layout
    const told = day.tellRoute(day.routeOf(visit)).visits.find((of) => of.visit === visit)
    const telling = this.tellingIn(this.now.options.language)
    const zone = telling.zoneOf(ticket, telling.techOf(ground.shifts[day.routeOf(visit)]?.tech ?? -1))
    const start = telling.instant(told?.start ?? 0, zone)
    const assignment: Assignment = { ticketId: ticket.id, techId, start, promised: window }
    const { tickets, plan = [] } = this.now
    this.standing.set(ticket.id, [visit])
    this.now = {
      ...this.now,
      tickets: tickets.some(({ id }) => id === ticket.id) ? tickets : [...tickets, ticket],
      plan: [...plan.filter(({ ticketId }) => ticketId !== ticket.id), assignment],
    }
    return assignment
  }

  /** In the order of the starts that were told, else wherever on that shift it can. */
  private stand(ticket: Ticket, { techId, shiftStart, start, window }: OfferedPlace): number | undefined {
    const ofTicket = this.factsOf(ticket)
    const { layout } = this
    const { day, ground, duties, tickets, facts } = layout
    const route = ground.shifts.findIndex(
      ({ tech, whole }) => this.now.techs[tech]?.id === techId && whole.opens === secondFrom(shiftStart),
    )
    if (route < 0) return undefined
    const commitment: Commitment = {
      entry: -1,
      techId,
      start: secondFrom(start),
      fixed: { tech: false, start: false, order: false },
      isFrozen: false,
      promised: window,
    }
    const [planned] = layout.visitsOf(ticket, ofTicket, [commitment])
    if (!planned) return undefined
    const number = this.free.pop()
    const visit = number ?? day.add(planned.model)
    if (number !== undefined) day.model.visits[number] = planned.model
    const ticketNumber = number === undefined ? tickets.push(ticket) - 1 : (duties[number]?.ticket ?? tickets.length)
    tickets[ticketNumber] = ticket
    facts[ticketNumber] = ofTicket
    duties[visit] = { ...planned.duty, ticket: ticketNumber }
    const second = ground.clock.toModel(secondFrom(start))
    const count = day.sequences[route]?.length ?? 0
    const usual = day.tellRoute(route).visits.filter((told) => told.start < second).length
    const turns = [usual, ...Array.from({ length: count + 1 }, (_, turn) => turn).filter((turn) => turn !== usual)]
    for (const position of turns) if (day.put([{ visit, route, position }])) return visit
    this.free.push(visit)
    return undefined
  }

  private leave(visit: number): void {
    this.layout.day.remove(visit)
    this.free.push(visit)
  }

  private ticketOf(ticketId: string): Ticket {
    const ticket = this.now.tickets[this.numbers().tickets.get(ticketId) ?? -1]
    if (ticket === undefined) throw new UnknownTicketError(ticketId)
    return ticket
  }

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
    this.tellings.clear()
    this.standing.clear()
    this.free.length = 0
    this.noteStanding()
    for (const { offer } of [...this.holds.values()]) {
      this.holds.delete(offer.offerId)
      this.hold(offer)
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
const numbered = (list: readonly { readonly id: string }[]): ById => new Map(list.map(({ id }, number) => [id, number]))

export {
  type Advice,
  type Ask,
  type Assignment,
  type Offer,
  TicketPlannedError,
  TicketRefusedError,
  UnknownTicketError,
} from './wire.ts'
