// What the judge may find wrong with a plan. Imports nothing.

/** `route` and `visit` as the plan names them; a code alone when the fault belongs to neither. */
export interface Violation {
  readonly code: ViolationCode
  readonly route?: number
  readonly visit?: number
}

export type ViolationCode =
  // the plan as a list
  | 'ROUTE_UNKNOWN'
  | 'ROUTE_TWICE'
  | 'ROUTE_OUT_OF_ORDER'
  | 'ROUTE_EMPTY'
  | 'VISIT_UNKNOWN'
  | 'VISIT_TWICE'
  | 'VISIT_LOST'
  | 'TIME_NOT_WHOLE'
  // the clock
  | 'LEG_UNREACHABLE'
  | 'DEPARTURE_BEFORE_SHIFT'
  | 'ARRIVAL_WRONG'
  | 'START_BEFORE_ARRIVAL'
  | 'START_OUTSIDE_WINDOWS'
  | 'END_WRONG'
  | 'BACK_WRONG'
  | 'BACK_TOO_LATE'
  // what stands already
  | 'PROMISE_BROKEN'
  | 'PIN_BROKEN'
  // who goes
  | 'APPROVAL_PENDING'
  | 'TECH_EXCLUDED'
  | 'TECH_NOT_REQUIRED'
  | 'AREA_OUTSIDE'
  | 'SKILL_MISSING'
  // what fits
  | 'LOAD_TOO_LARGE'
  | 'TOO_MANY_VISITS'
