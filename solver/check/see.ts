// Judge: looks at a plan once, for all rules. Imports solver/model.ts only.
import type { Model, PlannedDay } from '../model.ts'
import { seeRoute } from './course.ts'
import type { SeenDay } from './seen.ts'

export function see(model: Model, day: PlannedDay): SeenDay {
  const routes = day.routes.filter(({ visits }) => visits.length > 0).map((planned) => seeRoute(model, planned))
  const visits = routes.flatMap((route) => route.visits)
  return { model, routes, visits, served: new Map(visits.map((seen) => [seen.visit, seen])), unserved: day.unserved }
}
