// Rule: a van is loaded again at a depot that is open, and not too often. Imports solver/check only.
import { type Rule, routesWhere } from '../rule.ts'
import type { SeenReload } from '../seen.ts'
import { isWithin } from '../spans.ts'
import type { ViolationCode } from '../violation.ts'

export const reloads: Rule = {
  name: 'reloads',
  violations: (day) => [
    ...routesWhere(
      'TOO_MANY_RELOADS',
      ({ shift, reloads: taken }) => taken.length > (shift.mostReloads ?? Number.POSITIVE_INFINITY),
    )(day),
    ...day.routes.flatMap(({ route, reloads: taken }) =>
      taken.flatMap((reload) => faults(reload).map((code) => ({ code, route, visit: reload.visit }))),
    ),
  ],
}

function faults({ depot, arrival, start, end }: SeenReload): ViolationCode[] {
  const codes: ViolationCode[] = []
  if (start < arrival) codes.push('RELOAD_BEFORE_ARRIVAL')
  const isOpen = depot.windows.length === 0 || depot.windows.some((window) => isWithin(window, start))
  if (!isOpen) codes.push('RELOAD_OUTSIDE_WINDOWS')
  if (end !== start + depot.seconds) codes.push('RELOAD_END_WRONG')
  return codes
}
