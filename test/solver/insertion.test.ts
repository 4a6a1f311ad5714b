import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { BestInsertion, NOWHERE, priceInsertion } from '../../solver/insertion.ts'
import type { Model } from '../../solver/model.ts'
import { UNREACHABLE } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { startOf } from '../../solver/rules/roads.ts'
import { totalOf } from '../../solver/timetable.ts'
import { day } from '../arbitraries/day.ts'
import { cappedDay, plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf, type PlannedModel, positionsFor } from '../arbitraries/plan.ts'
import { tinyDay } from '../arbitraries/rich-day.ts'
import { RULE_NAMES } from '../arbitraries/rich-rules.ts'
import { TIE_RULES } from '../arbitraries/rich-tie-rules.ts'
import { aDay, aRoute, aTech, aVisit, PLACES, withoutRoad, withRushHours } from './a-day.ts'

const TIED = new Set<string>(Object.keys(TIE_RULES))
const anything = Number.POSITIVE_INFINITY
const rich = anyPlanOf(day({ visits: 14, routes: 5, pins: false }))
const plain = anyPlanOf(plainDay({ visits: 14 }))
const capped = anyPlanOf(cappedDay({ visits: 14 }))
/** Whatever a course knows, but ties to other visits, which a lone visit would break, and pins. */
const coursed = anyPlanOf(
  fc
    .shuffledSubarray(
      RULE_NAMES.filter((name) => !TIED.has(name) && name !== 'pins'),
      { maxLength: 8 },
    )
    .chain((rules) => tinyDay({ rules, visits: { min: 5, max: 9 } })),
)
/** What can be loaded only later may make the whole shift begin later, also where others have been waited for before. */
const supplied = anyPlanOf(
  fc
    .shuffledSubarray(['reloads', 'load', 'tools', 'waiting', 'breaks', 'spanPrice', 'windows', 'due'] as const, {
      maxLength: 4,
    })
    .chain((rules) => tinyDay({ rules: [...rules, 'release'], visits: { min: 5, max: 9 } })),
)
/** A depot on the way can lead where no road does, or none that is short enough. */
const detoured = anyPlanOf(
  fc
    .shuffledSubarray(['legLimit', 'breaks', 'spanPrice', 'windows', 'tools', 'rushHours', 'release'] as const, {
      maxLength: 4,
    })
    .chain((rules) => tinyDay({ rules: [...rules, 'reloads', 'load', 'closedRoads'], visits: { min: 4, max: 7 } })),
)
/** A break that is not taken yet can fill a wait further on, which somebody who is done with it has to pay for. */
const rested = anyPlanOf(
  fc
    .shuffledSubarray(['paidBreaks', 'pausable', 'spanPrice', 'preferredWindows', 'overtime', 'due', 'asap'] as const, {
      maxLength: 3,
    })
    .chain((rules) =>
      tinyDay({
        rules: [...rules, 'breaks', 'waiting', 'windows'],
        visits: { min: 8, max: 16 },
        days: 1,
        shiftSeconds: 14_400,
      }),
    ),
)
const limits = fc.oneof(
  fc.constant(anything),
  fc.integer({ min: 0, max: 5000 }),
  fc.constantFrom(0.5, 2 ** 31, 2 ** 40),
  fc.integer({ min: -900, max: 0 }),
)

/** Some visits stand nowhere, and so do those that were just taken out. */
const withOpenVisits = (planned: fc.Arbitrary<PlannedModel>) =>
  planned.map(({ model, plan, random }) => {
    for (const visit of plan.visits) {
      if (plan.routeOf(visit) < 0 || !random.chance(0.4)) continue
      plan.trial.from(plan.previous(visit))
      if (plan.trial.rest(plan.next(visit))) plan.remove(visit)
    }
    return { model, plan, open: [...plan.unserved.slice(0, plan.unservedCount)].sort((a, b) => a - b) }
  })

const priceBehind = (plan: Plan, visit: number, after: number): number =>
  plan.admits(plan.routeOf(after), visit) ? priceInsertion(plan, visit, after, anything) : anything

const cheapestOf = (plan: Plan, visit: number): number =>
  Math.min(...positionsFor(plan).map((after) => priceBehind(plan, visit, after)), anything)

describe.each([
  ['rich', rich],
  ['plain', plain],
  ['capped', capped],
  ['coursed', coursed],
  ['supplied', supplied],
  ['detoured', detoured],
  ['rested', rested],
] as const)('the price of a position on a %s day', (_, planned) => {
  test('is what the judge says it costs, at every position where the visit fits', () => {
    let possible = 0
    fc.assert(
      fc.property(withOpenVisits(planned), ({ model, plan, open }) => {
        for (const visit of open)
          for (const after of positionsFor(plan)) {
            const before = plan.cost - (plan.problem.unservedCents[visit] ?? 0)
            const cents = priceBehind(plan, visit, after)
            if (!plan.admits(plan.routeOf(after), visit)) continue
            plan.begin()
            plan.insert(visit, after)
            const { violations, cost } = judge(model, plannedDayOf(plan))
            plan.undo()
            expect(violations.length === 0 ? totalOf(cost) - before : anything).toBe(cents)
            if (cents < anything) possible++
          }
      }),
      { numRuns: 60 },
    )
    expect(possible).toBeGreaterThan(100)
  })

  test('is told when it is below the limit, and otherwise not at all', () => {
    fc.assert(
      fc.property(withOpenVisits(planned), limits, ({ plan, open }, limit) => {
        for (const visit of open)
          for (const after of positionsFor(plan)) {
            if (!plan.admits(plan.routeOf(after), visit)) continue
            const exact = priceInsertion(plan, visit, after, anything)
            expect(priceInsertion(plan, visit, after, limit)).toBe(exact < limit ? exact : anything)
            expect(priceInsertion(plan, visit, after, exact + 1)).toBe(exact)
          }
      }),
      { numRuns: 100 },
    )
  })
})

describe('a shift that passes by a depot', () => {
  const kg = (amount: number) => ({ load: [{ unit: 'kg', amount }] })
  const van = aTech({ capacity: [{ unit: 'kg', amount: 2 }] })
  const supplied = { reloads: [{ place: 4, seconds: 0, windows: [] }] }

  test('takes a visit that no road leads to from the one before', () => {
    const model = aDay({
      visits: [aVisit({ place: 1, ...kg(2) }), aVisit({ place: 8, ...kg(2) })],
      techs: [van],
      routes: [aRoute(supplied)],
    })
    const plan = new Plan(compile(withoutRoad(model, [[1, 8]], UNREACHABLE)))
    plan.fill(0, [0])
    expect(priceInsertion(plan, 1, 0, anything)).toBe(14) // 3, 4 and 8 km instead of 1
    expect(priceInsertion(plan, 1, 0, 15)).toBe(14)
  })

  test('takes one that is too far from the one before for a single drive', () => {
    const model = aDay({
      visits: [aVisit({ place: 1, ...kg(2) }), aVisit({ place: 8, ...kg(2) })],
      techs: [van],
      routes: [aRoute({ ...supplied, endPlace: 4, mostLegSeconds: 300 })],
    })
    const plan = new Plan(compile(model))
    plan.fill(0, [0])
    expect(priceInsertion(plan, 1, 0, anything)).toBe(8) // 3, 4 and 4 km instead of 3
  })

  test('does not do so any more once there is nothing to be loaded, though no road leads on', () => {
    const model = aDay({
      visits: [aVisit({ place: 1, ...kg(1) }), aVisit({ place: 8, ...kg(1) }), aVisit({ place: 8, ...kg(1) })],
      techs: [van],
      routes: [aRoute({ ...supplied, spanCentsPerHour: 1 })],
    })
    const plan = new Plan(compile(withoutRoad(model, [[1, 8]], UNREACHABLE)))
    plan.fill(0, [0, 1, 2])
    expect(plan.undrivable).toBe(0)
    plan.trial.from(1)
    expect(plan.trial.rest(plan.next(2))).toBe(false)
  })
})

test('whoever sets out as late as rush hours allow, and then drives for too long, cannot go', () => {
  const model = aDay({
    visits: [aVisit({ place: 5, windows: [{ opens: 7200, closes: 7200 }] })],
    routes: [aRoute({ endPlace: 5, mostLegSeconds: 400 })],
  })
  const priceAt = (percent: number) => {
    const plan = new Plan(compile(withRushHours(model, [{ from: 3600, percent }])))
    return priceInsertion(plan, 0, startOf(plan.problem, 0), anything)
  }
  expect(priceAt(120)).toBe(5)
  expect(priceAt(140)).toBe(anything)
})

test('who waits at home for a part may drive all of the way at a cheaper hour', () => {
  const model = aDay({
    visits: [aVisit({ place: 5 }), aVisit({ place: 5, release: 7200 })],
    routes: [aRoute({ centsPerKm: 0, centsPerHour: 600 })],
  })
  const plan = new Plan(compile(withRushHours(model, [{ from: 7200, percent: 60 }])))
  plan.fill(0, [0])
  expect(priceInsertion(plan, 1, 0, anything)).toBe(-40) // 300 seconds there and 300 back, at 60 %
  expect(priceInsertion(plan, 1, 0, -39)).toBe(-40)
})

describe.each([
  ['rich', rich],
  ['plain', plain],
  ['capped', capped],
] as const)('the best position for a visit on a %s day', (_, planned) => {
  test('anywhere is the cheapest there is, if that is below the limit', () => {
    let found = 0
    fc.assert(
      fc.property(withOpenVisits(planned), limits, ({ plan, open }, limit) => {
        const best = new BestInsertion(plan)
        for (const visit of open) {
          const cheapest = cheapestOf(plan, visit)
          expect(best.findAnywhere(visit, limit)).toBe(cheapest < limit)
          if (cheapest >= limit) {
            expect(best.after).toBe(NOWHERE)
            continue
          }
          expect(best.cents).toBe(cheapest)
          expect(priceBehind(plan, visit, best.after)).toBe(cheapest)
          found++
        }
      }),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(100)
  })

  test('near by is possible, below the limit and at its true price', () => {
    let found = 0
    fc.assert(
      fc.property(withOpenVisits(planned), limits, ({ plan, open }, limit) => {
        const best = new BestInsertion(plan)
        for (const visit of open) {
          const isFound = best.findNear(visit, limit)
          expect(isFound).toBe(best.after !== NOWHERE)
          if (!isFound) continue
          expect(best.cents).toBeLessThan(limit)
          expect(priceBehind(plan, visit, best.after)).toBe(best.cents)
          found++
        }
      }),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(100)
  })
})

/** Near by and anywhere, the same is found at the same price. */
function expectBestOfAll(days: fc.Arbitrary<Model>): void {
  fc.assert(
    fc.property(withOpenVisits(anyPlanOf(days)), limits, ({ plan, open }, limit) => {
      const best = new BestInsertion(plan)
      for (const visit of open) {
        const isFound = best.findAnywhere(visit, limit)
        const { cents } = best
        expect(best.findNear(visit, limit)).toBe(isFound)
        expect(best.cents).toBe(cents)
      }
    }),
    { numRuns: 300 },
  )
}

describe('the best position near by', () => {
  test('is the best of all on a plain day of up to forty visits, where everybody is near', () => {
    expectBestOfAll(plainDay({ visits: 25 }))
  })

  test('is the best of all where waiting has a price but being late has none, and all drive on the same roads', () => {
    const waiting = day({ visits: 14, routes: 5, pins: false }).map((model) => ({
      ...model,
      visits: model.visits.map(({ due, ...visit }) => ({ ...visit, secondsByTech: [] })),
      routes: model.routes.map((route) => ({ ...route, profile: 0, overtimeCentsPerHour: 0 })),
    }))
    expectBestOfAll(waiting)
  })

  test('has its true price on roads of another profile, though on those of the first route the order were impossible', () => {
    const model = aDay({
      visits: [
        aVisit({ place: 2 }),
        aVisit({ place: 0, seconds: 0, windows: [{ opens: 7000, closes: 7000 }] }), // too late for the other one to follow
      ],
      routes: [aRoute({ maxVisits: 0 }), aRoute({ profile: 1, closes: 7100, latest: 7100 })],
    })
    const [car] = model.travel.profiles
    if (car === undefined) throw new Error('A day by hand has a road map.')
    const blocked = { ...car, seconds: car.seconds.map((seconds, leg) => (leg === 2 * PLACES ? UNREACHABLE : seconds)) }
    const plan = new Plan(compile({ ...model, travel: { ...model.travel, profiles: [blocked, car] } }))
    plan.fill(1, [0])
    const best = new BestInsertion(plan)
    expect(best.findNear(1)).toBe(true)
    expect(best).toMatchObject({ after: 0, cents: 0 })
  })

  test('has its true price for a technician who works faster, though for others the order were impossible', () => {
    const model = aDay({
      visits: [
        aVisit({ place: 2, windows: [{ opens: 0, closes: 450 }], secondsByTech: [{ tech: 1, seconds: 0 }] }),
        aVisit({
          place: 0,
          seconds: 0,
          windows: [{ opens: 0, closes: 400 }],
          secondsByTech: [{ tech: 1, seconds: 500 }],
        }),
      ],
      techs: [aTech(), aTech()],
      routes: [aRoute({ maxVisits: 0 }), aRoute({ tech: 1 })],
    })
    const plan = new Plan(compile(model))
    plan.fill(1, [0])
    const best = new BestInsertion(plan)
    expect(best.findNear(1)).toBe(true)
    expect(best).toMatchObject({ after: 0, cents: 0 })
  })

  test('is found on an empty route, the cheapest of its kind', () => {
    fc.assert(
      fc.property(plainDay(), (model) => {
        const plan = new Plan(compile(model))
        const best = new BestInsertion(plan)
        for (const visit of plan.visits) {
          const starts = model.routes.map((_, route) => priceBehind(plan, visit, startOf(plan.problem, route)))
          const cheapest = Math.min(...starts)
          expect(best.findNear(visit)).toBe(cheapest < anything)
          expect(best.cents).toBe(cheapest)
        }
      }),
      { numRuns: 100 },
    )
  })
})
