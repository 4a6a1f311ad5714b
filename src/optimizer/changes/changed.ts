// An input after a change: pure, so that whoever replays what happened gets the same. Says what is so from now on, not what
// follows from it for the visits of others.
import type { Change } from '../../contracts/change.ts'
import { durationSeconds, type Window } from '../../contracts/scalars.ts'
import type { Shift, Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { isoDuration } from '../answer/local-time.ts'
import type { Assignment } from '../live/wire.ts'
import { factsOf } from '../question/facts.ts'
import { entriesOf, type Input, techIn, ticketIn, withEntries, withPlan, withTech, withTicket } from './input.ts'
import { withoutTicket } from './links.ts'
import { refuse } from './refused.ts'
import { goesOnFrom, laterBy, shiftAt, shiftsOf } from './shifts.ts'

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

/** Throws ChangeRefusedError. */
export function changed(input: Input, change: Change): Input {
  switch (change.kind) {
    case 'ticket-added':
      if (input.tickets.some(({ id }) => id === change.ticket.id))
        return refuse('/ticket/id', 'DUPLICATE_ID', 'is the id of a ticket of this plan already')
      return { ...input, tickets: [...input.tickets, change.ticket] }
    case 'ticket-changed':
      ticketIn(input, change.ticket.id, '/ticket/id')
      return withTicket(input, change.ticket)
    case 'ticket-canceled':
      ticketIn(input, change.ticketId)
      return withoutTicket(input, change.ticketId)
    case 'tech-ill':
      return ill(input, change)
    case 'tech-late':
      return late(input, change)
    case 'tech-back':
      return back(input, change)
    case 'tech-added':
      if (input.techs.some(({ id }) => id === change.tech.id))
        return refuse('/tech/id', 'DUPLICATE_ID', 'is the id of a technician of this plan already')
      return { ...input, techs: [...input.techs, change.tech] }
    case 'tech-changed':
      techIn(input, change.tech.id, '/tech/id')
      return withTech(input, change.tech)
    case 'tech-removed':
      return withPlan(
        withTech(input, { ...techIn(input, change.techId), active: false }),
        ({ techId }) => techId !== change.techId,
      )
    case 'visit-started':
      return started(input, change.ticketId, change.techId, change.at)
    case 'visit-finished':
      return finished(input, change)
    case 'visit-overrun':
      return overrun(input, change)
    case 'visit-no-show':
      return noShow(input, change)
    case 'visit-placed':
      return placed(input, change)
    case 'visit-unplaced':
      ticketIn(input, change.ticketId)
      plannedIn(input, change.ticketId, change.techId)
      return withPlan(input, (one) => one.ticketId !== change.ticketId || !isOf(one, change.techId))
    case 'clock':
      if (input.now !== undefined && Date.parse(change.now) < Date.parse(input.now))
        return refuse('/now', 'CLOCK_REVERSED', `is before the moment that the plan has come to (${input.now})`)
      return { ...input, now: change.now }
  }
}

const isOf = ({ techId }: Assignment, wanted: string | undefined) => wanted === undefined || techId === wanted

function plannedIn(input: Input, ticketId: string, techId: string | undefined): Assignment[] {
  const entries = entriesOf(input, ticketId, techId)
  return entries.length > 0 ? entries : refuse('/ticketId', 'NOT_PLANNED', 'has no place in this plan')
}

function ill(input: Input, { techId, from, until = input.horizon.end }: Of<'tech-ill'>): Input {
  const tech = techIn(input, techId)
  const away = spanIn(from, until, '/from')
  const ofPlan = withTech(input, { ...tech, absences: [...(tech.absences ?? []), away] })
  // Also what would have begun, and not ended.
  const isMissed = (one: Assignment) =>
    one.techId === techId && endOf(input, one) > Date.parse(from) && Date.parse(one.start) < Date.parse(until)
  return withPlan(ofPlan, (one) => !isMissed(one))
}

function endOf(input: Input, { ticketId, start }: Assignment): number {
  const ticket = input.tickets.find(({ id }) => id === ticketId)
  const [facts] = ticket ? factsOf({ ...input, tickets: [ticket] }) : []
  return Date.parse(start) + 1000 * (facts?.seconds ?? 0)
}

function spanIn(start: string, end: string, path: string): Window {
  if (Date.parse(end) <= Date.parse(start)) return refuse(path, 'END_BEFORE_START', `is not before ${end}`)
  return { start, end }
}

function late(input: Input, { techId, until }: Of<'tech-late'>): Input {
  const tech = techIn(input, techId)
  const shift = shiftsOf(tech, input)[shiftAt(tech, input, until, '/until')]
  if (shift === undefined) return input
  // Nothing of the shift is left.
  if (Date.parse(until) >= Date.parse(shift.end))
    return ill(input, { kind: 'tech-ill', techId, from: shift.start, until })
  return withTech(input, { ...tech, absences: [...(tech.absences ?? []), spanIn(shift.start, until, '/until')] })
}

function back(input: Input, { techId, from }: Of<'tech-back'>): Input {
  const { absences = [], ...tech } = techIn(input, techId)
  const left = absences.flatMap(({ start, end }): Window[] => {
    if (Date.parse(end) <= Date.parse(from)) return [{ start, end }]
    return Date.parse(start) < Date.parse(from) ? [{ start, end: from }] : []
  })
  return withTech(input, left.length > 0 ? { ...tech, absences: left } : tech)
}

/** A fact: whatever stood against it, it is so. */
function started(input: Input, ticketId: string, by: string | undefined, at: string): Input {
  const ticket = ticketIn(input, ticketId)
  const entries = entriesOf(input, ticketId)
  const hers = entries.filter((one) => isOf(one, by))
  // Somebody else has come in place of who was planned.
  const [replaced] = hers.length > 0 ? hers : entries
  if (replaced === undefined && by === undefined)
    return refuse('/ticketId', 'NOT_PLANNED', 'has no place in this plan, so techId has to say who is there')
  const comers = hers.length > 0 ? hers.map(({ techId }) => techId) : [by ?? '']
  let next = withTicket(input, asBegun(ticket, comers, at))
  for (const techId of comers) {
    const before = hers.find((one) => one.techId === techId) ?? (replaced && { ...replaced, techId })
    const entry: Assignment = { ticketId, techId, start: at, pinned: true, ...promiseKept(before, at) }
    const isReplaced = (one: Assignment) =>
      one.ticketId === ticketId && (one.techId === techId || (hers.length === 0 && one.techId === replaced?.techId))
    next = withPlan(next, (one) => !isReplaced(one))
    next = { ...next, plan: [...(next.plan ?? []), entry] }
    next = goesOnFrom(next, techIn(next, techId), ticket, at, '/at')
  }
  return next
}

function promiseKept(before: Assignment | undefined, at: string): Pick<Assignment, 'promised'> {
  const promised = before && windowPromised(before)
  if (promised === undefined) return {}
  const isKept = Date.parse(promised.start) <= Date.parse(at) && Date.parse(at) <= Date.parse(promised.end)
  return isKept ? { promised } : {}
}

/** The promise of a very start as a window that holds that second alone. */
export function windowPromised({ promised, start }: Assignment): Window | undefined {
  if (promised === undefined || promised === false) return undefined
  return promised === true ? { start, end: laterBy(start, 500) } : promised
}

/** What would forbid that it has begun is over. */
function asBegun(ticket: Ticket, techIds: readonly string[], at: string): Ticket {
  const { windows, requiredTechs, excludedTechs, approvalPending: _, ...rest } = ticket
  const isInTime = windows?.some(
    ({ start, end }) => Date.parse(start) <= Date.parse(at) && Date.parse(at) <= Date.parse(end),
  )
  const required = requiredTechs && [...new Set([...requiredTechs, ...techIds])]
  const excluded = excludedTechs?.filter((id) => !techIds.includes(id))
  return {
    ...rest,
    ...(windows && isInTime && { windows }),
    ...(required && { requiredTechs: required }),
    ...(excluded && { excludedTechs: excluded }),
  }
}

function finished(input: Input, { ticketId, techId, at }: Of<'visit-finished'>): Input {
  const ticket = ticketIn(input, ticketId)
  const entries = entriesOf(input, ticketId, techId)
  const comers = techId !== undefined ? [techId] : plannedIn(input, ticketId, techId).map((one) => one.techId)
  const start = entries.map((one) => one.start).sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? at
  let next = withoutTicket(input, ticketId, { techIds: comers, start, end: at })
  for (const id of comers) next = goesOnFrom(next, withoutParts(techIn(next, id), ticket), ticket, at, '/at', start)
  return next
}

/** What was used is not on the van any more. */
function withoutParts(tech: Tech, { parts = [] }: Ticket): Tech {
  const used = parts.filter(({ part, arrivesAt }) => arrivesAt === undefined && (tech.parts?.[part] ?? 0) > 0)
  if (tech.parts === undefined || used.length === 0) return tech
  const left = { ...tech.parts }
  for (const { part, quantity } of used) left[part] = Math.max(0, (left[part] ?? 0) - quantity)
  return { ...tech, parts: left }
}

function overrun(input: Input, { ticketId, techId, until }: Of<'visit-overrun'>): Input {
  const entries = plannedIn(input, ticketId, techId)
  let next = input
  for (const { techId: id, start } of entries) {
    if (!isUnderWay(next, ticketId, id)) next = started(next, ticketId, id, start)
    const seconds = Math.ceil((Date.parse(until) - Date.parse(start)) / 1000)
    if (seconds <= 0) return refuse('/until', 'END_BEFORE_START', `is not after ${start}, when the work begins`)
    const { setup: _, durations = [], ...ticket } = ticketIn(next, ticketId)
    const others = durations.filter((one) => one.techId !== id)
    next = withTicket(next, { ...ticket, durations: [...others, { techId: id, duration: isoDuration(seconds) }] })
  }
  return next
}

/** Work has begun, and the shift goes on from there. */
export function isUnderWay(input: Input, ticketId: string, techId: string): boolean {
  const tech = input.techs.find(({ id }) => id === techId)
  const [entry] = entriesOf(input, ticketId, techId)
  return (
    entry?.pinned === true && (tech?.shifts ?? []).some(({ start }) => Date.parse(start) === Date.parse(entry.start))
  )
}

function noShow(input: Input, { ticketId, techId, at }: Of<'visit-no-show'>): Input {
  const ticket = ticketIn(input, ticketId)
  const comers = techId !== undefined ? [techId] : plannedIn(input, ticketId, techId).map((one) => one.techId)
  let next = withPlan(input, (one) => one.ticketId !== ticketId || !comers.includes(one.techId))
  for (const id of comers) next = goesOnFrom(next, techIn(next, id), ticket, at, '/at')
  return next
}

function placed(input: Input, { ticketId, techId, start, fromTechId, pinned, promised }: Of<'visit-placed'>): Input {
  ticketIn(input, ticketId)
  techIn(input, techId)
  const { crew = 1 } = ticketIn(input, ticketId)
  const entries = entriesOf(input, ticketId)
  const left = fromTechId ?? (crew > 1 && entries.length > 1 ? techId : entries[0]?.techId)
  const before = entries.find((one) => one.techId === left) ?? (crew > 1 ? undefined : entries[0])
  const told = promised ?? (before && windowPromised(before))
  const entry: Assignment = {
    ticketId,
    techId,
    start,
    ...(pinned !== undefined && { pinned }),
    ...(told !== undefined && { promised: told }),
  }
  if (before === undefined) return { ...input, plan: [...(input.plan ?? []), entry] }
  return withEntries(input, (one) => (one === before ? entry : one))
}

/** Work under way that lasts beyond the shift, or through a break: the day ends where and when it does, and the break waits. */
export function stretched(input: Input, { ticketId, techId, until }: Stretch): Input {
  const ticket = ticketIn(input, ticketId)
  const tech = techIn(input, techId)
  const [entry] = entriesOf(input, ticketId, techId)
  if (entry === undefined) return input
  const { absences = [], ...rest } = tech
  const shifts = shiftsOf(tech, input).map((shift) => {
    if (Date.parse(shift.start) !== Date.parse(entry.start)) return shift
    const { maxDuration: _, maxTravel: __, breaks, ...own } = shift
    const latest = Math.max(Date.parse(until), Date.parse(shift.overtimeUntil ?? shift.end))
    const isLonger = latest > Date.parse(shift.overtimeUntil ?? shift.end)
    const worked = own.worked === undefined ? undefined : workedLeaving(tech, own.worked, entry.start, until)
    const later = breaks && (ticket.pausable === true ? breaks : breaksAfter(breaks, shift, entry.start, until))
    return {
      ...own,
      ...(later && { breaks: later }),
      to: ticket.location,
      ...(isLonger && { overtimeUntil: until }),
      ...(worked !== undefined && { worked }),
    }
  })
  const away = absences.flatMap(({ start, end }) => {
    if (Date.parse(start) >= Date.parse(until) || Date.parse(end) <= Date.parse(entry.start)) return [{ start, end }]
    return Date.parse(end) > Date.parse(until) ? [{ start: until, end }] : []
  })
  return withTech(input, { ...rest, shifts, ...(away.length > 0 && { absences: away }) })
}

type Breaks = NonNullable<Shift['breaks']>

/** Whoever works through a break has it right afterwards, one after the other, as long as the shift lasts. */
function breaksAfter(breaks: Breaks, { end, overtimeUntil = end }: Shift, start: string, until: string): Breaks {
  let free = Date.parse(until)
  return breaks.flatMap((one): Breaks => {
    const ms = durationSeconds(one.duration) * 1000
    const closes = one.window ? Date.parse(one.window.end) : Date.parse(end) - ms
    if (closes < Date.parse(start) || closes >= free) return [one]
    if (free + ms > Date.parse(overtimeUntil)) return []
    const window = { start: one.window?.start ?? start, end: laterBy(until, free - Date.parse(until)) }
    free += ms
    return [{ ...one, window }]
  })
}

/** A fact takes its time, whatever may be worked: of what was worked before, no more counts than leaves room for it. */
function workedLeaving(tech: Tech, worked: string, start: string, until: string): string {
  const seconds = Math.ceil((Date.parse(until) - Date.parse(start)) / 1000)
  const limits = [tech.maxWorkPerDay, tech.maxWorkPerWeek].flatMap((most) => (most === undefined ? [] : [most]))
  const room = Math.min(...limits.map((most) => Math.max(0, durationSeconds(most) - seconds)))
  return isoDuration(Math.min(durationSeconds(worked), room))
}

export interface Stretch {
  readonly ticketId: string
  readonly techId: string
  readonly until: string
}
