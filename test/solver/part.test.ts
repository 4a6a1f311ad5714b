import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sequencesOf } from '../../solver/day.ts'
import { draftOf, planOfDraft, servedOnDraft, visitsOnDraft } from '../../solver/draft.ts'
import { joinParts, partsOf, planOfPart } from '../../solver/part.ts'
import type { Problem } from '../../solver/problem.ts'
import { startOf } from '../../solver/rules/roads.ts'
import { perform } from '../../solver/task.ts'
import { anyPlan } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

const cut = fc
  .tuple(
    anyPlan({ visits: 12, routes: 5 }).filter(({ plan }) => plan.problem.visitCount > 0),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([planned, count]) => {
    const { plan, random } = planned
    const draft = draftOf(plan)
    return { ...planned, draft, count, parts: partsOf(plan.problem, draft.next, count, random) }
  })

const numbers = (count: number) => [...Array(count).keys()]
const sorted = (list: Iterable<number>) => [...list].sort((a, b) => a - b)
const visitsOnRoutes = (problem: Problem, next: Int32Array, routes: readonly number[]) =>
  routes.flatMap((route) => visitsOnDraft(problem, next, startOf(problem, route)))

describe('a draft', () => {
  test('is the plan that it was taken from, to every second and cent', () => {
    fc.assert(
      fc.property(anyPlan({ visits: 12 }), ({ plan }) => {
        const draft = draftOf(plan)
        const again = planOfDraft(plan.problem, draft.next)
        expect(stateOf(again)).toEqual(stateOf(plan))
        expect(draftOf(again)).toEqual(draft)
        expect(draft).toMatchObject({ cost: plan.cost, leftOut: plan.unservedCount, usedRoutes: plan.usedRoutes })
        const served = [...servedOnDraft(plan.problem, draft.next)]
        expect(served).toEqual(served.map((_, visit) => (plan.routeOf(visit) >= 0 ? 1 : 0)))
      }),
    )
  })

  test('becomes the plan whatever stood there before', () => {
    fc.assert(
      fc.property(anyPlan({ visits: 12 }), ({ plan, random }) => {
        const draft = draftOf(plan)
        const before = stateOf(plan)
        for (const visit of sequencesOf(plan).flat()) {
          plan.trial.from(plan.previous(visit))
          if (random.chance(0.6) && plan.trial.rest(plan.next(visit))) plan.remove(visit)
        }
        plan.assume(draft.next)
        expect(stateOf(plan)).toEqual(before)
      }),
    )
  })
})

describe('the parts of a day', () => {
  test('together are the day: each route in one, each visit in one', () => {
    fc.assert(
      fc.property(cut, ({ plan, draft, count, parts }) => {
        expect(parts).toHaveLength(count)
        const { routeCount, visitCount } = plan.problem
        expect(sorted(parts.flatMap(({ routes }) => routes))).toEqual(numbers(routeCount))
        const visits = parts.flatMap(({ routes, leftOut }) => [
          ...visitsOnRoutes(plan.problem, draft.next, routes),
          ...leftOut,
        ])
        expect(sorted(visits)).toEqual(numbers(visitCount))
      }),
    )
  })

  test('know their own routes and visits and no others', () => {
    fc.assert(
      fc.property(cut, ({ plan, draft, parts }) => {
        for (const part of parts) {
          const own = planOfPart(plan.problem, draft.next, part)
          const { routeCount } = own.problem
          for (const route of numbers(routeCount))
            expect(own.visitsOf(route)).toEqual(part.routes.includes(route) ? plan.visitsOf(route) : [])
          expect(sorted(own.unserved.slice(0, own.unservedCount))).toEqual(sorted(part.leftOut))
          const kinds = [...own.empty.kindsWithOne.slice(0, own.empty.kinds)]
          const free = part.routes.filter((route) => own.isEmpty(route))
          expect(new Set(kinds)).toEqual(new Set(free.map((route) => own.problem.kindOf[route])))
          for (const kind of kinds) expect(free).toContain(own.empty.oneOf(kind))
        }
      }),
    )
  })

  test('cost together what the day costs', () => {
    fc.assert(
      fc.property(cut, ({ plan, draft, parts }) => {
        const costs = parts.map((part) => planOfPart(plan.problem, draft.next, part).cost)
        expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(plan.cost)
      }),
    )
  })

  test('put together untouched are the day again', () => {
    fc.assert(
      fc.property(cut, ({ plan, draft, parts }) => {
        const drafts = parts.map((part) => draftOf(planOfPart(plan.problem, draft.next, part)).next)
        expect([...joinParts(plan.problem, parts, drafts)]).toEqual([...draft.next])
      }),
    )
  })

  test('annealed apart and put together again are a plan, at the price the parts said', () => {
    let better = 0
    fc.assert(
      fc.property(cut, fc.nat(), ({ plan, draft, parts }, seed) => {
        const { problem } = plan
        const found = parts.map((part) =>
          perform(
            problem,
            {
              kind: 'anneal',
              seed,
              draft: draft.next,
              part,
              whole: draft,
              cooling: { from: 0, to: 1, heat: 1 },
              from: 0,
              to: 1,
            },
            { lookEvery: 1, stop: () => false, gone: (rounds) => rounds / 48 },
          ),
        )
        for (const which of ['best', 'last'] as const) {
          const whole = planOfDraft(
            problem,
            joinParts(
              problem,
              parts,
              found.map((of) => of[which].next),
            ),
          )
          const sum = (of: 'cost' | 'leftOut' | 'usedRoutes') =>
            found.reduce((total, { [which]: part }) => total + part[of], 0)
          expect(whole.cost).toBe(sum('cost'))
          expect(whole.unservedCount).toBe(sum('leftOut'))
          expect(whole.usedRoutes).toBe(sum('usedRoutes'))
          if (which === 'best') {
            expect(whole.cost).toBeLessThanOrEqual(plan.cost)
            if (whole.cost < plan.cost) better++
          }
        }
      }),
    )
    expect(better).toBeGreaterThan(10)
  })
})
