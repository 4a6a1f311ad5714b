// What is told of visits that go together where they have found a place: each place, every shift that is another one, who
// moves, and what all of it costs. Imports solver/ only.
import { costFromScratch } from '../cost-from-scratch.ts'
import type { PricedOption } from '../finding.ts'
import { COST_LINES, type CostLines, type PlannedRoute } from '../model.ts'
import type { Plan } from '../plan.ts'
import { noCost, type Timetable, timetable } from '../timetable.ts'
import type { Excerpt } from './excerpt.ts'
import { ASKED } from './offers.ts'

/** A member stands for itself by this number in what is told of a shift. */
export const askedNumber = (member: number): number => ASKED - member

export interface GroupPlace {
  readonly route: number
  /** Visits before it on its shift, others of the group included. */
  readonly position: number
  readonly arrival: number
  readonly start: number
  readonly end: number
}

/** Somebody of the plan who begins at another second with the group than without it, or on another shift. */
export interface MovedVisit {
  readonly visit: number
  readonly route: number
  readonly from: number
  readonly to: number
  /** Where that is another one. */
  readonly fromRoute?: number
}

/** The place is that of the first; cost and what is added are those of all together, the leg is that to the first. */
export interface ToldGroup extends PricedOption {
  /** By member. */
  readonly places: readonly GroupPlace[]
  /** Every shift that is another one with them, the members by their askedNumber. */
  readonly planned: readonly PlannedRoute[]
  readonly moved: readonly MovedVisit[]
}

/** `members` are numbered behind all visits of the excerpt; both plans are of it, and all of them are served on the second. */
export function toldGroup(excerpt: Excerpt, members: number, without: Plan, withThem: Plan): ToldGroup {
  const [before, after] = [timetablesOf(without), timetablesOf(withThem)]
  const numberIn = (visit: number) => excerpt.visits[visit] ?? askedNumber(visit - excerpt.visits.length)
  const told = after.map(({ route }, index) => ({
    ...route,
    route: excerpt.routes[index]!,
    visits: route.visits.map((of) => ({ ...of, visit: numberIn(of.visit) })),
  }))
  const isOther = (_: unknown, index: number) =>
    JSON.stringify(before[index]!.route) !== JSON.stringify(after[index]!.route)
  const planned = told.filter(isOther).sort((one, other) => one.route - other.route)
  const places = Array.from({ length: members }, (_, member) => placeOf(planned, askedNumber(member)))
  const first = places[0]!
  const leg = after[withThem.routeOf(excerpt.visits.length)]!.legs[first.position]!
  return {
    ...first,
    places,
    planned,
    moved: movedOn(excerpt, before, planned),
    cost: costAdded(without, withThem),
    addedSeconds: added(before, after, 'seconds'),
    addedMetres: added(before, after, 'metres'),
    addedWaitingSeconds: added(before, after, 'waitingSeconds'),
    legSeconds: leg.seconds,
    legMetres: leg.metres,
  }
}

const timetablesOf = (plan: Plan): Timetable[] =>
  Array.from({ length: plan.problem.routeCount }, (_, route) =>
    timetable(plan.problem, route, plan.visitsOf(route), plan.appointments),
  )

function placeOf(planned: readonly PlannedRoute[], number: number): GroupPlace {
  for (const { route, visits } of planned) {
    const position = visits.findIndex(({ visit }) => visit === number)
    const of = visits[position]
    if (of !== undefined) return { route, position, arrival: of.arrival, start: of.start, end: of.end }
  }
  throw new Error(`Nobody serves member ${ASKED - number} of the group.`)
}

function movedOn(excerpt: Excerpt, before: readonly Timetable[], planned: readonly PlannedRoute[]): MovedVisit[] {
  const places = before.flatMap(({ route }, index) =>
    route.visits.map(({ visit, start }) => {
      return [excerpt.visits[visit]!, { start, route: excerpt.routes[index]! }] as const
    }),
  )
  const placeBefore = new Map(places)
  return planned.flatMap(({ route, visits: told }) =>
    told.flatMap(({ visit, start }): MovedVisit[] => {
      const was = placeBefore.get(visit)
      if (was === undefined || (was.start === start && was.route === route)) return []
      return [{ visit, route, from: was.start, to: start, ...(was.route !== route && { fromRoute: was.route }) }]
    }),
  )
}

/** Who was left out is served now, which is not what it costs. */
export function costAdded(without: Plan, withThem: Plan): CostLines {
  const [before, after] = [costFromScratch(without), costFromScratch(withThem)]
  const cost = noCost()
  for (const line of COST_LINES) if (line !== 'UNSERVED') cost[line] = after[line] - before[line]
  return cost
}

function added(
  before: readonly Timetable[],
  after: readonly Timetable[],
  what: 'seconds' | 'metres' | 'waitingSeconds',
): number {
  const sum = (told: readonly Timetable[]) => told.reduce((total, of) => total + of[what], 0)
  return sum(after) - sum(before)
}
