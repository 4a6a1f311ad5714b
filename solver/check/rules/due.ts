// Rule: each hour that work begins after it was due has a price. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const due: Rule = {
  name: 'due',
  lines: {
    LATENESS: ({ visits }) =>
      sum(visits, ({ wanted, start }) => (wanted.due ? hourly(start - wanted.due.at, wanted.due.centsPerHour) : 0)),
  },
}
