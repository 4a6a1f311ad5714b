import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import type { Model } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { richDay, tinyDay } from '../arbitraries/rich-day.ts'
import { RULE_NAMES } from '../arbitraries/rich-rules.ts'
import { cheapestDay } from './enumerate.ts'
import { totalOf } from './enumerate-bounds.ts'

const ROUNDS = 1000
/** Days of any rules, looked at in portions. */
const PORTIONS = 10
const DAYS = 30
const DAYS_WITH_ONE_RULE = 4
const LARGE_DAYS = 20
const LARGE_DAY_ROUNDS = 100
/** Always the same days: a search may miss the best plan of some day, and then on that day it should be looked into. */
const SEED = 20_261_121
const SEEDS = Array.from({ length: 5 }, (_, seed) => seed)
/** A day that was missed is searched so much longer. */
const PATIENCE = [1, 4, 16]
const PATIENCE_MS = 240_000

/** What the search says its plan costs, once the judge has said the same. */
function found(model: Model, seed: number, iterations = ROUNDS): number {
  const { plan } = search(compile(model), { seed, iterations, stop: () => false })
  const { violations, cost } = judge(model, plannedDayOf(plan))
  expect({ violations, cents: totalOf(cost) }).toEqual({ violations: [], cents: plan.cost })
  return plan.cost
}

/** At once on nearly every day, and in the end on every one. */
function expectBestPlans(models: readonly Model[]): void {
  const missed = models.flatMap((model, index) => {
    const best = cheapestDay(model).cost
    const cents = found(model, index)
    // Cheaper than the cheapest day: one of the two has the course of a shift wrong.
    expect({ index, isPossible: cents >= best }).toEqual({ index, isPossible: true })
    return cents === best ? [] : [{ index, model, best }]
  })
  expect(missed.length).toBeLessThanOrEqual(Math.ceil(models.length / 30))
  for (const { index, model, best } of missed) {
    const isFound = PATIENCE.some((times) => SEEDS.some((seed) => found(model, seed, times * ROUNDS) === best))
    expect({ index, isFound }).toEqual({ index, isFound: true })
  }
}

describe('the search finds the best plan that there is', () => {
  test.each(Array.from({ length: PORTIONS }, (_, portion) => portion))(
    'on tiny days of any rules, portion %i',
    (portion) => {
      expectBestPlans(fc.sample(tinyDay(), { numRuns: DAYS, seed: SEED + portion }))
    },
    PATIENCE_MS,
  )

  test.each(RULE_NAMES)(
    'on tiny days whose only rule is %s',
    (only) => {
      expectBestPlans(fc.sample(tinyDay({ rules: [only] }), { numRuns: DAYS_WITH_ONE_RULE, seed: SEED }))
    },
    PATIENCE_MS,
  )
})

test(
  'the search breaks no rule on larger days of any rules, and knows what its plan costs',
  () => {
    const days = fc.sample(richDay(), { numRuns: LARGE_DAYS, seed: SEED })
    for (const [index, model] of days.entries()) found(model, index, LARGE_DAY_ROUNDS)
  },
  PATIENCE_MS,
)
