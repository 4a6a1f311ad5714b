import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Annealing } from '../../solver/anneal.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { Descent } from '../../solver/descent.ts'
import { planOfDraft } from '../../solver/draft.ts'
import type { Model } from '../../solver/model.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { perform } from '../../solver/task.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from './a-day.ts'
import { stateOf } from './plan-state.ts'

const HOLDS = 20

/** Vans that are all nearly full once everybody is served. */
const nearlyFull = fc
  .record({
    loads: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 20, maxLength: 40 }),
    spare: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ loads, spare }): Model => {
    const vans = Math.ceil(loads.reduce((sum, load) => sum + load, 0) / HOLDS) + spare
    return aDay({
      visits: loads.map((amount, index) =>
        aVisit({ id: `V-${index}`, place: (index * 7 + amount) % PLACES, load: [{ unit: 'panes', amount }] }),
      ),
      techs: Array.from({ length: vans }, () => aTech({ capacity: [{ unit: 'panes', amount: HOLDS }] })),
      routes: Array.from({ length: vans }, (_, tech) => aRoute({ tech })),
    })
  })

const overloadOf = ({ room }: Plan): number => [...room].reduce((sum, left) => sum + Math.max(0, -left), 0)

const firstPlanOf = (model: Model): Plan => {
  const problem = compile(model)
  const pace = { lookEvery: 1, stop: () => false, gone: () => 0 }
  return planOfDraft(problem, perform(problem, { kind: 'first' }, pace).best.next)
}

describe('overload', () => {
  test('is counted as it comes and goes, priced, and taken back', () => {
    fc.assert(
      fc.property(nearlyFull, fc.nat(), fc.integer({ min: 1, max: 500 }), (model, seed, cents) => {
        const plan = firstPlanOf(model)
        const random = new Random(seed)
        const [visit] = plan.visitsOf(plan.problem.kindOf.findIndex((_, route) => !plan.isEmpty(route)))
        if (visit === undefined) throw new Error('The first plan serves somebody.')
        const state = stateOf(plan)
        plan.begin()
        plan.overloadCents = cents
        for (let turn = 0; turn < 12; turn++) {
          const moved = plan.visits[random.below(plan.visits.length)]!
          if (moved === visit || plan.routeOf(moved) < 0) continue
          plan.remove(moved)
          plan.insert(moved, visit)
          expect(plan.overload).toBe(overloadOf(plan))
          const total = plan.cost
          plan.overloadCents = 0
          expect(total).toBe(plan.cost + cents * overloadOf(plan))
          plan.overloadCents = cents
        }
        plan.undo()
        expect(plan.overload).toBe(0)
        expect(stateOf(plan)).toEqual(state)
      }),
      { numRuns: 150 },
    )
  })

  test('is there while an anneal tries, and never in what it keeps or ends with', () => {
    let overloaded = 0
    fc.assert(
      fc.property(nearlyFull, fc.nat(), (model, seed) => {
        const plan = firstPlanOf(model)
        const annealing = new Annealing(plan, new Descent(plan), new Random(seed))
        annealing.run({
          hot: 3,
          cold: 0.1,
          lookEvery: 1,
          share: (rounds) => {
            expect(plan.overload).toBe(overloadOf(plan))
            if (plan.overload > 0) overloaded++
            return rounds / 600
          },
        })
        expect(plan).toMatchObject({ overload: 0, overloadCents: 0 })
        const best = planOfDraft(plan.problem, annealing.best.next)
        expect(best.cost).toBe(annealing.best.cost)
        for (const found of [plan, best]) expect(judge(model, plannedDayOf(found)).violations).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(overloaded).toBeGreaterThan(1000)
  })

  test('is not tried on a day that has room', () => {
    const model = aDay({
      visits: Array.from({ length: 20 }, (_, index) =>
        aVisit({ id: `V-${index}`, place: index % PLACES, load: [{ unit: 'panes', amount: 1 }] }),
      ),
      techs: Array.from({ length: 3 }, () => aTech({ capacity: [{ unit: 'panes', amount: 100 }] })),
      routes: Array.from({ length: 3 }, (_, tech) => aRoute({ tech })),
    })
    const plan = firstPlanOf(model)
    const annealing = new Annealing(plan, new Descent(plan), new Random(1))
    annealing.run({
      hot: 3,
      cold: 0.1,
      lookEvery: 1,
      share: (rounds) => {
        expect(plan.overloadCents).toBe(0)
        return rounds / 600
      },
    })
  })
})
