// Relocate: move one visit, or two or three in a row, to right behind another stop, on its own route or another
// (moves 1 and 2 of Prins 2004; or-opt, Or 1976). Imports solver/ only.
import type { Plan } from '../plan.ts'
import { mayServe } from '../rules/fit.ts'
import { legCents } from '../rules/roads.ts'
import { chainPreference, loadGrowsTo } from './guards.ts'
import { NO_GAIN, type Operator } from './operator.ts'

export const relocate = relocateChain('relocate', 1)
export const relocatePair = relocateChain('relocate-pair', 2)
export const relocateTriple = relocateChain('relocate-triple', 3)

/** The chain begins with the visit. */
function relocateChain(name: string, length: number): Operator {
  return {
    name,
    supports: (problem) => problem.visitCount > length || (problem.visitCount === length && problem.routeCount > 1),
    evaluate: (plan, visit, after) => {
      const last = lastOfChain(plan, visit, length)
      return last < 0 ? NO_GAIN : evaluate(plan, visit, last, length, after)
    },
    apply: (plan, visit, after) => plan.moveBehind(visit, lastOfChain(plan, visit, length), after),
  }
}

function lastOfChain(plan: Plan, first: number, length: number): number {
  let last = first
  for (let turn = 1; turn < length; turn++) {
    last = plan.next[last]!
    if (last >= plan.problem.visitCount) return -1 // the route is over before
  }
  return last
}

function evaluate(plan: Plan, first: number, last: number, length: number, after: number): number {
  const { problem } = plan
  const before = plan.previous[first]!
  const next = plan.next[last]!
  if (after === before) return NO_GAIN // already there
  const from = plan.routeOf[first]!
  const to = plan.routeOf[after]!
  const follower = plan.next[after]!
  const emptied = plan.visitsOn(from) === length
  const removed = (emptied ? 0 : legCents(problem, from, before, next)) - plan.legCents[before]! - plan.legCents[last]!
  const inserted = legCents(problem, to, after, first) + legCents(problem, to, last, follower) - plan.legCents[after]!
  if (from === to) {
    // Inside one route; the chain itself is no place to go.
    const turns = plan.visitsTo[after]! - plan.visitsTo[first]!
    if (turns >= 0 && turns < length) return NO_GAIN
    if (removed + inserted >= plan.timedBehind(turns < 0 ? after : before)) return NO_GAIN
    return moveInside(plan, first, last, after, turns < 0)
  }
  if (plan.visitsOn(to) + length > problem.maxVisits[to]!) return NO_GAIN
  if (plan.isEmpty(to) && emptied && problem.kindOf[from] === problem.kindOf[to]) return NO_GAIN
  for (let visit = first; visit !== next; visit = plan.next[visit]!)
    if (!mayServe(problem, visit, problem.techOf[to]!)) return NO_GAIN
  if (!loadGrowsTo(plan, to, first, last)) return NO_GAIN
  const liking = chainPreference(plan, first, last, to) - chainPreference(plan, first, last, from)
  // At best the move wipes out all that waiting, lateness and overtime cost from here on, and closes the route.
  const saved = plan.timedBehind(before) + plan.timedBehind(after) + (emptied ? problem.shiftCents[from]! : 0)
  if (removed + inserted + liking + innerLegs(plan, first, last, to) >= saved) return NO_GAIN
  const { trial } = plan
  trial.from(after)
  if (!trial.serveAll(first, last) || !trial.rest(follower)) return NO_GAIN
  const grown = trial.total - plan.routeCents(to)
  trial.from(before)
  if (!trial.rest(next)) return NO_GAIN
  return Math.min(NO_GAIN, grown + trial.total - plan.routeCents(from))
}

/** What the legs inside the chain cost more on the other route. */
function innerLegs(plan: Plan, first: number, last: number, to: number): number {
  let more = 0
  for (let visit = first; visit !== last; visit = plan.next[visit]!)
    more += legCents(plan.problem, to, visit, plan.next[visit]!) - plan.legCents[visit]!
  return more
}

function moveInside(plan: Plan, first: number, last: number, after: number, earlier: boolean): number {
  const { trial } = plan
  const route = plan.routeOf[first]!
  if (earlier) {
    trial.from(after)
    if (!trial.serveAll(first, last) || !trial.serveAll(plan.next[after]!, plan.previous[first]!)) return NO_GAIN
    if (!trial.rest(plan.next[last]!)) return NO_GAIN
  } else {
    trial.from(plan.previous[first]!)
    if (!trial.serveAll(plan.next[last]!, after) || !trial.serveAll(first, last)) return NO_GAIN
    if (!trial.rest(plan.next[after]!)) return NO_GAIN
  }
  return Math.min(NO_GAIN, trial.total - plan.routeCents(route))
}
