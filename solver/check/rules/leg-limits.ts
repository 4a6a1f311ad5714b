// Rule: no drive is too long, nor are all of a shift together, by the clock. Imports solver/check only.
import { sum } from '../money.ts'
import { type Rule, routesWhere } from '../rule.ts'
import type { Violation } from '../violation.ts'

export const legLimits: Rule = {
  name: 'leg limits',
  violations: (day) => [
    ...day.routes.flatMap(({ route, shift, legs }) =>
      legs
        .filter(({ seconds }) => seconds > (shift.mostLegSeconds ?? Number.POSITIVE_INFINITY))
        .map(({ visit }): Violation => ({ code: 'LEG_TOO_LONG', route, ...(visit === undefined ? {} : { visit }) })),
    ),
    ...routesWhere(
      'TRAVEL_TOO_LONG',
      ({ shift, legs }) => sum(legs, ({ seconds }) => seconds) > (shift.mostTravelSeconds ?? Number.POSITIVE_INFINITY),
    )(day),
  ],
}
