import { describe, expect, test } from 'vitest'
import { compile, type Problem } from '../../solver/problem.ts'
import { FinishTime } from '../../workers/finish-time.ts'
import { aDay, aRoute, aTech, aVisit } from '../solver/a-day.ts'

const aProblem = (visits: number, techs = 2): Problem =>
  compile(
    aDay({
      visits: Array.from({ length: visits }, (_, index) => aVisit({ id: `V-${index}` })),
      techs: Array.from({ length: techs }, () => aTech()),
      routes: Array.from({ length: techs }, (_, tech) => aRoute({ tech })),
    }),
  )

describe('the time that is kept for the answer', () => {
  const finishTime = new FinishTime()

  test('is longer for more visits, for other options, and for those who need reasons', () => {
    const few = finishTime.reserveMs(aProblem(10), 0, 1)
    expect(few).toBeGreaterThan(0)
    expect(finishTime.reserveMs(aProblem(500), 0, 1)).toBeGreaterThan(few)
    expect(finishTime.reserveMs(aProblem(500), 0, 3)).toBeGreaterThan(finishTime.reserveMs(aProblem(500), 0, 1))
    expect(finishTime.reserveMs(aProblem(500), 100, 1)).toBeGreaterThan(finishTime.reserveMs(aProblem(500), 0, 1))
    expect(finishTime.reserveMs(aProblem(10, 9), 5, 1)).toBeGreaterThan(finishTime.reserveMs(aProblem(10, 1), 5, 1))
  })

  test.each([0.25, 1, 4])('comes to suit a machine that takes %f times as long', (slowness) => {
    const learning = new FinishTime()
    const problem = aProblem(300)
    const atFirst = learning.reserveMs(problem, 0, 3)
    const takes = slowness * atFirst
    for (let answer = 0; answer < 20; answer++) learning.learn(problem, 0, 3, takes)
    const kept = learning.reserveMs(problem, 0, 3)
    expect(kept).toBeGreaterThan(takes)
    expect(kept).toBeLessThan(1.5 * takes)
    // Of another day too.
    const other = aProblem(50)
    expect(learning.reserveMs(other, 3, 2) / new FinishTime().reserveMs(other, 3, 2)).toBeCloseTo(kept / atFirst)
  })

  test('is not led astray by one answer that a busy machine kept waiting', () => {
    const learning = new FinishTime()
    const problem = aProblem(20)
    const before = learning.reserveMs(problem, 0, 1)
    learning.learn(problem, 0, 1, 3_600_000)
    expect(learning.reserveMs(problem, 0, 1)).toBeLessThan(5 * before)
  })
})
