// A plan in and out of the search: as plain objects with times for everybody else, as bare sequences between threads.
// Imports solver/ only.
import type { PlannedDay } from './model.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { timetable } from './timetable.ts'

/** The visits of each route, in order, by route; an empty route is an empty list. */
export type Sequences = readonly (readonly number[])[]

export function sequencesOf(plan: Plan): Sequences {
  return Array.from({ length: plan.problem.routeCount }, (_, route) => plan.visitsOf(route))
}

/** The sequences must be feasible; a visit that none of them holds is left out. */
export function planOf(problem: Problem, sequences: Sequences): Plan {
  const plan = new Plan(problem)
  for (const [route, visits] of sequences.entries()) if (visits.length > 0) plan.fill(route, visits)
  return plan
}

export function plannedDayOf(plan: Plan): PlannedDay {
  const { problem } = plan
  return {
    routes: sequencesOf(plan).flatMap((visits, route) =>
      visits.length === 0 ? [] : [timetable(problem, route, visits, plan.appointments).route],
    ),
    unserved: [...plan.unserved.slice(0, plan.unservedCount).sort()],
  }
}
