// A plan as threads hand it on: one array on shared memory that says who follows whom, and what it costs.
// Imports solver/ only.
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { startOf } from './rules/roads.ts'
import { sharedInts } from './shared.ts'

export interface Draft {
  /**
   * By visit and by start: who follows. A visit that stands nowhere is followed by nobody. Where visits are linked, then by
   * visit: the second that was agreed for it.
   */
  readonly next: Int32Array
  readonly cost: number
  readonly leftOut: number
  readonly usedRoutes: number
}

export const NOBODY_NEXT = -1

export const draftLength = ({ visitCount, routeCount, hasLinks }: Problem): number =>
  visitCount + routeCount + (hasLinks ? visitCount : 0)

export function draftOf(plan: Plan): Draft {
  const { problem, cost, unservedCount, usedRoutes } = plan
  const next = sharedInts(draftLength(problem)).fill(NOBODY_NEXT)
  if (plan.appointments !== undefined) next.set(plan.appointments.notBefore, problem.visitCount + problem.routeCount)
  for (let route = 0; route < problem.routeCount; route++) {
    let stop = startOf(problem, route)
    do {
      const follower = plan.next(stop)
      next[stop] = follower
      stop = follower
    } while (stop < problem.visitCount)
  }
  return { next, cost, leftOut: unservedCount, usedRoutes }
}

/** The sequences must be feasible; a visit that none of them holds is left out. */
export function planOfDraft(problem: Problem, next: Int32Array): Plan {
  const plan = new Plan(problem)
  plan.assume(next)
  return plan
}

export function visitsOnDraft({ visitCount }: Problem, next: Int32Array, start: number): number[] {
  const visits: number[] = []
  for (let stop = next[start]!; stop < visitCount; stop = next[stop]!) visits.push(stop)
  return visits
}

/** By visit: 1 where some route holds it. */
export function servedOnDraft(problem: Problem, next: Int32Array): Uint8Array {
  const isServed = new Uint8Array(problem.visitCount)
  for (let route = 0; route < problem.routeCount; route++)
    for (const visit of visitsOnDraft(problem, next, startOf(problem, route))) isServed[visit] = 1
  return isServed
}
