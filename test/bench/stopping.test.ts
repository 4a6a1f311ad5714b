import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadArgumentsError } from '../../bench/arguments.ts'
import { readStoppingArguments } from '../../bench/stopping/arguments.ts'
import { tableOf } from '../../bench/table.ts'
import { ended, ROOT } from './ended.ts'

const stopping = (...args: string[]) => ended(process.execPath, [join(ROOT, 'bench/stopping.ts'), ...args])

const Rows = z.array(
  z.strictObject({
    day: z.string(),
    ends: z.enum(['deadline', 'told to', 'cheap enough']),
    alternatives: z.int(),
    askedAtMs: z.number().positive(),
    searchOverMs: z.number(),
    answerMs: z.number(),
    iterations: z.int(),
  }),
)

describe('bench:stopping', () => {
  test('ends searches of each day in every way, for each number of alternatives', async () => {
    const { code, stdout, stderr } = await stopping('--days', '12,corner', '--seconds', '0.4', '--json')
    expect(code, stderr).toBe(0)
    const rows = Rows.parse(JSON.parse(stdout))
    expect(rows.map(({ day, alternatives, ends }) => [day, alternatives, ends])).toEqual(
      ['12', 'corner'].flatMap((day) =>
        [1, 3].flatMap((count) => ['deadline', 'told to', 'cheap enough'].map((ends) => [day, count, ends])),
      ),
    )
    for (const { searchOverMs, answerMs } of rows) expect(answerMs).toBeGreaterThanOrEqual(searchOverMs)
  })

  test('says how it wants to be asked', async () => {
    const { code, stdout, stderr } = await stopping('--days', 'moon')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe('bench:stopping: --days moon is not known; known: corner, metro, city, region\n')
  })

  test.each([
    ['a day of three visits', ['--days', '3'], '--days 3 is not a whole number between 10 and 20000'],
    ['no alternatives', ['--alternatives', '0'], '--alternatives 0 is not a whole number between 1 and 20'],
    ['no time at all', ['--seconds', '0'], '--seconds 0 is not a number between 0.05 and 3600'],
  ])('refuses %s', (_, args, message) => {
    expect(() => readStoppingArguments(args)).toThrow(BadArgumentsError)
    expect(() => readStoppingArguments(args)).toThrow(message)
  })
})

test('a table lines up, words to the left and figures to the right', () => {
  const table = tableOf(
    ['day', 'ms'],
    [
      ['a', '1'],
      ['long', '1000'],
    ],
  )
  expect(table.split('\n')).toEqual(['| day  |   ms |', '| ---- | ---: |', '| a    |    1 |', '| long | 1000 |'])
})
