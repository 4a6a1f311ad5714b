// The price of a whole plan by the plain way, line by line; the search's own figure must be the same. Imports solver/ only.
import { COST_LINES, type CostLines } from './model.ts'
import type { Plan } from './plan.ts'
import { noCost, timetable } from './timetable.ts'

export function costFromScratch(plan: Plan): CostLines {
  const { problem } = plan
  const cost = noCost()
  for (let route = 0; route < problem.routeCount; route++) {
    const told = timetable(problem, route, plan.visitsOf(route), plan.appointments)
    for (const line of COST_LINES) cost[line] += told.cost[line]
  }
  cost.GAP = plan.daysApartCents
  for (const [line, cents] of Object.entries(plan.ledger?.lines() ?? {})) cost[line as keyof typeof cost] += cents
  for (let visit = 0; visit < problem.visitCount; visit++)
    if (plan.routeOf(visit) < 0) cost.UNSERVED += problem.unservedCents[visit]!
  return cost
}
