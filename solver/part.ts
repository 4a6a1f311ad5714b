// A part of a day: some routes and what stands on them, so that several searches can work on one plan at a time, each on
// routes of its own. Parts are cut anew each time around another visit, so that every pair of neighbours meets (as route
// decompositions do, Santini et al. 2023). Imports solver/ only.
import type { Sequences } from './day.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Random } from './random.ts'

export interface Part {
  readonly routes: readonly number[]
  /** The visits of those routes, one list for each of `routes`. */
  readonly sequences: Sequences
  /** Visits that nobody serves, for this part to try. */
  readonly leftOut: readonly number[]
}

/** Routes that run near each other, about as many visits in each part; empty routes and visits left out go around. */
export function partsOf(problem: Problem, sequences: Sequences, count: number, random: Random): Part[] {
  const parts = Array.from({ length: count }, () => ({
    routes: [] as number[],
    sequences: [] as (readonly number[])[],
    leftOut: [] as number[],
  }))
  const give = (part: number, route: number) => {
    parts[part % count]!.routes.push(route)
    parts[part % count]!.sequences.push(sequences[route]!)
  }
  const pivot = random.below(problem.visitCount)
  const served = sequences.reduce((sum, { length }) => sum + length, 0)
  let given = 0
  for (const route of routesByDistance(problem, sequences, pivot)) {
    give(Math.min(count - 1, Math.floor((given * count) / served)), route)
    given += sequences[route]!.length
  }
  let turn = random.below(count)
  for (const [route, { length }] of sequences.entries()) if (length === 0) give(turn++, route)
  const isServed = new Set(sequences.flat())
  const takesLeftOut = parts[random.below(count)]!
  for (let visit = 0; visit < problem.visitCount; visit++) if (!isServed.has(visit)) takesLeftOut.leftOut.push(visit)
  return parts
}

function routesByDistance(problem: Problem, sequences: Sequences, pivot: number): number[] {
  const { placeOf, placeCount, travelSeconds, profileOf } = problem
  const distance = new Float64Array(sequences.length)
  const used = [...sequences.keys()].filter((route) => sequences[route]!.length > 0)
  for (const route of used) {
    const seconds = travelSeconds[profileOf[route]!]!
    for (const visit of sequences[route]!) distance[route]! += seconds[placeOf[pivot]! * placeCount + placeOf[visit]!]!
    distance[route]! /= sequences[route]!.length
  }
  return used.sort((a, b) => distance[a]! - distance[b]! || a - b)
}

/** A plan that knows of nothing but this part. */
export function planOfPart(problem: Problem, { routes, sequences, leftOut }: Part): Plan {
  const plan = new Plan(problem)
  plan.narrowTo(routes, [...sequences.flat(), ...leftOut])
  for (const [index, route] of routes.entries()) {
    const visits = sequences[index]!
    if (visits.length > 0) plan.fill(route, visits)
  }
  return plan
}
