// Judges what visits of a live plan would cost that nobody serves yet: the shifts with them against the shifts as they are, from
// the plain model, by rules that share no code with the search. Imports workers/ and solver/ only.
import { judge } from '../solver/check/judge.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { membersOf } from '../solver/live/together.ts'
import { askedNumber } from '../solver/live/told-group.ts'
import {
  COST_LINES,
  type CostLines,
  type LinkModel,
  type Model,
  type PlannedRoute,
  type VisitModel,
} from '../solver/model.ts'
import { NO_ROUTE } from '../solver/schedule.ts'
import { noCost, totalOf } from '../solver/timetable.ts'
import { PlanRejectedError } from './errors.ts'

export interface Added {
  readonly members: readonly VisitModel[]
  readonly links: readonly LinkModel[]
  /** Shifts with them, the members by their askedNumber; all others are as they were. */
  readonly planned: readonly PlannedRoute[]
  /** Which of the members nobody serves: they only lend their place to a visit of the plan. */
  readonly unserved?: readonly number[]
  readonly cost: CostLines
}

/** A part of the plan and the members behind it, as a plain model. */
interface Cut {
  readonly model: Model
  readonly routes: readonly number[]
  readonly visits: readonly number[]
}

/** Throws PlanRejectedError when a rule is broken or a line costs something else. `cut`: where somebody has the part already. */
export function judgeAdded(day: LiveDay, { cost, ...added }: Added, cut?: () => Cut): void {
  const { links, planned } = added
  const partners = links.flatMap(membersOf).filter((visit) => visit < day.model.visits.length)
  const routes = [...planned.map(({ route }) => route), ...partners.map((visit) => day.routeOf(visit))]
  const own = routes.filter((route) => route !== NO_ROUTE)
  const judged = addedCost(day, { ...added, routes: own }, cut)
  if (COST_LINES.some((line) => judged[line] !== cost[line])) throw new PlanRejectedError([], totalOf(cost), judged)
}

interface Changed extends Omit<Added, 'cost'> {
  /** Looked at together with all that hangs together with them. */
  readonly routes: readonly number[]
}

/** What these shifts cost more with them, line by line; what leaving somebody out costs is not counted. */
export function addedCost(
  day: LiveDay,
  { routes: own, members, links, planned, unserved = [] }: Changed,
  cut = (): Cut => day.excerpt(day.together([...new Set(own)]), members, links),
): CostLines {
  const part = cut()
  const { model, routes, visits } = part
  const told = routes.map((route) => planned.find((changed) => changed.route === route) ?? day.tellRoute(route))
  const left = unserved.map((member) => visits.length + member)
  const withThem = judge(model, { routes: inExcerpt(told, routes, numbersIn(visits, members.length)), unserved: left })
  if (withThem.violations.length > 0)
    throw new PlanRejectedError(withThem.violations, totalOf(withThem.cost), withThem.cost)
  const without = costWithout(day, routes, part)
  const added = noCost()
  for (const line of COST_LINES) if (line !== 'UNSERVED') added[line] = withThem.cost[line] - without[line]
  return added
}

export function inExcerpt(
  told: readonly PlannedRoute[],
  routes: readonly number[],
  numberOf: (visit: number) => number,
): PlannedRoute[] {
  return told
    .filter(({ visits }) => visits.length > 0)
    .map((of) => ({
      ...of,
      route: routes.indexOf(of.route),
      visits: of.visits.map(({ visit, arrival, start, end }) => ({ visit: numberOf(visit), arrival, start, end })),
    }))
}

/** Numbers in the part of its visits, and of those who are asked about behind them; mostly asked for in that order. */
export function numbersIn(visits: readonly number[], asked = 0): (visit: number) => number {
  let next = 0
  let all: Map<number, number> | undefined
  return (visit) => {
    if (visits[next] === visit) return next++
    for (let member = 0; member < asked; member++) if (visit === askedNumber(member)) return visits.length + member
    all ??= new Map(visits.map((of, index) => [of, index]))
    next = (all.get(visit) ?? NOWHERE) + 1
    return next - 1
  }
}

const NOWHERE = -1

/**
 * What these shifts cost as they stand, whoever else is in the part being left out; of one that stands alone looked at once,
 * as long as it stands so.
 */
const KNOWN = new WeakMap<PlannedRoute, CostLines>()

export function costWithout(day: LiveDay, routes: readonly number[], part?: Cut): CostLines {
  const told = routes.map((route) => day.tellRoute(route))
  const alone = told.length === 1 ? told[0] : undefined
  const known = alone && KNOWN.get(alone)
  if (known !== undefined) return known
  const { model, visits } = part ?? day.excerpt(routes)
  const unserved = [...model.visits.keys()].slice(visits.length)
  const cost = { ...judge(model, { routes: inExcerpt(told, routes, numbersIn(visits)), unserved }).cost, UNSERVED: 0 }
  if (alone) KNOWN.set(alone, cost)
  return cost
}
