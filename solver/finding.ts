// What the solver measured about a finished plan: how else a visit could be served, and what is in the way when it is not.
// Facts and numbers only; whoever shows them makes reasons of them. Imports the model only.
import type { CostLines } from './model.ts'

/**
 * One way to serve a visit, all else as planned. Priced exactly: the plan with it minus the plan in which nobody asked
 * for it, so that UNSERVED is always zero here.
 */
export interface PricedOption {
  readonly route: number
  /** Visits before it on its route. */
  readonly position: number
  readonly arrival: number
  readonly start: number
  readonly end: number
  readonly cost: CostLines
  readonly addedSeconds: number
  readonly addedMetres: number
  readonly addedWaitingSeconds: number
  /** From the stop before. */
  readonly legSeconds: number
  readonly legMetres: number
}

/**
 * Why one technician cannot take one visit: all that is in the way, each with its number. Of rules that the day makes
 * binding, each without which there would be a place for it; where that is none alone, those that it takes together.
 */
export type Blocker =
  | { readonly code: 'SKILL_MISSING' | 'CERT_EXPIRED'; readonly skill: string }
  | { readonly code: 'TOOL_MISSING'; readonly tool: string }
  | { readonly code: 'SKILL_LEVEL_LOW'; readonly skill: string; readonly held: number; readonly needed: number }
  | {
      readonly code:
        | 'TECH_PROHIBITED'
        | 'TECH_NOT_AMONG_REQUIRED'
        | 'AREA_OUTSIDE'
        | 'APPROVAL_PENDING'
        | 'UNREACHABLE_PLACE'
        | 'PIN_CONFLICT'
    }
  | { readonly code: 'LOAD_TOO_LARGE'; readonly unit: string; readonly needed: number; readonly capacity: number }
  | { readonly code: 'NO_SHIFT_IN_WINDOW' }
  | { readonly code: 'UNREACHABLE_IN_WINDOW'; readonly lateBySeconds: number }
  | { readonly code: 'JOB_LONGER_THAN_SHIFT'; readonly overBySeconds: number }
  /** What it needs can be loaded from that second on, which is too late. */
  | { readonly code: 'PART_ARRIVES_LATER'; readonly release: number }
  | { readonly code: 'BREAK_BLOCKED' }
  | {
      readonly code: 'LEG_TRAVEL_CAP' | 'TRAVEL_CAP' | 'SPAN_CAP' | 'ROOM_KEPT'
      /** By so much the limit would have to be wider, all else as it is. */
      readonly overBySeconds: number
    }
  | { readonly code: 'OVERTIME_CAP'; readonly period: 'day' | 'week'; readonly overBySeconds: number }
  | { readonly code: 'MAX_JOBS'; readonly most: number }
  | { readonly code: 'REST_NEEDED' }
  | { readonly code: 'PROMISE_WOULD_BREAK' }
  | { readonly code: 'NO_GAP' }
  /** Nobody for one of those who have to come at the same time. */
  | { readonly code: 'PARTNER_UNAVAILABLE' }
  /** Which of the model's links. */
  | { readonly code: 'TIE_UNMET'; readonly link: number }
  /** Not everything that could be tried was tried. */
  | { readonly code: 'SEARCH_LIMIT' }
  /** It could be served, for so much more than leaving it out costs. */
  | { readonly code: 'NOT_WORTH_IT'; readonly cents: number }

export interface UnservedVisit {
  readonly visit: number
  /** By technician; together they say why nobody goes. */
  readonly blockers: readonly { readonly tech: number; readonly blockers: readonly Blocker[] }[]
}
