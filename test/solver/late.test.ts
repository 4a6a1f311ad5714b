// Being late at a price, which is only ever a step on the way of a search: counted stop by stop as whoever walks the route
// counts it, priced before it is done, taken back to the same plan, and never in anything that is kept.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Annealing } from '../../solver/anneal.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { Descent } from '../../solver/descent.ts'
import { BestInsertion } from '../../solver/insertion.ts'
import { UNREACHABLE } from '../../solver/model.ts'
import { OVERLOAD } from '../../solver/overload.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { endOf, startOf } from '../../solver/rules/roads.ts'
import { search } from '../../solver/search.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf, positionsFor } from '../arbitraries/plan.ts'
import { aDay, aRoute, aTech, aVisit, PLACES, withoutRoad } from './a-day.ts'
import { stateOf } from './plan-state.ts'

/** Visits that fill two hours each, in windows of an hour: most orders make somebody late. */
const narrow = fc
  .record({
    opens: fc.array(fc.integer({ min: 0, max: 24_000 }), { minLength: 15, maxLength: 30 }),
    vans: fc.integer({ min: 5, max: 9 }),
  })
  .map(({ opens, vans }) =>
    aDay({
      visits: opens.map((second, index) =>
        aVisit({
          id: `V-${index}`,
          place: (index * 7 + second) % PLACES,
          seconds: 3000,
          windows: [{ opens: second, closes: second + 3600 }],
        }),
      ),
      techs: Array.from({ length: vans }, () => aTech()),
      routes: Array.from({ length: vans }, (_, tech) => aRoute({ tech, latest: 28_800 })),
    }),
  )

/** Whoever comes too late begins at once as if it were still time, and so do all behind. */
function lateOn(plan: Plan, route: number): number {
  const { problem } = plan
  const seconds = problem.travelSeconds[problem.profileOf[route]!]!
  if (plan.isEmpty(route)) return 0
  let late = 0
  let second = problem.shiftOpens[route]!
  let at = startOf(problem, route)
  for (const visit of plan.visitsOf(route)) {
    second += seconds[problem.placeOf[at]! * problem.placeCount + problem.placeOf[visit]!]!
    late += Math.max(0, second - problem.closesLast[visit]!)
    second = Math.max(problem.opensFirst[visit]!, Math.min(second, problem.closesLast[visit]!))
    second += problem.workSeconds[visit * problem.crewCount]!
    at = visit
  }
  second += seconds[problem.placeOf[at]! * problem.placeCount + problem.placeOf[endOf(problem, route)]!]!
  return late + Math.max(0, second - problem.shiftLatest[route]!)
}

function lateOf(plan: Plan): number {
  let late = 0
  for (let route = 0; route < plan.problem.routeCount; route++) late += lateOn(plan, route)
  return late
}

/** Where there is no road, or one of decades, nobody comes at any price. */
const LONGEST = 1_000_000
/** Cents a kilometre at which nobody may be late in a search either. */
const DEAR = 1000
const KG = { load: [{ unit: 'kg', amount: 1 }] }

const areJoined = ({ problem }: Plan, ...stops: readonly number[]): boolean =>
  stops.slice(1).every((to, turn) => {
    const leg = problem.placeOf[stops[turn]!]! * problem.placeCount + problem.placeOf[to]!
    return problem.travelSeconds[0]![leg]! < LONGEST
  })

/** Changes it at random, told nothing of time. */
function shuffle(plan: Plan, random: Random, turns: number, told: () => void): void {
  for (let turn = 0; turn < turns; turn++) {
    const visit = plan.visits[random.below(plan.visits.length)]!
    if (plan.routeOf(visit) >= 0) {
      if (areJoined(plan, plan.previous(visit), plan.next(visit))) plan.remove(visit)
    } else {
      const places = positionsFor(plan).filter(
        (after) => plan.admits(plan.routeOf(after), visit) && areJoined(plan, after, visit, plan.next(after)),
      )
      if (places.length === 0) continue
      plan.insert(visit, places[random.below(places.length)]!)
    }
    told()
  }
}

const { lateFrom } = OVERLOAD
beforeAll(() => {
  OVERLOAD.lateFrom = 0
})
afterAll(() => {
  OVERLOAD.lateFrom = lateFrom
})

describe('late at a price', () => {
  test('is counted as it comes and goes, priced, and taken back', () => {
    let lateOnes = 0
    fc.assert(
      fc.property(anyPlanOf(plainDay()), fc.integer({ min: 1, max: 50 }), ({ plan, random }, cents) => {
        const state = stateOf(plan)
        plan.lateCents = cents
        plan.begin()
        const legs = plan.cost - cents * plan.late
        expect(legs).toBe(state.cost)
        shuffle(plan, random, 20, () => {
          expect(plan.late).toBe(lateOf(plan))
          if (plan.late > 0) lateOnes++
        })
        plan.undo()
        plan.lateCents = 0
        expect(plan.late).toBe(0)
        expect([...plan.lateAt].every((seconds) => seconds === 0)).toBe(true)
        expect(stateOf(plan)).toEqual(state)
      }),
      { numRuns: 300 },
    )
    expect(lateOnes).toBeGreaterThan(500)
  })

  test('has the price that was told before, wherever the best position is', () => {
    let lateOnes = 0
    fc.assert(
      fc.property(
        anyPlanOf(plainDay({ visits: 14 })),
        fc.integer({ min: 1, max: 3 }),
        ({ model, plan, random }, cents) => {
          fc.pre(model.routes.every(({ centsPerKm }) => centsPerKm < DEAR))
          plan.lateCents = cents
          plan.begin()
          shuffle(plan, random, 12, () => undefined)
          const best = new BestInsertion(plan)
          for (const visit of plan.unserved.slice(0, plan.unservedCount)) {
            if (!best.findNear(visit) || !areJoined(plan, best.after, visit, plan.next(best.after))) continue
            const [before, late] = [plan.cost, plan.late]
            plan.insert(visit, best.after)
            expect(plan.cost - before + plan.problem.unservedCents[visit]!).toBe(best.cents)
            if (plan.late > late) lateOnes++
          }
        },
      ),
      { numRuns: 400 },
    )
    expect(lateOnes).toBeGreaterThan(100)
  })

  test('never takes an order that the windows forbid, however much it saves', () => {
    const model = aDay({
      visits: [
        aVisit({ place: 9, seconds: 0, windows: [{ opens: 540, closes: 540 }], ...KG }),
        aVisit({ place: 1, seconds: 0, windows: [{ opens: 540, closes: 540 }], ...KG }),
      ],
      techs: [aTech({ capacity: [{ unit: 'kg', amount: 2 }] })],
      routes: [aRoute({ centsPerKm: 3 })],
    })
    // They are near each other in the one order, and only in that.
    const oneWay = withoutRoad(withoutRoad(model, [[1, 9]], 0), [[0, 1]], UNREACHABLE)
    const plan = new Plan(compile(oneWay))
    plan.fill(0, [0])
    plan.lateCents = 0.01
    expect(new BestInsertion(plan).findNear(1)).toBe(false)
  })

  test('tells who comes first on a route also where somebody is ready earlier than whoever came before', () => {
    fc.assert(
      fc.property(anyPlanOf(plainDay()), ({ plan, random }) => {
        plan.lateCents = 1
        plan.begin()
        shuffle(plan, random, 15, () => undefined)
        for (let route = 0; route < plan.problem.routeCount; route++) {
          const visits = plan.visitsOf(route)
          for (const [turn, visit] of visits.entries())
            for (const [otherTurn, other] of visits.entries())
              expect(plan.isBefore(visit, other)).toBe(turn < otherTurn)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('is there while an anneal tries, and never in what it keeps or ends with', () => {
    let lateOnes = 0
    fc.assert(
      fc.property(narrow, fc.nat(), (model, seed) => {
        const { plan } = search(compile(model), { seed, iterations: 20, stop: () => false })
        const annealing = new Annealing(plan, new Descent(plan), new Random(seed))
        annealing.run({
          hot: 3,
          cold: 0.1,
          lookEvery: 1,
          share: (rounds) => {
            expect(plan.late).toBe(lateOf(plan))
            if (plan.late > 0) lateOnes++
            return rounds / 600
          },
        })
        expect(plan).toMatchObject({ late: 0, lateCents: 0 })
        expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
        plan.assume(annealing.best.next)
        expect(plan.cost).toBe(annealing.best.cost)
        expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(lateOnes).toBeGreaterThan(1000)
  })
})
