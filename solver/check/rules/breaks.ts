// Rule: every break is taken, in order, inside its span and undisturbed, unless it could be had at home.
// Imports solver/model.ts and solver/check only.
import type { BreakModel } from '../../model.ts'
import { type Rule, routeViolation } from '../rule.ts'
import type { SeenBreak, SeenRoute } from '../seen.ts'
import { isWithin } from '../spans.ts'
import type { Violation, ViolationCode } from '../violation.ts'

export const breaks: Rule = { name: 'breaks', violations: ({ routes }) => routes.flatMap(breakViolations) }

function breakViolations(seen: SeenRoute): Violation[] {
  const isTaken = new Set(seen.breaks.map(({ entry }) => entry))
  const missing = (seen.shift.breaks ?? []).filter((rule, entry) => isOwed(rule, seen) && !isTaken.has(entry))
  const codes = [
    ...missing.map((): ViolationCode => 'BREAK_MISSING'),
    ...seen.breaks.flatMap((taken) => faults(taken, seen)),
  ]
  return codes.map((code) => routeViolation(code, seen))
}

function faults({ rule, start, end, freeSince, freeUntil, isAtHome }: SeenBreak, seen: SeenRoute): ViolationCode[] {
  const codes: ViolationCode[] = []
  if (isAtHome || start >= seen.back) codes.push('BREAK_AT_HOME')
  if (!isWithin(rule, start)) codes.push('BREAK_OUTSIDE_SPAN')
  if (end !== start + rule.seconds) codes.push('BREAK_END_WRONG')
  if (start < freeSince || end > freeUntil) codes.push('BREAK_OVERLAP')
  return codes
}

/** It can be had neither before setting out nor after coming back. */
const isOwed = ({ opens, closes, seconds }: BreakModel, { departure, back }: SeenRoute): boolean =>
  departure < opens + seconds && back > closes
