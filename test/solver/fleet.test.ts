import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Annealing } from '../../solver/anneal.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import { Descent } from '../../solver/descent.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import { BestInsertion } from '../../solver/insertion.ts'
import type { Model } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { perform } from '../../solver/task.ts'
import { day } from '../arbitraries/day.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf } from '../arbitraries/plan.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from './a-day.ts'
import { stateOf } from './plan-state.ts'

const fleets = fc.oneof(
  anyPlanOf(day({ fewestVisits: 4, visits: 12, routes: 6, pins: false })),
  anyPlanOf(plainDay({ fewestVisits: 4, visits: 14, routes: 6 })),
)
const withUsedRoutes = fleets.filter(({ plan }) => plan.usedRoutes > 0)
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)
const counted = (rounds: number) => (done: number) => done / rounds

describe('a route that is retired', () => {
  test('leaves its visits out, is not used again, and neither is any other that is empty', () => {
    fc.assert(
      fc.property(withUsedRoutes, fc.nat(), ({ plan, random }, seed) => {
        const { problem } = plan
        const used = sequencesOf(plan).flatMap((visits, route) => (visits.length > 0 ? [route] : []))
        const route = used[seed % used.length] ?? 0
        const leftOut = [...plan.unserved.slice(0, plan.unservedCount), ...plan.visitsOf(route)]
        plan.retire(route)
        expect(sorted(plan.unserved.slice(0, plan.unservedCount))).toEqual(sorted(leftOut))
        expect(plan.usedRoutes).toBe(used.length - 1)
        const best = new BestInsertion(plan)
        for (const visit of leftOut)
          if (best.findAnywhere(visit)) expect(plan.isEmpty(plan.routeOf(best.after))).toBe(false)
        const annealing = new Annealing(plan, new Descent(plan), random)
        annealing.run({
          hot: 3,
          cold: 0.1,
          lookEvery: 1,
          share: (rounds) => {
            expect(plan.usedRoutes).toBeLessThanOrEqual(used.length - 1)
            return rounds / 160
          },
        })
        const open = new Set(used.filter((other) => other !== route))
        for (const start of problem.kindOf.keys()) if (!open.has(start)) expect(plan.visitsOf(start)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('can be used again once routes are opened, and the plan is as if made anew', () => {
    let filled = 0
    fc.assert(
      fc.property(withUsedRoutes, fc.boolean(), ({ plan, random }, retires) => {
        const { problem } = plan
        const before = draftOf(plan)
        const state = stateOf(plan)
        if (retires) plan.retire(problem.kindOf.findIndex((_, route) => !plan.isEmpty(route)))
        else plan.closeEmptyRoutes()
        const annealing = new Annealing(plan, new Descent(plan), random)
        annealing.run({ hot: 3, cold: 0.1, lookEvery: 1, share: counted(64) })
        const closed = planOfDraft(problem, draftOf(plan).next)
        plan.openEmptyRoutes()
        expect(stateOf(plan)).toEqual(stateOf(closed))
        plan.assume(annealing.best.next)
        expect(plan.cost).toBe(annealing.best.cost)
        expect(stateOf(plan)).toEqual(stateOf(planOfDraft(problem, draftOf(plan).next)))
        plan.assume(before.next)
        expect(stateOf(plan)).toEqual(state)
        // With nobody served, every route of a kind can be filled, one after the other.
        for (const route of problem.kindOf.keys()) plan.unload(route)
        expect(stateOf(plan)).toEqual(stateOf(new Plan(problem)))
        for (const kind of new Set(problem.kindOf))
          for (const visit of plan.unserved.slice(0, plan.unservedCount)) {
            if (!plan.empty.kindsWithOne.slice(0, plan.empty.kinds).includes(kind)) break
            plan.fill(plan.empty.oneOf(kind), [visit])
            filled++
          }
        expect(stateOf(plan)).toEqual(stateOf(planOfDraft(problem, draftOf(plan).next)))
      }),
      { numRuns: 150 },
    )
    expect(filled).toBeGreaterThan(100)
  })
})

describe('an anneal that is to do with fewer routes', () => {
  test('never uses more than it may, and makes a plan that the judge accepts', () => {
    fc.assert(
      fc.property(withUsedRoutes, fc.nat({ max: 3 }), fc.nat(), ({ model, plan }, wanted, seed) => {
        const fewer = Math.min(wanted, plan.usedRoutes - 1)
        const draft = draftOf(plan)
        const { best, last } = perform(
          plan.problem,
          {
            kind: 'anneal',
            seed,
            draft: draft.next,
            whole: draft,
            fewer,
            cooling: { from: 0, to: 1, heat: 1 },
            from: 0,
            to: 1,
          },
          { lookEvery: 1, stop: () => false, gone: counted(200) },
        )
        for (const found of [best, last]) {
          expect(found.usedRoutes).toBeLessThanOrEqual(draft.usedRoutes - fewer)
          const again = planOfDraft(plan.problem, found.next)
          expect(draftOf(again)).toEqual(found)
          expect(judge(model, plannedDayOf(again)).violations).toEqual([])
        }
        if (fewer === 0) expect(best.cost).toBeLessThanOrEqual(draft.cost)
      }),
      { numRuns: 150 },
    )
  })
})

/** So much work that every van has to be filled to the last bit: each list is one full van. */
const fullVans = fc.array(
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).map((loads) => {
    const sum = loads.reduce((total, load) => total + load, 0)
    return sum > 20 ? [20] : sum === 20 ? loads : [...loads, 20 - sum]
  }),
  { minLength: 3, maxLength: 5 },
)

const scattered = (loads: readonly number[]) =>
  loads.map((amount, index) => ({ amount, place: (index * 7 + amount) % PLACES }))

/** Vans that hold just as much as there is. */
const daysOfFullVans = fullVans.map(
  (vans): Model =>
    aDay({
      visits: scattered(vans.flat()).map(({ amount, place }, index) =>
        aVisit({ id: `V-${index}`, place, load: [{ unit: 'panes', amount }] }),
      ),
      techs: vans.map(() => aTech({ capacity: [{ unit: 'panes', amount: 20 }] })),
      routes: vans.map((_, tech) => aRoute({ tech })),
    }),
)

/** Shifts that are just as long as the work that there is. */
const daysOfFullShifts = fullVans.map(
  (vans): Model =>
    aDay({
      visits: scattered(vans.flat()).map(({ amount }, index) =>
        aVisit({ id: `V-${index}`, place: 0, seconds: 600 * amount }),
      ),
      techs: vans.map(() => aTech()),
      routes: vans.map((_, tech) => aRoute({ tech, closes: 12_000, latest: 12_000 })),
    }),
)

describe.each([
  ['vans', daysOfFullVans],
  ['shifts', daysOfFullShifts],
])('with exactly enough %s', (_, days) => {
  test('everybody is served in the end, though the first plan leaves somebody out', () => {
    let short = 0
    fc.assert(
      fc.property(days, fc.nat(), (model, seed) => {
        const problem = compile(model)
        const terms = { seed, stop: () => false }
        if (search(problem, { ...terms, iterations: 0 }).plan.unservedCount > 0) short++
        expect(search(problem, { ...terms, iterations: 3000 }).plan.unservedCount).toBe(0)
      }),
      // Always the same days: packing vans to the last pane is hard, and one that is missed should be looked into.
      { numRuns: 40, seed: 20_260_302 },
    )
    expect(short).toBeGreaterThan(10)
  })
})
