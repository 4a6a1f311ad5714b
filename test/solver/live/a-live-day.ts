// Live days for tests: a whole model cut to what a live plan is told, with the visits that some search placed.
import { LiveDay } from '../../../solver/live/live-day.ts'
import type { LiveModel, LiveTravel } from '../../../solver/live/live-model.ts'
import type { LinkModel, Model, TravelModel, VisitModel } from '../../../solver/model.ts'
import type { Plan } from '../../../solver/plan.ts'
import { timetable } from '../../../solver/timetable.ts'

export const travelOf = ({ placeCount, profiles, rushHours }: TravelModel): LiveTravel => {
  const legs = (profile: number, from: readonly number[], to: readonly number[]) => {
    const { seconds, metres } = profiles[profile]!
    const cells = from.flatMap((row) => to.map((column) => row * placeCount + column))
    return {
      seconds: Int32Array.from(cells, (cell) => seconds[cell]!),
      metres: Int32Array.from(cells, (cell) => metres[cell]!),
    }
  }
  return {
    profiles: profiles.map(({ name }) => name),
    ...(rushHours && { rushHours }),
    legs,
  }
}

export interface LiveCopy {
  readonly day: LiveDay
  /** The visit of the whole model, by its number on the live day; one that is asked about has none there. */
  visitOf(number: number, asked: number): number
}

/** All visits that the plan serves, but these. */
export function liveCopy(model: Model, plan: Plan, without: ReadonlySet<number>): LiveCopy {
  const startOf = new Map<number, { tech: number; start: number }>()
  for (let route = 0; route < model.routes.length; route++)
    for (const { visit, start } of timetable(plan.problem, route, plan.visitsOf(route), plan.appointments).route.visits)
      startOf.set(visit, { tech: model.routes[route]!.tech, start })
  const kept = [...startOf.keys()].filter((visit) => !without.has(visit)).sort((one, other) => one - other)
  const numberOf = new Map(kept.map((visit, index) => [visit, index]))
  const links = (model.links ?? []).flatMap((link): LinkModel[] => {
    if ('visits' in link) {
      const visits = link.visits.flatMap((visit) => numberOf.get(visit) ?? [])
      return visits.length > 1 ? [{ ...link, visits }] : []
    }
    const [first, second] = [numberOf.get(link.first), numberOf.get(link.second)]
    return first === undefined || second === undefined ? [] : [{ ...link, first, second }]
  })
  const { travel, links: _, ...rest } = model
  const live: LiveModel = {
    ...rest,
    visits: kept.map(
      (visit): VisitModel => ({
        ...model.visits[visit]!,
        planned: { techChangedCents: 0, ...model.visits[visit]!.planned, ...startOf.get(visit)! },
      }),
    ),
    travel: travelOf(travel),
    ...(links.length > 0 && { links }),
  }
  return { day: new LiveDay(live), visitOf: (number, asked) => kept[number] ?? asked }
}
