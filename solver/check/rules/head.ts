// Rule: a technician who is needed at all has a price, once. Imports solver/check only.
import { techOf } from '../lookup.ts'
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const head: Rule = {
  name: 'head',
  lines: {
    HEAD: ({ model, routes }) => {
      const needed = new Set(routes.map(({ shift }) => shift.tech))
      return sum([...needed], (tech) => techOf(model, tech).centsPerHead ?? 0)
    },
  },
}
