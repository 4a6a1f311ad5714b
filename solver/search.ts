// The search: a first plan, descent to where no single move helps, then annealing for as long as it may.
// Equal problem, seed and iterations give the equal plan. Imports solver/ only.
import { anneal } from './anneal.ts'
import { construct } from './construct.ts'
import { Descent } from './descent.ts'
import { BestInsertion, serveWherePays } from './insertion.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { SearchTerms } from './terms.ts'

export interface SearchResult {
  readonly plan: Plan
  readonly iterations: number
}

export function search(problem: Problem, terms: SearchTerms): SearchResult {
  const plan = new Plan(problem)
  construct(plan)
  terms.onProgress?.(plan, 0)
  const descent = new Descent(plan)
  for (let visit = 0; visit < problem.visitCount; visit++) descent.enqueue(visit)
  descent.run(terms.stop)
  terms.onProgress?.(plan, 0)
  const iterations = problem.visitCount > 0 && problem.routeCount > 0 ? anneal(plan, descent, terms) : 0
  serveLeftOut(plan)
  terms.onProgress?.(plan, iterations)
  return { plan, iterations }
}

/** Whoever is left out at the end is so for a reason: every position was looked at once more. */
function serveLeftOut(plan: Plan): void {
  const best = new BestInsertion(plan)
  const leftOut = plan.unserved.slice(0, plan.unservedCount).sort()
  for (const visit of leftOut) serveWherePays(plan, best, visit)
}
