// How hot a search begins and how cold it ends, by the size of the day. Imports solver/ only.
import type { Cooling } from './anneal.ts'
import type { Plan } from './plan.ts'

export const HEAT = {
  /** Days of up to so many visits get the hot start: they have time to cool from anywhere. */
  few: 250,
  fewHot: 3,
  fewCold: 0.1,
  /** Otherwise hotter the more visits a route has. */
  hot: 2,
  cold: 0.05,
  hotLong: 2,
  coldLong: 0.1,
  longRoute: 20,
}

export function coolingOf({ problem, visits, unservedCount, usedRoutes }: Plan): Cooling {
  const stops = (visits.length - unservedCount) / Math.max(1, usedRoutes)
  if (problem.visitCount <= HEAT.few) return { hot: HEAT.fewHot, cold: HEAT.fewCold }
  if (stops >= HEAT.longRoute) return { hot: HEAT.hotLong, cold: HEAT.coldLong }
  return { hot: HEAT.hot, cold: HEAT.cold }
}
