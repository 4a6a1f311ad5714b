// Rule: each hour until work begins has a price. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const asSoonAsPossible: Rule = {
  name: 'as soon as possible',
  lines: {
    ASAP: ({ visits }) =>
      sum(visits, ({ wanted, start }) =>
        wanted.asap ? hourly(start - wanted.asap.from, wanted.asap.centsPerHour) : 0,
      ),
  },
}
