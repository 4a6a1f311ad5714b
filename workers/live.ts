// Offers on a live plan, each judged before anybody sees it: the shift with the visit and without it, from the plain model,
// by rules that share no code with the search. Imports workers/ and solver/ only.
import { setImmediate as giveWay } from 'node:timers/promises'
import { judge } from '../solver/check/judge.ts'
import type { LiveDay } from '../solver/live/live-day.ts'
import { makingRoom, type Room, type RoomOffer } from '../solver/live/making-room.ts'
import { ASKED, type Asked, type Offered, type Offers, offersFor, windowsWithin } from '../solver/live/offers.ts'
import { COST_LINES, type CostLine, type CostLines, type PlannedDay, type PlannedRoute } from '../solver/model.ts'
import { PlanRejectedError } from './errors.ts'

/** Throws PlanRejectedError when one is not what it says: a bug, which nobody is to see as an offer. */
export function judgedOffers(day: LiveDay, asked: Asked): Offers {
  day.accept(asked.visit)
  const offers = offersFor(day, asked)
  for (const offered of offers.offered) judgeOffer(day, asked, offered)
  return offers
}

function judgeOffer(day: LiveDay, { visit, windows }: Asked, { route, planned, window, cost }: Offered): void {
  const inWindow = { ...visit, windows: windowsWithin(visit, windows[window]!) }
  const routes = day.together([route])
  const { model, visits } = day.excerpt(routes, [inWindow])
  const numbers = new Map(visits.map((of, index) => [of, index]))
  numbers.set(ASKED, visits.length)
  const others = routes.filter((other) => other !== route).map((other) => day.tellRoute(other))
  const withIt = judge(model, dayOf([...others, planned], routes, numbers))
  const without = costWithout(day, routes)
  const added = (line: CostLine) => withIt.cost[line] - without[line]
  const isTrue = COST_LINES.every((line) => added(line) === cost[line])
  if (withIt.violations.length > 0 || !isTrue) {
    const claimed = COST_LINES.reduce((sum, line) => sum + cost[line], 0)
    throw new PlanRejectedError(withIt.violations, claimed, withIt.cost)
  }
}

/** Room that is made by moving a visit, with the lines of the bill for both changes together. */
export interface JudgedRoom extends RoomOffer {
  readonly cost: CostLines
}

export interface JudgedRooms {
  readonly first: Room['first']
  readonly offers: readonly JudgedRoom[]
}

/** Others are served in between, so that the day must be one that nobody changes. Throws PlanRejectedError as above. */
export async function judgedRoom(
  day: LiveDay,
  asked: Asked,
  mayMove: (visit: number) => boolean,
): Promise<JudgedRooms> {
  day.accept(asked.visit)
  const search = makingRoom(day, asked, mayMove)
  let step = search.next()
  for (; step.done !== true; step = search.next()) await giveWay()
  const { first, offers } = step.value
  const judged: JudgedRoom[] = []
  for (const room of offers) {
    await giveWay()
    judged.push(judgeRoom(day, asked, room))
  }
  return { first, offers: judged }
}

function judgeRoom(day: LiveDay, { visit, windows }: Asked, room: RoomOffer): JudgedRoom {
  const { route, moved, planned, window, cents } = room
  const changed = new Map([
    [moved.to, moved.planned],
    [route, planned],
  ])
  const inWindow = { ...visit, windows: windowsWithin(visit, windows[window]!) }
  const routes = day.together([...changed.keys()])
  // With a place in every table it may stand on any of these shifts.
  const { model, visits } = day.excerpt(routes, [inWindow, day.model.visits[moved.visit]!])
  const numbers = new Map(visits.map((of, index) => [of, index]))
  numbers.set(ASKED, visits.length)
  const told = routes.map((other) => changed.get(other) ?? day.tellRoute(other))
  const withBoth = judge(model, dayOf(told, routes, numbers, [visits.length + 1]))
  const without = costWithout(day, routes)
  const cost: Record<CostLine, number> = { ...withBoth.cost }
  for (const line of COST_LINES) cost[line] = line === 'UNSERVED' ? 0 : cost[line] - without[line]
  const total = COST_LINES.reduce((sum, line) => sum + cost[line], 0)
  if (withBoth.violations.length > 0 || total !== cents)
    throw new PlanRejectedError(withBoth.violations, cents, withBoth.cost)
  return { ...room, cost }
}

function dayOf(
  told: readonly PlannedRoute[],
  routes: readonly number[],
  numbers: ReadonlyMap<number, number>,
  unserved: readonly number[] = [],
): PlannedDay {
  const inExcerpt = told
    .filter(({ visits }) => visits.length > 0)
    .map((of) => ({
      ...of,
      route: routes.indexOf(of.route),
      visits: of.visits.map((stop) => ({ ...stop, visit: numbers.get(stop.visit) ?? ASKED })),
    }))
  return { routes: inExcerpt.sort((one, other) => one.route - other.route), unserved }
}

/** What these shifts cost as they stand; looked at once, as long as they stand so. */
const KNOWN = new WeakMap<PlannedRoute, CostLines>()

function costWithout(day: LiveDay, routes: readonly number[]): CostLines {
  const told = routes.map((route) => day.tellRoute(route))
  const [first] = told
  const known = told.length === 1 && first ? KNOWN.get(first) : undefined
  if (known !== undefined) return known
  const { model, visits } = day.excerpt(routes)
  const { cost } = judge(model, dayOf(told, routes, new Map(visits.map((of, index) => [of, index]))))
  if (told.length === 1 && first) KNOWN.set(first, cost)
  return cost
}
