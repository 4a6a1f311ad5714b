// The options that are shown differ: another technician, another day or part of the day.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differing, optionsToAskFor, optionsToShow } from '../../src/optimizer/answer/alternatives.ts'

const option = (name: string) => ({ name, tech: name.charCodeAt(0), time: name.slice(1) })
const shown = (names: string[], count: number) =>
  differing(names.map(option), count, (one) => one)
    .map(({ name }) => name)
    .join(' ')

describe('of many options', () => {
  test('the first always stays, and those that bring most that is new come before cheaper ones', () => {
    expect(shown(['a1', 'a1', 'b1', 'b2'], 1)).toBe('a1')
    expect(shown(['a1', 'a1', 'b1', 'b2'], 2)).toBe('a1 b2')
    expect(shown(['a1', 'a1', 'b1', 'b2', 'a3'], 3)).toBe('a1 b2 a3')
  })

  test('near-duplicates fill up what is left, in the order of their price', () => {
    expect(shown(['a1', 'a1', 'a1', 'b1'], 3)).toBe('a1 a1 b1')
    expect(shown(['a1'], 3)).toBe('a1')
    expect(shown([], 3)).toBe('')
  })

  test('as many are shown as there are, in the order in which they came', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c1'), { maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        (names, count) => {
          const options = names.map((name, rank) => ({ ...option(name), rank }))
          const ranks = differing(options, count, (one) => one).map(({ rank }) => rank)
          expect(ranks).toHaveLength(Math.min(count, names.length))
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
          if (names.length > 0) expect(ranks[0]).toBe(0)
        },
      ),
    ))
})

test('there is a choice where more than the plan is asked for, and no ticket has more than twenty proposals', () => {
  expect([1, 2, 20].map(optionsToAskFor)).toEqual([1, 6, 60])
  for (const alternatives of [1, 3, 20])
    for (const crew of [1, 2, 5]) {
      const each = optionsToShow(alternatives, crew)
      expect(each).toBeGreaterThanOrEqual(1)
      expect(each).toBeLessThanOrEqual(alternatives)
      expect(each * crew).toBeLessThanOrEqual(20)
    }
})
