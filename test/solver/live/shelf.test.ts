// Shelves that share their room.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Cupboard, Shelf } from '../../../solver/live/shelf.ts'

const step = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'get', 'drop', 'copy'),
  shelf: fc.nat(2),
  key: fc.nat(9),
  more: fc.nat(2),
})

test('what stands there is what was put there last, never more than there is room for, and the last is always there', () => {
  let full = 0
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 8 }), fc.array(step, { maxLength: 40 }), (most, steps) => {
      const cupboard = new Cupboard(most)
      const shelves = [0, 1, 2].map(() => new Shelf<number, number>(cupboard))
      const written = shelves.map(() => new Map<number, number>())
      for (const [turn, { kind, shelf: at, key, more }] of steps.entries()) {
        const shelf = shelves[at]!
        const own = written[at]!
        const keys = Array.from({ length: more + 1 }, (_, index) => key + index)
        if (kind === 'put') {
          shelf.put(keys, turn)
          for (const one of keys) own.set(one, turn)
          expect(shelf.get(keys.at(-1)!)).toBe(turn)
        } else if (kind === 'drop') {
          shelf.drop(key)
          own.delete(key)
        } else if (kind === 'copy') {
          const copy = shelf.copy()
          for (const one of own.keys()) expect(copy.get(one)).toBe(shelf.get(one))
          copy.put([100, 101, 102], turn)
          expect(shelf.get(100)).toBeUndefined()
          expect(copy.size).toBeLessThanOrEqual(most)
        }
        for (const [one, what] of own) expect([what, undefined]).toContain(shelf.get(one))
        const all = shelves.reduce((sum, { size }) => sum + size, 0)
        expect(all).toBeLessThanOrEqual(most)
        if (all === most) full++
      }
    }),
    { numRuns: 200 },
  )
  expect(full).toBeGreaterThan(100)
})

test('the shelf that was not asked for longest goes first', () => {
  const cupboard = new Cupboard(4)
  const [one, other] = [new Shelf<number, string>(cupboard), new Shelf<number, string>(cupboard)]
  one.put([1, 2], 'one')
  other.put([1, 2], 'other')
  expect(one.get(1)).toBe('one')
  one.put([3], 'one')
  expect([one.size, other.size]).toEqual([3, 1])
  // Of the two that stood there it is the one that was put first.
  expect([other.get(1), other.get(2)]).toEqual([undefined, 'other'])
})
