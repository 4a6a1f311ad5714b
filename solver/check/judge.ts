// The independent judge: is this plan one that the model allows, and what does it cost? Slow and obvious, from the model
// as it was asked, sharing no code with compilation or search; what it refuses nobody sees.
// Imports only solver/model.ts and its own folder.
import type { CostLines, Model, PlannedDay } from '../model.ts'
import { clockViolations } from './clock.ts'
import { costOf } from './cost.ts'
import { listViolations } from './list.ts'
import { routeViolations } from './route.ts'
import type { Violation } from './violation.ts'

export interface Verdict {
  readonly violations: readonly Violation[]
  readonly cost: CostLines
}

export function judge(model: Model, day: PlannedDay): Verdict {
  const misnamed = listViolations(model, day)
  // With indexes that point nowhere, neither rules nor prices mean anything.
  if (misnamed.some(({ code }) => code === 'ROUTE_UNKNOWN' || code === 'VISIT_UNKNOWN'))
    return { violations: misnamed, cost: costOf(model, { routes: [], unserved: [] }) }
  return {
    violations: [
      ...misnamed,
      ...day.routes.flatMap((route) => [...clockViolations(model, route), ...routeViolations(model, route)]),
    ],
    cost: costOf(model, day),
  }
}
