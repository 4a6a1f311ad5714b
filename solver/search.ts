// The search: a first plan, descent to where no single move helps, then perturb and descend again for as long as it may,
// keeping what is not worse. Equal problem, seed and iterations give the equal plan. Imports solver/ only.
import { construct } from './construct.ts'
import { Descent } from './descent.ts'
import { BestInsertion, serveWherePays } from './insertion.ts'
import { Perturbation } from './perturb.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { Random } from './random.ts'

export interface SearchTerms {
  readonly seed: number
  /** Perturbations at most. */
  readonly iterations: number
  /** Asked often, so it has to be cheap. True: come to an end. A first plan is made all the same. */
  readonly stop: () => boolean
  /** Called whenever the plan improved and every REPORT_EVERY iterations. */
  readonly onProgress?: (plan: Plan, iterations: number) => void
}

export interface SearchResult {
  readonly plan: Plan
  readonly iterations: number
}

const REPORT_EVERY = 256

export function search(problem: Problem, { seed, iterations, stop, onProgress }: SearchTerms): SearchResult {
  const plan = new Plan(problem)
  construct(plan)
  onProgress?.(plan, 0)
  const descent = new Descent(plan)
  descent.enqueueAll()
  descent.run(stop)
  onProgress?.(plan, 0)
  const done = problem.visitCount > 1 && problem.routeCount > 0 ? perturbUntil(plan, descent) : 0
  serveLeftOut(plan)
  onProgress?.(plan, done)
  return { plan, iterations: done }

  function perturbUntil(plan: Plan, descent: Descent): number {
    const perturbation = new Perturbation(plan, new Random(seed))
    let round = 0
    for (; round < iterations && !stop(); round++) {
      const before = plan.cost
      plan.begin()
      perturbation.run(descent)
      descent.run(NEVER_STOP)
      if (plan.cost > before) plan.undo()
      if (plan.cost < before || round % REPORT_EVERY === 0) onProgress?.(plan, round + 1)
    }
    return round
  }
}

/** A handful of visits takes no time worth interrupting, and half a descent would depend on the clock. */
const NEVER_STOP = () => false

/** Whoever is left out at the end is so for a reason: every position was looked at once more. */
function serveLeftOut(plan: Plan): void {
  const best = new BestInsertion(plan)
  const leftOut = plan.unserved.slice(0, plan.unservedCount).sort()
  for (const visit of leftOut) serveWherePays(plan, best, visit)
}
