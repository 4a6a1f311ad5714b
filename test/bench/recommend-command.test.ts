// npm run bench:recommend as a person runs it: real live plan, real services, a plan that is small.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ended, ROOT } from './ended.ts'
import { Machine } from './machine.ts'

const recommend = (...args: string[]) => ended(process.execPath, [join(ROOT, 'bench/recommend.ts'), ...args])

const Figure = z.number().positive()
/** What those who read the record later rely on. */
const RecommendRecord = z.strictObject({
  startedAt: z.iso.datetime(),
  machine: Machine,
  settings: z.strictObject({
    plans: z.array(z.string()),
    seconds: z.number(),
    callers: z.int(),
    seed: z.int(),
    travel: z.literal('estimate'),
  }),
  rows: z.array(
    z.strictObject({
      ...{ plan: z.string(), technicians: z.int(), days: z.int(), visits: z.int() },
      ...{ inProcessP50Ms: Figure, inProcessP95Ms: Figure, inProcessP99Ms: Figure },
      ...{ httpP50Ms: Figure, httpP95Ms: Figure, httpP99Ms: Figure },
      ...{ heldP50Ms: Figure, heldP95Ms: Figure, heldP99Ms: Figure },
      ...{ callers2PerSecond: Figure, callers2P99Ms: Figure, whileOptimizingP99Ms: Figure },
      ...{ bothTiersP50Ms: Figure, bothTiersP95Ms: Figure, bothTiersMaxMs: Figure },
      ...{ peakRssMb: Figure, openMs: Figure, putMs: Figure, options: Figure, kilobytes: Figure },
    }),
  ),
})

describe('bench:recommend', () => {
  test('asks a plan in every way and prints a row for it, and nothing else with --json', async () => {
    const { code, stdout, stderr } = await recommend(
      ...['--plans', '4x2', '--seconds', '0.05', '--callers', '2', '--seed', '5', '--json'],
    )
    expect(code, stderr).toBe(0)
    const { rows, settings } = RecommendRecord.parse(JSON.parse(stdout))
    expect(settings).toEqual({ plans: ['4x2'], seconds: 0.05, callers: 2, seed: 5, travel: 'estimate' })
    expect(rows).toMatchObject([{ plan: '4x2', technicians: 4, days: 2, visits: 64 }])
  }, 120_000)

  test('says how it wants to be asked', async () => {
    const { code, stdout, stderr } = await recommend('--plans', 'large')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe('bench:recommend: --plans large is not technicians x days, such as 100x1\n')
  })
})
