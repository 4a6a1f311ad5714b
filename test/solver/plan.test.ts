import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costFromScratch } from '../../solver/cost-from-scratch.ts'
import { planOf, sequencesOf } from '../../solver/day.ts'
import type { Plan } from '../../solver/plan.ts'
import type { Random } from '../../solver/random.ts'
import { totalOf } from '../../solver/timetable.ts'
import { anyPlan, insertAnywhere } from '../arbitraries/plan.ts'
import { stateOf } from './plan-state.ts'

describe('a plan', () => {
  test('knows after every change what a plan made anew would know', () => {
    fc.assert(
      fc.property(anyPlan(), ({ plan, random }) => {
        for (let turn = 0; turn < 10; turn++) {
          changeSomething(plan, random)
          expect(stateOf(plan)).toEqual(stateOf(planOf(plan.problem, sequencesOf(plan))))
          expect(plan.cost).toBe(totalOf(costFromScratch(plan)))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('is as before when changes are taken back, however many there were', () => {
    fc.assert(
      fc.property(anyPlan(), fc.nat({ max: 12 }), ({ plan, random }, changes) => {
        const before = { state: stateOf(plan), sequences: sequencesOf(plan) }
        plan.begin()
        for (let turn = 0; turn < changes; turn++) changeSomething(plan, random)
        plan.undo()
        expect({ state: stateOf(plan), sequences: sequencesOf(plan) }).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })

  test('takes back only what came after the last beginning', () => {
    fc.assert(
      fc.property(anyPlan(), ({ plan, random }) => {
        plan.begin()
        changeSomething(plan, random)
        const kept = sequencesOf(plan)
        plan.begin()
        changeSomething(plan, random)
        plan.undo()
        expect(sequencesOf(plan)).toEqual(kept)
      }),
      { numRuns: 100 },
    )
  })
})

/** Takes a visit out if the others manage without it, and puts some visit in. */
function changeSomething(plan: Plan, random: Random): void {
  const served = sequencesOf(plan).flat()
  const visit = served[random.below(Math.max(1, served.length))]
  if (visit !== undefined) {
    plan.trial.from(plan.previous(visit))
    if (plan.trial.rest(plan.next(visit))) plan.remove(visit)
  }
  const open = plan.unserved[random.below(Math.max(1, plan.unservedCount))]
  if (plan.unservedCount > 0 && open !== undefined) insertAnywhere(plan, open, random)
}
