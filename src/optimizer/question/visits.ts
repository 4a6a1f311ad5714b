// Duties as visits: every rule of a ticket in the solver's own terms. Knows no travel times.
import type { VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds, type Location } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, type Horizon, modelSeconds } from './clock.ts'
import type { Commitment } from './commitments.ts'
import type { Duty } from './duties.ts'
import type { TicketFacts } from './facts.ts'
import { continuityOf, preferencesOf, type TechNumber } from './liking.ts'
import { hourPricesOf, shareOf, unservedPrices } from './serving.ts'
import { standingOf, techsAllowed } from './standing.ts'
import { loadOf, releaseOf } from './van-stock.ts'
import { preferredWindowsOf, softWindowsOf, windowsOf } from './windows.ts'

interface Paced {
  readonly tech: number
  readonly pace: number
}

export interface VisitSources {
  readonly input: OptimizationInput
  readonly duties: readonly Duty[]
  readonly commitments: ReadonlyMap<string, readonly Commitment[]>
  /** By ticket. */
  readonly facts: readonly TicketFacts[]
  /** By ticket. */
  readonly areas: readonly (readonly string[])[]
  readonly horizon: Horizon
  readonly clock: Clock
  readonly techOf: TechNumber
  readonly rowOf: (location: Location) => number
}

export function visitModels(sources: VisitSources): VisitModel[] {
  const { input, duties, commitments, facts, horizon, clock } = sources
  const paced = pacedOf(input)
  const unserved = unservedPrices(input, facts, commitments, horizon, clock)
  return duties.flatMap((duty) => {
    const ticket = input.tickets[duty.ticket]
    const ofTicket = facts[duty.ticket]
    if (!ticket || !ofTicket) return []
    return {
      ...workOf(ticket, ofTicket, duty, sources, paced),
      ...timesOf(ticket, ofTicket, duty, sources),
      unservedCents: shareOf(unserved[duty.ticket] ?? 0, duty.member, duty.crew),
      mayBePlanned: ticket.approvalPending !== true,
    }
  })
}

function pacedOf({ techs }: OptimizationInput): Paced[] {
  const paced: Paced[] = []
  for (const [tech, { pace = 1 }] of techs.entries()) if (pace !== 1) paced.push({ tech, pace })
  return paced
}

type Times = 'windows' | 'softWindows' | 'preferredWindows' | 'due' | 'asap' | 'planned' | 'promised' | 'pinned'
type Work = Omit<VisitModel, Times | 'unservedCents' | 'mayBePlanned'>

/** Where and what the work is, and who may do it. */
function workOf(ticket: Ticket, facts: TicketFacts, duty: Duty, sources: VisitSources, paced: readonly Paced[]): Work {
  const { input, areas, horizon, techOf, rowOf } = sources
  return {
    id: duty.member === 0 ? ticket.id : `${ticket.id} (${duty.member + 1})`,
    place: rowOf(ticket.location),
    seconds: facts.seconds,
    secondsByTech: secondsByTech(ticket, facts, paced, techOf),
    ...(ticket.setup !== undefined && { setupSeconds: modelSeconds(durationSeconds(ticket.setup)) }),
    ...(ticket.pausable === true && { pausable: true }),
    skills: facts.skills,
    ...techsAllowed(ticket, duty.commitment, techOf),
    ...preferencesOf(ticket, input.policy, techOf),
    ...continuityOf(ticket, input, horizon, techOf),
    areas: areas[duty.ticket] ?? [],
    ...(facts.priority === 'EMERGENCY' && { isEmergency: true }),
    ...(duty.member === 0 ? cargoOf(ticket, sources) : { load: [] }),
  }
}

/** What one of the crew brings for all. */
function cargoOf(ticket: Ticket, { horizon, clock }: VisitSources): Pick<VisitModel, 'load' | 'tools' | 'release'> {
  const release = releaseOf(ticket, horizon, clock)
  return {
    load: loadOf(ticket),
    ...(ticket.tools && ticket.tools.length > 0 && { tools: ticket.tools }),
    ...(release !== undefined && { release }),
  }
}

/** When it may begin, what was agreed, and what the hour costs: for a crew once, because it begins at one time. */
function timesOf(ticket: Ticket, facts: TicketFacts, duty: Duty, sources: VisitSources): Pick<VisitModel, Times> {
  const { input, horizon, clock, techOf } = sources
  const { policy } = input
  const { commitment } = duty
  const soft = softWindowsOf(ticket, commitment, policy, horizon, clock)
  const preferred = preferredWindowsOf(ticket, policy, horizon, clock)
  return {
    windows: windowsOf(ticket, commitment, horizon, clock),
    ...(commitment && standingOf(commitment, policy, clock, techOf)),
    ...(duty.member === 0 && {
      ...hourPricesOf(ticket, facts, policy, horizon, clock),
      ...(soft.length > 0 && { softWindows: soft }),
      ...(preferred.length > 0 && { preferredWindows: preferred }),
    }),
  }
}

/** What the ticket says for a technician counts as it stands; else the technician's pace does. */
function secondsByTech(
  { durations = [] }: Ticket,
  { seconds }: TicketFacts,
  paced: readonly Paced[],
  techOf: TechNumber,
) {
  const own = new Map(paced.map(({ tech, pace }) => [tech, modelSeconds(seconds * pace)]))
  for (const { techId, duration } of durations) own.set(techOf(techId), modelSeconds(durationSeconds(duration)))
  return [...own].map(([tech, seconds]) => ({ tech, seconds }))
}
