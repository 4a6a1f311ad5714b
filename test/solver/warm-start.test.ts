// A search that was given a plan begins with it and never ends worse.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { construct } from '../../solver/construct.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import { givenRoutes, seatGiven } from '../../solver/given-plan.ts'
import type { Model, VisitModel } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { perform } from '../../solver/task.ts'
import { day } from '../arbitraries/day.ts'
import { anyPlanOf, insertAnywhere } from '../arbitraries/plan.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'

const never = () => false
const searched = (model: Model, iterations: number, seed = 1) =>
  search(compile(model), { seed, iterations, stop: never }).plan
const firstPlan = (problem: Problem) =>
  perform(problem, { kind: 'first' }, { lookEvery: 1, stop: never, gone: () => 0 }).best

function seated(model: Model): Plan {
  const plan = new Plan(compile(model))
  seatGiven(plan, givenRoutes(plan.problem))
  return plan
}

function constructed(model: Model): Plan {
  const plan = new Plan(compile(model))
  construct(plan)
  return plan
}

/** Nothing planned yet, work takes time and nobody has two shifts: then starts alone tell who goes where in what order. */
const orderly = (model: Model): Model => ({
  ...model,
  visits: model.visits.map(({ planned: _, ...visit }) => ({
    ...visit,
    seconds: Math.max(1, visit.seconds),
    secondsByTech: visit.secondsByTech.map(({ tech, seconds }) => ({ tech, seconds: Math.max(1, seconds) })),
  })),
  routes: model.routes.filter(({ tech }, route) => model.routes.findIndex((other) => other.tech === tech) === route),
})

/** The same day, on which the plan stands already. */
function given(model: Model, plan: Plan): Model {
  const stands = new Map<number, NonNullable<VisitModel['planned']>>()
  for (const { route, visits } of plannedDayOf(plan).routes)
    for (const { visit, start } of visits)
      stands.set(visit, { tech: model.routes[route]!.tech, start, techChangedCents: 100 })
  const visits = model.visits.map((visit, index) => {
    const planned = stands.get(index)
    return planned ? { ...visit, planned } : visit
  })
  return { ...model, visits }
}

const planned = anyPlanOf(day({ visits: 10, techs: 4, pins: false }).map(orderly))

describe('a plan that was given', () => {
  test('is taken up as it is', () => {
    let stood = 0
    fc.assert(
      fc.property(planned, ({ model, plan }) => {
        expect(sequencesOf(seated(given(model, plan)))).toEqual(sequencesOf(plan))
        stood += plan.problem.visitCount - plan.unservedCount
      }),
      { numRuns: 300 },
    )
    expect(stood).toBeGreaterThan(300)
  })

  test('costs no less than the first plan of the search', () => {
    fc.assert(
      fc.property(planned, ({ model, plan }) => {
        expect(firstPlan(compile(given(model, plan))).cost).toBeLessThanOrEqual(plan.cost)
      }),
      { numRuns: 200 },
    )
  })

  test('is never made worse, whatever the seed and however short the search', () => {
    fc.assert(
      fc.property(planned, fc.nat(), fc.constantFrom(0, 1, 20, 200), ({ model, plan }, seed, iterations) => {
        const found = searched(given(model, plan), iterations, seed)
        expect(found.cost).toBeLessThanOrEqual(plan.cost)
        expect(judge(given(model, plan), plannedDayOf(found)).violations).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('is kept where a good search had made it', () => {
    fc.assert(
      fc.property(day({ visits: 10, pins: false }).map(orderly), fc.nat(), (model, seed) => {
        const good = searched(model, 300, seed)
        expect(sequencesOf(seated(given(model, good)))).toEqual(sequencesOf(good))
        expect(searched(given(model, good), 10, seed + 1).cost).toBeLessThanOrEqual(good.cost)
      }),
      { numRuns: 100 },
    )
  })

  test('means nothing when the technicians it names do not work', () => {
    fc.assert(
      fc.property(day({ pins: false }).map(orderly), fc.nat(), (model, seed) => {
        const absent = { ...model, techs: [...model.techs, aTech()] }
        const start = 3600
        const visits = model.visits.map((visit) => ({
          ...visit,
          planned: { tech: model.techs.length, start, techChangedCents: 0 },
        }))
        expect(sequencesOf(searched({ ...absent, visits }, 40, seed))).toEqual(sequencesOf(searched(absent, 40, seed)))
      }),
      { numRuns: 50 },
    )
  })

  test('leaves no room for what would break a rule: whatever it says, the judge accepts what comes of it', () => {
    const anything = day().chain((model) =>
      fc
        .array(
          fc.record({
            tech: fc.nat({ max: model.techs.length - 1 }),
            start: fc.integer({ min: -5000, max: 50_000 }),
            techChangedCents: fc.constant(0),
          }),
          { minLength: model.visits.length, maxLength: model.visits.length },
        )
        .map((stands) => ({ ...model, visits: model.visits.map((visit, at) => ({ ...visit, planned: stands[at]! })) })),
    )
    fc.assert(
      fc.property(anything, (model) => {
        expect(judge(model, plannedDayOf(constructed(model))).violations).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('a visit that was planned', () => {
  const stands = (tech: number, start: number) => ({ planned: { tech, start, techChangedCents: 0 } })
  const shifts = [
    aRoute({ opens: 0, closes: 10_000, latest: 12_000 }),
    aRoute({ opens: 20_000, closes: 30_000, latest: 30_000 }),
    aRoute({ tech: 1 }),
  ]
  const base = { techs: [aTech(), aTech()], routes: shifts }

  test.each([
    ['in the shift that holds its start', 25_000, 1],
    ['in overtime, in the shift that runs over', 11_000, 0],
    ['before the first shift, in that one', -500, 0],
    ['between two shifts, in the nearer one', 19_000, 1],
    ['after the last shift, in that one', 90_000, 1],
  ])('stands %s', (_, start, route) => {
    const plan = seated(aDay({ ...base, visits: [aVisit({ place: 3, ...stands(0, start) })] }))
    expect(plan.routeOf(0)).toBe(route)
  })

  test('stands behind those that began before it, though another order were cheaper', () => {
    const visits = [4, 1, 3].map((place, turn) => aVisit({ place, ...stands(1, 5000 - 1000 * turn) }))
    expect(seated(aDay({ ...base, visits })).visitsOf(2)).toEqual([2, 1, 0])
  })

  test('and takes no time comes before the one that begins in the same second', () => {
    const visits = [aVisit({ place: 2, ...stands(1, 120) }), aVisit({ place: 2, seconds: 0, ...stands(1, 120) })]
    const closing = visits.map((visit) => ({ ...visit, windows: [{ opens: 0, closes: 120 }] }))
    expect(seated(aDay({ ...base, visits: closing })).visitsOf(2)).toEqual([1, 0])
  })

  test('and does not fit there any more goes to somebody else, and nobody but it', () => {
    const moved = aVisit({ place: 9, windows: [{ opens: 900, closes: 900 }], ...stands(1, 0) })
    const early = { seconds: 200, windows: [{ opens: 0, closes: 1000 }] }
    const visits = [moved, ...[1, 2, 3].map((place) => aVisit({ place, ...early, ...stands(1, 300 * place) }))]
    const plan = constructed(
      aDay({ ...base, visits: visits.map((visit, at) => (at === 0 ? visit : { ...visit, requiredTechs: [1] })) }),
    )
    expect(plan.visitsOf(0)).toEqual([0])
    expect(plan.visitsOf(2)).toEqual([1, 2, 3])
  })

  test('where it is cheapest among the others when its own turn has become too late', () => {
    const visits = [
      aVisit({ place: 1, seconds: 4000, ...stands(1, 60) }),
      aVisit({ place: 2, windows: [{ opens: 0, closes: 3000 }], ...stands(1, 5000) }),
    ]
    expect(seated(aDay({ ...base, visits })).visitsOf(2)).toEqual([1, 0])
  })

  test('with somebody who may not go any more does not stand there', () => {
    const visits = [aVisit({ excludedTechs: [1], ...stands(1, 60) }), aVisit({ place: 2, ...stands(1, 900) })]
    const plan = seated(aDay({ ...base, visits }))
    expect(plan.visitsOf(2)).toEqual([1])
    expect(plan.routeOf(0)).toBeLessThan(0)
  })
})

describe('a pinned visit beside a plan', () => {
  const routes = [aRoute(), aRoute({ tech: 1 })]
  const techs = [aTech(), aTech()]
  const pinned = aVisit({ place: 5, pinned: { tech: 1, start: 3000 }, unservedCents: 0 })

  test('stands where it is pinned, not where it was planned', () => {
    const visits = [{ ...pinned, planned: { tech: 0, start: 60, techChangedCents: 0 } }, aVisit({ place: 2 })]
    const model = aDay({ visits, techs, routes })
    expect(seated(model).visitsOf(1)).toEqual([0])
  })

  test('is seated before what was planned at the same time', () => {
    const rival = aVisit({
      place: 5,
      windows: [{ opens: 3000, closes: 3000 }],
      planned: { tech: 1, start: 3000, techChangedCents: 0 },
      unservedCents: 900_000,
    })
    const plan = constructed(aDay({ visits: [rival, pinned], techs, routes }))
    expect(plan.visitsOf(1)).toEqual([1])
    expect(plan.visitsOf(0)).toEqual([0])
  })

  test('keeps its place while the rest of its route is put back around it', () => {
    const planned = (start: number) => ({ tech: 1, start, techChangedCents: 0 })
    const late = { windows: [{ opens: 0, closes: 10 }] }
    const visits = [
      aVisit({ place: 2, planned: planned(600), requiredTechs: [1], ...late }),
      aVisit({ place: 3, planned: planned(1500) }),
      { ...pinned, planned: planned(3000) },
      aVisit({ place: 4, planned: planned(5000) }),
    ]
    const plan = constructed(aDay({ visits, techs, routes }))
    expect(plan.visitsOf(1)).toEqual([1, 2, 3])
    expect(plan.routeOf(0)).toBeLessThan(0)
  })

  test('is served by every search that had it in its plan', () => {
    const days = anyPlanOf(day({ visits: 8, techs: 3, pins: false }).map(orderly))
    fc.assert(
      fc.property(days, fc.nat(), ({ model, plan, random }, seed) => {
        const [route] = plannedDayOf(plan).routes
        const fixed = route?.visits[random.below(route.visits.length)]
        fc.pre(route !== undefined && fixed !== undefined)
        const pin = { tech: model.routes[route!.route]!.tech, start: fixed!.start }
        const stood = given(model, plan)
        const visits = stood.visits.map((visit, at) => (at === fixed!.visit ? { ...visit, pinned: pin } : visit))
        const found = searched({ ...stood, visits }, 30, seed)
        expect(found.routeOf(fixed!.visit)).toBe(route!.route)
        expect(found.cost).toBeLessThanOrEqual(plan.cost)
      }),
      { numRuns: 30 },
    )
  })
})

test('what is new is put into the plan that was given, where it costs least', () => {
  fc.assert(
    fc.property(planned, ({ model, plan, random }) => {
      const served = Array.from(plan.visits).filter((visit) => plan.routeOf(visit) >= 0)
      fc.pre(served.length > 0)
      const fresh = served[random.below(served.length)]!
      const visits = given(model, plan).visits.map(({ planned: stands, ...visit }, at) => {
        if (at === fresh) return visit
        return stands ? { ...visit, planned: stands } : { ...visit, mayBePlanned: false }
      })
      const before = seated({ ...model, visits })
      const without = before.cost
      expect(constructed({ ...model, visits }).cost).toBeLessThanOrEqual(without)
      if (insertAnywhere(before, fresh, random))
        expect(constructed({ ...model, visits }).cost).toBeLessThanOrEqual(before.cost)
    }),
    { numRuns: 200 },
  )
})
