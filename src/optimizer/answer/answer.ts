// What every part of an answer is written from: the question, the plan that was found, and the clock to write it in.
// Knows no HTTP.
import type { Model, PricedOption, SolvedPlan } from '../../../workers/client.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import type { TravelFigures, TravelQuality } from '../../travel/quality.ts'
import type { TicketFacts } from '../question/facts.ts'
import type { Ground, Question } from '../question/question.ts'
import { createZones, offsetZone } from '../question/zones.ts'
import { createLocalInstant } from './local-time.ts'
import { type ReasonOf, reasonsIn } from './reason-of.ts'

/** What the reasons of a proposal are told from. */
export interface Telling extends Ground {
  readonly travel: TravelQuality
  /** The visits of each route in the plan, in order; empty for a route that is not used. */
  readonly sequences: readonly (readonly number[])[]
  /** The ticket of a visit, and where it stands in the input. */
  ticketOf(visit: number): Ticket
  ticketNumber(visit: number): number
  factsOf(visit: number): TicketFacts
  techOf(tech: number): Tech
  /** As the horizon was written. */
  readonly usualZone: string
  /** The zone in which a visit is spoken of: the ticket's, else the technician's, else as the horizon was written. */
  zoneOf(ticket: Ticket | undefined, tech: Tech): string
  /** A second of the model on the clock of a zone. */
  instant(modelSecond: number, timeZone: string): string
  /** A second since 1970 on the clock of a zone. */
  localInstant(second: number, timeZone: string): string
  /** A reason, in the language that was asked for. */
  readonly reasonOf: ReasonOf
  /** Seconds that the clock of a zone is ahead of UTC. */
  readonly offsetsOf: ReturnType<typeof createZones>
}

export interface Answer extends Telling, Question {
  readonly model: Model
  readonly travel: TravelFigures
  readonly solved: SolvedPlan
  /** Of each ticket, one for each of its crew. */
  readonly visitsOfTickets: readonly (readonly number[])[]
}

export function answerOf(question: Question, solved: SolvedPlan): Answer {
  const sequences: number[][] = question.model.routes.map(() => [])
  for (const { route, visits } of solved.plan.routes) sequences[route] = visits.map(({ visit }) => visit)
  const visitsOfTickets: number[][] = question.input.tickets.map(() => [])
  for (const [visit, { ticket }] of question.duties.entries()) visitsOfTickets[ticket]?.push(visit)
  return { ...tellingOf(question, question.travel, sequences), ...question, solved, visitsOfTickets }
}

export function tellingOf(
  ground: Ground,
  travel: Telling['travel'],
  sequences: readonly (readonly number[])[],
  language = ground.input.options.language,
): Telling {
  const { input, clock, duties, facts } = ground
  const localInstant = createLocalInstant()
  const usualZone = offsetZone(input.horizon.start)
  const ticketNumber = (visit: number) => entry(duties, visit, 'visit').ticket
  return {
    ...ground,
    travel,
    sequences,
    ticketNumber,
    ticketOf: (visit) => entry(input.tickets, ticketNumber(visit), 'ticket'),
    factsOf: (visit) => entry(facts, ticketNumber(visit), 'ticket'),
    techOf: (tech) => entry(input.techs, tech, 'technician'),
    usualZone,
    zoneOf: (ticket, tech) => ticket?.timeZone ?? tech.timeZone ?? usualZone,
    instant: (second, timeZone) => localInstant(clock.origin + second, timeZone),
    localInstant,
    reasonOf: reasonsIn(language),
    offsetsOf: createZones(),
  }
}

/** The stop before and the stops after are those of the route without the visit itself. */
export function visitBefore(
  { sequences }: Pick<Telling, 'sequences'>,
  visit: number,
  { route, position }: PricedOption,
): number | undefined {
  const others = (sequences[route] ?? []).filter((other) => other !== visit)
  return others[position - 1]
}

/** Numbers in a plan are our own; one that leads nowhere is a bug, not an input. */
export function entry<T>(list: readonly T[], index: number, what: string): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`The plan names ${what} ${index} of ${list.length}.`)
  return found
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
