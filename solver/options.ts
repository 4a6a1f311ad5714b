// How else each visit could be served, all other visits staying where they are: the place it has, then the best position
// on each other route, cheapest first. Searched with the quick prices, told with the plain ones. Imports solver/ only.
import type { PricedOption } from './finding.ts'
import { priceInsertion } from './insertion.ts'
import { COST_LINES, type CostLines, type PlannedRoute } from './model.ts'
import type { Plan } from './plan.ts'
import { likingOn, workOn } from './rules/fit.ts'
import { startOf } from './rules/roads.ts'
import { noCost, type Timetable, timetable } from './timetable.ts'

/** At most `count` for each visit, one for each route at most. The plan is as before when this returns. */
export function optionsOf(plan: Plan, count: number): PricedOption[][] {
  const shortlist = new Shortlist(count)
  return Array.from({ length: plan.problem.visitCount }, (_, visit) => {
    const route = plan.routeOf(visit)
    if (route < 0 && plan.isBonded(visit)) return []
    return route < 0 ? elsewhere(plan, visit, shortlist, count) : servedOptions(plan, visit, route, shortlist, count)
  })
}

function servedOptions(plan: Plan, visit: number, route: number, shortlist: Shortlist, count: number): PricedOption[] {
  const visits = plan.visitsOf(route)
  const position = visits.indexOf(visit)
  const taken = priceOption(plan, visit, route, visits.toSpliced(position, 1), position)
  if (count <= 1 || plan.problem.pinned[visit] === 1 || plan.isBonded(visit)) return [taken]
  const before = plan.previous(visit)
  const { trial } = plan
  trial.from(before)
  // On one-way streets the others may need this visit on their way: then it cannot go anywhere else.
  if (!trial.rest(plan.next(visit))) return [taken]
  plan.remove(visit)
  const others = elsewhere(plan, visit, shortlist, count - 1, route)
  plan.insert(visit, before)
  return [taken, ...others]
}

/** The best positions for a visit that stands nowhere, one on each route but `spared`. */
function elsewhere(plan: Plan, visit: number, shortlist: Shortlist, count: number, spared = -1): PricedOption[] {
  const { problem } = plan
  shortlist.clear(count)
  for (let route = 0; route < problem.routeCount; route++) {
    if (route === spared || !plan.admits(route, visit)) continue
    if (likingOn(problem, visit, route) - plan.timedBehind(startOf(problem, route)) >= shortlist.limit) continue
    const ready = problem.opensFirst[visit]! + workOn(problem, visit, route)
    let best = shortlist.limit
    let position = -1
    let turn = 0
    // From a stop that is left too late on, all are; and before one that has to be reached too early there is no time.
    for (let stop = startOf(problem, route); plan.ready(stop) <= problem.closesLast[visit]!; turn++) {
      const follower = plan.next(stop)
      const cents = ready <= plan.latest(follower) ? priceInsertion(plan, visit, stop, best) : best
      if (cents < best) {
        best = cents
        position = turn
      }
      if (follower >= problem.visitCount) break
      stop = follower
    }
    if (position >= 0) shortlist.add(best, route, position)
  }
  return shortlist.entries.map(({ route, position }) => priceOption(plan, visit, route, plan.visitsOf(route), position))
}

/** `others` are the visits of the route without this one. */
export function priceOption(
  plan: Plan,
  visit: number,
  route: number,
  others: number[],
  position: number,
): PricedOption {
  return tellOption(plan, visit, route, others, position).option
}

/** The same with the shift as it would be. */
export function tellOption(
  plan: Plan,
  visit: number,
  route: number,
  others: readonly number[],
  position: number,
  without = timetable(plan.problem, route, others, plan.appointments),
): { readonly option: PricedOption; readonly planned: PlannedRoute } {
  const order = others.toSpliced(position, 0, visit)
  // Of those before it nothing is known: where a road is closed, the way by it may be the shorter one.
  const latest = (turn: number) => (turn > position ? plan.latest(order[turn]!) : undefined)
  const withIt = timetable(plan.problem, route, order, plan.appointments, latest)
  const { arrival, start, end } = withIt.route.visits[position]!
  const leg = withIt.legs[position]!
  const option = {
    route,
    position,
    arrival,
    start,
    end,
    cost: costBetween(plan, visit, route, without, withIt),
    addedSeconds: withIt.seconds - without.seconds,
    addedMetres: withIt.metres - without.metres,
    addedWaitingSeconds: withIt.waitingSeconds - without.waitingSeconds,
    legSeconds: leg.seconds,
    legMetres: leg.metres,
  }
  return { option, planned: withIt.route }
}

/** Also on what is counted over several shifts and between them; the others stay as they are. */
function costBetween(plan: Plan, visit: number, route: number, without: Timetable, withIt: Timetable): CostLines {
  const cost = noCost()
  const before = { ...without.cost, ...sharedLines(plan, route, without) }
  const after = { ...withIt.cost, ...sharedLines(plan, route, withIt) }
  for (const line of COST_LINES) cost[line] = after[line] - before[line]
  cost.GAP = plan.appointments?.gapCents(visit, route) ?? 0
  return cost
}

/** If the shift were as this tells it. */
function sharedLines({ ledger, visitsOn }: Plan, route: number, told: Timetable): Partial<CostLines> {
  const { busySeconds: busy, lateSeconds: late } = told
  const more = Number(told.route.visits.length > 0) - Number(visitsOn[route]! > 0)
  return ledger?.linesWith({ route, busy, late }, more) ?? {}
}

/** The few cheapest seen so far, in order; equals stay in the order they came. */
class Shortlist {
  readonly entries: { cents: number; route: number; position: number }[] = []
  private capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** Only what is cheaper than this gets in. */
  get limit(): number {
    if (this.capacity === 0) return Number.NEGATIVE_INFINITY
    return this.entries[this.capacity - 1]?.cents ?? Number.POSITIVE_INFINITY
  }

  clear(capacity: number): void {
    this.entries.length = 0
    this.capacity = capacity
  }

  add(cents: number, route: number, position: number): void {
    let slot = this.entries.length
    while (slot > 0 && this.entries[slot - 1]!.cents > cents) slot--
    this.entries.splice(slot, 0, { cents, route, position })
    if (this.entries.length > this.capacity) this.entries.pop()
  }
}
