// Judge: what every rule of a field-service day has in common. Imports solver/model.ts only.
import type { CostLine } from '../model.ts'
import type { SeenDay, SeenRoute, SeenVisit } from './seen.ts'
import type { Violation, ViolationCode } from './violation.ts'

/** One rule is one file: what it forbids, and the lines of the bill that it writes. No two rules write the same line. */
export interface Rule {
  readonly name: string
  readonly violations?: (day: SeenDay) => Violation[]
  readonly lines?: Partial<Record<CostLine, (day: SeenDay) => number>>
}

export const violation = (code: ViolationCode, { route, visit }: SeenVisit): Violation => ({ code, route, visit })
export const routeViolation = (code: ViolationCode, { route }: SeenRoute): Violation => ({ code, route })

/** One violation for each visit of which this is true. */
export const visitsWhere =
  (code: ViolationCode, isBroken: (seen: SeenVisit, day: SeenDay) => boolean) =>
  (day: SeenDay): Violation[] =>
    violationsWhere(day.visits, day, isBroken, (seen) => violation(code, seen))

/** One for each route. */
export const routesWhere =
  (code: ViolationCode, isBroken: (seen: SeenRoute, day: SeenDay) => boolean) =>
  (day: SeenDay): Violation[] =>
    violationsWhere(day.routes, day, isBroken, (seen) => routeViolation(code, seen))

/** Hardly any plan breaks a rule, and nothing is made for one that breaks none. */
function violationsWhere<Seen>(
  all: readonly Seen[],
  day: SeenDay,
  isBroken: (seen: Seen, day: SeenDay) => boolean,
  of: (seen: Seen) => Violation,
): Violation[] {
  const found: Violation[] = []
  for (const seen of all) if (isBroken(seen, day)) found.push(of(seen))
  return found
}
