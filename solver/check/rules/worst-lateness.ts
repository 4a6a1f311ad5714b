// Rule: the one visit that is late the longest has a price of its own. Imports solver/check only.
import { hourly } from '../money.ts'
import type { Rule } from '../rule.ts'

export const worstLateness: Rule = {
  name: 'worst lateness',
  lines: {
    WORST_LATENESS: ({ model, visits }) => {
      const longest = visits.reduce(
        (most, { wanted, start }) => Math.max(most, wanted.due ? start - wanted.due.at : 0),
        0,
      )
      return hourly(longest, model.prices?.worstLateCentsPerHour ?? 0)
    },
  },
}
