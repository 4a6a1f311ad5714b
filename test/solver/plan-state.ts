// All that a plan knows of itself, as plain lists that can be compared.
import type { Plan } from '../../solver/plan.ts'

export const stateOf = (plan: Plan) => ({
  cost: plan.cost,
  routedCents: plan.routedCents,
  usedRoutes: plan.usedRoutes,
  unserved: [...plan.unserved.slice(0, plan.unservedCount)].sort((a, b) => a - b),
  stops: Array.from(plan.routeOf.keys(), (stop) => {
    if ((plan.routeOf[stop] ?? -1) < 0) return 'left out'
    const { routeOf, next, previous, ready, latest, centsTo, timedTo, waitedTo, legCents, visitsTo, loadTo } = plan
    const isEnd = stop >= plan.problem.visitCount + plan.problem.routeCount
    const isStart = !isEnd && stop >= plan.problem.visitCount
    const units = plan.problem.unitCount
    return {
      route: routeOf[stop],
      next: isEnd ? null : next[stop],
      previous: isStart ? null : previous[stop],
      ready: ready[stop],
      latest: latest[stop],
      centsTo: centsTo[stop],
      timedTo: timedTo[stop],
      waitedTo: waitedTo[stop],
      legCents: isEnd ? null : legCents[stop],
      visitsTo: visitsTo[stop],
      loadTo: [...loadTo.slice(stop * units, (stop + 1) * units)],
    }
  }),
})
