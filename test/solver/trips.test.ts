// Shifts on which loading again, or waiting for what is to be loaded, is all there is to decide: the short form of the search
// says what the trips worked out from scratch say, which is what a course says.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { RouteWalk } from '../../solver/course-of.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { priceInsertion } from '../../solver/insertion.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { legCents } from '../../solver/rules/roads.ts'
import { search } from '../../solver/search.ts'
import { tripsOf } from '../../solver/trips-of.ts'
import { suppliedDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf, insertAnywhere, positionsFor } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

const usedRoutes = (plan: Plan): number[] =>
  [...plan.visitsOn.keys()].filter((route) => plan.problem.hasTrips[route] === 1 && !plan.isEmpty(route))

const detours = (plan: Plan): void => {
  for (const route of usedRoutes(plan))
    expect(plan.timedOn[route]).toBe(tripsOf(plan.problem, route, plan.visitsOf(route))?.cents)
}

describe('trips between loadings', () => {
  test('cost what they cost from scratch, and what a course would cost', () => {
    let reloaded = 0
    fc.assert(
      fc.property(anyPlanOf(suppliedDay()), ({ plan }) => {
        const { problem } = plan
        for (const route of usedRoutes(plan)) {
          expect(problem.hasCourse[route]).toBe(0)
          const told = tripsOf(problem, route, plan.visitsOf(route))
          expect(plan.timedOn[route]).toBe(told?.cents)
          const walk = new RouteWalk(problem)
          expect(walk.drive(route, plan.visitsOf(route))).toBe(true)
          expect(told?.cents).toBe(walk.course.cents)
          if (told?.events.some(({ kind }) => kind === 'reload')) reloaded++
        }
      }),
      { numRuns: 300 },
    )
    expect(reloaded).toBeGreaterThan(200)
  })

  test('are priced exactly at every turn of a visit, and possible where they are from scratch', () => {
    let possible = 0
    let impossible = 0
    fc.assert(
      fc.property(anyPlanOf(suppliedDay()), fc.nat(), ({ model, plan }, pick) => {
        const { problem } = plan
        const served = Array.from(plan.visits).filter((visit) => plan.routeOf(visit) >= 0)
        const visit = served[pick % Math.max(1, served.length)]
        if (visit === undefined) return
        plan.trial.from(plan.previous(visit))
        if (!plan.trial.rest(plan.next(visit))) return // over one-way streets the way without it can be the longer one
        plan.remove(visit)
        detours(plan)
        for (const after of positionsFor(plan)) {
          const route = plan.routeOf(after)
          if (problem.hasTrips[route] === 0 || !plan.admits(route, visit)) continue
          const before = plan.visitsOf(route)
          const told = tripsOf(problem, route, before.toSpliced(before.indexOf(after) + 1, 0, visit))
          const legs =
            legCents(problem, route, after, visit) +
            legCents(problem, route, visit, plan.next(after)) -
            plan.centsOn(after)
          const exact = told === undefined ? Number.POSITIVE_INFINITY : legs + told.cents - plan.timedOn[route]!
          const price = priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY)
          // By a depot, one-way streets can lead there sooner than the straight way, which is not looked for.
          if (model.travel.profiles[0]!.name === 'map' || price < Number.POSITIVE_INFINITY) expect(price).toBe(exact)
          expect(priceInsertion(plan, visit, after, exact)).toBe(Number.POSITIVE_INFINITY)
          expect(priceInsertion(plan, visit, after, price + 1)).toBe(price)
          if (told === undefined) impossible++
          else possible++
          if (told !== undefined && before.length > 0)
            expect(plan.trips?.leastWith(visit, after, route)).toBeLessThanOrEqual(told.cents)
        }
      }),
      { numRuns: 300 },
    )
    expect(possible).toBeGreaterThan(1000)
    expect(impossible).toBeGreaterThan(200)
  })

  test('are what they are from scratch after any changes, and as they were once those are taken back', () => {
    fc.assert(
      fc.property(anyPlanOf(suppliedDay()), ({ plan, random }) => {
        const state = stateOf(plan)
        plan.begin()
        for (let turn = 0; turn < 12; turn++) {
          const visit = plan.visits[random.below(plan.visits.length)]!
          if (plan.routeOf(visit) < 0) insertAnywhere(plan, visit, random)
          else {
            plan.trial.from(plan.previous(visit))
            if (plan.trial.rest(plan.next(visit))) plan.remove(visit)
          }
          expect(plan.undrivable).toBe(0)
          detours(plan)
        }
        plan.undo()
        expect(stateOf(plan)).toEqual(state)
        detours(plan)
      }),
      { numRuns: 300 },
    )
  })

  test('are loaded as told in every plan that a search ends with, for what it says', () => {
    fc.assert(
      fc.property(suppliedDay({ visits: 20 }), fc.nat(), (model, seed) => {
        const { plan } = search(compile(model), { seed, iterations: 100, stop: () => false })
        detours(plan)
        expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
      }),
      { numRuns: 50 },
    )
  })
})
