// Rule: a visit may name who has to go, and who must not. Imports solver/check only.
import { type Rule, visitsWhere } from '../rule.ts'

export const namedTechs: Rule = {
  name: 'named technicians',
  violations: (day) => [
    ...visitsWhere('TECH_EXCLUDED', ({ wanted, shift }) => wanted.excludedTechs.includes(shift.tech))(day),
    ...visitsWhere(
      'TECH_NOT_REQUIRED',
      ({ wanted, shift }) => wanted.requiredTechs.length > 0 && !wanted.requiredTechs.includes(shift.tech),
    )(day),
  ],
}
