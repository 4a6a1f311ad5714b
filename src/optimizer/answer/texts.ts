// The sentence of every reason, in English, made from its numbers alone: same numbers, same words. Times stand in the
// params as local instants, and the sentence reads the clock off them. Ids only, never a person's data.
import type { ReasonCode } from '../../contracts/reason.ts'

/** A finding about several technicians at once: how many, and the first of them by id. */
type AboutTechs = { techs: number; techIds: string[] }

/** The params of each code. `minutes` and `km` are rounded, `cents` are exact. */
export type ReasonParams = {
  SKILL_MISSING: AboutTechs & { skill: string }
  SKILL_LEVEL_LOW: AboutTechs & { skill: string; needed: number; highest: number }
  TECH_PROHIBITED: AboutTechs
  TECH_NOT_AMONG_REQUIRED: AboutTechs
  TECH_INACTIVE: AboutTechs
  AREA_OUTSIDE: AboutTechs
  APPROVAL_PENDING: AboutTechs
  LOAD_TOO_LARGE: AboutTechs & { unit: string; needed: number; largest: number }
  NO_SHIFT_IN_WINDOW: AboutTechs
  UNREACHABLE_IN_WINDOW: AboutTechs & { leastMinutes: number }
  UNREACHABLE_PLACE: AboutTechs
  JOB_LONGER_THAN_SHIFT: AboutTechs & { leastMinutes: number }
  NO_GAP: AboutTechs
  PROMISE_WOULD_BREAK: AboutTechs
  PIN_CONFLICT: AboutTechs
  NOT_WORTH_IT: AboutTechs & { leastCents: number }
  DETOUR_ADDED: { minutes: number; km: number; cents: number }
  WAITING_ADDED: { minutes: number; cents: number }
  OVERTIME_COST: { cents: number }
  SHIFT_OPENED: { shiftStart: string; cents: number }
  LATE: { minutes: number; due?: string; cents: number }
  PREFERRED_TECH: { grade: number; cents: number }
  PREFERENCE_MISSED: { cents: number }
  TECH_CHANGED: { plannedTechId: string; cents: number }
  SKILL_MATCH: { skills: string[] }
  AREA_MATCH: { areas: string[] }
  DISTANCE: { minutes: number; km: number; fromTicketId?: string }
  SLA_SLACK: { minutes: number; due: string }
  WINDOW_FIT: { start: string; end: string; timeZone: string }
  PROMISE_KEPT: { start: string; end: string; timeZone: string }
  PINNED: { start: string }
  DURATION_DEFAULTED: { minutes: number; incidentType?: string }
  DUE_DEFAULTED: { due: string; priority: string }
  TRAVEL_ESTIMATED: { profile: string }
  OUTRANKED: { rank: number; dearerByCents: number }
}

export const TEXTS: { readonly [Code in ReasonCode]: (params: ReasonParams[Code]) => string } = {
  SKILL_MISSING: (p) => `${techs(p)} without the skill ${p.skill}.`,
  SKILL_LEVEL_LOW: (p) => `${techs(p)} with ${p.skill} below level ${p.needed}; the highest is ${p.highest}.`,
  TECH_PROHIBITED: (p) => `${techs(p)} excluded by the ticket.`,
  TECH_NOT_AMONG_REQUIRED: (p) => `${techs(p)} not among those the ticket asks for.`,
  TECH_INACTIVE: (p) => `${techs(p)} not active.`,
  AREA_OUTSIDE: (p) => `${techs(p)} not serving the area.`,
  APPROVAL_PENDING: () => 'An approval is still open; nothing is planned before it is decided.',
  LOAD_TOO_LARGE: (p) => `${techs(p)} without room for ${p.needed} ${p.unit}; the largest van holds ${p.largest}.`,
  NO_SHIFT_IN_WINDOW: (p) => `${techs(p)} without a shift at a time the work may begin.`,
  UNREACHABLE_IN_WINDOW: (p) =>
    `${techs(p)} arriving too late even from an empty day, by ${p.leastMinutes} min or more.`,
  UNREACHABLE_PLACE: (p) => `${techs(p)} without a road to the place.`,
  JOB_LONGER_THAN_SHIFT: (p) =>
    `${techs(p)} with a shift too short for travel and work even when empty, by ${p.leastMinutes} min or more.`,
  NO_GAP: (p) => `${techs(p)} too busy as planned.`,
  PROMISE_WOULD_BREAK: (p) => `${techs(p)} unable to keep what was promised.`,
  PIN_CONFLICT: () => 'It is fixed to a technician and a time that the rest of the plan does not allow.',
  NOT_WORTH_IT: (p) => `${techs(p)} dearer than leaving it out, by ${money(p.leastCents)} or more.`,
  DETOUR_ADDED: (p) => `Travel ${signed(p.minutes)} min and ${signed(p.km)} km, price ${money(p.cents)}.`,
  WAITING_ADDED: (p) => `Waiting ${signed(p.minutes)} min, price ${money(p.cents)}.`,
  OVERTIME_COST: (p) => `Overtime, price ${money(p.cents)}.`,
  SHIFT_OPENED: (p) => `The only visit of the shift that starts ${moment(p.shiftStart)}, price ${money(p.cents)}.`,
  LATE: (p) =>
    p.due === undefined || p.minutes <= 0
      ? `Other visits of the day begin late because of it, price ${money(p.cents)}.`
      : `Begins ${p.minutes} min after it was due, ${moment(p.due)}, price ${money(p.cents)}.`,
  PREFERRED_TECH: (p) => `The customer likes this technician, grade ${p.grade} of 100, price ${money(p.cents)}.`,
  PREFERENCE_MISSED: (p) => `The customer prefers someone else, price ${money(p.cents)}.`,
  TECH_CHANGED: (p) => `It was planned with ${p.plannedTechId}, price ${money(p.cents)}.`,
  SKILL_MATCH: (p) => `Holds ${p.skills.join(', ')}.`,
  AREA_MATCH: (p) => `Serves ${p.areas.join(', ')}.`,
  DISTANCE: (p) =>
    `${p.minutes} min and ${p.km} km from ${p.fromTicketId ? `ticket ${p.fromTicketId}` : 'where the shift starts'}.`,
  SLA_SLACK: (p) => `Begins ${p.minutes} min before it is due, ${moment(p.due)}.`,
  WINDOW_FIT: (p) => `Begins in the window ${span(p.start, p.end)} (${p.timeZone}).`,
  PROMISE_KEPT: (p) => `Keeps the promise, ${span(p.start, p.end)} (${p.timeZone}).`,
  PINNED: (p) => `Fixed to this technician and ${moment(p.start)}.`,
  DURATION_DEFAULTED: (p) =>
    `The ticket states no duration; ${p.minutes} min were assumed${p.incidentType ? ` for ${p.incidentType}` : ''}.`,
  DUE_DEFAULTED: (p) => `The ticket states no due time; ${moment(p.due)} follows from its priority, ${p.priority}.`,
  TRAVEL_ESTIMATED: (p) => `Travel by ${p.profile} is estimated from the distance as the crow flies.`,
  OUTRANKED: (p) => `Number ${p.rank} for this ticket, ${money(p.dearerByCents)} dearer than the first.`,
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const clock = (instant: string) => instant.slice(11, 16)
const day = (instant: string) => {
  const date = new Date(`${instant.slice(0, 10)}T00:00:00Z`)
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}
const moment = (instant: string) => `${day(instant)} ${clock(instant)}`
const span = (start: string, end: string) =>
  start === end
    ? moment(start)
    : `${moment(start)}–${start.slice(0, 10) === end.slice(0, 10) ? clock(end) : moment(end)}`
const money = (cents: number) => (cents / 100).toFixed(2)
const signed = (amount: number) => `${amount < 0 ? '−' : '+'}${Math.abs(amount)}`
const techs = ({ techs }: AboutTechs) =>
  techs === 0 ? 'No technician at all, and so none' : `${techs} technician${techs === 1 ? '' : 's'}`
