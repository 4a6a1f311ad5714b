// Every sentence in English.

import type { AboutTechs, ReasonParams, SkillsAtLevels } from './reason-params.ts'
import { FIELD_NAMES } from './texts-fields.ts'
import {
  bareParams,
  calendarDay,
  clausesOf,
  clock,
  isSameDay,
  list,
  namesOf,
  signed,
  type UnlockClauses,
} from './texts-parts.ts'
import type { PriceDifference, Wording } from './wording.ts'

const REASONS: Wording['reasons'] = {
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
  NO_SHIFT_IN_WINDOW: (p) =>
    p.techs === 0 ? 'There is no technician at all.' : `${techs(p)} without a shift at a time the work may begin.`,
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
  SHIFT_END_EXCEEDED: (p) =>
    `${techs(p)} over the end of the shift by ${p.minutes} min or more: until ${moment(p.needed)} instead of ${isSameDay(p.limit, p.needed) ? clock(p.limit) : moment(p.limit)}.`,
  PROMISE_WOULD_BREAK: (p) => `${techs(p)} unable to keep what was promised.`,
  PROMISE_IN_THE_WAY: (p) =>
    `${techs(p)} unable to keep the promise of ticket ${p.ticketId}, which would begin ${p.minutes} min outside of it.`,
  HELD: (p) => `${techs(p)} with the place held for another caller until ${moment(p.until)}.`,
  PIN_CONFLICT: () => 'It is fixed to a technician and a time that the rest of the plan does not allow.',
  PARTNER_UNAVAILABLE: (p) => `${techs(p)} with nobody to come along at the same time.`,
  TIE_UNMET: (p) => `${techs(p)} kept from it by its tie (${p.tie}) to ${list(p.ticketIds)}.`,
  SEARCH_LIMIT: (p) => `${techs(p)} not looked at to the end: there may be a place.`,
  NOT_WORTH_IT: (p) => `${techs(p)} dearer than leaving it out, by ${money(p.leastCents)} or more.`,
  DETOUR_ADDED: (p) =>
    `Travel ${signed(p.minutes, String)} min and ${signed(p.km, String)} km, price ${money(p.cents)}.`,
  WAITING_ADDED: (p) => `Waiting ${signed(p.minutes, String)} min, price ${money(p.cents)}.`,
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
      : `Has been there ${p.visits === 1 ? 'once' : `${p.visits} times`}, last ${day(p.lastVisit)} ${calendarDay(p.lastVisit).year}, price ${money(p.cents)}.`,
  SURPLUS_SKILL: (p) => `Holds more than the work needs: ${surplus(p)}, price ${money(p.cents)}.`,
  PREFERRED_AREA_LEFT: (p) => `Would rather work in ${list(p.areas)}, price ${money(p.cents)}.`,
  TECH_CHANGED: (p) => `It was planned with ${p.plannedTechId}, price ${money(p.cents)}.`,
  PROMISES_MOVED: (p) =>
    p.start === undefined || p.end === undefined
      ? `Other visits begin outside what was promised because of it, price ${money(p.cents)}.`
      : `Begins ${p.minutes} min outside what was promised, ${span(p.start, p.end)}, price ${money(p.cents)}.`,
  DAYS_APART: (p) => `Days between it and the tickets it is tied to, price ${money(p.cents)}.`,
  FAIRNESS: (p) => `Work beyond the technician’s fair share, price ${money(p.cents)}.`,
  SCATTERED: (p) => `Distance to the other visits of the shift, price ${money(p.cents)}.`,
  SKILL_MATCH: (p) => `Holds ${atLevels(p)}.`,
  AREA_MATCH: (p) => `Serves ${list(p.areas)}.`,
  PARTS_MATCH: (p) => `Brings ${list([...p.parts, ...p.tools])}.`,
  CREW: (p) => `Number ${p.member} of ${p.technicians} technicians who come together.`,
  DISTANCE: (p) =>
    `${p.minutes} min and ${p.km} km from ${p.fromTicketId ? `ticket ${p.fromTicketId}` : 'where the shift starts'}.`,
  SLA_SLACK: (p) => `Begins ${p.minutes} min before it is due, ${moment(p.due)}.`,
  WINDOW_FIT: (p) => `Begins in the window ${span(p.start, p.end)} (${p.timeZone}).`,
  PROMISE_KEPT: (p) => `Keeps the promise, ${span(p.start, p.end)} (${p.timeZone}).`,
  PINNED: (p) => `Fixed to this technician and ${moment(p.start)}.`,
  PARTLY_PINNED: (p) => `Fixed as planned: ${list(p.fixed)}.`,
  VISIT_MOVES: (p) =>
    p.minutes === 0
      ? `Ticket ${p.ticketId} keeps its time${priced(p)}.`
      : `Ticket ${p.ticketId} begins ${Math.abs(p.minutes)} min ${p.minutes < 0 ? 'earlier' : 'later'}${priced(p)}.`,
  DURATION_DEFAULTED: (p) =>
    `The ticket states no duration; ${p.minutes} min were assumed${p.incidentType ? ` for ${p.incidentType}` : ''}.`,
  DUE_DEFAULTED: (p) => `The ticket states no due time; ${moment(p.due)} follows from its priority, ${p.priority}.`,
  TRAVEL_ESTIMATED: (p) => `Travel by ${p.profile} is estimated from the distance as the crow flies.`,
  TRAVEL_DEGRADED: (p) =>
    `The road service gave no answer (${p.cause}); travel by ${p.profile} is estimated from the distance as the crow flies.`,
  PLACE_OFF_ROAD: (p) =>
    p.metres === undefined
      ? 'The map has no road near the place.'
      : `The place lies ${p.metres} m from the nearest road of the map; travel is measured to there.`,
  OUTRANKED: (p) => `Number ${p.rank} for this ticket, ${money(p.dearerByCents)} dearer than the first.`,
  OUTRANKED_AT_LEAST: (p) =>
    `${techs(p)} at least ${money(p.leastCents)} dearer than the first; nothing further was tried.`,
  UNLOCK_WINDOW_LATER: (p) => possibleIf(unlock.windowLater(p.minutes)),
  UNLOCK_WINDOW_EARLIER: (p) => possibleIf(unlock.windowEarlier(p.minutes)),
  UNLOCK_SHIFT_END: (p) => possibleIf(unlock.shiftEnd(p.minutes)),
  UNLOCK_SHIFT_START: (p) => possibleIf(unlock.shiftStart(p.minutes)),
  UNLOCK_DURATION: (p) => possibleIf(unlock.duration(p.minutes)),
  UNLOCK_SKILL: (p) => possibleIf(unlock.skills([p.skill], [String(p.level)])),
  UNLOCK_MOVE: (p) => possibleIf(unlock.moves([p.ticketId])),
  UNLOCK_OTHER_DAY: (p) => possibleIf(unlock.otherDay(p.day)),
  UNLOCK_OVERTIME: (p) => possibleIf(unlock.overtime(p.minutes)),
  UNLOCK_AREA: (p) => possibleIf(unlock.areas([p.area])),
  UNLOCK_LOAD: (p) => possibleIf(unlock.load(p.unit, p.amount)),
  UNLOCK_MAX_VISITS: (p) => possibleIf(unlock.maxVisits(p.count)),
  UNLOCK_TOGETHER: (p) => possibleIf(...clausesOf(p, unlock)),
  TICKET_NEW: (p) => `Ticket ${p.ticketId} is new.`,
  TICKET_CANCELED: (p) => `Ticket ${p.ticketId} is no longer there.`,
  TICKET_ASSIGNED: (p) => `Ticket ${p.ticketId} is now planned, with ${p.techId}, ${moment(p.start)}.`,
  TICKET_UNASSIGNED: (p) => `Ticket ${p.ticketId} is no longer planned; it was with ${p.techId}, ${moment(p.start)}.`,
  TICKET_CHANGED: (p) => `Changed in ticket ${p.ticketId}: ${namesOf(p.fields, FIELD_NAMES.en.ticket)}.`,
  TECH_REPLACED: (p) => `Ticket ${p.ticketId} goes from ${p.fromTechId} to ${p.toTechId}${priced(p)}.`,
  VISIT_RESIZED: (p) =>
    `The visit of ticket ${p.ticketId} lasts ${Math.abs(p.minutes)} min ${p.minutes < 0 ? 'less' : 'longer'}.`,
  PROMISE_CHANGED: (p) => `What was promised for ticket ${p.ticketId} is now ${span(p.start, p.end)}.`,
  PROMISE_BROKEN: (p) =>
    `The promise of ticket ${p.ticketId}, ${span(p.start, p.end)}, is ${p.minutes === undefined ? 'not kept: it is not planned' : `missed by ${p.minutes} min`}.`,
  TECH_NEW: (p) => `Technician ${p.techId} is new.`,
  TECH_GONE: (p) => `Technician ${p.techId} is no longer there.`,
  TECH_DEACTIVATED: (p) => `Technician ${p.techId} is no longer active.`,
  TECH_REACTIVATED: (p) => `Technician ${p.techId} is active again.`,
  TECH_DATA_CHANGED: (p) => `Changed for technician ${p.techId}: ${namesOf(p.fields, FIELD_NAMES.en.tech)}.`,
  SHIFT_NEW: (p) => `Technician ${p.techId} has a new shift, ${span(p.start, p.end)}.`,
  SHIFT_GONE: (p) => `Technician ${p.techId} no longer has the shift ${span(p.start, p.end)}.`,
  SHIFT_CHANGED: (p) =>
    `Changed in the shift of technician ${p.techId}, now ${span(p.start, p.end)}: ${namesOf(p.fields, FIELD_NAMES.en.shift)}.`,
  ROUTE_CHANGED: (p) =>
    `On the same day of technician ${p.techId}: ${[...(p.came.length > 0 ? [`in ${list(p.came)}`] : []), ...(p.left.length > 0 ? [`out ${list(p.left)}`] : [])].join('; ')}.`,
  PLANNED_ANEW: (p) =>
    `Nothing about ticket ${p.ticketId} or its technician explains it; it follows from planning anew.`,
}

const unlock: UnlockClauses = {
  windowLater: (minutes) => `the window ended ${minutes} min later`,
  windowEarlier: (minutes) => `the window began ${minutes} min earlier`,
  shiftEnd: (minutes) => `the shift ended ${minutes} min later`,
  shiftStart: (minutes) => `the shift began ${minutes} min earlier`,
  duration: (minutes) => `the work took ${minutes} min less`,
  skills: (skills, levels) => `the technician held ${atLevels({ skills, levels })}`,
  moves: (ticketIds) => `the visit${ticketIds.length === 1 ? '' : 's'} of ${list(ticketIds)} moved`,
  otherDay: (date) => `it were done on ${day(date)}`,
  overtime: (minutes) => `${minutes} min of overtime were allowed`,
  areas: (areas) => `the technician served ${list(areas)}`,
  load: (unit, amount) => `the van had room for ${amount} ${unit} more`,
  maxVisits: (count) => `the shift could have ${count} visit${count === 1 ? '' : 's'}`,
}
const possibleIf = (...clauses: readonly string[]) => `Possible if ${clauses.join(' and ')}.`

const COST_LINES: Readonly<Record<PriceDifference['code'], string>> = {
  TRAVEL: 'travel',
  WAITING: 'waiting',
  OVERTIME: 'overtime',
  SHIFT: 'shift',
  SPAN: 'time out',
  HEAD: 'technician called',
  LATENESS: 'lateness',
  WORST_LATENESS: 'longest lateness',
  SOFT_WINDOW: 'agreed windows',
  PREFERRED_WINDOW: 'preferred windows',
  ASAP: 'time until work begins',
  PREFERENCE: 'preferred technician',
  CONTINUITY: 'continuity',
  SURPLUS_SKILL: 'surplus skills',
  AREA: 'preferred areas',
  CHANGE: 'change of technician',
  PROMISE: 'promises',
  GAP: 'days between tied tickets',
  FAIRNESS: 'fair share',
  SCATTER: 'scattered route',
  UNSERVED: 'tickets left out',
}

function versus(deltaTotal: number, lines: readonly PriceDifference[]): string {
  if (lines.length === 0) return 'As dear as the other option, line by line.'
  const total =
    deltaTotal === 0
      ? 'As dear as the other option'
      : `${moreOrLess(deltaTotal, 'dearer', 'cheaper')} than the other option`
  return `${total}: ${list(lines.map(({ code, delta }) => `${COST_LINES[code]} ${moreOrLess(delta, 'more', 'less')}`))}.`
}
const moreOrLess = (cents: number, more: string, less: string) => `${money(Math.abs(cents))} ${cents < 0 ? less : more}`

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const day = (instant: string) => {
  const date = calendarDay(instant)
  return `${WEEKDAYS[date.weekday]} ${date.day} ${MONTHS[date.month]}`
}
const moment = (instant: string) => `${day(instant)} ${clock(instant)}`
const span = (start: string, end: string) =>
  start === end ? moment(start) : `${moment(start)}–${isSameDay(start, end) ? clock(end) : moment(end)}`
const money = (cents: number) => (cents / 100).toFixed(2)
const priced = ({ cents }: { readonly cents?: number }) => (cents === undefined ? '' : `, price ${money(cents)}`)
const techs = ({ techs }: AboutTechs) => `${techs} technician${techs === 1 ? '' : 's'}`
const atLevels = ({ skills, levels }: { readonly [Key in keyof SkillsAtLevels]: readonly string[] }) =>
  list(skills.map((skill, index) => (levels[index] === '1' ? skill : `${skill} (level ${levels[index]})`)))
const surplus = ({ skills, held, needed }: ReasonParams['SURPLUS_SKILL']) =>
  list(skills.map((skill, index) => `${skill} (level ${held[index]}, not ${needed[index]})`))

export const ENGLISH: Wording = {
  reasons: REASONS,
  unknown: (code, params) => `Reason ${code}: ${bareParams(params) || 'no further facts'}.`,
  versus,
}
