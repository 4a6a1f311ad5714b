// Judges a live plan as it is laid, whether or not it can stand so: what it costs line by line, and every rule that it breaks,
// from the plain model, by rules that share no code with the search. Imports workers/ and solver/ only.
import { judge } from '../solver/check/judge.ts'
import type { Violation } from '../solver/check/violation.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { COST_LINES, type CostLines, type Model, type PlannedDay, type PlannedRoute } from '../solver/model.ts'
import { compileToPrice } from '../solver/problem.ts'
import { noCost, timetable } from '../solver/timetable.ts'
import { costWithout, inExcerpt, numbersIn } from './judge-added.ts'

export interface JudgedLaid {
  readonly cost: CostLines
  /** Routes and visits as the day numbers them. */
  readonly violations: readonly Violation[]
  /** Shifts that somebody stands on. */
  readonly told: readonly PlannedRoute[]
}

/** Of these shifts and what hangs together with them; each in the order in which it is laid, as early as that goes. */
export function judgedAsLaid(day: LiveDay, routes: readonly number[]): JudgedLaid {
  const cost = noCost()
  const violations: Violation[] = []
  const told: PlannedRoute[] = []
  for (const part of partsOf(day, routes)) {
    const { model, visits, sequences } = day.excerpt(part)
    const problem = compileToPrice(model)
    const planned = sequences.flatMap((sequence, route) =>
      sequence.length > 0 ? [{ ...timetable(problem, route, sequence).route, route }] : [],
    )
    const verdict = judge(model, { routes: planned, unserved: [] })
    add(cost, verdict.cost)
    for (const { code, route, visit } of verdict.violations)
      violations.push({
        code,
        ...(route !== undefined && { route: part[route] ?? -1 }),
        ...(visit !== undefined && { visit: visits[visit] ?? -1 }),
      })
    for (const of of planned)
      told.push({
        ...of,
        route: part[of.route] ?? -1,
        visits: of.visits.map((stop) => ({ ...stop, visit: visits[stop.visit] ?? -1 })),
      })
  }
  return { cost, violations, told }
}

/** What these shifts cost as they stand, and that they may stand so. */
export function judgedAsItStands(day: LiveDay, routes: readonly number[]): Pick<JudgedLaid, 'cost' | 'violations'> {
  const cost = noCost()
  const violations: Violation[] = []
  for (const part of partsOf(day, routes)) {
    if (part.every((route) => (day.sequences[route]?.length ?? 0) === 0)) continue
    const [alone] = part
    if (part.length === 1 && alone !== undefined) {
      add(cost, costWithout(day, part))
      continue
    }
    const { model, visits } = day.excerpt(part)
    const verdict = judge(model, {
      routes: inExcerpt(
        part.map((of) => day.tellRoute(of)),
        part,
        numbersIn(visits),
      ),
      unserved: [],
    })
    add(cost, verdict.cost)
    violations.push(...verdict.violations)
  }
  return { cost, violations }
}

function* partsOf(day: LiveDay, routes: readonly number[]): Generator<number[]> {
  const seen = new Set<number>()
  for (const route of routes) {
    if (seen.has(route)) continue
    const part = day.together([route])
    for (const other of part) seen.add(other)
    yield part
  }
}

function add(sum: Record<(typeof COST_LINES)[number], number>, cost: CostLines): void {
  for (const line of COST_LINES) sum[line] += cost[line]
}

/** A plan that anybody has made, as it is. */
export const judgedWhole = (model: Model, day: PlannedDay): Pick<JudgedLaid, 'cost' | 'violations'> => judge(model, day)
