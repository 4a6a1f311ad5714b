// Rule: the time from setting out to being back has a limit, and a price. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import { type Rule, routesWhere } from '../rule.ts'

export const span: Rule = {
  name: 'span',
  violations: routesWhere(
    'SPAN_TOO_LONG',
    ({ departure, back, shift }) => back - departure > (shift.mostSeconds ?? Number.POSITIVE_INFINITY),
  ),
  lines: {
    SPAN: ({ routes }) =>
      sum(routes, ({ departure, back, shift }) => hourly(back - departure, shift.spanCentsPerHour ?? 0)),
  },
}
