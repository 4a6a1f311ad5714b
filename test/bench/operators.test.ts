import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadArgumentsError } from '../../bench/arguments.ts'
import { DAYS, readOperatorsArguments } from '../../bench/operators/arguments.ts'
import { PART_NAMES } from '../../bench/operators/parts.ts'
import { runChild } from '../../bench/operators/run-child.ts'
import { ended, ROOT } from './ended.ts'
import { Machine } from './machine.ts'

const Plan = z.strictObject({ cost: z.int().positive(), leftOut: z.int(), rounds: z.int() })
const Speed = z.strictObject({
  perSecond: z.number().positive(),
  nanoseconds: z.strictObject({
    min: z.number().positive(),
    median: z.number().positive(),
    spread: z.number().nonnegative(),
  }),
})
/** What those who read the record later rely on. */
const OperatorsRecord = z.strictObject({
  startedAt: z.iso.datetime(),
  machine: Machine,
  settings: z.strictObject({
    visits: z.int(),
    seed: z.int(),
    days: z.array(z.enum(DAYS)),
    only: z.array(z.string()).optional(),
    repetitions: z.int(),
    sizes: z.array(z.int()),
    seconds: z.number(),
  }),
  days: z.array(
    z.strictObject({
      day: z.enum(DAYS),
      visits: z.int(),
      routes: z.int(),
      plans: z.strictObject({ first: Plan, good: Plan }),
      parts: z.array(
        z.strictObject({
          name: z.string(),
          evaluation: z.string(),
          plans: z.strictObject({ first: Speed.nullable(), good: Speed.nullable() }),
        }),
      ),
    }),
  ),
  sizes: z.array(
    z.strictObject({
      visits: z.int(),
      compiledSeconds: z.number().positive(),
      firstPlanSeconds: z.number().positive(),
      descendedSeconds: z.number().positive(),
      rounds: z.int().positive(),
      roundsPerSecond: z.number().positive(),
      microsecondsPerRound: z.number().positive(),
      peakMegabytes: z.number().positive(),
      cost: z.int().positive(),
      leftOut: z.int(),
      ratio: z.number().positive().nullable(),
    }),
  ),
})

let out: string
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'bench-operators-'))
})
afterAll(() => rm(out, { recursive: true }))

const kept = async () => OperatorsRecord.parse(JSON.parse(await readFile(join(out, 'operators.json'), 'utf8')))
const bench = (...args: string[]) =>
  ended(process.execPath, [join(ROOT, 'bench/operators.ts'), '--visits', '20', '--out', out, ...args])

describe('npm run bench:operators', () => {
  test('prices each part from a first plan and from a good one, and leaves a record behind', async () => {
    const { code, stdout, stderr } = await bench('--days', 'plain', '--repetitions', '1', '--sizes', 'none')
    expect(code, stderr).toBe(0)
    const { days, sizes } = await kept()
    const [day] = days
    expect(day).toMatchObject({ day: 'plain', visits: 20, routes: 5, plans: { first: { rounds: 0 } } })
    expect(day?.plans.good.cost).toBeLessThanOrEqual(day?.plans.first.cost ?? 0)
    expect(day?.parts.map(({ name }) => name)).toEqual(PART_NAMES)
    for (const { name, plans } of day?.parts ?? [])
      for (const speed of [plans.first, plans.good]) {
        expect(speed, name).not.toBeNull()
        if (speed) expect(speed.perSecond * speed.nanoseconds.median, name).toBeCloseTo(1e9, 0)
      }
    for (const name of PART_NAMES) expect(stdout).toContain(`| ${name} `)
    expect(sizes).toEqual([])
    expect(stdout).not.toContain('Whole search')
  })

  test('searches days of each size whole, and prints the record alone when asked to', async () => {
    const args = ['--days', 'none', '--sizes', '12,1000', '--seconds', '0.1', '--seed', '5', '--json']
    const { code, stdout, stderr } = await bench(...args)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^[^\n]+\n$/)
    const record = OperatorsRecord.parse(JSON.parse(stdout))
    expect(record).toEqual(await kept())
    expect(record.settings).toMatchObject({ seed: 5, sizes: [12, 1000], seconds: 0.1 })
    expect(record.days).toEqual([])
    expect(record.sizes.map(({ visits, leftOut }) => ({ visits, leftOut }))).toEqual([
      { visits: 12, leftOut: 0 },
      { visits: 1000, leftOut: 0 },
    ])
    for (const size of record.sizes) {
      expect(size.firstPlanSeconds).toBeGreaterThan(size.compiledSeconds)
      expect(size.descendedSeconds).toBeGreaterThanOrEqual(size.firstPlanSeconds)
      expect(size.roundsPerSecond * size.microsecondsPerRound).toBeCloseTo(1e6, 0)
    }
    const [small, large] = record.sizes
    expect(large?.ratio).toBe(1)
    expect(small?.ratio).toBeCloseTo((small?.microsecondsPerRound ?? 0) / (large?.microsecondsPerRound ?? 0), 9)
  })

  test.each([
    ['an unknown day', ['--days', 'village'], '--days village is not known; known: plain, city'],
    ['a day too small', ['--sizes', '100,3'], '--sizes 3 is not a whole number between 10 and 20000'],
  ])('asked for %s says so in one line and ends with 2', async (_, args, message) => {
    expect(await bench(...args)).toEqual({ code: 2, stdout: '', stderr: `bench:operators: ${message}\n` })
  })
})

describe('a measuring process', () => {
  const task = { kind: 'size', visits: 50, seed: 1, seconds: 60 } as const

  test('that fails says why', async () => {
    const broken = { kind: 'day', day: 'plain', visits: 10, seed: 1, only: 5 as never, repetitions: 1 } as const
    await expect(runChild<'day'>(broken, {})).rejects.toThrow('task.only?.includes is not a function')
  })

  test('that is stopped ends long before its time', async () => {
    const stop = new AbortController()
    const onNote = () => stop.abort()
    await expect(runChild<'size'>(task, { onNote, signal: stop.signal })).rejects.toThrow('aborted')
  })
})

describe('the arguments', () => {
  const read = (...args: string[]) => readOperatorsArguments(args, ['relocate', 'swap'])

  test('have defaults', () => {
    expect(read()).toEqual({
      visits: 1000,
      seed: 1,
      days: DAYS,
      only: undefined,
      repetitions: 11,
      sizes: [100, 300, 1000, 3000, 10000],
      seconds: 4,
      out: undefined,
      json: false,
    })
  })

  test('can leave out the days or the sizes', () => {
    expect(read('--days', 'none')).toMatchObject({ days: [] })
    expect(read('--sizes', 'none')).toMatchObject({ sizes: [] })
  })

  test.each([
    ['an unknown part', ['--only', 'relocate,jump'], '--only jump is not known; known: relocate, swap'],
    ['a size twice', ['--sizes', '100,100'], '--sizes 100,100 has 100 twice'],
    ['none among days', ['--days', 'plain,none'], '--days none is not known; known: plain, city'],
    ['no time', ['--seconds', '0'], '--seconds 0 is not a number between 0.05 and 600'],
    ['no repetition', ['--repetitions', '0'], '--repetitions 0 is not a whole number between 1 and 1000000'],
    ['a day too large', ['--visits', '20001'], '--visits 20001 is not a whole number between 10 and 20000'],
  ])('with %s are refused in one line', (_, args, message) => {
    expect(() => read(...args)).toThrow(BadArgumentsError)
    expect(() => read(...args)).toThrow(message)
  })
})
