import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import { compile } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { Recreate } from '../../solver/recreate.ts'
import { RUIN, Ruin } from '../../solver/ruin.ts'
import { perform } from '../../solver/task.ts'
import { day } from '../arbitraries/day.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { anyPlanOf } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

const anyDay = fc.oneof(
  anyPlanOf(day({ fewestVisits: 2, visits: 14, routes: 6, techs: 1, pins: false })),
  anyPlanOf(plainDay({ fewestVisits: 2, visits: 18, routes: 6 })),
)

/** Routes are cut in two now and then; here all the time or never. */
const withSplits = (chance: number, run: () => void): void => {
  const { splitRoute, splitLongRoute } = RUIN
  Object.assign(RUIN, { splitRoute: chance, splitLongRoute: chance })
  try {
    run()
  } finally {
    Object.assign(RUIN, { splitRoute, splitLongRoute })
  }
}

describe.each([
  ['that cuts strings of visits out', 0],
  ['that also cuts routes in two', 1],
])('ruin %s', (_, splits) => {
  test('leaves a plan behind that the judge accepts, and names everybody it took out, once', () => {
    let taken = 0
    fc.assert(
      fc.property(anyDay, ({ model, plan, random }) => {
        const ruin = new Ruin(plan, random, new Uint8Array(plan.problem.visitCount))
        const leftOutBefore = new Set(plan.unserved.slice(0, plan.unservedCount))
        const before = stateOf(plan)
        for (let turn = 0; turn < 10; turn++) {
          plan.begin()
          withSplits(splits, () => ruin.run())
          const open = [...ruin.open.slice(0, ruin.count)]
          expect(new Set(open).size).toBe(open.length)
          const out = plan.unserved.slice(0, plan.unservedCount)
          for (const visit of open) expect(plan.routeOf(visit)).toBeLessThan(0)
          for (const visit of out) if (!leftOutBefore.has(visit)) expect(open).toContain(visit)
          taken += open.length
          expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
          expect(stateOf(plan)).toEqual(stateOf(planOfDraft(plan.problem, draftOf(plan).next)))
          plan.undo()
          expect(stateOf(plan)).toEqual(before)
        }
      }),
      { numRuns: 150 },
    )
    expect(taken).toBeGreaterThan(1000)
  })
})

describe('a pinned visit', () => {
  test('is never taken out by ruin, nor driven away by recreating', () => {
    let pins = 0
    fc.assert(
      fc.property(day({ fewestVisits: 3, visits: 12 }), fc.nat(), (model, seed) => {
        const problem = compile(model)
        const plan = planOfDraft(
          problem,
          perform(problem, { kind: 'first' }, { lookEvery: 1, stop: () => false, gone: () => 1 }).best.next,
        )
        const pinned = [...plan.visits].filter((visit) => problem.pinned[visit] === 1 && plan.routeOf(visit) >= 0)
        fc.pre(pinned.length > 0)
        const random = new Random(seed)
        const ruin = new Ruin(plan, random, new Uint8Array(problem.visitCount))
        const recreate = new Recreate(plan, random)
        for (let turn = 0; turn < 20; turn++) {
          plan.begin()
          ruin.run()
          if (!recreate.run(ruin.open, ruin.count, Number.POSITIVE_INFINITY)) plan.undo()
          for (const visit of pinned) expect(plan.routeOf(visit)).toBeGreaterThanOrEqual(0)
          pins++
        }
      }),
      { numRuns: 60 },
    )
    expect(pins).toBeGreaterThan(300)
  })
})

describe('recreating', () => {
  test('makes a plan that the judge accepts, below the limit or not at all', () => {
    let given = 0
    fc.assert(
      fc.property(anyDay, fc.double({ min: 0.8, max: 1.5, noNaN: true }), ({ model, plan, random }, share) => {
        const ruin = new Ruin(plan, random, new Uint8Array(plan.problem.visitCount))
        const recreate = new Recreate(plan, random)
        for (let turn = 0; turn < 10; turn++) {
          const limit = plan.cost * share
          const before = sequencesOf(plan)
          plan.begin()
          ruin.run()
          if (recreate.run(ruin.open, ruin.count, limit)) {
            expect(judge(model, plannedDayOf(plan)).violations).toEqual([])
          } else {
            plan.undo()
            expect(sequencesOf(plan)).toEqual(before)
            given++
          }
        }
      }),
      { numRuns: 150 },
    )
    expect(given).toBeGreaterThan(50)
  })
})
