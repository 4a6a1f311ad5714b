// Rule: technicians stay in the areas they serve, and rather in those they prefer. Imports solver/check only.
import { techOf } from '../lookup.ts'
import { sum } from '../money.ts'
import { type Rule, visitsWhere } from '../rule.ts'

export const areas: Rule = {
  name: 'areas',
  violations: visitsWhere(
    'AREA_OUTSIDE',
    ({ wanted, shift }, { model }) =>
      wanted.areas.length > 0 && !techOf(model, shift.tech).areas.some((area) => wanted.areas.includes(area)),
  ),
  lines: {
    AREA: ({ model, visits }) =>
      sum(visits, ({ wanted, shift }) => {
        const { preferredAreas = [] } = techOf(model, shift.tech)
        if (preferredAreas.length === 0 || wanted.areas.length === 0) return 0
        const isPreferred = preferredAreas.some((area) => wanted.areas.includes(area))
        return isPreferred ? 0 : (model.prices?.areaMissedCents ?? 0)
      }),
  },
}
