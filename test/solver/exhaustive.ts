// The best plan there is, by trying all of them: every order of every subset on every route, priced by the judge alone.
import { judge } from '../../solver/check/judge.ts'
import type { Model, PlannedDay } from '../../solver/model.ts'
import type { Problem } from '../../solver/problem.ts'
import { timetable, totalOf } from '../../solver/timetable.ts'

export function leastCost(model: Model, problem: Problem): number {
  const visits = [...model.visits.keys()]
  const everybody = 2 ** visits.length
  const unservedCents = (subset: number) =>
    visits.reduce((sum, visit) => (subset & (1 << visit) ? sum + (model.visits[visit]?.unservedCents ?? 0) : sum), 0)
  // Least cost of serving exactly the visits of a subset with the routes looked at so far.
  let least = Array.from({ length: everybody }, (_, subset) => (subset === 0 ? 0 : Number.POSITIVE_INFINITY))
  for (const route of model.routes.keys()) {
    const onRoute = bestOrders(model, problem, route, visits)
    least = least.map((_, subset) => {
      let best = Number.POSITIVE_INFINITY
      for (let part = subset; ; part = (part - 1) & subset) {
        best = Math.min(best, (onRoute[part] ?? 0) + (least[subset ^ part] ?? 0))
        if (part === 0) return best
      }
    })
  }
  return Math.min(...least.map((cents, subset) => cents + unservedCents(everybody - 1 - subset)))
}

/** By subset: the least cost of this route serving it, in the best order; Infinity when no order is allowed. */
function bestOrders(model: Model, problem: Problem, route: number, visits: readonly number[]): number[] {
  const best = Array.from({ length: 2 ** visits.length }, (_, subset) => (subset === 0 ? 0 : Number.POSITIVE_INFINITY))
  const extend = (order: readonly number[], subset: number): void => {
    for (const visit of visits) {
      if (subset & (1 << visit)) continue
      const longer = [...order, visit]
      const grown = subset | (1 << visit)
      const day: PlannedDay = {
        routes: [timetable(problem, route, longer).route],
        unserved: visits.filter((other) => !(grown & (1 << other))),
      }
      const { violations, cost } = judge(model, day)
      if (violations.length === 0) best[grown] = Math.min(best[grown] ?? 0, totalOf(cost) - cost.UNSERVED)
      extend(longer, grown)
    }
  }
  extend([], 0)
  return best
}
