// Judge: may this technician do these visits, and does the van hold them, whatever the times? Imports solver/model.ts only.
import type { Model, PlannedRoute } from '../model.ts'
import { TIMELESS_RULES } from './rules.ts'
import { see } from './see.ts'
import type { Violation } from './violation.ts'

export function routeViolations(model: Model, planned: PlannedRoute): Violation[] {
  const seen = see(model, { routes: [planned], unserved: [] })
  return TIMELESS_RULES.flatMap(({ violations }) => violations?.(seen) ?? [])
}
