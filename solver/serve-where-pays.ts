// Serving who is left out: at the best position, if that costs less than leaving them out. Imports solver/ only.
import { insertBond } from './bond-insertion.ts'
import type { BestInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import { lossOfServing } from './rules/serve.ts'

/** Near others first; pinned visits in any case. False: the visit is still left out. */
export function serveWherePays(plan: Plan, best: BestInsertion, visit: number): boolean {
  if (plan.isBonded(visit)) return insertBond(plan, plan.problem.bondOf[visit]!)
  return (best.findNear(visit) || best.findAnywhere(visit)) && takeIfItPays(plan, best, visit)
}

/** Whatever it costs. */
export function serveAnyway(plan: Plan, best: BestInsertion, visit: number): boolean {
  if (plan.isBonded(visit)) return insertBond(plan, plan.problem.bondOf[visit]!)
  return (best.findNear(visit) || best.findAnywhere(visit)) && plan.tryInsert(visit, best.after)
}

/** The same over every position there is: slower, and nothing is overlooked. */
export function serveWhereverPays(plan: Plan, best: BestInsertion, visit: number): boolean {
  if (plan.isBonded(visit)) return insertBond(plan, plan.problem.bondOf[visit]!)
  return best.findAnywhere(visit) && takeIfItPays(plan, best, visit)
}

function takeIfItPays(plan: Plan, best: BestInsertion, visit: number): boolean {
  if (plan.problem.pinned[visit] === 0 && lossOfServing(plan.problem, visit, best.cents) > 0) return false
  return plan.tryInsert(visit, best.after)
}
