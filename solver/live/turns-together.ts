// The turns of visits that go together, each on a shift that is known by now: the cheapest that suits all of them, and whoever
// they are tied to. Changes nothing. Imports solver/ only.
import { compileToPrice } from '../problem.ts'
import { planOfExcerpt } from './excerpt.ts'
import { seatGroup, seatsFor } from './group-seats.ts'
import { type AskedGroup, groupExcerpt } from './group-shifts.ts'
import { GroupTies } from './group-ties.ts'
import type { LiveDay } from './live-day.ts'

/** So many ways to place all of them are few enough to try each. */
const FEW_WAYS = 1000

export interface TurnTogether {
  readonly member: number
  readonly route: number
  /** Visits before it, others of the group included. */
  readonly position: number
}

/** First turns first; `routes` by member, and `starts` where each is to begin at one second. Undefined where there are none. */
export function turnsTogether(
  day: LiveDay,
  group: Pick<AskedGroup, 'members' | 'links'>,
  routes: readonly number[],
  starts?: readonly number[],
): TurnTogether[] | undefined {
  const ties = new GroupTies(day, group.members, group.links)
  if (ties.isHopeless) return undefined
  const hours = routes.map((route, member) => {
    const { opens, latest } = day.model.routes[route]!
    return { opens: starts?.[member] ?? opens, closes: starts?.[member] ?? latest }
  })
  const excerpt = groupExcerpt(day, group, hours, [...new Set([...routes, ...ties.routes])])
  if (excerpt === undefined) return undefined
  const problem = compileToPrice(excerpt.model)
  const visits = group.members.map((_, member) => excerpt.visits.length + member)
  const shifts = routes.map((route) => excerpt.routes.indexOf(route))
  const ways = shifts.reduce((product, shift) => product * (excerpt.sequences[shift]!.length + visits.length), 1)
  const [cheapest] = seatsFor(planOfExcerpt(day, excerpt, problem), visits, ways <= FEW_WAYS, shifts)
  const plan = planOfExcerpt(day, excerpt, problem)
  if (cheapest === undefined || !seatGroup(plan, cheapest.seats)) return undefined
  const turns = visits.map((visit, member) => ({
    member,
    route: routes[member]!,
    position: plan.visitsOf(shifts[member]!).indexOf(visit),
  }))
  return turns.sort((one, other) => one.position - other.position)
}
