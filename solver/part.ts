// A part of a day: some routes and what stands on them, so that several searches can work on one plan at a time, each on
// routes of its own. Parts are cut anew each time around another visit, so that every pair of neighbours meets (as route
// decompositions do, Santini et al. 2023). Imports solver/ only.
import { NOBODY_NEXT, servedOnDraft, visitsOnDraft } from './draft.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Random } from './random.ts'
import { startOf } from './rules/roads.ts'
import { sharedInts } from './shared.ts'

export interface Part {
  readonly routes: readonly number[]
  /** Visits that nobody serves, for this part to try. */
  readonly leftOut: readonly number[]
}

/** Routes that run near each other, about as many visits in each part; empty routes and visits left out go around. */
export function partsOf(problem: Problem, next: Int32Array, count: number, random: Random): Part[] {
  const parts = Array.from({ length: count }, () => ({ routes: [] as number[], leftOut: [] as number[] }))
  const visitsOf = Array.from({ length: problem.routeCount }, (_, route) =>
    visitsOnDraft(problem, next, startOf(problem, route)),
  )
  const served = visitsOf.reduce((sum, { length }) => sum + length, 0)
  let given = 0
  for (const route of routesByDistance(problem, visitsOf, random.below(problem.visitCount))) {
    parts[Math.min(count - 1, Math.floor((given * count) / served))]!.routes.push(route)
    given += visitsOf[route]!.length
  }
  let turn = random.below(count)
  for (const [route, { length }] of visitsOf.entries()) if (length === 0) parts[turn++ % count]!.routes.push(route)
  const isServed = servedOnDraft(problem, next)
  const takesLeftOut = parts[random.below(count)]!
  for (let visit = 0; visit < problem.visitCount; visit++) if (isServed[visit] === 0) takesLeftOut.leftOut.push(visit)
  return parts
}

function routesByDistance(problem: Problem, visitsOf: readonly (readonly number[])[], pivot: number): number[] {
  const { placeOf, placeCount, travelSeconds, profileOf } = problem
  const distance = new Float64Array(visitsOf.length)
  const used = [...visitsOf.keys()].filter((route) => visitsOf[route]!.length > 0)
  for (const route of used) {
    const seconds = travelSeconds[profileOf[route]!]!
    for (const visit of visitsOf[route]!) distance[route]! += seconds[placeOf[pivot]! * placeCount + placeOf[visit]!]!
    distance[route]! /= visitsOf[route]!.length
  }
  return used.sort((a, b) => distance[a]! - distance[b]! || a - b)
}

/** A plan that knows of nothing but this part. */
export function planOfPart(problem: Problem, next: Int32Array, { routes, leftOut }: Part): Plan {
  const plan = new Plan(problem)
  const visitsOf = routes.map((route) => visitsOnDraft(problem, next, startOf(problem, route)))
  plan.narrowTo(routes, [...visitsOf.flat(), ...leftOut])
  for (const [index, route] of routes.entries()) if (visitsOf[index]!.length > 0) plan.fill(route, visitsOf[index]!)
  return plan
}

/** The whole again: each route as the draft of its part has it. */
export function joinParts(problem: Problem, parts: readonly Part[], drafts: readonly Int32Array[]): Int32Array {
  const next = sharedInts(drafts[0]!.length).fill(NOBODY_NEXT)
  for (const [index, { routes }] of parts.entries())
    for (const route of routes) {
      const of = drafts[index]!
      let stop = startOf(problem, route)
      do {
        next[stop] = of[stop]!
        stop = next[stop]!
      } while (stop < problem.visitCount)
    }
  return next
}
