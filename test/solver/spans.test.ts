// Shifts that may last only so long and know no other rule of the hour: what the search adds up stop by stop is what the
// told day takes, and too long a shift is only ever a step on the way.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Annealing } from '../../solver/anneal.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { Descent } from '../../solver/descent.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { search } from '../../solver/search.ts'
import { cappedDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf, positionsFor } from '../arbitraries/plan.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from './a-day.ts'
import { stateOf } from './plan-state.ts'

const MAY_LAST = 7200

/** Shifts that all last nearly as long as they may once everybody is served. */
const nearlyTooLong = fc
  .record({
    work: fc.array(fc.integer({ min: 300, max: 1500 }), { minLength: 20, maxLength: 40 }),
    spare: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ work, spare }) => {
    const drive = 120 // seconds to a visit, about
    const vans = Math.ceil(work.reduce((sum, seconds) => sum + seconds + drive, 0) / MAY_LAST) + spare
    return aDay({
      visits: work.map((seconds, index) =>
        aVisit({ id: `V-${index}`, place: (index * 7 + seconds) % PLACES, seconds }),
      ),
      techs: Array.from({ length: vans }, () => aTech()),
      routes: Array.from({ length: vans }, (_, tech) => aRoute({ tech, mostSeconds: MAY_LAST })),
    })
  })

const secondsTold = (plan: Plan): Map<number, number> =>
  new Map(plannedDayOf(plan).routes.map(({ route, departure, back }) => [route, back - departure]))

const tooLong = ({ problem, spans }: Plan): number => {
  let seconds = 0
  for (let route = 0; route < problem.routeCount; route++)
    seconds += Math.max(0, (spans?.secondsOn(route) ?? 0) - problem.mostSpan[route]!)
  return seconds
}

describe('the time from setting out to being back', () => {
  test('is what the told day takes', () => {
    let told = 0
    fc.assert(
      fc.property(anyPlanOf(cappedDay()), ({ plan }) => {
        expect([...plan.problem.hasCourse]).not.toContain(1)
        for (const [route, seconds] of secondsTold(plan)) {
          expect(plan.spans?.secondsOn(route)).toBe(seconds)
          told++
        }
      }),
      { numRuns: 300 },
    )
    expect(told).toBeGreaterThan(300)
  })

  test('keeps within the limit in every plan that a search ends with', () => {
    fc.assert(
      fc.property(cappedDay({ visits: 20 }), fc.nat(), (model, seed) => {
        const { plan } = search(compile(model), { seed, iterations: 200, stop: () => false })
        expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('may be too long while a search tries, is counted and priced then, and taken back', () => {
    let tooLongOnes = 0
    fc.assert(
      fc.property(anyPlanOf(cappedDay()), fc.integer({ min: 1, max: 50 }), ({ plan, random }, cents) => {
        const state = stateOf(plan)
        plan.begin()
        for (let turn = 0; turn < 8 && plan.unservedCount > 0; turn++) {
          const visit = plan.unserved[random.below(plan.unservedCount)]!
          const places = positionsFor(plan).filter((after) => plan.admits(plan.routeOf(after), visit))
          const after = places[random.below(Math.max(1, places.length))]
          if (after === undefined) continue
          plan.insert(visit, after)
          expect(plan.overspan).toBe(tooLong(plan))
          const total = plan.cost
          plan.overspanCents = cents
          expect(plan.cost).toBe(total + cents * plan.overspan)
          plan.overspanCents = 0
          if (plan.overspan > 0) tooLongOnes++
        }
        plan.undo()
        expect(plan.overspan).toBe(0)
        expect(stateOf(plan)).toEqual(state)
      }),
      { numRuns: 200 },
    )
    expect(tooLongOnes).toBeGreaterThan(50)
  })

  test('is within the limit in whatever an anneal keeps or ends with', () => {
    let tooLongOnes = 0
    fc.assert(
      fc.property(nearlyTooLong, fc.nat(), (model, seed) => {
        const { plan } = search(compile(model), { seed, iterations: 20, stop: () => false })
        const annealing = new Annealing(plan, new Descent(plan), new Random(seed))
        annealing.run({
          hot: 3,
          cold: 0.1,
          lookEvery: 1,
          share: (rounds) => {
            if (plan.overspan > 0) tooLongOnes++
            return rounds / 600
          },
        })
        expect(plan.overspan).toBe(0)
        expect(tooLong(plan)).toBe(0)
        plan.assume(annealing.best.next)
        expect(tooLong(plan)).toBe(0)
      }),
      { numRuns: 60 },
    )
    expect(tooLongOnes).toBeGreaterThan(500)
  })
})
