// Plans of generated days as nobody in their right mind would make them: visits put wherever they fit, in any order.
import fc from 'fast-check'
import { priceInsertion } from '../../solver/insertion.ts'
import type { Model } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { type DaySize, day } from './day.ts'

export interface PlannedModel {
  readonly model: Model
  readonly plan: Plan
  readonly random: Random
}

/** No pins: whoever generates positions at random hardly ever hits one. */
export const anyPlan = (size: Partial<DaySize> = {}): fc.Arbitrary<PlannedModel> =>
  anyPlanOf(day({ pins: false, ...size }))

export const anyPlanOf = (models: fc.Arbitrary<Model>): fc.Arbitrary<PlannedModel> =>
  fc.tuple(models, fc.nat()).map(([model, seed]) => {
    const plan = new Plan(compile(model))
    const random = new Random(seed)
    const order = Int32Array.from(model.visits.keys())
    random.shuffle(order, order.length)
    for (const visit of order) insertAnywhere(plan, visit, random)
    return { model, plan, random }
  })

/** Puts the visit at some position that takes it, if there is one. */
export function insertAnywhere(plan: Plan, visit: number, random: Random): boolean {
  const possible = positionsFor(plan).filter(
    (after) =>
      plan.admits(plan.routeOf(after), visit) &&
      priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY,
  )
  const after = possible[random.below(Math.max(1, possible.length))]
  if (after === undefined) return false
  plan.insert(visit, after)
  return true
}

/** Every stop that something can stand behind: served visits, then starts. */
export function positionsFor(plan: Plan): number[] {
  const { problem } = plan
  const served = Array.from(plan.visits).filter((visit) => plan.routeOf(visit) >= 0)
  return [...served, ...Array.from({ length: problem.routeCount }, (_, route) => problem.visitCount + route)]
}
