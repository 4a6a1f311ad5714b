// All that a plan knows of itself, as plain lists that can be compared.
import type { Plan } from '../../solver/plan.ts'

export const stateOf = (plan: Plan) => {
  const { problem } = plan
  const ends = problem.visitCount + problem.routeCount
  return {
    cost: plan.cost,
    routedCents: plan.routedCents,
    drivenCents: plan.drivenCents,
    usedRoutes: plan.usedRoutes,
    unserved: [...plan.unserved.slice(0, plan.unservedCount)].sort((a, b) => a - b),
    visitsOn: [...plan.visitsOn],
    room: [...plan.room],
    timedOn: [...plan.timedOn],
    // Which one stands for its kind is up to the plan, but it has to be empty.
    emptyOnes: Array.from(plan.empty.kindsWithOne.slice(0, plan.empty.kinds), (kind) => {
      const route = plan.empty.oneOf(kind)
      return problem.kindOf[route] === kind && plan.isEmpty(route)
    }),
    emptyRoutes: plan.empty.kindsWithOne.slice(0, plan.empty.kinds).sort().join(),
    stops: Array.from({ length: ends + problem.routeCount }, (_, stop) => {
      const route = plan.routeOf(stop)
      if (route < 0) return 'left out'
      return {
        route,
        next: plan.next(stop),
        previous: plan.previous(stop),
        ready: plan.ready(stop),
        latest: plan.latest(stop),
        centsOn: plan.centsOn(stop),
        centsIn: plan.centsIn(stop),
        secondsOn: plan.secondsOn(stop),
        ...(problem.timed[route] === 1 && { timedTo: plan.timedTo[stop], waitedTo: plan.waitedTo[stop] }),
      }
    }),
  }
}
