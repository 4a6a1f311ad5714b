import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadArgumentsError, CLASSIC_SETS, RICH_SETS, SETS } from '../../../bench/arguments.ts'
import { readQualityArguments } from '../../../bench/quality/arguments.ts'
import { ended, ROOT } from '../ended.ts'
import { Machine } from '../machine.ts'
import { madeData, OPTIMA } from './data.ts'

/** What those who read the record later rely on. */
const QualityRecord = z.strictObject({
  startedAt: z.iso.datetime(),
  machine: Machine,
  settings: z.strictObject({
    engines: z.array(z.literal('native')),
    seconds: z.number(),
    threads: z.int(),
    seeds: z.array(z.int()),
  }),
  sets: z.array(
    z.strictObject({
      name: z.enum(SETS),
      whole: z.boolean(),
      instances: z.array(
        z.strictObject({
          name: z.string(),
          visits: z.int(),
          best: z.strictObject({ cost: z.number(), kind: z.string() }).nullable(),
          runs: z.array(
            z.strictObject({
              engine: z.literal('native'),
              seed: z.int(),
              cost: z.number().nullable(),
              gap: z.number().nullable(),
              feasible: z.boolean(),
              faults: z.array(z.string()),
              seconds: z.number().positive(),
              iterations: z.int(),
              costOverTime: z.array(z.tuple([z.number(), z.number()])),
            }),
          ),
        }),
      ),
    }),
  ),
})

let folder: string
let data: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'))
  data = await madeData()
})
afterAll(() => Promise.all([rm(folder, { recursive: true }), rm(data, { recursive: true })]))

const inFolder = (name: string) => join(folder, name)
const kept = (name: string) => readFile(inFolder(name), 'utf8')
const bench = (...args: string[]) =>
  ended(process.execPath, [join(ROOT, 'bench/bench.ts'), '--data', data, '--out', folder, ...args])

describe('npm run bench', () => {
  test('measures an instance with each seed and leaves record, table and chart behind', async () => {
    const args = ['--engines', 'native', '--set', 'quality', '--only', 'B1', '--seconds', '0.2', '--threads', '1']
    const { code, stdout, stderr } = await bench(...args, '--seeds', '4,5')
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(await kept('quality.md'))
    expect(stderr).toBe('solomon: compared with no bound: not the whole set.\n')
    const record = QualityRecord.parse(JSON.parse(await kept('quality.json')))
    expect(record.settings).toEqual({ engines: ['native'], seconds: 0.2, threads: 1, seeds: [4, 5] })
    expect(record.sets.map(({ name, whole }) => ({ name, whole }))).toEqual([{ name: 'solomon', whole: false }])
    const runs = record.sets[0]?.instances[0]?.runs ?? []
    expect(runs.map(({ seed, feasible }) => ({ seed, feasible }))).toEqual(
      [4, 5].map((seed) => ({ seed, feasible: true })),
    )
    for (const { cost, gap } of runs) {
      expect(cost).toBeGreaterThanOrEqual(OPTIMA.tenDoors)
      expect(gap).toBeCloseTo(100 * ((cost ?? 0) / OPTIMA.tenDoors - 1), 9)
    }
    const mean = runs.reduce((sum, { gap }) => sum + (gap ?? 0), 0) / 2
    expect(stdout).toMatch(new RegExp(`\\| B1 +\\| +10 \\| +${OPTIMA.tenDoors} \\| +${mean.toFixed(3)} \\|`))
    expect(await kept('quality.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
  })

  test('holds a whole set to its bound, lowers the bound on demand, and never raises it', async () => {
    const bounds = inFolder('bounds.json')
    const ofOrtec = (meanGap: number) => [{ set: 'ortec', seconds: 0.2, threads: 1, instances: 1, meanGap }]
    const run = ['--set', 'ortec', '--seconds', '0.2', '--threads', '1', '--bounds', bounds, '--json', '--tighten']

    await writeFile(bounds, JSON.stringify(ofOrtec(900)))
    const below = await bench(...run)
    expect(below.code, below.stderr).toBe(0)
    expect(below.stderr).toMatch(/mean gap [\d.]+ % is below the bound of 900\.000 %, now lowered to it\.\n$/)
    expect(below.stdout).toMatch(/^[^\n]+\n$/)
    const gaps = QualityRecord.parse(JSON.parse(below.stdout)).sets[0]?.instances[0]?.runs.map(({ gap }) => gap ?? -1)
    const mean = gaps ? gaps.reduce((sum, gap) => sum + gap, 0) / 3 : Number.NaN
    const [lowered] = JSON.parse(await readFile(bounds, 'utf8'))
    expect(lowered).toMatchObject({ set: 'ortec', seconds: 0.2, threads: 1, instances: 1 })
    expect(lowered.meanGap - mean).toBeGreaterThan(-1e-6) // rounded up to a thousandth
    expect(lowered.meanGap - mean).toBeLessThan(0.001)

    await writeFile(bounds, JSON.stringify(ofOrtec(-1)))
    const above = await bench(...run)
    expect(above.code).toBe(1)
    expect(above.stderr).toMatch(/mean gap [\d.]+ % is above the bound of -1\.000 %\.\n$/)
    expect(JSON.parse(await readFile(bounds, 'utf8'))).toEqual(ofOrtec(-1))
  })

  test.each([
    ['an unknown engine', ['--engines', 'native,abacus'], '--engines abacus is not known; known: native'],
    ['an unknown set', ['--set', 'moon'], `--set moon is not known; known: quality, rich, ${SETS.join(', ')}`],
    ['an unknown instance', ['--set', 'ortec', '--only', 'A1'], '--only A1 is no instance of ortec'],
  ])('asked for %s says so in one line and ends with 2', async (_, args, message) => {
    expect(await bench(...args)).toEqual({ code: 2, stdout: '', stderr: `bench: ${message}\n` })
  })

  test('without a data folder says so in one line and ends with 2', async () => {
    const missing = inFolder('missing')
    const { code, stdout, stderr } = await bench('--data', missing)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^bench: the folder [^\n]+ cannot be read\. Maybe --data [^\n]+\n$/)
    expect(stderr).toContain(join(missing, 'solomon', 'instances'))
  })
})

describe('the arguments', () => {
  test('have defaults', () => {
    expect(readQualityArguments([])).toEqual({
      engines: ['native'],
      sets: CLASSIC_SETS,
      seconds: 10,
      threads: 2,
      seeds: [1, 2, 3],
      most: undefined,
      only: undefined,
      data: undefined,
      out: undefined,
      bounds: undefined,
      json: false,
      tighten: false,
    })
  })

  test('name one set or a group of them', () => {
    expect(readQualityArguments(['--set', 'ortec']).sets).toEqual(['ortec'])
    expect(readQualityArguments(['--set', 'trsp']).sets).toEqual(['trsp'])
    expect(readQualityArguments(['--set', 'quality']).sets).toEqual(CLASSIC_SETS)
    expect(readQualityArguments(['--set', 'rich']).sets).toEqual(RICH_SETS)
  })

  test.each([
    ['a stray word', ['solomon'], "Unexpected argument 'solomon'"],
    ['an unknown option', ['--fast'], "Unknown option '--fast'"],
    ['a seed that is no number', ['--seeds', '1,two'], '--seeds two is not a whole number between 0 and 4294967295'],
    ['a seed twice', ['--seeds', '1,2,01'], '--seeds 1,2,01 has 1 twice'],
    ['no seed', ['--seeds', ''], '--seeds  has an empty place'],
    ['an empty place among engines', ['--engines', 'native,'], '--engines native, has an empty place'],
    ['none at most', ['--most', '0'], '--most 0 is not a whole number between 1 and 1000000'],
    ['no threads', ['--threads', '0'], '--threads 0 is not a whole number between 1 and 64'],
  ])('with %s are refused in one line', (_, args, message) => {
    expect(() => readQualityArguments(args)).toThrow(BadArgumentsError)
    expect(() => readQualityArguments(args)).toThrow(message)
    expect(() => readQualityArguments(args)).not.toThrow('\n')
  })
})
