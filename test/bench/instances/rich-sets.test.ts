import { describe, expect, test } from 'vitest'
import { RICH_SETS } from '../../../bench/arguments.ts'
import { UnreadableInstanceError } from '../../../bench/instances/instance.ts'
import { parseChallenge } from '../../../bench/instances/read.ts'
import { measure } from '../../../bench/measure.ts'
import { judge } from '../../../solver/check/judge.ts'
import { scheduled } from './schedule.ts'
import { toursIn } from './solutions.ts'
import { DEPOTS, TECHNICIANS, TINY_OF_SET } from './tiny.ts'
import { CENTS_PER_COST } from './units-per-cost.ts'

describe.each(RICH_SETS)('an instance of %s', (set) => {
  const { text, tours, cost, solution } = TINY_OF_SET[set]
  const challenge = parseChallenge(text, 'tiny')

  test('is known by its content, with either kind of line end', () => {
    const named = parseChallenge(text.replaceAll('\n', '\r\n'), 'tiny', set)
    expect(named.visits).toBe(challenge.visits)
    expect(named.model()).toEqual(challenge.model())
    expect(named.judge(tours)).toEqual(challenge.judge(tours))
  })

  test('has the cost that was worked out by hand', () => {
    expect(challenge.judge(tours)).toMatchObject({ cost, faults: [] })
  })

  test('has its solutions written as the set has them, and they are read back', () => {
    expect(challenge.solution(tours)).toBe(solution)
    expect(toursIn(set, text, solution)).toEqual(tours)
  })

  test('becomes a model in which the plan is allowed and costs as much', () => {
    const model = challenge.model()
    const { violations, cost: lines } = judge(model, scheduled(model, tours))
    expect(violations).toEqual([])
    const cents = Object.values(lines).reduce((sum, line) => sum + line, 0)
    expect(Math.abs(cents / CENTS_PER_COST[set].cents - cost)).toBeLessThanOrEqual(CENTS_PER_COST[set].most)
  })

  test('tells costs of the model as the set does, both ways', () => {
    const { cents } = CENTS_PER_COST[set]
    expect(challenge.costAt(cents * 1200, 0)).toBe(1200)
    expect(challenge.costAt(cents * 1200, 1)).toBe(set === 'pcvrptw' ? 1200 : undefined)
    expect(challenge.centsAt(1200)).toBe(cents * 1200)
  })

  test('is solved no worse than by hand', async () => {
    const solved = await measure('native', challenge, { seconds: 1, threads: 1, seed: 1 }, {})
    expect(solved.faults).toEqual([])
    expect(solved.cost).toBeLessThanOrEqual(cost)
  })

  test('that is cut off somewhere is refused with a cause in one line, or is smaller', () => {
    const rows = text.split('\n')
    for (let kept = 1; kept < rows.length - 1; kept++) {
      const cut = rows.slice(0, kept).join('\n')
      try {
        expect(parseChallenge(cut, 'cut', set).visits).toBeLessThanOrEqual(challenge.visits)
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableInstanceError)
        expect((error as Error).message).toMatch(/^[^\n]+$/)
      }
    }
  })
})

test('a file of another format than its set has is refused', () => {
  expect(() => parseChallenge(DEPOTS.text, 'a', 'trsp')).toThrow('the content is no TRSP text')
  expect(() => parseChallenge(TECHNICIANS.text, 'a', 'mdvrptw')).toThrow('neither Solomon nor VRPLIB')
})
