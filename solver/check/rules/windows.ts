// Rule: work begins inside one of the visit's windows. Imports solver/check only.
import { type Rule, visitsWhere } from '../rule.ts'
import { isWithin } from '../spans.ts'

export const windows: Rule = {
  name: 'windows',
  violations: visitsWhere(
    'START_OUTSIDE_WINDOWS',
    ({ wanted, start }) => wanted.windows.length > 0 && !wanted.windows.some((window) => isWithin(window, start)),
  ),
}
