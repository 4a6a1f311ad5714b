// Rule: nobody sets out before the shift opens, or comes back after its last second; a shift that is used has a price.
// Imports solver/check only.
import { sum } from '../money.ts'
import { type Rule, routesWhere } from '../rule.ts'

export const shiftBounds: Rule = {
  name: 'shift bounds',
  violations: (day) => [
    ...routesWhere('DEPARTURE_BEFORE_SHIFT', ({ departure, shift }) => departure < shift.opens)(day),
    ...routesWhere('BACK_TOO_LATE', ({ back, shift }) => back > shift.latest)(day),
  ],
  lines: { SHIFT: ({ routes }) => sum(routes, ({ shift }) => shift.centsPerShift) },
}
