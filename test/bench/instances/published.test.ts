// The published solutions, where they are at hand: read with their instances, they have to cost what their tables say, by the
// bench's judges and by that of our solver.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { RICH_SETS } from '../../../bench/arguments.ts'
import { instanceName, readText } from '../../../bench/instances/file.ts'
import { parseChallenge } from '../../../bench/instances/read.ts'
import { judge } from '../../../solver/check/judge.ts'
import { PUBLISHED } from '../files.ts'
import { scheduled } from './schedule.ts'
import { toursIn } from './solutions.ts'
import { CENTS_PER_COST } from './units-per-cost.ts'

type RichSet = (typeof RICH_SETS)[number]

const CostTable = z.record(z.string(), z.object({ cost: z.number(), file: z.string(), routes: z.string() }))

/** Tables state costs to a few decimals. */
const TABLE_ROUNDING = { trsp: 0.000_06, hhcrsp: 0.0051 }

async function solvedOf(set: RichSet) {
  const folder = join(PUBLISHED, set)
  const table = CostTable.parse(JSON.parse(await readFile(join(folder, 'bks.json'), 'utf8')))
  return Object.values(table).map(({ cost, file, routes }) => ({
    cost,
    read: async () => {
      const text = await readText(join(folder, file))
      const tours = toursIn(set, text, await readText(join(folder, routes)))
      return { challenge: parseChallenge(text, instanceName(file)), tours }
    },
  }))
}

/** The first, the middle one and the last are of different kinds and sizes. */
const few = <Item>(items: readonly Item[]): Item[] =>
  items.filter((_, index) => [0, items.length >> 1, items.length - 1].includes(index))

describe.skipIf(!existsSync(PUBLISHED)).each(RICH_SETS)('solutions of %s', (set) => {
  const rounding = set === 'trsp' || set === 'hhcrsp' ? TABLE_ROUNDING[set] : 0

  test('cost what the table says', { timeout: 60_000 }, async () => {
    for (const { cost, read } of await solvedOf(set)) {
      const { challenge, tours } = await read()
      const verdict = challenge.judge(tours)
      expect(verdict.faults, challenge.name).toEqual([])
      expect(Math.abs(verdict.cost - cost), challenge.name).toBeLessThanOrEqual(rounding)
    }
  })

  test('are allowed by the model and cost as much there', { timeout: 60_000 }, async () => {
    for (const { cost, read } of few(await solvedOf(set))) {
      const { challenge, tours } = await read()
      const model = challenge.model()
      const { violations, cost: lines } = judge(model, scheduled(model, tours))
      expect(violations.slice(0, 3), challenge.name).toEqual([])
      const cents = Object.values(lines).reduce((sum, line) => sum + line, 0)
      const { cents: perCost, most } = CENTS_PER_COST[set]
      expect(Math.abs(cents / perCost - cost), challenge.name).toBeLessThanOrEqual(most)
    }
  })
})
