// Rule: who goes straight from one visit to another one somewhere else pays for the way once more. Imports solver/check only.
import { perKm, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const scatter: Rule = {
  name: 'scatter',
  lines: {
    SCATTER: ({ model, routes }) => {
      const centsPerKm = model.prices?.scatterCentsPerKm ?? 0
      return sum(routes, ({ legs }) => sum(legs, (leg) => (leg.isScattered ? perKm(leg.metres, centsPerKm) : 0)))
    },
  },
}
