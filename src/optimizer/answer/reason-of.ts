// One reason in the form of the contract: its kind from the code, its sentence from the numbers, its amount from the cents.
import type { Reason, ReasonCode } from '../../contracts/reason.ts'
import { type ReasonParams, TEXTS } from './texts.ts'

const KINDS: Readonly<Record<ReasonCode, Reason['kind']>> = {
  SKILL_MISSING: 'blocker',
  SKILL_LEVEL_LOW: 'blocker',
  TECH_PROHIBITED: 'blocker',
  TECH_NOT_AMONG_REQUIRED: 'blocker',
  TECH_INACTIVE: 'blocker',
  AREA_OUTSIDE: 'blocker',
  APPROVAL_PENDING: 'blocker',
  LOAD_TOO_LARGE: 'blocker',
  NO_SHIFT_IN_WINDOW: 'blocker',
  UNREACHABLE_IN_WINDOW: 'blocker',
  UNREACHABLE_PLACE: 'blocker',
  JOB_LONGER_THAN_SHIFT: 'blocker',
  NO_GAP: 'blocker',
  PROMISE_WOULD_BREAK: 'blocker',
  PIN_CONFLICT: 'blocker',
  NOT_WORTH_IT: 'blocker',
  DETOUR_ADDED: 'trade-off',
  WAITING_ADDED: 'trade-off',
  OVERTIME_COST: 'trade-off',
  SHIFT_OPENED: 'trade-off',
  LATE: 'trade-off',
  PREFERRED_TECH: 'trade-off',
  PREFERENCE_MISSED: 'trade-off',
  TECH_CHANGED: 'trade-off',
  SKILL_MATCH: 'fact',
  AREA_MATCH: 'fact',
  DISTANCE: 'fact',
  SLA_SLACK: 'fact',
  WINDOW_FIT: 'fact',
  PROMISE_KEPT: 'fact',
  PINNED: 'fact',
  DURATION_DEFAULTED: 'fact',
  DUE_DEFAULTED: 'fact',
  TRAVEL_ESTIMATED: 'fact',
  OUTRANKED: 'fact',
}

export function reasonOf<Code extends ReasonCode>(code: Code, params: ReasonParams[Code], setting?: string): Reason {
  const text: (params: ReasonParams[Code]) => string = TEXTS[code]
  return {
    code,
    kind: KINDS[code],
    params: { ...params },
    text: text(params),
    ...('cents' in params && { amount: params.cents }),
    ...(setting !== undefined && { setting }),
  }
}
