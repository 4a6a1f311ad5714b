// Rule: what the customer was told holds, or is moved a little for a price. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import { type Rule, visitsWhere } from '../rule.ts'
import { distanceTo } from '../spans.ts'

export const promise: Rule = {
  name: 'promise',
  violations: visitsWhere(
    'PROMISE_BROKEN',
    ({ wanted: { promised }, start }) =>
      promised !== undefined && distanceTo(promised, start) > (promised.moved?.most ?? 0),
  ),
  lines: {
    PROMISE: ({ visits }) =>
      sum(visits, ({ wanted: { promised }, start }) =>
        promised?.moved ? hourly(distanceTo(promised, start), promised.moved.centsPerHour) : 0,
      ),
  },
}
