// The plan in a few figures. The cost is the sum of its lines; waiting and overtime are counted as they are paid.
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { type Answer, entry, sum } from './answer.ts'
import { costOf } from './cost.ts'
import { courseOf, sumOfLegs, travelOf } from './course.ts'
import { isoDuration } from './local-time.ts'
import { travelOnWire } from './routes.ts'

export function kpisOf(answer: Answer): OptimizationOutput['kpis'] {
  const { model, clock, solved, input } = answer
  const { routes, unserved } = solved.plan
  const planned = routes.flatMap(({ visits }) => visits)
  const courses = routes.map((route) => courseOf(answer, route))
  const overtime = routes.map(({ route, back }) => Math.max(0, back - entry(model.routes, route, 'route').closes))
  /** A crew is one ticket. */
  const ticketsOf = (visits: readonly number[]) => new Set(visits.map(answer.ticketNumber)).size
  const late = planned.filter(({ visit, start }) => clock.origin + start > (answer.factsOf(visit).due ?? Infinity))
  const promises = planned.flatMap(({ visit, start }) => {
    const { promised } = entry(model.visits, visit, 'visit')
    return promised ? [{ visit, isKept: promised.opens <= start && start <= promised.closes }] : []
  })
  const moved = promises.filter(({ isKept }) => !isKept).map(({ visit }) => visit)
  return {
    cost: costOf(solved.cost),
    tickets: input.tickets.length,
    assigned: ticketsOf(planned.map(({ visit }) => visit)),
    unassigned: ticketsOf(unserved),
    routes: routes.length,
    travel: travelOnWire(sumOfLegs(courses.map(travelOf))),
    work: isoDuration(sum(courses.map(({ workSeconds }) => workSeconds))),
    waiting: isoDuration(sum(courses.map(({ waitingSeconds }) => waitingSeconds))),
    breaks: isoDuration(sum(courses.map(({ breakSeconds }) => breakSeconds))),
    loading: isoDuration(sum(courses.map(({ loadingSeconds }) => loadingSeconds))),
    overtime: isoDuration(sum(overtime)),
    late: ticketsOf(late.map(({ visit }) => visit)),
    promisesKept: ticketsOf(promises.map(({ visit }) => visit)) - ticketsOf(moved),
    promisesMoved: ticketsOf(moved),
  }
}
