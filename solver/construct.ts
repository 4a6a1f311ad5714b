// The first plan: what was planned before as it was, then visits one after the other, the hardest to place first, each
// where it is cheapest at that moment. Always run to its end, whatever the deadline, so that no answer is ever half a plan.
// Imports solver/ only.
import { type GivenRoutes, givenRoutes, pinsKept, seatGiven } from './given-plan.ts'
import { agreeAsGiven } from './given-ties.ts'
import { BestInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import { serveAnyway, serveWherePays } from './serve-where-pays.ts'

/** `servesAll`: also who costs more than leaving them out, as long as there is a place. */
export function construct(plan: Plan, given: GivenRoutes = givenRoutes(plan.problem), servesAll = false): void {
  const best = new BestInsertion(plan)
  const order = hardestFirst(plan)
  const serve = (visits: readonly number[]) => {
    for (const visit of visits)
      if (plan.routeOf(visit) < 0) (servesAll ? serveAnyway : serveWherePays)(plan, best, visit)
  }
  agreeAsGiven(plan, given)
  const pins = order.filter((visit) => plan.problem.pinned[visit] === 1)
  const pinsGiven = given.length > 0 ? pinsKept(plan, given) : 0
  if (given.length > 0 && pinsGiven < pins.length) {
    // What was planned must not take the place of what is fixed, unless that has no place anyway.
    plan.begin()
    serve(pins)
    if (pins.filter((visit) => plan.routeOf(visit) >= 0).length <= pinsGiven) plan.undo()
  }
  seatGiven(plan, given)
  serve(order)
}

/** Is anybody left out for whom there is a place, at too high a price? */
export function couldServeMore(plan: Plan): boolean {
  const best = new BestInsertion(plan)
  const leftOut = [...plan.unserved.slice(0, plan.unservedCount)]
  return leftOut.some((visit) => !plan.isBonded(visit) && best.findAnywhere(visit))
}

/** Pins by their hour, then what is dearest to leave out, then what leaves the least choice of time. */
function hardestFirst({ problem }: Plan): number[] {
  const { windowsFrom, windowOpens, windowCloses, pinned, unservedCents } = problem
  const choice = new Float64Array(problem.visitCount)
  const opens = new Float64Array(problem.visitCount)
  for (let visit = 0; visit < problem.visitCount; visit++) {
    opens[visit] = windowOpens[windowsFrom[visit]!] ?? 0
    for (let window = windowsFrom[visit]!; window < windowsFrom[visit + 1]!; window++)
      choice[visit]! += windowCloses[window]! - windowOpens[window]!
  }
  return Array.from(choice.keys()).sort(
    (a, b) =>
      pinned[b]! - pinned[a]! ||
      (pinned[a] === 1 ? opens[a]! - opens[b]! : 0) ||
      unservedCents[b]! - unservedCents[a]! ||
      choice[a]! - choice[b]! ||
      opens[a]! - opens[b]! ||
      a - b,
  )
}
