// A plan laid out to be asked: the model of its input without any table of travel, the live day that stands on it, and what
// it takes to make one more ticket part of it. Knows no offers.
import { LiveDay, type RouteModel, type VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { KnownRoads } from '../../travel/known-roads.ts'
import { createPlaces } from '../../travel/places.ts'
import { openRoadBook } from '../../travel/road-book.ts'
import { type Telling, tellingOf } from '../answer/answer.ts'
import type { Commitment } from '../question/commitments.ts'
import { type Duty, dutiesOf } from '../question/duties.ts'
import { factsOf, type TicketFacts } from '../question/facts.ts'
import { type Ground, groundOf, techNumbers } from '../question/question.ts'
import { routeModel } from '../question/routes.ts'
import { unservedPrices } from '../question/serving.ts'
import type { PlannableShift } from '../question/shifts.ts'
import { areaFinder, type Territory } from '../question/territory.ts'
import { partsAsked } from '../question/van-stock.ts'
import { visitModels } from '../question/visits.ts'
import { type OnOffer, windowsOnOffer } from './windows-on-offer.ts'

/** One technician's part of a ticket. */
export interface TicketVisit {
  readonly duty: Duty
  readonly model: VisitModel
}

/** The same with whose it is. */
export interface TicketMember extends TicketVisit {
  readonly ticket: Ticket
  readonly facts: TicketFacts
}

export class Layout {
  readonly input: OptimizationInput
  readonly ground: Ground
  readonly day: LiveDay
  readonly travel: Telling['travel']
  readonly knowsPlace: (location: Ticket['location']) => boolean
  /** Grow with whatever joins the day; a visit, its duty, its ticket and what that means stand side by side. */
  readonly duties: Duty[]
  readonly tickets: Ticket[]
  readonly facts: TicketFacts[]
  private readonly rowOf: (location: Ticket['location']) => number
  private readonly areasOf: (ticket: Ticket) => string[]
  private readonly words: ReadonlySet<string>

  /** `roads`: what the plan has been told of them, where it goes by road. */
  constructor(input: OptimizationInput, territory: Territory, roads?: KnownRoads) {
    const places = createPlaces()
    const ground = groundOf(input, territory, places.rowOf)
    const book = openRoadBook(input.travel, places, ground.profiles, roads)
    const { rushHours } = ground
    this.input = input
    this.ground = ground
    this.day = new LiveDay({
      ...ground.model,
      travel: {
        profiles: ground.profiles,
        ...(rushHours.length > 0 && { rushHours }),
        ...(book.isSameBothWays && { isSameBothWays: true }),
        legs: book.legs,
      },
    })
    this.travel = book.quality
    this.knowsPlace = book.knows
    this.duties = [...ground.duties]
    this.tickets = [...input.tickets]
    this.facts = [...ground.facts]
    this.rowOf = places.rowOf
    this.areasOf = areaFinder(input)
    this.words = wordsOf(input, territory)
  }

  /** It names skills, parts or areas of which nothing was known when the technicians were described. */
  isStrange(ticket: Ticket, facts: TicketFacts): boolean {
    const words = [...wordsOfTicket(ticket, facts, this.areasOf(ticket))]
    return words.some((word) => !this.words.has(word) && !(this.words.has(ANY_SKILL) && word.startsWith('skill ')))
  }

  factsOf(ticket: Ticket): TicketFacts {
    const [facts] = factsOf({ ...this.input, tickets: [ticket] })
    if (!facts) throw new Error(`Nothing is known of ticket ${ticket.id}.`)
    return facts
  }

  /** As it is planned with these technicians, or with nobody yet. */
  visitsOf(ticket: Ticket, facts: TicketFacts, planned: readonly Commitment[]): TicketVisit[] {
    const { input, ground } = this
    const commitments = new Map(planned.length > 0 ? [[ticket.id, planned]] : [])
    const alone = { ...input, tickets: [ticket] }
    const duties = dutiesOf(alone, commitments)
    const models = visitModels({
      input: alone,
      duties,
      commitments,
      facts: [facts],
      areas: [this.areasOf(ticket)],
      horizon: ground.horizon,
      clock: ground.clock,
      techOf: techNumbers(input),
      rowOf: this.rowOf,
    })
    const unservedCents = input.policy.strictPriorities === true ? this.strictPrice(ticket, facts) : undefined
    return models.map((model, index) => ({
      duty: duties[index] ?? { ticket: 0, member: 0, crew: 1 },
      model: unservedCents === undefined ? model : { ...model, unservedCents },
    }))
  }

  windowsFor(ticket: Ticket, telling: Telling): OnOffer {
    const { policy } = this.input
    const { horizon, clock } = this.ground
    const zone = ticket.timeZone ?? telling.usualZone
    const seconds = durationSeconds(policy.offers.window)
    const from = durationSeconds(policy.offers.from ?? 'PT0S')
    return windowsOnOffer(ticket.windows ?? [], seconds, horizon, clock, telling.offsetsOf(zone), from)
  }

  /** While they are told of they stand among the others, behind them all; told by the number of the first. */
  amongAll<T>(members: readonly TicketMember[], tell: (visit: number) => T): T {
    const { day, duties, tickets, facts } = this
    const first = day.model.visits.length
    for (const { model, duty, ticket, facts: ofTicket } of members) {
      day.model.visits.push(model)
      duties.push({ ...duty, ticket: tickets.push(ticket) - 1 })
      facts.push(ofTicket)
    }
    try {
      return tell(first)
    } finally {
      for (const list of [day.model.visits, duties, tickets, facts]) list.length -= members.length
    }
  }

  /** The same, seen on a copy of the day on which something is otherwise. */
  seenOn(day: LiveDay): Layout {
    return Object.assign(Object.create(Layout.prototype) as Layout, this, { day })
  }

  /** The same day as another input sees it, with these shifts in the place of those that it knew. */
  goingOn(input: OptimizationInput, shifts: Ground['shifts']): Layout {
    const ground = { ...this.ground, input, shifts }
    return Object.assign(Object.create(Layout.prototype) as Layout, this, { input, ground })
  }

  /** On a day of its own, so that whatever is tried on it leaves this one as it is. */
  copy(): Layout {
    const { day, duties, tickets, facts } = this
    const own = { day: day.copy(), duties: [...duties], tickets: [...tickets], facts: [...facts] }
    return Object.assign(Object.create(Layout.prototype) as Layout, this, own)
  }

  /** A shift in the solver's own terms, on the roads that the day knows. */
  routeModelOf(shift: PlannableShift, rushHours: number | undefined, input: OptimizationInput): RouteModel {
    const { profiles, clock } = this.ground
    return routeModel(shift, rushHours, { input, profiles, clock, rowOf: this.rowOf })
  }

  /** The words for it; tickets are named by where they stand in the input, and those that are not in it come behind. */
  telling(language = this.input.options.language): Telling {
    const { ground, day, duties, tickets, facts } = this
    const input = { ...ground.input, tickets }
    return tellingOf({ ...ground, input, model: day.model, duties, facts }, this.travel, day.sequences, language)
  }

  private strictPrice(ticket: Ticket, facts: TicketFacts): number {
    const { input, ground } = this
    const others = input.tickets.filter(({ id }) => id !== ticket.id)
    const known = new Map(input.tickets.map(({ id }, index) => [id, ground.facts[index]]))
    const all = { ...input, tickets: [...others, ticket] }
    const allFacts = [...others.map(({ id }) => known.get(id) ?? facts), facts]
    return unservedPrices(all, allFacts, new Map(), ground.horizon, ground.clock).at(-1) ?? 0
  }
}

const ANY_SKILL = 'any skill'

const hasDatedWildcard = ({ skills = [] }: OptimizationInput['techs'][number]): boolean =>
  skills.some(
    (held) =>
      typeof held !== 'string' &&
      held.skill === 'DEFAULT' &&
      (held.validFrom !== undefined || held.validUntil !== undefined),
  )

function wordsOf(input: OptimizationInput, { ofTickets }: Territory): Set<string> {
  const words = new Set<string>()
  for (const area of ofTickets.flat()) words.add(`area ${area}`)
  for (const part of partsAsked(input)) words.add(`part ${part}`)
  // A certificate for all skills is as many certificates as there are skills asked for.
  if (!input.techs.some(hasDatedWildcard)) return words.add(ANY_SKILL)
  for (const { skills } of factsOf(input)) for (const { skill, level } of skills) words.add(`skill ${skill} ${level}`)
  return words
}

function* wordsOfTicket(ticket: Ticket, { skills }: TicketFacts, areas: readonly string[]): Generator<string> {
  for (const area of areas) yield `area ${area}`
  for (const part of partsAsked({ tickets: [ticket] })) yield `part ${part}`
  for (const { skill, level } of skills) yield `skill ${skill} ${level}`
}
