// The numbers behind each reason, by code. `minutes` and `km` are rounded, `cents` are exact. Ids only, never a person's
// data, and no words of any language. Imports types only.

import type { Link } from '../../contracts/link.ts'
import type { TravelProfile } from '../../contracts/tech.ts'
import type { Priority } from '../../contracts/ticket.ts'

/** As a ticket would say it; `order` is between such as are fixed in their turn. */
export type Tie = Link['kind'] | 'order' | 'unknown'

/** A finding about several technicians at once: how many, and the first of them by id. */
export type AboutTechs = { techs: number; techIds: string[] }

export type FixedPart = 'technician' | 'time' | 'turn'

/** `levels` has the level of each skill: as a string, since lists of numbers are no params. */
export type SkillsAtLevels = { skills: string[]; levels: string[] }

/** What several changes at once are; a kind that is not among them stays as it is. */
export type Together = {
  windowLaterMinutes?: number
  windowEarlierMinutes?: number
  shiftEndMinutes?: number
  shiftStartMinutes?: number
  durationMinutes?: number
  skills?: string[]
  levels?: string[]
  ticketIds?: string[]
  otherDay?: string
  overtimeMinutes?: number
  areas?: string[]
  units?: string[]
  amounts?: string[]
  maxVisits?: number
}

export type ReasonParams = {
  SKILL_MISSING: AboutTechs & { skill: string }
  SKILL_LEVEL_LOW: AboutTechs & { skill: string; needed: number; highest: number }
  CERT_EXPIRED: AboutTechs & { skill: string }
  TECH_PROHIBITED: AboutTechs
  TECH_NOT_AMONG_REQUIRED: AboutTechs
  TECH_INACTIVE: AboutTechs
  AREA_OUTSIDE: AboutTechs
  APPROVAL_PENDING: AboutTechs
  LOAD_TOO_LARGE: AboutTechs & { unit: string; needed: number; largest: number }
  PART_NOT_ON_VAN: AboutTechs & { part: string; needed: number; most: number }
  TOOL_NOT_ON_VAN: AboutTechs & { tool: string }
  NO_SHIFT_IN_WINDOW: AboutTechs
  UNREACHABLE_IN_WINDOW: AboutTechs & { leastMinutes: number }
  UNREACHABLE_PLACE: AboutTechs
  JOB_LONGER_THAN_SHIFT: AboutTechs & { leastMinutes: number }
  PART_ARRIVES_LATER: AboutTechs & { arrives: string }
  BREAK_BLOCKED: AboutTechs
  LEG_TRAVEL_CAP: AboutTechs & { leastMinutes: number }
  TRAVEL_CAP: AboutTechs & { leastMinutes: number }
  SPAN_CAP: AboutTechs & { leastMinutes: number }
  NO_GAP: AboutTechs
  MAX_JOBS: AboutTechs & { most: number }
  OVERTIME_CAP: AboutTechs & { period: 'day' | 'week'; leastMinutes: number }
  ROOM_KEPT: AboutTechs & { leastMinutes: number }
  REST_NEEDED: AboutTechs
  /** The nearest miss: `needed` is when the shift would end, `limit` when it has to. */
  SHIFT_END_EXCEEDED: AboutTechs & { minutes: number; limit: string; needed: string }
  PROMISE_WOULD_BREAK: AboutTechs
  /** So far outside of what was promised would that ticket be. */
  PROMISE_IN_THE_WAY: AboutTechs & { ticketId: string; minutes: number }
  HELD: AboutTechs & { until: string }
  PIN_CONFLICT: AboutTechs
  PARTNER_UNAVAILABLE: AboutTechs
  TIE_UNMET: AboutTechs & { tie: Tie; ticketIds: string[] }
  NOT_WORTH_IT: AboutTechs & { leastCents: number }
  SEARCH_LIMIT: AboutTechs
  DETOUR_ADDED: { minutes: number; km: number; cents: number }
  WAITING_ADDED: { minutes: number; cents: number }
  OVERTIME_COST: { cents: number }
  SHIFT_OPENED: { shiftStart: string; cents: number }
  SPAN_ADDED: { cents: number }
  TECH_CALLED: { cents: number }
  LATE: { minutes: number; due?: string; cents: number }
  LATEST_OF_ALL: { cents: number }
  SOFT_WINDOW_MISSED: { minutes: number; cents: number }
  PREFERRED_WINDOW_MISSED: { isOwn: boolean; cents: number }
  NOT_AT_ONCE: { cents: number }
  PREFERRED_TECH: { grade: number; cents: number }
  PREFERENCE_MISSED: { cents: number }
  CONTINUITY: { visits: number; lastVisit?: string; cents: number }
  SURPLUS_SKILL: { skills: string[]; held: string[]; needed: string[]; cents: number }
  PREFERRED_AREA_LEFT: { areas: string[]; cents: number }
  TECH_CHANGED: { plannedTechId: string; cents: number }
  PROMISES_MOVED: { minutes: number; start?: string; end?: string; cents: number }
  DAYS_APART: { cents: number }
  FAIRNESS: { cents: number }
  SCATTERED: { cents: number }
  SKILL_MATCH: SkillsAtLevels
  AREA_MATCH: { areas: string[] }
  PARTS_MATCH: { parts: string[]; tools: string[] }
  CREW: { member: number; technicians: number }
  DISTANCE: { minutes: number; km: number; fromTicketId?: string }
  SLA_SLACK: { minutes: number; due: string }
  WINDOW_FIT: { start: string; end: string; timeZone: string }
  PROMISE_KEPT: { start: string; end: string; timeZone: string }
  PINNED: { start: string }
  PARTLY_PINNED: { fixed: FixedPart[] }
  /** Below zero: earlier. */
  VISIT_MOVES: { ticketId: string; minutes: number; cents?: number }
  DURATION_DEFAULTED: { minutes: number; incidentType?: string }
  DUE_DEFAULTED: { due: string; priority: Priority }
  TRAVEL_ESTIMATED: { profile: TravelProfile }
  /** `cause` is the code that the answer's `meta.travel.roads.failure` has. */
  TRAVEL_DEGRADED: { profile: TravelProfile; cause: string }
  /** Without metres there is no road at all. */
  PLACE_OFF_ROAD: { metres?: number }
  OUTRANKED: { rank: number; dearerByCents: number }
  OUTRANKED_AT_LEAST: AboutTechs & { leastCents: number }
  UNLOCK_WINDOW_LATER: { minutes: number }
  UNLOCK_WINDOW_EARLIER: { minutes: number }
  UNLOCK_SHIFT_END: { minutes: number }
  UNLOCK_SHIFT_START: { minutes: number }
  UNLOCK_DURATION: { minutes: number }
  UNLOCK_SKILL: { skill: string; level: number }
  UNLOCK_MOVE: { ticketId: string }
  /** A date, such as 2026-03-04. */
  UNLOCK_OTHER_DAY: { day: string }
  UNLOCK_OVERTIME: { minutes: number }
  UNLOCK_AREA: { area: string }
  /** So much more than there is room for. */
  UNLOCK_LOAD: { unit: string; amount: number }
  /** So many in all. */
  UNLOCK_MAX_VISITS: { count: number }
  UNLOCK_TOGETHER: Together
  TICKET_NEW: { ticketId: string }
  TICKET_CANCELED: { ticketId: string }
  TICKET_ASSIGNED: { ticketId: string; techId: string; start: string }
  TICKET_UNASSIGNED: { ticketId: string; techId: string; start: string }
  /** Names of fields, never what stands in them. */
  TICKET_CHANGED: { ticketId: string; fields: string[] }
  TECH_REPLACED: { ticketId: string; fromTechId: string; toTechId: string; cents?: number }
  /** Below zero: shorter. */
  VISIT_RESIZED: { ticketId: string; minutes: number }
  /** What is promised now. */
  PROMISE_CHANGED: { ticketId: string; start: string; end: string }
  /** Without minutes it is not planned at all. */
  PROMISE_BROKEN: { ticketId: string; minutes?: number; start: string; end: string }
  TECH_NEW: { techId: string }
  TECH_GONE: { techId: string }
  TECH_DEACTIVATED: { techId: string }
  TECH_REACTIVATED: { techId: string }
  TECH_DATA_CHANGED: { techId: string; fields: string[] }
  SHIFT_NEW: { techId: string; start: string; end: string }
  SHIFT_GONE: { techId: string; start: string; end: string }
  /** Start and end are those of now. */
  SHIFT_CHANGED: { techId: string; start: string; end: string; fields: string[] }
  ROUTE_CHANGED: { techId: string; came: string[]; left: string[] }
  PLANNED_ANEW: { ticketId: string }
}
