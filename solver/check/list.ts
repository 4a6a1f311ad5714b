// Judge: is every visit in the plan exactly once, and every route named that exists? Imports solver/model.ts only.
import type { Model, PlannedDay } from '../model.ts'
import type { Violation } from './violation.ts'

export function listViolations(model: Model, day: PlannedDay): Violation[] {
  const violations: Violation[] = []
  const seenRoutes = new Set<number>()
  let before = Number.NEGATIVE_INFINITY
  for (const { route, visits, departure, back } of day.routes) {
    if (model.routes[route] === undefined) violations.push({ code: 'ROUTE_UNKNOWN', route })
    if (seenRoutes.has(route)) violations.push({ code: 'ROUTE_TWICE', route })
    else if (route < before) violations.push({ code: 'ROUTE_OUT_OF_ORDER', route })
    if (visits.length === 0) violations.push({ code: 'ROUTE_EMPTY', route })
    if (![departure, back].every(Number.isInteger)) violations.push({ code: 'TIME_NOT_WHOLE', route })
    for (const { visit, arrival, start, end } of visits)
      if (![arrival, start, end].every(Number.isInteger)) violations.push({ code: 'TIME_NOT_WHOLE', route, visit })
    seenRoutes.add(route)
    before = route
  }
  const seenVisits = new Set<number>()
  for (const visit of [...day.routes.flatMap(({ visits }) => visits.map(({ visit }) => visit)), ...day.unserved]) {
    if (model.visits[visit] === undefined) violations.push({ code: 'VISIT_UNKNOWN', visit })
    if (seenVisits.has(visit)) violations.push({ code: 'VISIT_TWICE', visit })
    seenVisits.add(visit)
  }
  for (const visit of model.visits.keys()) if (!seenVisits.has(visit)) violations.push({ code: 'VISIT_LOST', visit })
  return violations
}
