// Rule: what is loaded at home, or at a depot, lasts until the van is loaded again. Imports solver/check only.
import { sum } from '../money.ts'
import { type Rule, routeViolation } from '../rule.ts'
import type { SeenTrip } from '../seen.ts'

export const load: Rule = {
  name: 'load',
  violations: ({ routes }) =>
    routes.flatMap((seen) =>
      seen.tech.capacity.flatMap(({ unit, amount, reloaded = amount }) =>
        seen.trips
          .filter((trip) => taken(trip, unit) > (trip.isReloaded ? reloaded : amount))
          .map(() => routeViolation('LOAD_TOO_LARGE', seen)),
      ),
    ),
}

const taken = ({ visits }: SeenTrip, unit: string): number =>
  sum(visits, ({ wanted }) => sum(wanted.load, (part) => (part.unit === unit ? part.amount : 0)))
