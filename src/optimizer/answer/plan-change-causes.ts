// Why a visit is no longer where it was: what was changed in its ticket, its promise, its technicians, their shifts, and
// what else came to their day or left it. Only what the two versions themselves show; names of fields, never what stands there.
import { isDeepStrictEqual } from 'node:util'
import type { PlanChange } from '../../contracts/explanation.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Shift, Tech } from '../../contracts/tech.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import { offsetZone } from '../question/zones.ts'
import type { IndexedPlan, Pair, PlacedVisit, TwoPlans } from './plan-versions.ts'
import type { ReasonOf } from './reason-of.ts'

export function* causesOf(
  ticketId: string,
  kind: PlanChange['kind'],
  pair: Pair,
  plans: TwoPlans,
  reasonOf: ReasonOf,
): Generator<Reason> {
  yield* promiseOf(ticketId, pair, plans, reasonOf)
  // That a ticket came or went is a cause of its own.
  if (kind === 'added' || kind === 'canceled') return
  const causes = [
    ...changeOfPromise(ticketId, pair, plans, reasonOf),
    ...changeOfTicket(ticketId, plans, reasonOf),
    ...changesOfTechs(pair, plans, reasonOf),
    ...changesOfDays(ticketId, pair, plans, reasonOf),
  ]
  yield* causes
  if (causes.length === 0) yield reasonOf('PLANNED_ANEW', { ticketId })
}

/** What was told of a visit, on the clock of its ticket. */
function promisedOf(visit: PlacedVisit | undefined, { zoneOf }: IndexedPlan, { localInstant }: TwoPlans) {
  const { promised = false } = visit ?? {}
  if (visit === undefined || promised === false) return undefined
  const { start, end } = promised === true ? { start: visit.start, end: visit.start } : promised
  const timeZone = zoneOf(visit)
  return {
    start: localInstant(secondFrom(start), timeZone),
    end: localInstant(secondUntil(end), timeZone),
    timeZone,
  }
}

/** Whether what was told is kept. A customer who took the ticket back is promised nothing any more. */
function* promiseOf(ticketId: string, { before, after }: Pair, plans: TwoPlans, reasonOf: ReasonOf): Generator<Reason> {
  const promised = promisedOf(after, plans.newer, plans) ?? promisedOf(before, plans.older, plans)
  if (promised === undefined || plans.newer.ticket(ticketId) === undefined) return
  const { start, end } = promised
  if (after === undefined) {
    yield reasonOf('PROMISE_BROKEN', { ticketId, start, end })
    return
  }
  const at = secondFrom(after.start)
  const seconds = Math.max(0, secondFrom(start) - at, at - secondUntil(end))
  if (seconds === 0) yield reasonOf('PROMISE_KEPT', promised)
  else yield reasonOf('PROMISE_BROKEN', { ticketId, minutes: Math.ceil(seconds / 60), start, end })
}

function* changeOfPromise(
  ticketId: string,
  { before, after }: Pair,
  plans: TwoPlans,
  reasonOf: ReasonOf,
): Generator<Reason> {
  const [was, is] = [promisedOf(before, plans.older, plans), promisedOf(after, plans.newer, plans)]
  if (!was || !is) return
  const { start, end } = is
  if (secondFrom(was.start) !== secondFrom(start) || secondUntil(was.end) !== secondUntil(end))
    yield reasonOf('PROMISE_CHANGED', { ticketId, start, end })
}

function* changeOfTicket(ticketId: string, { older, newer }: TwoPlans, reasonOf: ReasonOf): Generator<Reason> {
  const fields = fieldsChanged(older.ticket(ticketId), newer.ticket(ticketId))
  if (fields.length > 0) yield reasonOf('TICKET_CHANGED', { ticketId, fields })
}

function* changesOfTechs({ before, after }: Pair, plans: TwoPlans, reasonOf: ReasonOf): Generator<Reason> {
  const visits = [before, after].filter((visit) => visit !== undefined)
  for (const techId of new Set(visits.map((visit) => visit.techId))) {
    const [was, is] = [plans.older.tech(techId), plans.newer.tech(techId)]
    if (was && !is) yield reasonOf('TECH_GONE', { techId })
    if (!was && is) yield reasonOf('TECH_NEW', { techId })
    if (!was || !is) continue
    const [wasActive, isActive] = [was.active ?? true, is.active ?? true]
    if (wasActive && !isActive) yield reasonOf('TECH_DEACTIVATED', { techId })
    if (!wasActive && isActive) yield reasonOf('TECH_REACTIVATED', { techId })
    const fields = fieldsChanged(was, is, ['active', 'shifts'])
    if (fields.length > 0) yield reasonOf('TECH_DATA_CHANGED', { techId, fields })
    const own = visits.filter((visit) => visit.techId === techId)
    yield* changesOfShifts(own, was, is, plans, reasonOf)
  }
}

/** Of the shifts that a visit lay on, or lies on now. */
function* changesOfShifts(
  visits: readonly PlacedVisit[],
  was: Tech,
  is: Tech,
  { older, newer, localInstant }: TwoPlans,
  reasonOf: ReasonOf,
): Generator<Reason> {
  const [before, after] = [shiftsOf(was, older), shiftsOf(is, newer)]
  const spanOf = ({ start, end }: Shift, { timeZone = offsetZone(start) }: Tech) => ({
    start: localInstant(secondFrom(start), timeZone),
    end: localInstant(secondUntil(end), timeZone),
  })
  const seen = new Set<Shift>()
  for (const { start } of visits) {
    const at = secondFrom(start)
    const [lay, lies] = [before, after].map((shifts) => shifts.find((shift) => holds(shift, at)))
    const [old, current] = [lay ?? before.find(overlaps(lies)), lies ?? after.find(overlaps(lay))]
    const known = current ?? old
    if (known === undefined || seen.has(known)) continue
    seen.add(known)
    const techId = is.id
    if (old === undefined) yield reasonOf('SHIFT_NEW', { techId, ...spanOf(known, is) })
    else if (current === undefined) yield reasonOf('SHIFT_GONE', { techId, ...spanOf(old, was) })
    else {
      const fields = fieldsChanged(old, current)
      if (fields.length > 0) yield reasonOf('SHIFT_CHANGED', { techId, ...spanOf(current, is), fields })
    }
  }
}

/** Without any of their own, a technician has one over the whole horizon. */
const shiftsOf = ({ shifts }: Tech, { version }: IndexedPlan): readonly Shift[] => shifts ?? [version.horizon]

const holds = ({ start, end, overtimeUntil = end }: Shift, second: number) =>
  secondFrom(start) <= second && second <= secondUntil(overtimeUntil)

const overlaps = (one: Shift | undefined) => (other: Shift) =>
  one !== undefined && secondFrom(one.start) < secondUntil(other.end) && secondFrom(other.start) < secondUntil(one.end)

/** What else came to the technician's day, or left it: a visit moves for others as well as for itself. */
function* changesOfDays(
  ticketId: string,
  pair: Pair,
  { older, newer }: TwoPlans,
  reasonOf: ReasonOf,
): Generator<Reason> {
  const days = new Map<string, string>()
  if (pair.before) days.set(older.dayOf(pair.before), pair.before.techId)
  if (pair.after) days.set(newer.dayOf(pair.after), pair.after.techId)
  for (const [day, techId] of days) {
    const [were, are] = [older.ticketsOn(day), newer.ticketsOn(day)]
    const others = (some: ReadonlySet<string>) =>
      [...some]
        .filter((id) => id !== ticketId)
        .toSorted()
        .slice(0, MOST_IDS)
    const [came, left] = [others(are.difference(were)), others(were.difference(are))]
    if (came.length + left.length > 0) yield reasonOf('ROUTE_CHANGED', { techId, came, left })
  }
}

/** Stand in a reason at most. */
const MOST_IDS = 50

/** Fields that do not say the same, by name. */
function fieldsChanged<T extends object>(was: T | undefined, is: T | undefined, except: readonly (keyof T)[] = []) {
  if (!was || !is) return []
  const fields = new Set([...Object.keys(was), ...Object.keys(is)] as (keyof T & string)[])
  return [...fields]
    .filter((field) => !except.includes(field) && !isDeepStrictEqual(meaning(was[field]), meaning(is[field])))
    .toSorted()
}

/** A moment is the same moment in whatever zone it is written. */
function meaning(value: unknown): unknown {
  if (typeof value === 'string') return INSTANT.test(value) ? Date.parse(value) : value
  if (Array.isArray(value)) return value.map(meaning)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, meaning(inner)]))
}
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/
