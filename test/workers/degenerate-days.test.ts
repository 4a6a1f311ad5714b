import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { type Model, openSolverPool, type SearchLimits, type SolverPool, UNREACHABLE } from '../../workers/client.ts'
import { aDay, aRoute, aTech, aVisit, PLACES, withoutRoad } from '../solver/a-day.ts'

const crew = {
  techs: [aTech(), aTech()],
  routes: [aRoute({ startPlace: 2, endPlace: 2 }), aRoute({ tech: 1, startPlace: 8, endPlace: 8, centsPerShift: 3 })],
}
const visitsAt = (places: readonly number[], visit: Parameters<typeof aVisit>[0] = {}) =>
  places.map((place, index) => aVisit({ id: `V-${index}`, place, ...visit }))
const everyPlace = Array.from({ length: PLACES }, (_, place) => place)
const legs = everyPlace.flatMap((from) => everyPlace.map((to) => [from, to] as const))

/** What is left out; a day of which that is not certain says how many. */
const DAYS: readonly (readonly [string, Model, readonly number[] | number])[] = [
  ['without visits', aDay({ ...crew, visits: [] }), []],
  ['without visits and technicians', aDay({ visits: [], techs: [], routes: [] }), []],
  ['of one visit', aDay({ ...crew, visits: visitsAt([4]) }), []],
  ['without technicians', aDay({ visits: visitsAt([1, 2]), techs: [], routes: [] }), [0, 1]],
  ['of technicians without shifts', aDay({ visits: visitsAt([1, 2]), techs: [aTech()], routes: [] }), [0, 1]],
  ['with all visits at one place', aDay({ ...crew, visits: visitsAt(Array(25).fill(5)) }), []],
  ['of places no way apart', withoutRoad(aDay({ ...crew, visits: visitsAt(everyPlace) }), legs, 0), []],
  [
    'with windows of a second',
    aDay({ ...crew, visits: everyPlace.map((place) => aVisit({ place, windows: [{ opens: 6000, closes: 6000 }] })) }),
    PLACES - 2,
  ],
  [
    'of visits between which no road leads',
    withoutRoad(
      aDay({ ...crew, visits: visitsAt([1, 3, 4, 5]) }),
      legs.filter(([from, to]) => from !== to && [1, 3, 4, 5].includes(from) && [1, 3, 4, 5].includes(to)),
      UNREACHABLE,
    ),
    2,
  ],
  ['where no road leads anywhere', withoutRoad(aDay({ ...crew, visits: visitsAt([1, 3]) }), legs, UNREACHABLE), [0, 1]],
  [
    'with one visit that nobody can do',
    aDay({ ...crew, visits: [...visitsAt([1, 3]), aVisit({ skills: [{ skill: 'glass', level: 1 }] })] }),
    [2],
  ],
  ['of visits nobody can do', aDay({ ...crew, visits: visitsAt([1, 3, 5], { excludedTechs: [0, 1] }) }), [0, 1, 2]],
  ['of work that takes no time', aDay({ ...crew, visits: visitsAt(everyPlace, { seconds: 0 }) }), []],
  ['of work that is worth nothing', aDay({ ...crew, visits: visitsAt([4, 6], { unservedCents: 0 }) }), [0, 1]],
  ['of shifts of no length', aDay({ ...crew, routes: [aRoute({ closes: 0, latest: 0 })] }), [0]],
]

const BY_COUNT: SearchLimits = { seconds: 600, iterations: 100, seed: 1, threads: 1, alternatives: 2 }
const BY_CLOCK: SearchLimits = { seconds: 0.05, seed: 1, threads: 1, alternatives: 2 }

describe('a day', () => {
  let pool: SolverPool
  beforeAll(() => {
    pool = openSolverPool({ threads: 2 })
  })
  afterAll(() => pool.close())

  test.each(DAYS)('%s is planned, with reasons for whoever is left out', async (_, model, leftOut) => {
    for (const threads of [1, 2, 10])
      for (const limits of [BY_COUNT, BY_CLOCK]) {
        const { plan, cost, options, unserved } = await pool.solve(model, { ...limits, threads })
        expect(judge(model, plan)).toEqual({ violations: [], cost })
        if (typeof leftOut === 'number') expect(plan.unserved).toHaveLength(leftOut)
        else expect(plan.unserved).toEqual(leftOut)
        expect(options).toHaveLength(model.visits.length)
        expect(unserved.map(({ visit }) => visit)).toEqual(plan.unserved)
        for (const { blockers } of unserved) {
          expect(blockers.map(({ tech }) => tech)).toEqual([...model.techs.keys()])
          for (const { blockers: reasons } of blockers) expect(reasons.length).toBeGreaterThan(0)
        }
      }
  })
})
