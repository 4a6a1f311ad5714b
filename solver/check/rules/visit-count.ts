// Rule: a shift takes so many visits. Imports solver/check only.
import { type Rule, routesWhere } from '../rule.ts'

export const visitCount: Rule = {
  name: 'visit count',
  violations: routesWhere('TOO_MANY_VISITS', ({ visits, shift }) => visits.length > shift.maxVisits),
}
