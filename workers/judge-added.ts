// Judges what visits of a live plan would cost that nobody serves yet: the shifts with them against the shifts as they are, from
// the plain model, by rules that share no code with the search. Imports workers/ and solver/ only.
import { judge } from '../solver/check/judge.ts'
import { askedNumber } from '../solver/live/group-offers.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { membersOf } from '../solver/live/together.ts'
import {
  COST_LINES,
  type CostLine,
  type CostLines,
  type LinkModel,
  type PlannedRoute,
  type VisitModel,
} from '../solver/model.ts'
import { NO_ROUTE } from '../solver/schedule.ts'
import { PlanRejectedError } from './errors.ts'

export interface Added {
  readonly members: readonly VisitModel[]
  readonly links: readonly LinkModel[]
  /** Shifts with them, the members by their askedNumber; all others are as they were. */
  readonly planned: readonly PlannedRoute[]
  readonly cost: CostLines
}

/** Throws PlanRejectedError when a rule is broken or a line costs something else. */
export function judgeAdded(day: LiveDay, { members, links, planned, cost }: Added): void {
  const partners = links.flatMap(membersOf).filter((visit) => visit < day.model.visits.length)
  const routes = [...planned.map(({ route }) => route), ...partners.map((visit) => day.routeOf(visit))]
  const excerpt = day.excerpt(day.together([...new Set(routes)].filter((route) => route !== NO_ROUTE)), members, links)
  const numbers = new Map(excerpt.visits.map((of, index) => [of, index]))
  for (const member of members.keys()) numbers.set(askedNumber(member), excerpt.visits.length + member)
  const inExcerpt = (told: PlannedRoute): PlannedRoute => ({
    ...told,
    route: excerpt.routes.indexOf(told.route),
    visits: told.visits.map((of) => ({ ...of, visit: numbers.get(of.visit) ?? -1 })),
  })
  const isOther = new Set(planned.map(({ route }) => route))
  const before = excerpt.routes.map((of) => day.tellRoute(of)).filter((told) => told.visits.length > 0)
  const after = [...before.filter(({ route }) => !isOther.has(route)), ...planned]
  const judged = (told: readonly PlannedRoute[], unserved: readonly number[]) =>
    judge(excerpt.model, { routes: told.map(inExcerpt).sort((one, other) => one.route - other.route), unserved })
  const without = judged(
    before,
    members.map((_, member) => excerpt.visits.length + member),
  )
  const withThem = judged(after, [])
  const added = (line: CostLine) => (line === 'UNSERVED' ? 0 : withThem.cost[line] - without.cost[line])
  const isTrue = COST_LINES.every((line) => added(line) === cost[line])
  if (withThem.violations.length > 0 || !isTrue) {
    const claimed = COST_LINES.reduce((sum, line) => sum + cost[line], 0)
    throw new PlanRejectedError(withThem.violations, claimed, withThem.cost)
  }
}
