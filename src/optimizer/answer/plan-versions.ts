// Two versions of a plan, and what is looked up in them to hold one against the other. Knows no reasons.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Window } from '../../contracts/scalars.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { secondFrom } from '../question/clock.ts'
import { offsetZone } from '../question/zones.ts'
import { createLocalInstant, type LocalInstant } from './local-time.ts'

/** Of a ticket that takes a crew there are several. */
export interface PlacedVisit {
  readonly ticketId: string
  readonly techId: string
  readonly start: string
  readonly end: string
  readonly promised?: boolean | Window | undefined
}

export interface PlanVersion extends Pick<OptimizationInput, 'tickets' | 'techs' | 'horizon'> {
  readonly visits: readonly PlacedVisit[]
}

/** The same visit in both; without one of them it came or went. */
export interface Pair {
  readonly before?: PlacedVisit | undefined
  readonly after?: PlacedVisit | undefined
}

/** One version, with what is looked up in it. */
export interface IndexedPlan {
  readonly version: PlanVersion
  ticket(id: string): Ticket | undefined
  tech(id: string): Tech | undefined
  visitsOf(ticketId: string): readonly PlacedVisit[]
  /** On whose clock a visit is spoken of: its ticket's, else its technician's, else as it was written. */
  zoneOf(visit: PlacedVisit): string
  /** The technician and the day of a visit. */
  dayOf(visit: PlacedVisit): string
  /** Tickets of a technician on a day. */
  ticketsOn(day: string): ReadonlySet<string>
}

export interface TwoPlans {
  readonly older: IndexedPlan
  readonly newer: IndexedPlan
  readonly localInstant: LocalInstant
}

export function twoPlans(older: PlanVersion, newer: PlanVersion): TwoPlans {
  const localInstant = createLocalInstant()
  return { older: indexed(older, localInstant), newer: indexed(newer, localInstant), localInstant }
}

function indexed(version: PlanVersion, localInstant: LocalInstant): IndexedPlan {
  const tickets = new Map(version.tickets.map((ticket) => [ticket.id, ticket]))
  const techs = new Map(version.techs.map((tech) => [tech.id, tech]))
  const visits = Map.groupBy(version.visits, ({ ticketId }) => ticketId)
  const dayOf = ({ techId, start }: PlacedVisit) =>
    `${techId} ${localInstant(secondFrom(start), techs.get(techId)?.timeZone ?? offsetZone(start)).slice(0, 10)}`
  const days = new Map<string, Set<string>>()
  for (const visit of version.visits) {
    const day = dayOf(visit)
    days.set(day, (days.get(day) ?? new Set<string>()).add(visit.ticketId))
  }
  return {
    version,
    ticket: (id) => tickets.get(id),
    tech: (id) => techs.get(id),
    visitsOf: (ticketId) => visits.get(ticketId) ?? [],
    zoneOf: ({ ticketId, techId, start }) =>
      tickets.get(ticketId)?.timeZone ?? techs.get(techId)?.timeZone ?? offsetZone(start),
    dayOf,
    ticketsOn: (day) => days.get(day) ?? NONE,
  }
}

const NONE: ReadonlySet<string> = new Set()
