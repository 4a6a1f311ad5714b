// The sentence of every reason, in English, made from its numbers alone: same numbers, same words. Times stand in the
// params as local instants, and the sentence reads the clock off them.
import type { ReasonCode } from '../../contracts/reason.ts'
import type { AboutTechs, ReasonParams } from './reason-params.ts'

export const TEXTS: { readonly [Code in ReasonCode]: (params: ReasonParams[Code]) => string } = {
  SKILL_MISSING: (p) => `${techs(p)} without the skill ${p.skill}.`,
  SKILL_LEVEL_LOW: (p) => `${techs(p)} with ${p.skill} below level ${p.needed}; the highest is ${p.highest}.`,
  CERT_EXPIRED: (p) => `${techs(p)} with ${p.skill} not valid over a shift that could take it.`,
  TECH_PROHIBITED: (p) => `${techs(p)} excluded by the ticket.`,
  TECH_NOT_AMONG_REQUIRED: (p) => `${techs(p)} not among those the ticket asks for.`,
  TECH_INACTIVE: (p) => `${techs(p)} not active.`,
  AREA_OUTSIDE: (p) => `${techs(p)} not serving the area.`,
  APPROVAL_PENDING: () => 'An approval is still open; nothing is planned before it is decided.',
  LOAD_TOO_LARGE: (p) => `${techs(p)} without room for ${p.needed} ${p.unit}; the largest van holds ${p.largest}.`,
  PART_NOT_ON_VAN: (p) =>
    `${techs(p)} without ${p.needed} × ${p.part} on the van; the most on any of them is ${p.most}.`,
  TOOL_NOT_ON_VAN: (p) => `${techs(p)} without the tool ${p.tool} on the van.`,
  NO_SHIFT_IN_WINDOW: (p) => `${techs(p)} without a shift at a time the work may begin.`,
  UNREACHABLE_IN_WINDOW: (p) =>
    `${techs(p)} arriving too late even from an empty day, by ${p.leastMinutes} min or more.`,
  UNREACHABLE_PLACE: (p) => `${techs(p)} without a road to the place.`,
  JOB_LONGER_THAN_SHIFT: (p) =>
    `${techs(p)} with a shift too short for travel and work even when empty, by ${p.leastMinutes} min or more.`,
  PART_ARRIVES_LATER: (p) => `${techs(p)} with no way to set out once the parts have arrived, ${moment(p.arrives)}.`,
  BREAK_BLOCKED: (p) => `${techs(p)} with no time for it beside the breaks of the shift.`,
  LEG_TRAVEL_CAP: (p) => `${techs(p)} with a way longer than one drive may be, by ${p.leastMinutes} min or more.`,
  TRAVEL_CAP: (p) => `${techs(p)} with more travel than a shift may have, by ${p.leastMinutes} min or more.`,
  SPAN_CAP: (p) => `${techs(p)} out for longer than they may be, by ${p.leastMinutes} min or more.`,
  NO_GAP: (p) => `${techs(p)} too busy as planned.`,
  MAX_JOBS: (p) => `${techs(p)} with as many visits as a shift may have, ${p.most} at most.`,
  OVERTIME_CAP: (p) => `${techs(p)} over the most they may work in a ${p.period}, by ${p.leastMinutes} min or more.`,
  ROOM_KEPT: (p) => `${techs(p)} with too little room kept for emergencies, by ${p.leastMinutes} min or more.`,
  REST_NEEDED: (p) => `${techs(p)} on days on which they have to rest.`,
  PROMISE_WOULD_BREAK: (p) => `${techs(p)} unable to keep what was promised.`,
  PIN_CONFLICT: () => 'It is fixed to a technician and a time that the rest of the plan does not allow.',
  PARTNER_UNAVAILABLE: (p) => `${techs(p)} with nobody to come along at the same time.`,
  TIE_UNMET: (p) => `${techs(p)} kept from it by its tie (${p.tie}) to ${p.ticketIds.join(', ')}.`,
  SEARCH_LIMIT: (p) => `${techs(p)} not looked at to the end: there may be a place.`,
  NOT_WORTH_IT: (p) => `${techs(p)} dearer than leaving it out, by ${money(p.leastCents)} or more.`,
  DETOUR_ADDED: (p) => `Travel ${signed(p.minutes)} min and ${signed(p.km)} km, price ${money(p.cents)}.`,
  WAITING_ADDED: (p) => `Waiting ${signed(p.minutes)} min, price ${money(p.cents)}.`,
  OVERTIME_COST: (p) => `Overtime, price ${money(p.cents)}.`,
  SHIFT_OPENED: (p) => `The only visit of the shift that starts ${moment(p.shiftStart)}, price ${money(p.cents)}.`,
  SPAN_ADDED: (p) => `Time between setting out and being back, price ${money(p.cents)}.`,
  TECH_CALLED: (p) => `The only visit of this technician, price ${money(p.cents)}.`,
  LATE: (p) =>
    p.due === undefined || p.minutes <= 0
      ? `Other visits of the day begin late because of it, price ${money(p.cents)}.`
      : `Begins ${p.minutes} min after it was due, ${moment(p.due)}, price ${money(p.cents)}.`,
  LATEST_OF_ALL: (p) => `The longest lateness of the plan changes, price ${money(p.cents)}.`,
  SOFT_WINDOW_MISSED: (p) =>
    p.minutes > 0
      ? `Begins ${p.minutes} min outside the windows that were agreed, price ${money(p.cents)}.`
      : `Other visits begin outside the windows that were agreed because of it, price ${money(p.cents)}.`,
  PREFERRED_WINDOW_MISSED: (p) =>
    `${p.isOwn ? 'Begins' : 'Other visits begin'} outside the windows the customer would like, price ${money(p.cents)}.`,
  NOT_AT_ONCE: (p) => `Time until work begins, price ${money(p.cents)}.`,
  PREFERRED_TECH: (p) => `The customer likes this technician, grade ${p.grade} of 100, price ${money(p.cents)}.`,
  PREFERENCE_MISSED: (p) => `The customer prefers someone else, price ${money(p.cents)}.`,
  CONTINUITY: (p) =>
    p.lastVisit === undefined
      ? `Has not been there before, as others have, price ${money(p.cents)}.`
      : `Has been there ${p.visits === 1 ? 'once' : `${p.visits} times`}, last ${day(p.lastVisit)} ${p.lastVisit.slice(0, 4)}, price ${money(p.cents)}.`,
  SURPLUS_SKILL: (p) => `Holds more than the work needs: ${p.skills.join(', ')}, price ${money(p.cents)}.`,
  PREFERRED_AREA_LEFT: (p) => `Would rather work in ${p.areas.join(', ')}, price ${money(p.cents)}.`,
  TECH_CHANGED: (p) => `It was planned with ${p.plannedTechId}, price ${money(p.cents)}.`,
  PROMISES_MOVED: (p) =>
    p.start === undefined || p.end === undefined
      ? `Other visits begin outside what was promised because of it, price ${money(p.cents)}.`
      : `Begins ${p.minutes} min outside what was promised, ${span(p.start, p.end)}, price ${money(p.cents)}.`,
  DAYS_APART: (p) => `Days between it and the tickets it is tied to, price ${money(p.cents)}.`,
  FAIRNESS: (p) => `Work beyond the technician’s fair share, price ${money(p.cents)}.`,
  SCATTERED: (p) => `Distance to the other visits of the shift, price ${money(p.cents)}.`,
  SKILL_MATCH: (p) => `Holds ${p.skills.join(', ')}.`,
  AREA_MATCH: (p) => `Serves ${p.areas.join(', ')}.`,
  PARTS_MATCH: (p) => `Brings ${[...p.parts, ...p.tools].join(', ')}.`,
  CREW: (p) => `Number ${p.member} of ${p.technicians} technicians who come together.`,
  DISTANCE: (p) =>
    `${p.minutes} min and ${p.km} km from ${p.fromTicketId ? `ticket ${p.fromTicketId}` : 'where the shift starts'}.`,
  SLA_SLACK: (p) => `Begins ${p.minutes} min before it is due, ${moment(p.due)}.`,
  WINDOW_FIT: (p) => `Begins in the window ${span(p.start, p.end)} (${p.timeZone}).`,
  PROMISE_KEPT: (p) => `Keeps the promise, ${span(p.start, p.end)} (${p.timeZone}).`,
  PINNED: (p) => `Fixed to this technician and ${moment(p.start)}.`,
  PARTLY_PINNED: (p) => `Fixed as planned: ${p.fixed.join(', ')}.`,
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
