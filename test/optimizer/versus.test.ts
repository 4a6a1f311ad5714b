// A against B: the lines that differ explain the difference of the totals, to the cent.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COST_CODES, Cost, type CostCode } from '../../src/contracts/cost.ts'
import { Versus } from '../../src/contracts/explanation.ts'
import { versusOf } from '../../src/optimizer/answer/versus.ts'

const CODES = Object.keys(COST_CODES) as CostCode[]

const costOf = (amounts: readonly (readonly [CostCode, number])[]): Cost =>
  Cost.parse({
    total: amounts.reduce((sum, [, amount]) => sum + amount, 0),
    lines: amounts.map(([code, amount]) => ({ code, amount })),
  })
/** Few amounts, so that many lines are alike; now and then a line comes twice. */
const anyCost = fc
  .array(fc.tuple(fc.constantFrom(...CODES), fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer())), {
    maxLength: 25,
  })
  .map(costOf)
const amountIn = ({ lines }: Cost, code: CostCode) =>
  lines.reduce((sum, line) => sum + (line.code === code ? line.amount : 0), 0)

describe('of any two prices', () => {
  const held = (property: (a: Cost, b: Cost) => void) => fc.assert(fc.property(anyCost, anyCost, property))

  test('the differences add up to that of the totals', () =>
    held((a, b) => {
      const { deltaTotal, lines } = Versus.parse(versusOf(a, b, 'en'))
      expect(deltaTotal).toBe(a.total - b.total)
      expect(lines.reduce((sum, { delta }) => sum + delta, 0)).toBe(deltaTotal)
    }))

  test('each line that differs is named once, with its difference, and no other is', () =>
    held((a, b) => {
      const { lines } = versusOf(a, b, 'en')
      const different = CODES.filter((code) => amountIn(a, code) !== amountIn(b, code))
      expect(lines.map(({ code }) => code).sort()).toEqual(different.sort())
      for (const { code, delta } of lines) expect(delta).toBe(amountIn(a, code) - amountIn(b, code))
    }))

  test('the largest difference comes first, and of equals the order is always the same', () =>
    held((a, b) => {
      const { lines } = versusOf(a, b, 'en')
      for (const [index, { code, delta }] of lines.entries()) {
        const next = lines[index + 1]
        if (!next) continue
        const gap = Math.abs(delta) - Math.abs(next.delta)
        expect(gap > 0 || (gap === 0 && CODES.indexOf(code) < CODES.indexOf(next.code))).toBe(true)
      }
    }))

  test('the cheaper one wins, and the other way round it is the other way round', () =>
    held((a, b) => {
      const [there, back] = [versusOf(a, b, 'en'), versusOf(b, a, 'en')]
      expect(there.winner).toBe(a.total === b.total ? 'neither' : a.total < b.total ? 'subject' : 'against')
      expect(back.deltaTotal + there.deltaTotal).toBe(0)
      const opposite = { subject: 'against', against: 'subject', neither: 'neither' } as const
      expect(back.winner).toBe(opposite[there.winner])
    }))

  test('the sentence names every line, in every language, and is the same each time', () =>
    held((a, b) => {
      const { lines, text } = versusOf(a, b, 'en')
      expect(text).toMatch(/^[A-Z0-9].*\.$/)
      expect(text).not.toMatch(/undefined|NaN/)
      expect(text.split(/: |, /)).toHaveLength(Math.max(2, lines.length + 1))
      expect(versusOf(structuredClone(a), structuredClone(b), 'en').text).toBe(text)
      expect(versusOf(a, b, 'es').text.split(/: |; /)).toHaveLength(lines.length + 1)
    }))
})

test('it reads as a person would say it', () => {
  const a = costOf([
    ['TRAVEL', 1260],
    ['CONTINUITY', -300],
    ['WAITING', 50],
  ])
  const b = costOf([
    ['TRAVEL', 780],
    ['SURPLUS_SKILL', 220],
    ['WAITING', 50],
  ])
  expect(versusOf(a, b, 'en')).toEqual({
    deltaTotal: -40,
    lines: [
      { code: 'TRAVEL', delta: 480 },
      { code: 'CONTINUITY', delta: -300 },
      { code: 'SURPLUS_SKILL', delta: -220 },
    ],
    winner: 'subject',
    text: '0.40 cheaper than the other option: travel 4.80 more, continuity 3.00 less, surplus skills 2.20 less.',
  })
  expect(versusOf(b, a, 'es').text).toBe(
    'Cuesta 0,40 más que la otra opción: viaje 4,80 menos; continuidad 3,00 más; habilidades de sobra 2,20 más.',
  )
  expect(versusOf(a, a, 'en').text).toBe('As dear as the other option, line by line.')
  expect(versusOf(a, a, 'es').text).toBe('Cuesta lo mismo que la otra opción, línea por línea.')
})

test('a price that its lines do not explain is a bug, and no comparison hides it', () =>
  expect(() => versusOf({ total: 5, lines: [{ code: 'TRAVEL', amount: 4 }] }, costOf([]), 'en')).toThrow(
    'The lines of a price sum to 4 cents, its total is 5.',
  ))
