// Strict priorities: one ticket of a higher priority outweighs all below it, within what can be added up exactly.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority } from '../../src/contracts/ticket.ts'
import { strictPrices, type UnservedPrice } from '../../src/optimizer/question/strict-priorities.ts'
import { ask, at } from './asked.ts'
import { ticket } from './inputs.ts'

const ORDER: readonly Priority[] = ['ROUTINE', 'URGENT', 'EMERGENCY']
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

const price = fc.record({
  cents: fc.integer({ min: 0, max: 1_000_000_000 }),
  priority: fc.constantFrom(...ORDER),
  isOptional: fc.boolean(),
})

/** Each that is not optional is dearer than all of lower priority together. */
function expectStrict(prices: readonly UnservedPrice[], strict: readonly number[]) {
  for (const [rank, priority] of ORDER.entries()) {
    const lower = sum(strict.filter((_, index) => ORDER.indexOf(prices[index]!.priority) < rank))
    const own = strict.filter((_, index) => prices[index]!.priority === priority && !prices[index]!.isOptional)
    if (own.length > 0) expect(Math.min(...own)).toBeGreaterThan(lower)
  }
  expect(strict.every(Number.isInteger)).toBe(true)
  expect(sum(strict)).toBeLessThanOrEqual(2 ** 50)
  expect(Math.max(0, ...strict)).toBeLessThanOrEqual(2 ** 41)
}

test('one of a higher priority outweighs all of the lower ones together', () =>
  fc.assert(fc.property(fc.array(price, { maxLength: 60 }), (prices) => expectStrict(prices, strictPrices(prices)))))

test('prices of a priority keep their order', () => {
  const prices = [300, 900, 100].map((cents) => ({ cents, priority: 'URGENT' as const, isOptional: false }))
  expect(strictPrices([...prices, { cents: 50, priority: 'ROUTINE', isOptional: false }])).toEqual([350, 950, 150, 50])
})

test('a day of twenty thousand tickets still fits, at smaller prices', () => {
  const prices = Array.from({ length: 20_000 }, (_, index) => ({
    cents: 500_000,
    priority: ORDER[index % 3]!,
    isOptional: false,
  }))
  const strict = strictPrices(prices)
  expectStrict(prices, strict)
  expect(Math.min(...strict)).toBeGreaterThan(1000)
})

test('what is promised or fixed ranks with emergencies, and only the policy makes priorities strict', async () => {
  const tickets = [
    ticket({ priority: 'EMERGENCY' }),
    ticket({ id: 'T-2' }),
    ...['T-3', 'T-4'].map((id) => ticket({ id, priority: 'URGENT' })),
  ]
  const plan = [{ ticketId: 'T-2', techId: 'ana', start: at('09:00'), promised: true }]
  const unserved = { EMERGENCY: 1, URGENT: 10, ROUTINE: 100 }
  const prices = async (strictPriorities: boolean) =>
    (await ask({ tickets, plan, policy: { unserved, strictPriorities } })).model.visits.map(
      ({ unservedCents }) => unservedCents,
    )
  expect(await prices(true)).toEqual([21, 1_000_000_020, 10, 10])
  expect(await prices(false)).toEqual([1, 1_000_000_000, 10, 10])
})
