// Rule: each drive has its price, time by the clock and way together. Imports solver/check only.
import { forLeg, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const travel: Rule = {
  name: 'travel',
  lines: {
    TRAVEL: ({ routes }) =>
      sum(routes, ({ shift, legs }) =>
        sum(legs, ({ seconds, metres }) => forLeg(seconds, shift.centsPerHour, metres, shift.centsPerKm)),
      ),
  },
}
