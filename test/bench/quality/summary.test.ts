import { describe, expect, test } from 'vitest'
import { gapPercent, spreadOf } from '../../../bench/quality/gap.ts'
import { summariesOf } from '../../../bench/quality/summary.ts'
import { instanceOf, recordOf, setOf } from './records.ts'

describe('a gap', () => {
  test('is how much dearer a plan is than the best known, in per cent', () => {
    expect(gapPercent(848.0, 800)).toBeCloseTo(6, 10)
    expect(gapPercent(800, 800)).toBe(0)
  })
  test('of a plan better than all known ones is below zero', () => {
    expect(gapPercent(796, 800)).toBeCloseTo(-0.5, 10)
  })
})

describe('a spread', () => {
  test('tells mean, ends and the deviation of a sample', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, min: 2, max: 9, deviation: Math.sqrt(32 / 7) })
  })
  test('of a single figure has no deviation, and of none there is no spread', () => {
    expect(spreadOf([3])).toEqual({ mean: 3, min: 3, max: 3, deviation: undefined })
    expect(spreadOf([])).toBeUndefined()
  })
})

describe('the summary of a set', () => {
  test('takes the mean over all runs and the spread over the seeds', () => {
    // Gaps 1, 2, 3 and 5, 4, 9: the seeds' means over the set are 3, 3 and 6.
    const instances = [instanceOf('A', [1010, 1020, 1030]), instanceOf('B', [1050, 1040, 1090])]
    const [summary] = summariesOf(recordOf([setOf('solomon', instances)]))
    expect(summary).toMatchObject({ engine: 'native', set: 'solomon', whole: true, runs: 6, infeasible: 0 })
    expect(summary?.meanGap).toBeCloseTo(4, 10)
    expect(summary?.seedMeans?.min).toBeCloseTo(3, 10)
    expect(summary?.seedMeans?.max).toBeCloseTo(6, 10)
    expect(summary?.seedMeans?.deviation).toBeCloseTo(Math.sqrt(3), 10)
    expect(summary?.iterationsPerSecond).toBe(500)
    expect(summary?.instances.map(({ gap }) => gap?.mean.toFixed(6))).toEqual(['2.000000', '6.000000'])
  })

  test('counts infeasible plans and keeps their cost out of every mean', () => {
    const instances = [instanceOf('A', [1010, null, 1030]), instanceOf('B', [null, null, null])]
    const [summary] = summariesOf(recordOf([setOf('ortec', instances)]))
    expect(summary?.infeasible).toBe(4)
    expect(summary?.meanGap).toBeCloseTo(2, 10)
    expect(summary?.instances.map(({ infeasible }) => infeasible)).toEqual([1, 3])
    expect(summary?.instances[1]?.gap).toBeUndefined()
  })
})
