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
  | 'BREAK_UNKNOWN'
  | 'BREAK_TWICE'
  | 'BREAK_OUT_OF_ORDER'
  | 'RELOAD_UNKNOWN'
  | 'RELOAD_TWICE'
  | 'RELOAD_OUT_OF_ORDER'
  | 'TIME_NOT_WHOLE'
  // the clock
  | 'LEG_UNREACHABLE'
  | 'LEG_TOO_LONG'
  | 'TRAVEL_TOO_LONG'
  | 'DEPARTURE_BEFORE_SHIFT'
  | 'ARRIVAL_WRONG'
  | 'START_BEFORE_ARRIVAL'
  | 'START_OUTSIDE_WINDOWS'
  | 'START_NOT_SNAPPED'
  | 'END_WRONG'
  | 'BACK_WRONG'
  | 'BACK_TOO_LATE'
  | 'SPAN_TOO_LONG'
  // breaks
  | 'BREAK_MISSING'
  | 'BREAK_AT_HOME'
  | 'BREAK_OUTSIDE_SPAN'
  | 'BREAK_END_WRONG'
  | 'BREAK_OVERLAP'
  // depots
  | 'TOO_MANY_RELOADS'
  | 'RELOAD_BEFORE_ARRIVAL'
  | 'RELOAD_OUTSIDE_WINDOWS'
  | 'RELOAD_END_WRONG'
  | 'TRIP_BEFORE_RELEASE'
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
  | 'TOOL_MISSING'
  | 'TOO_MANY_VISITS'
  // how much one person does
  | 'RESERVE_USED'
  | 'DAY_TOO_BUSY'
  | 'WEEK_TOO_BUSY'
  | 'REST_MISSING'
  // ties between visits
  | 'SAME_TIME_BROKEN'
  | 'AFTER_BROKEN'
  | 'SAME_TECH_BROKEN'
  | 'OTHER_TECH_BROKEN'
  | 'OTHER_ROUTE_BROKEN'
  | 'OTHER_TIME_BROKEN'
  | 'ORDER_BROKEN'
