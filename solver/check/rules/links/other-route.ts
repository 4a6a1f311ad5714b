// Rule: some visits do not stand on one route. Imports solver/check only.
import { clashing, linkViolations, servedOf } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'

export const otherRoute: Rule = {
  name: 'other route',
  violations: linkViolations('other-route', ({ visits }, day) =>
    clashing(servedOf(day, visits), (one, other) => one.route === other.route).map((seen) =>
      violation('OTHER_ROUTE_BROKEN', seen),
    ),
  ),
}
