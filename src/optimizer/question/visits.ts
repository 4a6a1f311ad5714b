// Tickets as visits: every rule of a ticket in the solver's own terms. Knows no travel times.
import type { VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Policy } from '../../contracts/policy.ts'
import { durationSeconds, type Location, type Window } from '../../contracts/scalars.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, type Horizon, modelSeconds, secondFrom, secondUntil } from './clock.ts'
import type { TicketFacts } from './facts.ts'

type Assignment = NonNullable<OptimizationInput['plan']>[number]
type Span = VisitModel['windows'][number]

interface Paced {
  readonly tech: number
  readonly pace: number
}

/** The most a price may be on the wire. */
const MOST_CENTS = 1_000_000_000

export interface VisitSources {
  readonly input: OptimizationInput
  readonly facts: readonly TicketFacts[]
  /** By ticket. */
  readonly areas: readonly (readonly string[])[]
  readonly horizon: Horizon
  readonly clock: Clock
  readonly rowOf: (location: Location) => number
}

export function visitModels({ input, facts, areas, horizon, clock, rowOf }: VisitSources): VisitModel[] {
  const { policy, techs } = input
  const numbers = new Map(techs.map(({ id }, number) => [id, number]))
  const techOf = (id: string) => numbers.get(id) ?? -1
  const paced = techs.flatMap(({ pace = 1 }, tech) => (pace === 1 ? [] : [{ tech, pace }]))
  const assignments = new Map(input.plan?.map((assignment) => [assignment.ticketId, assignment]))
  return facts.flatMap((fact, index) => {
    const ticket = input.tickets[index]
    if (!ticket) return []
    const assignment = assignments.get(ticket.id)
    return {
      id: ticket.id,
      place: rowOf(ticket.location),
      seconds: fact.seconds,
      secondsByTech: secondsByTech(ticket, fact, paced, techOf),
      windows: windowsOf(ticket, assignment, horizon, clock),
      skills: fact.skills,
      requiredTechs: (ticket.requiredTechs ?? []).map(techOf),
      excludedTechs: (ticket.excludedTechs ?? []).map(techOf),
      ...preferences(ticket, policy, techOf),
      areas: areas[index] ?? [],
      load: Object.entries(ticket.load ?? {}).map(([unit, amount]) => ({ unit, amount })),
      ...prices(fact, policy, horizon, clock),
      ...(assignment && commitment(assignment, policy, clock, techOf)),
      mayBePlanned: ticket.approvalPending !== true,
    }
  })
}

/** What the ticket says for a technician counts as it stands; else the technician's pace does. */
function secondsByTech(
  ticket: Ticket,
  { seconds }: TicketFacts,
  paced: readonly Paced[],
  techOf: (id: string) => number,
) {
  const own = new Map(paced.map(({ tech, pace }) => [tech, modelSeconds(seconds * pace)]))
  for (const { techId, duration } of ticket.durations ?? [])
    own.set(techOf(techId), modelSeconds(durationSeconds(duration)))
  return [...own].map(([tech, seconds]) => ({ tech, seconds }))
}

function preferences(ticket: Ticket, { preferredTechMissed }: Policy, techOf: (id: string) => number) {
  const liked = ticket.preferredTechs ?? []
  const preferredTechs = liked.map((preference) => {
    const { techId, grade } = typeof preference === 'string' ? { techId: preference, grade: 100 } : preference
    return { tech: techOf(techId), cents: Math.round((preferredTechMissed * (100 - grade)) / 100) }
  })
  return { preferredTechs, otherTechCents: liked.length > 0 ? preferredTechMissed : 0 }
}

/**
 * Lateness that had run up before the plan could begin is owed whatever the plan does, so it is not priced. A visit left
 * out begins after the horizon at the earliest and owes the lateness until then; else late work would pay to be left out.
 */
function prices({ priority, due }: TicketFacts, { unserved, latenessPerHour }: Policy, horizon: Horizon, clock: Clock) {
  const unservedCents = unserved[priority]
  const centsPerHour = latenessPerHour[priority]
  if (due === undefined) return { unservedCents }
  const from = Math.max(due, horizon.opens)
  const owed = Math.round((Math.max(0, horizon.closes - from) * centsPerHour) / 3600)
  return {
    unservedCents: Math.min(unservedCents + owed, MOST_CENTS),
    due: { at: clock.toModel(from), centsPerHour },
  }
}

function windowsOf({ windows }: Ticket, assignment: Assignment | undefined, horizon: Horizon, clock: Clock): Span[] {
  const spans = windows?.map(spanOf) ?? []
  // What is fixed may have begun already: only the ticket's own windows bind it.
  if (assignment?.pinned === true) return merged(spans, clock)
  const plannable = windows && windows.length > 0 ? spans : [horizon]
  const cut = plannable
    .map(({ opens, closes }) => ({ opens: Math.max(opens, horizon.opens), closes: Math.min(closes, horizon.closes) }))
    .filter(({ opens, closes }) => opens <= closes)
  // No window means any time to the solver; a ticket whose windows have all passed has none left, which no shift reaches.
  return merged(cut.length > 0 ? cut : [{ opens: horizon.closes + 1, closes: horizon.closes + 1 }], clock)
}

/** A window that holds no whole second is taken for the next one. */
function spanOf({ start, end }: Window): Span {
  const opens = secondFrom(start)
  return { opens, closes: Math.max(opens, secondUntil(end)) }
}

/** Sorted and apart from each other. */
function merged(spans: readonly Span[], clock: Clock): Span[] {
  const sorted = spans
    .map(({ opens, closes }) => ({ opens: clock.toModel(opens), closes: clock.toModel(closes) }))
    .sort((a, b) => a.opens - b.opens)
  const apart: Span[] = []
  for (const span of sorted) {
    const last = apart.at(-1)
    if (last && span.opens <= last.closes)
      apart[apart.length - 1] = { opens: last.opens, closes: Math.max(last.closes, span.closes) }
    else apart.push(span)
  }
  return apart
}

/** Where the ticket stands today, and what of it holds. Nothing new is worth giving up what was promised or fixed. */
function commitment(assignment: Assignment, policy: Policy, clock: Clock, techOf: (id: string) => number) {
  const tech = techOf(assignment.techId)
  const second = secondFrom(assignment.start)
  const start = clock.toModel(second)
  const promised = promisedSpan(assignment, start, clock)
  const isPinned = assignment.pinned === true
  return {
    // Of a plan that is behind its time, at least the order counts.
    planned: { tech, start: clock.toModelOrBefore(second), techChangedCents: policy.techChanged },
    ...(promised && { promised }),
    ...(isPinned && { pinned: { tech, start } }),
    ...((promised || isPinned) && { unservedCents: MOST_CENTS }),
  }
}

function promisedSpan({ promised }: Assignment, start: number, clock: Clock): Span | undefined {
  if (promised === true) return { opens: start, closes: start }
  return typeof promised === 'object' ? merged([spanOf(promised)], clock)[0] : undefined
}
