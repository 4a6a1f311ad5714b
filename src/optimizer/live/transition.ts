// From one input to another that differs in little: only the shifts that the difference touches are looked at, and the rest
// of a live day stays as it was worked out. Says when that is not enough, and everything has to be laid out anew.
import type { LiveDay } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry } from '../answer/answer.ts'
import { type Commitment, commitmentsOf } from '../question/commitments.ts'
import { type PlannableShift, plannableShifts } from '../question/shifts.ts'
import { takesSeveral } from './crews.ts'
import type { Layout } from './layout.ts'
import type { Assignment } from './wire.ts'

/** What stands on which visit, by ticket. */
export type StandingVisits = Map<string, number[]>

export interface Difference {
  readonly next: OptimizationInput
  readonly commitments: ReadonlyMap<string, readonly Commitment[]>
  /** By route: the shift as it is from now on; undefined where nothing is left of it. */
  readonly shifts: ReadonlyMap<number, PlannableShift | undefined>
  /** Tickets that are gone, or are otherwise, or are planned otherwise. */
  readonly ticketIds: ReadonlySet<string>
}

/** Undefined where more is otherwise than shifts, single tickets and where they are planned. */
export function differenceOf(
  layout: Layout,
  standing: StandingVisits,
  before: OptimizationInput,
  next: OptimizationInput,
): Difference | undefined {
  if (hasOtherTerms(before, next)) return undefined
  const ticketIds = new Set([...otherTickets(before, next), ...otherEntries(before, next)])
  for (const id of ticketIds) {
    const [was, is] = [before, next].map(({ tickets }) => tickets.find((ticket) => ticket.id === id))
    if (was && takesSeveral(was, before.tickets)) return undefined
    if (is && takesSeveral(is, next.tickets)) return undefined
    if (is && is !== was && (standing.has(id) || isPlanned(next, id)) && layout.isStrange(is, layout.factsOf(is)))
      return undefined
    if ((next.plan ?? []).filter(({ ticketId }) => ticketId === id).length > 1) return undefined
  }
  const commitments = commitmentsOf(next)
  const shifts = otherShifts(layout, before, next, ticketIds, commitments)
  return shifts && { next, commitments, shifts, ticketIds }
}

const isPlanned = ({ plan = [] }: OptimizationInput, id: string) => plan.some(({ ticketId }) => ticketId === id)

/** What concerns everybody at once. */
function hasOtherTerms(before: OptimizationInput, next: OptimizationInput): boolean {
  const { policy, techs } = next
  const isShared = policy.fairnessPerHour > 0 || policy.strictPriorities === true
  const parts = ['horizon', 'now', 'options', 'policy', 'areas', 'depots', 'travel'] as const
  return isShared || techs.length !== before.techs.length || parts.some((part) => before[part] !== next[part])
}

function* otherTickets(before: OptimizationInput, next: OptimizationInput): Generator<string> {
  const was = new Set(before.tickets)
  const is = new Set(next.tickets)
  for (const ticket of before.tickets) if (!is.has(ticket)) yield ticket.id
  for (const ticket of next.tickets) if (!was.has(ticket)) yield ticket.id
}

function* otherEntries({ plan: before = [] }: OptimizationInput, { plan: next = [] }: OptimizationInput) {
  const [was, is] = [new Set<Assignment>(before), new Set<Assignment>(next)]
  for (const one of before) if (!is.has(one)) yield one.ticketId
  for (const one of next) if (!was.has(one)) yield one.ticketId
}

function otherShifts(
  layout: Layout,
  before: OptimizationInput,
  next: OptimizationInput,
  ticketIds: ReadonlySet<string>,
  commitments: Difference['commitments'],
): Map<number, PlannableShift | undefined> | undefined {
  const { ground } = layout
  const planned = new Set(
    [...(before.plan ?? []), ...(next.plan ?? [])]
      .filter(({ ticketId }) => ticketIds.has(ticketId))
      .map((of) => of.techId),
  )
  const routes = new Map<number, PlannableShift | undefined>()
  for (const [number, tech] of next.techs.entries()) {
    const was = entry(before.techs, number, 'technician')
    if (was === tech && !planned.has(tech.id)) continue
    if (was !== tech && !differInTimeOnly(was, tech)) return undefined
    const now = plannableShifts({ ...next, techs: [tech] }, ground.horizon, commitments)
    const own = [...ground.shifts.keys()].filter((route) => ground.shifts[route]?.tech === number)
    const known = new Set(own.map((route) => ground.shifts[route]?.number))
    // A shift that is new, or begins before the clock of the day does.
    if (now.some((shift) => !known.has(shift.number) || shift.opens < ground.clock.origin)) return undefined
    for (const route of own) {
      const shift = entry(ground.shifts, route, 'route')
      const isNow = now.find((one) => one.number === shift.number)
      const anew = isNow && { ...isNow, tech: number }
      if (anew && (anew.profile !== shift.profile || anew.timeZone !== shift.timeZone)) return undefined
      const isClosed = layout.day.model.routes[route]?.maxVisits === 0
      if (JSON.stringify(anew) !== JSON.stringify(shift) || isClosed) routes.set(route, anew)
    }
  }
  return routes
}

function differInTimeOnly(was: Tech, is: Tech): boolean {
  const { shifts: _, absences: __, ...before } = was
  const { shifts: ___, absences: ____, ...after } = is
  return JSON.stringify(before) === JSON.stringify(after)
}

/** Shifts on which something is otherwise before anything was done about it. */
export function routesTouched({ day }: Layout, standing: StandingVisits, { shifts, ticketIds }: Difference): number[] {
  const routes = new Set(shifts.keys())
  for (const id of ticketIds)
    for (const visit of standing.get(id) ?? []) if (day.routeOf(visit) >= 0) routes.add(day.routeOf(visit))
  return [...routes]
}

/** The same with all that hangs together with them, and with the shifts to which somebody may come. */
export function routesNear(layout: Layout, standing: StandingVisits, difference: Difference): number[] {
  const { day } = layout
  const coming = [...difference.ticketIds].flatMap((id) => difference.commitments.get(id) ?? [])
  const techs = new Set(coming.map(({ techId }) => difference.next.techs.findIndex(({ id }) => id === techId)))
  for (const route of difference.shifts.keys()) techs.add(layout.ground.shifts[route]?.tech ?? -1)
  const own = [...techs].flatMap((tech) => day.shiftsOf[tech] ?? [])
  return day.together([...new Set([...routesTouched(layout, standing, difference), ...own])])
}

export interface Laid {
  readonly layout: Layout
  /** Where something was or is otherwise. */
  readonly routes: readonly number[]
}

/**
 * The layout that goes on from this one, in which everybody stands where the input plans them, whether or not that can be:
 * to be seated, or to be judged as it is. Changes the day of the layout that it is given.
 */
export function layAsPlanned(old: Layout, standing: StandingVisits, difference: Difference): Laid {
  const { next, shifts, ticketIds } = difference
  const touched = new Set(routesTouched(old, standing, difference))
  const { day } = old
  const all = [...old.ground.shifts]
  const layout = old.goingOn(next, all)
  for (const [route, shift] of shifts) {
    const { rushHours } = entry(day.model.routes, route, 'route')
    if (shift) all[route] = shift
    const model = layout.routeModelOf(entry(all, route, 'route'), rushHours, next)
    // A shift of which nothing is left takes nobody.
    day.changeRoute(route, shift ? model : { ...model, maxVisits: 0 })
  }
  for (const id of ticketIds) {
    for (const visit of standing.get(id) ?? []) day.remove(visit)
    const ticket = next.tickets.find((one) => one.id === id)
    const planned = difference.commitments.get(id) ?? []
    if (ticket === undefined || planned.length === 0) standing.delete(id)
    else enter(layout, standing, ticket, planned)
  }
  for (const id of ticketIds) for (const visit of standing.get(id) ?? []) layOn(touched, day, visit)
  // Whoever is nearer to another shift now has it looked at too, and with it all that hangs together with it.
  const done = new Set<number>()
  for (const route of touched) {
    done.add(route)
    for (const visit of [...entry(day.sequences, route, 'route')])
      if (retime(layout, difference, visit)) layOn(touched, day, visit)
    for (const other of day.together([route])) if (!done.has(other)) touched.add(other)
  }
  return { layout, routes: [...touched] }
}

/** As it is planned from now on, on the number that it has already, if it has one. */
function enter(layout: Layout, standing: StandingVisits, ticket: Ticket, planned: readonly Commitment[]): void {
  const facts = layout.factsOf(ticket)
  const [known] = standing.get(ticket.id) ?? []
  const [visit] = layout.visitsOf(ticket, facts, planned)
  if (visit === undefined) return
  const { day, duties, tickets, facts: allFacts } = layout
  const number = known ?? day.add(visit.model)
  day.model.visits[number] = visit.model
  const place = known === undefined ? tickets.push(ticket) - 1 : entry(duties, number, 'visit').ticket
  tickets[place] = ticket
  allFacts[place] = facts
  duties[number] = { ...visit.duty, ticket: place }
  standing.set(ticket.id, [number])
}

/** The order of a shift is that of the starts in the plan, as it is for whoever opens it. */
function retime(layout: Layout, { commitments, ticketIds }: Difference, visit: number): boolean {
  const { day, duties, tickets, ground } = layout
  const duty = entry(duties, visit, 'visit')
  const { id } = entry(tickets, duty.ticket, 'ticket')
  const commitment = commitments.get(id)?.[duty.member]
  if (ticketIds.has(id) || commitment === undefined) return false
  const model = entry(day.model.visits, visit, 'visit')
  const start = ground.clock.toModelOrBefore(commitment.start)
  duties[visit] = { ...duty, commitment }
  if (model.planned && model.planned.start !== start)
    day.model.visits[visit] = { ...model, planned: { ...model.planned, start } }
  return true
}

function layOn(touched: Set<number>, day: LiveDay, visit: number): void {
  day.lay(visit)
  if (day.routeOf(visit) >= 0) touched.add(day.routeOf(visit))
}
