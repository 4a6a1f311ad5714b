// Rule: of two visits on one route one comes earlier. Imports solver/check only.
import { linkViolations } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'

export const order: Rule = {
  name: 'order',
  violations: linkViolations('order', ({ first, second }, { visits }) => {
    // In the order of the plan, route by route.
    const [one, other] = visits.filter(({ visit }) => visit === first || visit === second)
    return one && one.visit === second && other?.route === one.route ? [violation('ORDER_BROKEN', one)] : []
  }),
}
