// Rule: who goes straight from one visit to another one somewhere else pays for the way once more. Imports solver/check only.
import { perKm, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const scatter: Rule = {
  name: 'scatter',
  lines: {
    SCATTER: ({ model, routes }) => {
      const scattered = routes.flatMap(({ legs }) => legs.filter(({ isScattered }) => isScattered))
      return sum(scattered.map(({ metres }) => perKm(metres, model.prices?.scatterCentsPerKm ?? 0)))
    },
  },
}
