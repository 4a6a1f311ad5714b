// Rule: a shift with planned work keeps room for emergencies, which alone may use it. Imports solver/check only.
import { sum } from '../money.ts'
import { type Rule, routesWhere } from '../rule.ts'
import type { SeenRoute } from '../seen.ts'

export const reserve: Rule = {
  name: 'reserve',
  violations: routesWhere('RESERVE_USED', (seen) => {
    const { opens, closes, reserveSeconds = 0 } = seen.shift
    const isPlanned = seen.visits.some(({ wanted }) => !wanted.isEmergency)
    return isPlanned && reserveSeconds > 0 && usedSeconds(seen) + reserveSeconds > closes - opens
  }),
}

/** All that fills the shift, but for the work at emergencies; the way to them is driven all the same. */
const usedSeconds = ({ busySeconds, visits, breaks }: SeenRoute): number =>
  busySeconds -
  sum(visits, ({ wanted, workSeconds }) => (wanted.isEmergency ? workSeconds : 0)) +
  sum(breaks, ({ rule }) => (rule.isPaid ? 0 : rule.seconds))
