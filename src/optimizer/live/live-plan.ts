// A plan that is asked while the customer is on the phone: who could come and when, what is held for whom, and what was
// booked. Every answer is worked out in one go and changes nothing; holding, booking and canceling do.
import {
  type CostLines,
  type JudgedLaid,
  judgedAsItStands,
  judgedAsLaid,
  judgedOffers,
  type LiveDay,
  type PlannedRoute,
} from '../../../workers/client.ts'
import type { Area } from '../../contracts/area.ts'
import type { Change } from '../../contracts/change.ts'
import type { ExplanationRequest } from '../../contracts/explanation.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Consequences } from '../../contracts/plan-patch.ts'
import type { Language, Reason } from '../../contracts/reason.ts'
import type { TicketForTech } from '../../contracts/recommendation.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { LegsOnly } from '../../travel/road-port.ts'
import { entry, type Telling } from '../answer/answer.ts'
import type { PlacedVisit } from '../answer/plan-versions.ts'
import { isUnderWay, type Stretch } from '../changes/changed.ts'
import { withPlan } from '../changes/input.ts'
import { allChanged, type Outcome, settled } from '../changes/outcome.ts'
import { laterBy } from '../changes/shifts.ts'
import { secondFrom } from '../question/clock.ts'
import type { TicketFacts } from '../question/facts.ts'
import { territoryAtOnce, territoryOf } from '../question/territory.ts'
import { type Advised, adviceOf, policyHashOf, withReasons } from './advice.ts'
import { betterPlaces, betterPlacesTogether } from './better-place.ts'
import { type Booking, commitmentsAt, withBooked, withMoved } from './booking.ts'
import { consequencesOf, type Moment, placedAs, placedOn } from './consequences.ts'
import { adviceTogether } from './crew-advice.ts'
import { crewOf, crewOffers, crewsFor, firstOffered, takesSeveral } from './crews.ts'
import { evaluationOf, type ToldEvaluation } from './evaluate.ts'
import { explain, type ToldExplanation, takerOf } from './explain.ts'
import { askableAlone, placesFor, ticketForTech } from './for-tech.ts'
import { freeLater } from './held.ts'
import { Layout } from './layout.ts'
import { placedVisits } from './placed.ts'
import { retold, startOf, startsTold } from './retold.ts'
import { isAsSeen, MOST_SEARCHES, mayMakeWay, type RoomOption, startsOn } from './room.ts'
import { roomAlone, roomTogether } from './room-search.ts'
import { Seats, type WayMade } from './seats.ts'
import { ticketFaults } from './ticket-faults.ts'
import { differenceOf, layAsPlanned, routesNear } from './transition.ts'
import { MOST_EXPLAINED, type UnplacedTicket, unplacedReasons } from './unplaced.ts'
import { Ways } from './ways.ts'
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
  /** By visit: when those began who are tied to others, before anything was held. */
  readonly agreed: ReadonlyMap<number, number>
}

/** What came of changes. */
export interface Happened {
  readonly outcome: Outcome
  /** Of those that were lent. */
  readonly areasJoined: readonly Area[]
  /** Who was planned by the changes, or before them, and can stand there no more. */
  readonly unseated: readonly Assignment[]
  readonly consequences: Consequences
  /** Offers of which not every place could be held again. */
  readonly offersLost: readonly string[]
}

interface Seated {
  readonly lost: readonly Assignment[]
  /** On which something may be otherwise now, and may have been before. */
  readonly routes: readonly number[]
  readonly routesBefore: readonly number[]
  readonly stretchOf: (one: Assignment) => Stretch
}

export class LivePlan {
  /** Tickets that the input had planned and that cannot stand there. */
  readonly unplaced: readonly string[]
  /** What it has been told of the roads, where it goes by road. */
  readonly ways: Ways | undefined
  private now: OptimizationInput
  private layout: Layout
  private seats: Seats
  private known: Numbers | undefined
  private readonly tellings = new Map<Language, Telling>()
  private readonly policyHash: string
  private readonly holds = new Map<string, Hold>()
  private readonly standing = new Map<string, number[]>() // by ticket: its visits
  private readonly strangers: Ticket[] = [] // asked for what nobody had asked for before

  /** Throws RoadsUnavailableError where it must go by road and nobody answers. */
  static async open(input: OptimizationInput, roads?: LegsOnly): Promise<LivePlan> {
    const territory = await territoryOf(input)
    const ways = await Ways.of(input, territory, roads)
    return new LivePlan(input, new Layout(input, territory, ways?.roads), ways)
  }

  private constructor(input: OptimizationInput, layout: Layout, ways: Ways | undefined) {
    this.ways = ways
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
      if (ask.move !== true) throw new TicketPlannedError(ticket.id)
      const telling = this.named(this.tellingIn(language))
      const toMove = { telling, ticket, standing: own, count, whyNot, policyHash: this.policyHash }
      const isAlone = !takesSeveral(ticket, this.now.tickets)
      return isAlone ? betterPlaces(this.layout, toMove) : betterPlacesTogether(this.layout, toMove)
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
      shiftsOf: day.shiftsOf,
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
    const { ticket, telling, onOffer } = advised
    // Where nobody can come for what follows, that is asked for when its turn has come.
    const { crew, offered } = firstOffered(
      layout,
      crewsFor(layout, advised, this.now.tickets, this.standing),
      onOffer,
      count,
    )
    const held =
      offered.length > 0
        ? []
        : this.heldReason(layout.day, ticket, telling, (seen) => {
            const [best] = crewOffers(layout.seenOn(seen), crew, onOffer, 1)
            return best && techIdOn(telling, best.route)
          })
    return adviceTogether(layout, advised, { crew, offered, held })
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
      const facts = this.factsOf(ticket)
      const { layout } = this
      const told = this.tellingIn(ask.language ?? this.now.options.language)
      const seen = layout.day.copy()
      seen.giveUp(this.heldFor(offerId), this.holds.get(offerId ?? '')?.agreed)
      const onOffer = layout.windowsFor(ticket, told)
      const wanted = { layout, seen, ticket, facts, onOffer, count: ask.count }
      const found = takesSeveral(ticket, this.now.tickets)
        ? await roomTogether(wanted, this.now.tickets, this.standing)
        : await roomAlone(wanted)
      // Booked or canceled meanwhile.
      if (this.standing.has(ticket.id)) throw new TicketPlannedError(ticket.id)
      if (ask.ticket === undefined) this.ticketOf(ticket.id)
      const held = new Set(this.heldFor(offerId))
      const { isAll, options } = found(
        (routes, companions) =>
          this.layout === layout &&
          companions.every(({ id }) => this.isOpen(id)) &&
          isAsSeen(layout.day, seen, held, routes),
        { ...this.named(told), sequences: seen.sequences },
      )
      if (isAll || searches === MOST_SEARCHES) return options()
    }
  }

  /** What else of it may be confirmed; of an offer that is not there only where it is new. */
  addOptions({ offerId, ticket, options }: Offer, isNew = false): boolean {
    const hold = this.holds.get(offerId)
    if (hold === undefined && !isNew) return false
    const offer = { offerId, ticket, options: [...(hold?.offer.options ?? []), ...options] }
    this.holds.set(offerId, { agreed: new Map(), visits: new Map(), ...hold, offer })
    return true
  }

  /** The options that hold their place against everybody else from now on. */
  hold(offer: Offer): readonly string[] {
    this.release(offer.offerId)
    const agreed = new Map(this.layout.day.agreed)
    const visits = new Map<string, readonly number[]>()
    for (const option of offer.options) {
      // While nobody has confirmed it, nobody makes way.
      if (option.move !== undefined) continue
      const held = this.stand(offer.ticket, option)
      if (held !== undefined) visits.set(option.optionId, held)
    }
    this.holds.set(offer.offerId, { offer, visits, agreed })
    return [...visits.keys()]
  }

  /** Undefined where nothing has to be waited for: the ways of these tickets, and of those they are tied to, are known. */
  learnPlaces(tickets: readonly Ticket[]): Promise<boolean> | undefined {
    return this.ways?.learn(tickets, this.now.tickets)
  }

  /** The same of what changes bring with them. Throws ChangeRefusedError. */
  learnChanges(changes: readonly Change[], list: string, isMade: boolean): Promise<boolean> | undefined {
    return this.ways?.learnChanges(changes, list, isMade)
  }

  /** Makes the changes, or puts the plan of a run, on a twin of this plan: what that asks of the roads is noted. */
  rehearse(what: { changes: readonly Change[]; areas: readonly Area[] } | { plan: readonly Assignment[] }): void {
    const twin = this.twin()
    if ('plan' in what) twin.replan(what.plan)
    else twin.happen(what.changes, undefined, undefined, what.areas)
  }

  /** Who comes and who makes way, if it is confirmed. */
  ticketsOfOption(offerId: string, optionId: string): Ticket[] {
    const { offer } = this.holds.get(offerId) ?? {}
    const option = offer?.options.find((one) => one.optionId === optionId)
    if (offer === undefined || option === undefined) return []
    const { tickets } = this.numbers()
    const others = [option.move?.ticketId, ...(option.with ?? []).map(({ ticketId }) => ticketId)]
    return [offer.ticket, ...others.flatMap((id) => this.now.tickets[tickets.get(id ?? '') ?? -1] ?? [])]
  }

  release(offerId: string): void {
    const { visits, agreed } = this.holds.get(offerId) ?? {}
    for (const held of visits?.values() ?? []) this.seats.giveUp(held, agreed)
    this.holds.delete(offerId)
  }

  /** Undefined where the option cannot stand any more; the other places of the offer are free again either way. */
  confirm(offerId: string, optionId: string): Booking | undefined {
    const hold = this.holds.get(offerId)
    const option = hold?.offer.options.find((one) => one.optionId === optionId)
    if (hold === undefined || option === undefined) return undefined
    const { ticket } = hold.offer
    const held = hold.visits.get(optionId)
    for (const visits of hold.visits.values()) if (visits !== held) this.seats.giveUp(visits, hold.agreed)
    this.holds.delete(offerId)
    if (this.standing.has(ticket.id) || !this.areOpen(ticket, option)) {
      if (held !== undefined) this.seats.giveUp(held, hold.agreed)
      return undefined
    }
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

  /**
   * Changes that have happened: whoever they touch is seated again, as far as that is possible. Throws ChangeRefusedError,
   * and then nothing is otherwise.
   */
  happen(
    changes: readonly Change[],
    language: Language = this.now.options.language,
    list = '/events',
    areas: readonly Area[] = [],
  ): Happened {
    const before = this.now
    const moment = this.moment()
    const wanted = allChanged(before, changes, list, areas)
    // Entries that never stood are no part of the plan from now on.
    const known = new Set(before.plan)
    const strays = (wanted.plan ?? []).filter((one) => known.has(one) && !this.standing.has(one.ticketId))
    const isStray = new Set(strays)
    const next = withPlan(wanted, (one) => !isStray.has(one))
    const heldBefore = new Map([...this.holds].map(([offerId, { visits }]) => [offerId, visits.size]))
    let seated = this.seatedAs(next)
    const { routesBefore } = seated
    const stretched = seated.lost
      .filter(({ ticketId, techId }) => isUnderWay(next, ticketId, techId))
      .map(seated.stretchOf)
    if (stretched.length > 0) {
      this.layOutAnew(settled(next, { lost: [], starts: [], stretched }))
      seated = this.seatedAnew()
    }
    const lost = [...seated.lost]
    const routes = new Set(seated.routes)
    // Who is lost may be who kept a shift open backwards: the others stand as they do for whoever opens what is left.
    while (seated.lost.length > 0) {
      seated = this.seatedAs(settled(this.now, { lost: seated.lost, starts: [] }))
      lost.push(...seated.lost)
      for (const route of seated.routes) routes.add(route)
    }
    const all = [...strays, ...lost]
    const outcome = {
      lost: all,
      starts: startsTold(this.moment(), [...routes]),
      ...(stretched.length > 0 && { stretched }),
    }
    this.now = settled(next, { ...outcome, lost })
    this.layout = this.layout.goingOn(this.now, this.layout.ground.shifts)
    this.seats = this.seats.on(this.layout)
    this.tellings.clear()
    const after = this.moment()
    const done = new Set(changes.flatMap((change) => (change.kind === 'visit-finished' ? [change.ticketId] : [])))
    const consequences = consequencesOf({
      before: moment,
      after,
      placedBefore: placedOn(moment, routesBefore),
      placedAfter: placedOn(after, [...routes]),
      lost: all,
      done,
      language,
    })
    const offersLost = [...heldBefore].filter(([id, count]) => (this.holds.get(id)?.visits.size ?? 0) < count)
    const areasJoined = (next.areas ?? []).filter((area) => areas.includes(area))
    return { outcome, areasJoined, unseated: lost, consequences, offersLost: offersLost.map(([id]) => id) }
  }

  /** The plan of a run in place of what is planned. What is held stays held, as far as there is room. */
  replan(plan: readonly Assignment[], language: Language = this.now.options.language): Happened {
    const before = this.moment()
    const heldBefore = new Map([...this.holds].map(([offerId, { visits }]) => [offerId, visits.size]))
    this.layOutAnew({ ...this.now, plan: [...plan] })
    const { lost, routes } = this.seatedAnew()
    this.now = settled(this.now, { lost, starts: [] })
    this.layOutAnew()
    const after = this.moment()
    const offersLost = [...heldBefore].filter(([id, count]) => (this.holds.get(id)?.visits.size ?? 0) < count)
    const placedAfter = placedOn(after, [...this.layout.day.model.routes.keys()])
    const placedBefore = placedOn(before, routes)
    return {
      outcome: { lost, starts: [] },
      areasJoined: [],
      unseated: lost,
      consequences: consequencesOf({ before, after, placedBefore, placedAfter, lost, done: new Set(), language }),
      offersLost: offersLost.map(([id]) => id),
    }
  }

  /** What changes would make of the plan; none of them is made. Throws ChangeRefusedError. */
  evaluate(
    changes: readonly Change[],
    language: Language = this.now.options.language,
    areas: readonly Area[] = [],
  ): ToldEvaluation {
    const before = this.alone().moment()
    const trial = this.alone()
    const { unseated, consequences } = trial.happen(changes, language, '/changes', areas)
    const all = [...before.day.model.routes.keys()]
    const placedBefore = placedOn(before, all)
    if (unseated.length === 0) {
      const after = trial.moment()
      const placedAfter = placedOn(after, [...after.day.model.routes.keys()])
      return evaluationOf({ before, after, placedBefore, placedAfter, consequences })
    }
    const asLaid = this.alone()
    const laid = asLaid.laidAs(allChanged(this.now, changes, '/changes', areas))
    const after = asLaid.moment()
    const others = [...after.day.model.routes.keys()].filter((route) => !laid.routes.includes(route))
    const placedAfter = [...placedAs(after, laid.told), ...placedOn(after, others)]
    const would = consequencesOf({ before, after, placedBefore, placedAfter, lost: [], done: new Set(), language })
    // Who would lose their place if it were made all the same.
    const asked = { ...would, lost: consequences.lost }
    return evaluationOf({ before, after, placedBefore, placedAfter, consequences: asked, laid })
  }

  /** Everybody where the input has them, whether or not that can be, and judged so. */
  private laidAs(next: OptimizationInput): JudgedLaid & { readonly routes: readonly number[] } {
    const difference = differenceOf(this.layout, this.standing, this.now, next)
    if (difference) {
      const { layout, routes } = layAsPlanned(this.layout, this.standing, difference)
      this.layout = layout
      this.now = next
      return { ...judgedAsLaid(layout.day, routes), routes }
    }
    this.layOutAnew(next)
    return this.layStrays()
  }

  /** Who stands where and when, and what all of it costs, judged. */
  asItStands(): { readonly visits: readonly string[]; readonly cost: CostLines } {
    const moment = this.alone().moment()
    const routes = [...moment.day.model.routes.keys()]
    const { cost, violations } = judgedAsItStands(moment.day, routes)
    if (violations.length > 0) throw new Error(`The plan breaks ${violations[0]?.code}.`)
    return {
      visits: placedOn(moment, routes)
        .map((of) => `${of.ticketId} ${of.techId} ${of.start} ${of.end}`)
        .sort(),
      cost,
    }
  }

  /** As its input has it, whoever cannot stand there included. */
  asGiven(): { readonly told: readonly PlannedRoute[]; readonly moment: Moment } {
    const { told, routes } = this.layStrays()
    const moment = this.moment()
    const { day } = this.layout
    const others = [...day.model.routes.keys()].filter(
      (route) => !routes.includes(route) && (day.sequences[route]?.length ?? 0) > 0,
    )
    return { told: [...told, ...others.map((route) => day.tellRoute(route))], moment }
  }

  /** Those who cannot stand where they are planned are put there all the same. */
  private layStrays(): JudgedLaid & { readonly routes: readonly number[] } {
    const { day, duties, tickets } = this.layout
    const touched = new Set<number>()
    for (const visit of this.layout.day.unplaced) {
      day.lay(visit)
      const route = day.routeOf(visit)
      if (route < 0) continue
      touched.add(route)
      const { id } = entry(tickets, entry(duties, visit, 'visit').ticket, 'ticket')
      this.standing.set(id, [...(this.standing.get(id) ?? []), visit])
    }
    const routes = day.together([...touched])
    return { ...judgedAsLaid(day, routes), routes }
  }

  /** The same plan, on which nothing is held, to try something on. */
  private alone(): LivePlan {
    const layout = this.layout.copy()
    for (const { visits } of this.holds.values())
      for (const visit of [...visits.values()].flat()) layout.day.remove(visit)
    return new LivePlan(this.now, layout, this.ways)
  }

  /** In every respect as this one, what is held included. */
  private twin(): LivePlan {
    const twin = new LivePlan(this.now, this.layout.copy(), this.ways)
    twin.seats = this.seats.on(twin.layout)
    twin.standing.clear()
    for (const [id, visits] of this.standing) twin.standing.set(id, [...visits])
    for (const [offerId, hold] of this.holds) twin.holds.set(offerId, hold)
    twin.strangers.push(...this.strangers)
    return twin
  }

  /** Under which policy and with what travel it answers. */
  get adviceMeta(): Advice['meta'] {
    const { options, policy } = this.now
    return {
      engine: options.engine,
      policy: { name: policy.name, version: policy.version, hash: this.policyHash },
      travel: this.layout.travel.meta,
      checked: true,
    }
  }

  private moment(): Moment {
    const { layout, now } = this
    return { layout, day: layout.day.copy(), standing: new Map(this.standing), input: now }
  }

  /** Only on the shifts that are touched, where that is enough. What is held there is held again afterwards. */
  private seatedAs(next: OptimizationInput): Seated {
    const difference = differenceOf(this.layout, this.standing, this.now, next)
    if (difference === undefined) {
      const routesBefore = [...this.layout.day.model.routes.keys()]
      this.layOutAnew(next)
      return { ...this.seatedAnew(), routesBefore }
    }
    const { day } = this.layout
    const near = new Set(routesNear(this.layout, this.standing, difference))
    const held = [...this.holds.values()].filter(({ visits }) =>
      [...visits.values()].flat().some((of) => near.has(day.routeOf(of))),
    )
    for (const { visits } of held) for (const visit of [...visits.values()].flat()) this.seats.leave(visit)
    const laid = layAsPlanned(this.layout, this.standing, difference)
    this.layout = laid.layout
    this.seats = this.seats.on(this.layout)
    this.now = next
    this.tellings.clear()
    const nowhere = day.seatAgain(laid.routes)
    const asked = [...difference.ticketIds].flatMap((id) => this.standing.get(id) ?? [])
    const lostVisits = new Set([...nowhere, ...asked.filter((visit) => day.routeOf(visit) < 0)])
    const routes = day.together([...laid.routes])
    const lost = this.lose([...lostVisits])
    for (const { offer } of held) {
      this.holds.delete(offer.offerId)
      this.hold(offer)
    }
    return { lost, routes, routesBefore: routes, stretchOf: this.stretchOf }
  }

  private seatedAnew(): Seated {
    const routes = [...this.layout.day.model.routes.keys()]
    const lost = (this.now.plan ?? []).filter((one) => !this.stands(one))
    return { lost, routes, routesBefore: routes, stretchOf: this.stretchOf }
  }

  private stands({ ticketId, techId }: Assignment): boolean {
    const { day, ground } = this.layout
    return (this.standing.get(ticketId) ?? []).some((visit) => {
      const route = day.routeOf(visit)
      return route >= 0 && this.now.techs[entry(ground.shifts, route, 'route').tech]?.id === techId
    })
  }

  /** Nobody serves these visits any more. */
  private lose(visits: readonly number[]): Assignment[] {
    const { duties, tickets } = this.layout
    return visits.flatMap((visit) => {
      const { ticket, member } = entry(duties, visit, 'visit')
      const { id } = entry(tickets, ticket, 'ticket')
      const left = (this.standing.get(id) ?? []).filter((other) => other !== visit)
      if (left.length > 0) this.standing.set(id, left)
      else this.standing.delete(id)
      return (this.now.plan ?? []).filter((one) => one.ticketId === id)[member] ?? []
    })
  }

  private readonly stretchOf = ({ ticketId, techId, start }: Assignment): Stretch => {
    const ticket = this.ticketOf(ticketId)
    const tech = this.numbers().techs.get(techId) ?? -1
    const [visit] = this.layout.visitsOf(ticket, this.layout.factsOf(ticket), [])
    const seconds = visit?.model.secondsByTech.find((own) => own.tech === tech)?.seconds ?? visit?.model.seconds ?? 0
    return { ticketId, techId, until: laterBy(start, 1000 * (seconds + (visit?.model.setupSeconds ?? 0))) }
  }

  private book(ticket: Ticket, place: OfferedPlace, visits: readonly number[]): Booking {
    const { layout } = this
    const made = place.move === undefined ? [] : [this.asMade(place.move)]
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
    const routes = touched.map((of) => layout.day.routeOf(of))
    const others = retold(layout, telling, this.now, routes, this.standing)
    this.now = { ...this.now, plan: withMoved(this.now.plan ?? [], others) }
    return { assignment, with: together, moved: [...made, ...others] }
  }

  /** Who has made way, as it is planned now. */
  private asMade({ ticketId, techId }: Move): Assignment {
    const visit = entry(this.standing.get(ticketId) ?? [], 0, 'visit')
    const before = this.now.plan?.find((one) => one.ticketId === ticketId)
    const start = startOf(this.layout, this.tellingIn(this.now.options.language), visit)
    return { ...before, ticketId, techId, start }
  }

  /** Undefined where it may not make way any more. */
  private wayFor(move: Move): WayMade | undefined {
    const [moving, ...others] = this.standing.get(move.ticketId) ?? []
    const mayMove = moving !== undefined && others.length === 0 && mayMakeWay(this.layout, moving)
    return mayMove ? { move, moving } : undefined
  }

  /** With whoever makes way for it. Nothing changes where it cannot stand. */
  private stand(ticket: Ticket, place: OfferedPlace): readonly number[] | undefined {
    if (!this.areOpen(ticket, place)) return undefined
    const { tickets } = this.now
    const commitments = commitmentsAt(ticket.id, place)
    const asked = [...commitments.keys()].map((id) => (id === ticket.id ? ticket : this.ticketOf(id)))
    // Each may lay the plan out anew.
    for (const one of asked) this.factsOf(one)
    const { layout, seats } = this
    const making = place.move && this.wayFor(place.move)
    if (place.move !== undefined && making === undefined) return undefined
    if (!takesSeveral(ticket, tickets)) {
      const facts = layout.factsOf(ticket)
      const visit = making ? seats.standWhereOneMoves(ticket, facts, place, making) : seats.stand(ticket, facts, place)
      return visit === undefined ? undefined : [visit]
    }
    const withFacts = asked.map((one) => ({ ticket: one, facts: layout.factsOf(one) }))
    const crew = crewOf(layout, withFacts, tickets, this.standing, commitments)
    return crew.missing.length > 0 ? undefined : seats.standTogether(crew, [place, ...(place.with ?? [])], making)
  }

  /** Other tickets that are to be planned with it are still there, and not planned yet. */
  private areOpen({ id }: Ticket, { with: others = [] }: OfferedPlace): boolean {
    return others.every(({ ticketId }) => ticketId === id || this.isOpen(ticketId))
  }

  /** The plan has it, and nobody comes for it yet. */
  private isOpen(ticketId: string): boolean {
    return this.numbers().tickets.has(ticketId) && !this.standing.has(ticketId)
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

  private layOutAnew(next = this.now): void {
    this.now = next
    const { tickets } = this.numbers()
    const strangers = new Map(this.strangers.filter(({ id }) => !tickets.has(id)).map((ticket) => [ticket.id, ticket]))
    const input = { ...this.now, tickets: [...this.now.tickets, ...strangers.values()] }
    this.layout = new Layout(input, territoryAtOnce(input), this.ways?.roads)
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
