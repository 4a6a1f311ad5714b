// The search: a first plan, descent to where no single move helps, then annealing for as long as it may.
// Equal problem, seed and iterations give the equal plan. Imports solver/ only.
import { anneal } from './anneal.ts'
import { BestSequences } from './best-sequences.ts'
import { construct } from './construct.ts'
import type { Sequences } from './day.ts'
import { Descent } from './descent.ts'
import { BestInsertion, serveWhereverPays } from './insertion.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { SearchTerms } from './terms.ts'

export interface SearchResult {
  readonly plan: Plan
  readonly iterations: number
}

export function search(problem: Problem, terms: SearchTerms): SearchResult {
  const { plan, descent } = firstPlan(problem, terms)
  if (plan.visits.length === 0 || problem.routeCount === 0) return { plan, iterations: 0 }
  const { best, rounds } = anneal(plan, descent, terms)
  plan.assume(best)
  serveLeftOut(plan)
  terms.onProgress?.(plan, rounds)
  return { plan, iterations: rounds }
}

export function firstPlan(
  problem: Problem,
  { stop, onProgress }: Pick<SearchTerms, 'stop' | 'onProgress'>,
): { plan: Plan; descent: Descent } {
  const plan = new Plan(problem)
  construct(plan)
  onProgress?.(plan, 0)
  const descent = new Descent(plan)
  for (let visit = 0; visit < problem.visitCount; visit++) descent.enqueue(visit)
  descent.run(stop)
  serveLeftOut(plan)
  onProgress?.(plan, 0)
  return { plan, descent }
}

export interface PartResult {
  /** Of the part's routes, in their order: where the annealing came to, and the best it saw. */
  readonly last: Sequences
  readonly best: Sequences
  readonly lastCost: number
  readonly bestCost: number
  readonly iterations: number
}

/** A plan of one part, annealed further while other searches have the other parts. */
export function searchPart(plan: Plan, routes: readonly number[], terms: SearchTerms): PartResult {
  const sequences = () => routes.map((route) => plan.visitsOf(route))
  const { best, bestCost, rounds } =
    plan.visits.length > 0 && routes.length > 0
      ? anneal(plan, new Descent(plan), terms)
      : { best: new BestSequences(plan).next, bestCost: plan.cost, rounds: 0 }
  const last = sequences()
  const lastCost = plan.cost
  plan.assume(best)
  return { last, lastCost, best: sequences(), bestCost, iterations: rounds }
}

/** Whoever is left out is so for a reason: every position of the plan as it ends up was looked at. */
export function serveLeftOut(plan: Plan): void {
  const best = new BestInsertion(plan)
  let served: boolean
  do {
    served = false
    const leftOut = plan.unserved.slice(0, plan.unservedCount).sort()
    for (const visit of leftOut) if (serveWhereverPays(plan, best, visit)) served = true
  } while (served)
}
