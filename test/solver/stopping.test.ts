// Whenever a search is told to stop, it ends, and with a plan that is complete.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { combine } from '../../solver/combine.ts'
import { construct } from '../../solver/construct.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { RoutePool } from '../../solver/route-pool.ts'
import { search } from '../../solver/search.ts'
import { totalOf } from '../../solver/timetable.ts'
import { day } from '../arbitraries/day.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'

test('a search that is told to stop at any moment has a plan that the judge accepts', () => {
  fc.assert(
    fc.property(day(), fc.nat(), fc.integer({ min: 0, max: 300 }), (model, seed, patience) => {
      let asked = 0
      const { plan } = search(compile(model), { seed, iterations: 1e9, stop: () => ++asked > patience })
      const { violations, cost } = judge(model, plannedDayOf(plan))
      expect(violations).toEqual([])
      expect(totalOf(cost)).toBe(plan.cost)
    }),
    { numRuns: 200 },
  )
})

test('told to stop, putting routes together leaves the plan as it is', () => {
  const visits = [2, 8, 2, 8].map((place, at) => aVisit({ id: `V-${at}`, place, seconds: 60 }))
  const routes = [aRoute({ startPlace: 5, endPlace: 5 }), aRoute({ startPlace: 5, endPlace: 5 })]
  const problem = compile(aDay({ visits, techs: [aTech()], routes }))
  const good = new Plan(problem)
  construct(good)
  const pool = new RoutePool(good, 1)
  pool.collectAll()
  const crossed = new Plan(problem)
  crossed.fill(0, [0, 1])
  crossed.fill(1, [3, 2])
  expect(good.cost).toBeLessThan(crossed.cost)
  const before = sequencesOf(crossed)
  expect(sequencesOf(combine(crossed, [pool.columns()], () => true))).toEqual(before)
  expect(combine(crossed, [pool.columns()]).cost).toBe(good.cost)
})
