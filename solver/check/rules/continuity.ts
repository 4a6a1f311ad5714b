// Rule: who has been there before knows the way around; a stranger costs more. Imports solver/check only.
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const continuity: Rule = {
  name: 'continuity',
  lines: {
    CONTINUITY: ({ visits }) =>
      sum(
        visits,
        ({ wanted, shift }) =>
          wanted.knownTechs?.find(({ tech }) => tech === shift.tech)?.cents ?? wanted.strangerCents ?? 0,
      ),
  },
}
