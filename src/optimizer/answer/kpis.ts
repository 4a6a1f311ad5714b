// The plan in a few figures. The cost is the sum of its lines; waiting and overtime are counted as they are paid.
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { type Answer, entry } from './answer.ts'
import { costOf } from './cost.ts'
import { isoDuration } from './local-time.ts'
import { sumOfLegs, travelOf, travelOnWire } from './routes.ts'

export function kpisOf(answer: Answer): OptimizationOutput['kpis'] {
  const { model, facts, clock, solved } = answer
  const { routes, unserved } = solved.plan
  const planned = routes.flatMap(({ visits }) => visits)
  const work = planned.map(({ start, end }) => end - start)
  // Whoever is early for the first visit leaves home later, so only the others are waited for.
  const waiting = routes.flatMap(({ visits }) => visits.slice(1).map(({ arrival, start }) => start - arrival))
  const overtime = routes.map(({ route, back }) => Math.max(0, back - entry(model.routes, route, 'route').closes))
  const isLate = planned.filter(({ visit, start }) => clock.origin + start > (facts[visit]?.due ?? Infinity))
  return {
    cost: costOf(solved.cost),
    tickets: model.visits.length,
    assigned: planned.length,
    unassigned: unserved.length,
    routes: routes.length,
    travel: travelOnWire(sumOfLegs(routes.map((route) => travelOf(answer, route)))),
    work: isoDuration(sum(work)),
    waiting: isoDuration(sum(waiting)),
    overtime: isoDuration(sum(overtime)),
    late: isLate.length,
    promisesKept: planned.filter(({ visit }) => model.visits[visit]?.promised !== undefined).length,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
