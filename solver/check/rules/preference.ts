// Rule: who is liked less costs more. Imports solver/check only.
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const preference: Rule = {
  name: 'preference',
  lines: {
    PREFERENCE: ({ visits }) =>
      sum(
        visits,
        ({ wanted, shift }) =>
          wanted.preferredTechs.find(({ tech }) => tech === shift.tech)?.cents ?? wanted.otherTechCents,
      ),
  },
}
