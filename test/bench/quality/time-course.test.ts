import { describe, expect, test } from 'vitest'
import type { MeasuredInstance } from '../../../bench/quality/record.ts'
import { timeCourses } from '../../../bench/quality/time-course.ts'
import { instanceOf, recordOf, runOf, setOf, withoutBest } from './records.ts'

const quick: MeasuredInstance = {
  ...instanceOf('quick', []),
  runs: [
    runOf(1, [
      [0.2, 1040],
      [1, 1020],
    ]),
    runOf(2, [
      [0.2, 1020],
      [3, 1000],
    ]),
  ],
}
const slow: MeasuredInstance = { ...instanceOf('slow', []), runs: [runOf(1, [[2, 1080]]), runOf(2, [[1, 1080]])] }

const rounded = (points: readonly (readonly [number, number])[] | undefined) =>
  points?.map(([seconds, gap]) => [seconds, Number(gap.toFixed(6))])

describe('the mean gap over time', () => {
  const [course] = timeCourses(recordOf([setOf('solomon', [quick, slow])]), [0.1, 0.2, 1, 2, 5])

  test('of an instance is the mean over its seeds, each at the best plan it had by then', () => {
    expect(rounded(course?.instances[0]?.mean)).toEqual([
      [0.2, 3],
      [1, 2],
      [2, 2],
      [5, 1],
    ])
  })

  test('of a set begins only when every run has a plan that serves everybody', () => {
    expect(rounded(course?.mean)).toEqual([
      [2, 5],
      [5, 4.5],
    ])
  })

  test('leaves out runs that never have such a plan, and instances of which no best cost is known', () => {
    const unknown = withoutBest({ ...slow, name: 'unknown' })
    const record = recordOf([setOf('ortec', [quick, instanceOf('crowded', [null]), unknown])])
    const [course] = timeCourses(record, [1])
    expect(rounded(course?.mean)).toEqual([[1, 2]])
    expect(course?.instances.map(({ mean }) => mean.length)).toEqual([1, 0, 0])
  })
})
