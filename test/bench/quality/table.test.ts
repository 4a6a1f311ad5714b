import { expect, test } from 'vitest'
import { pageOf } from '../../../bench/quality/table.ts'
import { instanceOf, recordOf, setOf, withoutBest } from './records.ts'

const reference = { ...instanceOf('B-long-name', [1050, 1040, null]), best: { cost: 1000, kind: 'reference' as const } }
const page = pageOf(
  recordOf([
    setOf('solomon', [instanceOf('A', [1010, 1020, 1030]), reference]),
    setOf('ortec', [withoutBest(instanceOf('C', [1000, 1000, 1000]))], false),
  ]),
)
const lines = page.split('\n')

test('each instance has a row: visits, best known, gap and its ends, speed, infeasible plans', () => {
  expect(lines).toContain(
    '| A           |    100 |       1000 |      2.000 |      1.000 – 3.000 |          500 |          0 |',
  )
  expect(lines).toContain(
    '| B-long-name |    100 |     1000 † |      4.500 |      4.000 – 5.000 |          500 |          1 |',
  )
})

test('a reference cost is told apart below', () => {
  expect(page).toMatch(/\n† A reference: [^\n]+\n$/)
})

test('a set in which all costs are references says so in its own row', () => {
  const references = pageOf(recordOf([setOf('hhcrsp', [reference]), setOf('trsp', [instanceOf('A', [1010])])]))
  expect(references).toMatch(/\n\| hhcrsp † +\|/)
  expect(references).toMatch(/\n\| trsp +\|/)
})

test('each set has a row with the spread over its seeds', () => {
  // Seeds: (1 + 5) / 2, (2 + 4) / 2 and, without the infeasible plan, 3.
  const row = lines
    .find((line) => line.startsWith('| solomon'))
    ?.split('|')
    .map((cell) => cell.trim())
  expect(row?.slice(1, -1)).toEqual(['solomon', 'native', '2', '6', '3.000', '3.000 – 3.000', '0.000', '500', '1'])
})

test('a set without best known costs has no gap, and one run in part says so', () => {
  expect(lines.find((line) => line.startsWith('| C'))).toMatch(/\| +– \| +– \| +– \|/)
  expect(page).toContain('## ortec, native (part of the set)')
})

test('settings and machine stand above the tables', () => {
  expect(lines[2]).toBe('- Engines native; 10 s each; threads 2; seeds 1, 2, 3')
  expect(lines[3]).toBe('- Abacus <9>, 2 cores, Node v24.0.0; load before 0.25; 2026-03-03T08:00:00.000Z')
})

test('the tables line up', () => {
  const tables = page.split('\n\n').filter((block) => block.startsWith('| '))
  expect(tables).toHaveLength(3)
  for (const table of tables)
    expect(
      new Set(
        table
          .trimEnd()
          .split('\n')
          .map((line) => line.length),
      ).size,
      table,
    ).toBe(1)
})

test('a gap of nothing has no sign', () => {
  const page = pageOf(recordOf([setOf('solomon', [instanceOf('A', [999.9999, 999.9999, 999.9999])])]))
  expect(page).not.toContain('-0.000')
})
