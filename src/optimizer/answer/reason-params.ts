// The numbers behind each reason, by code. `minutes` and `km` are rounded, `cents` are exact. Ids only, never a person's
// data. Imports types only.

/** A finding about several technicians at once: how many, and the first of them by id. */
export type AboutTechs = { techs: number; techIds: string[] }

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
  PROMISE_WOULD_BREAK: AboutTechs
  PIN_CONFLICT: AboutTechs
  PARTNER_UNAVAILABLE: AboutTechs
  TIE_UNMET: AboutTechs & { tie: string; ticketIds: string[] }
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
  SURPLUS_SKILL: { skills: string[]; cents: number }
  PREFERRED_AREA_LEFT: { areas: string[]; cents: number }
  TECH_CHANGED: { plannedTechId: string; cents: number }
  PROMISES_MOVED: { minutes: number; start?: string; end?: string; cents: number }
  DAYS_APART: { cents: number }
  FAIRNESS: { cents: number }
  SCATTERED: { cents: number }
  SKILL_MATCH: { skills: string[] }
  AREA_MATCH: { areas: string[] }
  PARTS_MATCH: { parts: string[]; tools: string[] }
  CREW: { member: number; technicians: number }
  DISTANCE: { minutes: number; km: number; fromTicketId?: string }
  SLA_SLACK: { minutes: number; due: string }
  WINDOW_FIT: { start: string; end: string; timeZone: string }
  PROMISE_KEPT: { start: string; end: string; timeZone: string }
  PINNED: { start: string }
  PARTLY_PINNED: { fixed: string[] }
  DURATION_DEFAULTED: { minutes: number; incidentType?: string }
  DUE_DEFAULTED: { due: string; priority: string }
  TRAVEL_ESTIMATED: { profile: string }
  OUTRANKED: { rank: number; dearerByCents: number }
}
