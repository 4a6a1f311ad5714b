// Plans told by hand, a line for a stop, and what the judge says to them.
import { judge } from '../../../solver/check/judge.ts'
import type { ViolationCode } from '../../../solver/check/violation.ts'
import type { CostLines, Model, PlannedDay, PlannedRoute, PlannedVisit } from '../../../solver/model.ts'

/** `arrival` is left out where work begins at once. */
export const visit = (visit: number, start: number, end: number, arrival = start): PlannedVisit => ({
  visit,
  arrival,
  start,
  end,
})

export const told = (
  departure: number,
  visits: readonly PlannedVisit[],
  back: number,
  more: Partial<PlannedRoute> = {},
): PlannedRoute => ({ route: 0, departure, visits, back, ...more })

/** Whoever is on no route is left out. */
export function dayOf(model: Model, ...routes: readonly PlannedRoute[]): PlannedDay {
  const served = routes.flatMap(({ visits }) => visits.map((stop) => stop.visit))
  return { routes, unserved: [...model.visits.keys()].filter((visit) => !served.includes(visit)) }
}

export const codesOf = (model: Model, ...routes: readonly PlannedRoute[]): ViolationCode[] =>
  judge(model, dayOf(model, ...routes)).violations.map(({ code }) => code)

/** Of a plan that keeps every rule. */
export function billOf(model: Model, ...routes: readonly PlannedRoute[]): CostLines {
  const { violations, cost } = judge(model, dayOf(model, ...routes))
  if (violations.length > 0) throw new Error(`Refused: ${JSON.stringify(violations)}`)
  return cost
}
