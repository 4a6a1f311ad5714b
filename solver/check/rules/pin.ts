// Rule: what is fixed for good stays with its technician, at its second. Imports solver/check only.
import { type Rule, visitsWhere } from '../rule.ts'

export const pin: Rule = {
  name: 'pin',
  violations: visitsWhere(
    'PIN_BROKEN',
    ({ wanted: { pinned }, shift, start }) =>
      pinned !== undefined && (pinned.start !== start || pinned.tech !== shift.tech),
  ),
}
