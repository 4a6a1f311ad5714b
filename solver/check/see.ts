// Judge: looks at a plan once, for all rules. Imports solver/model.ts only.
import type { Model, PlannedDay } from '../model.ts'
import { seeRoute } from './course.ts'
import type { SeenDay, SeenVisit } from './seen.ts'

export function see(model: Model, day: PlannedDay): SeenDay {
  const routes = day.routes.filter(({ visits }) => visits.length > 0).map((planned) => seeRoute(model, planned))
  const visits = routes.flatMap((route) => route.visits)
  let served: ReadonlyMap<number, SeenVisit> | undefined
  return {
    model,
    routes,
    visits,
    // Only ties ask for it.
    get served() {
      served ??= new Map(visits.map((seen) => [seen.visit, seen]))
      return served
    },
    unserved: day.unserved,
  }
}
