import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLASSIC_SETS } from '../../../bench/arguments.ts'
import {
  type Bound,
  compareWithBounds,
  inWords,
  isBroken,
  readBounds,
  tightened,
  writeBounds,
} from '../../../bench/quality/bounds.ts'
import { ROOT } from '../ended.ts'
import { instanceOf, recordOf, setOf } from './records.ts'

const bound = (meanGap: number, other: Partial<Bound> = {}): Bound => ({
  ...{ set: 'solomon', seconds: 10, threads: 2, instances: 1 },
  meanGap,
  ...other,
})
/** Ten seconds, two threads, three seeds, all of a set with one instance; mean gap 2 %. */
const twoPercent = recordOf([setOf('solomon', [instanceOf('A', [1010, 1020, 1030])])])

describe('a run over a whole set', () => {
  test.each([
    [1.999, 'above', true, 'solomon, 10 s, threads 2: mean gap 2.000 % is above the bound of 1.999 %.'],
    [2, 'held', false, 'solomon, 10 s, threads 2: mean gap 2.000 % is the bound.'],
    [2.001, 'below', false, 'solomon, 10 s, threads 2: mean gap 2.000 % is below the bound of 2.001 %, which'],
  ])('against a bound of %s is %s', (meanGap, kind, broken, sentence) => {
    const [finding] = compareWithBounds(twoPercent, [bound(9, { seconds: 60 }), bound(meanGap)])
    expect(finding?.kind).toBe(kind)
    expect(finding && isBroken(finding)).toBe(broken)
    expect(finding && inWords(finding, false)).toContain(sentence)
  })

  test('is held to the bound of its own seconds and threads only', () => {
    const others = [bound(0, { seconds: 60 }), bound(0, { threads: 1 }), bound(0, { set: 'ortec' })]
    expect(compareWithBounds(twoPercent, others).map(({ kind }) => kind)).toEqual(['unbounded'])
  })

  test('breaks its bound when a plan is infeasible, however good the others are', () => {
    const record = recordOf([setOf('solomon', [instanceOf('A', [1000, 1000, null])])])
    const findings = compareWithBounds(record, [bound(5)])
    expect(findings.map(isBroken)).toEqual([true])
    expect(tightened([bound(5)], findings)).toEqual([bound(5)])
  })

  test('is held again by the figure that it recorded', () => {
    const record = recordOf([setOf('solomon', [instanceOf('A', [1001.83, 1001.81, 1001.87])])])
    const bounds = tightened([], compareWithBounds(record, []))
    expect(bounds).toEqual([bound(0.184)])
    expect(compareWithBounds(record, bounds).map(({ kind }) => kind)).toEqual(['held'])
  })
})

describe('compared with no bound, and recorded as none,', () => {
  test.each([
    [
      'a part of a set',
      recordOf([setOf('solomon', [instanceOf('A', [1010, 1010, 1010])], false)]),
      'not the whole set',
    ],
    [
      'fewer than three seeds',
      recordOf([setOf('solomon', [instanceOf('A', [1010, 1010])])], { seeds: [1, 2] }),
      '2 of at least 3 seeds',
    ],
    [
      'a set with other instances than the bound is about',
      recordOf([setOf('solomon', [instanceOf('A', [1010, 1010, 1010]), instanceOf('B', [1010, 1010, 1010])])]),
      '2 instances, and the bound is about 1',
    ],
  ])('is %s', (_, record, why) => {
    const findings = compareWithBounds(record, [bound(0.5)])
    expect(findings).toEqual([{ kind: 'reported', set: 'solomon', why }])
    expect(findings.map(isBroken)).toEqual([false])
    expect(tightened([bound(0.5)], findings)).toEqual([bound(0.5)])
  })
})

test('bounds only tighten: whatever was measured, none rises and none is lost', () => {
  const gap = fc.integer({ min: -500, max: 9000 }).map((thousandths) => thousandths / 1000)
  const cases = fc.record({
    set: fc.constantFrom(...CLASSIC_SETS),
    seconds: fc.constantFrom(1, 10),
    threads: fc.constantFrom(1, 2),
    instances: fc.constantFrom(1, 2),
    meanGap: gap,
  })
  const recorded = fc.uniqueArray(cases, { selector: ({ set, seconds, threads }) => `${set} ${seconds} ${threads}` })
  let lowered = 0
  fc.assert(
    fc.property(
      recorded,
      fc.array(gap, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(1, 10),
      (bounds, gaps, seconds) => {
        const costs = gaps.map((gap) => 1000 + 10 * gap)
        const record = recordOf(
          [setOf('solomon', [instanceOf('A', costs)]), setOf('ortec', [instanceOf('B', costs)])],
          {
            seconds,
          },
        )
        const after = tightened(bounds, compareWithBounds(record, bounds))
        for (const [index, { meanGap, ...same }] of bounds.entries()) {
          expect(after[index]).toMatchObject(same)
          expect(after[index]?.meanGap).toBeLessThanOrEqual(meanGap)
          if (after[index]!.meanGap < meanGap) lowered++
        }
      },
    ),
  )
  expect(lowered).toBeGreaterThan(5)
})

describe('the file of bounds', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bounds-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('of the repository can be read, and is written as it was', async () => {
    const recorded = join(ROOT, 'bench/quality/bounds.json')
    const copy = join(folder, 'copy.json')
    await writeBounds(copy, await readBounds(recorded))
    expect(await readFile(copy, 'utf8')).toBe(await readFile(recorded, 'utf8'))
  })

  test.each([
    ['no list', '{}', /all of it: /],
    ['a set that nobody knows', JSON.stringify([{ ...bound(1), set: 'moon' }]), /0\.set: /],
    ['two bounds for one case', JSON.stringify([bound(1), bound(2)]), /two bounds for solomon, 10 s, threads 2$/],
    ['no JSON', '[', /is not JSON$/],
  ])('with %s is refused by its name', async (_, text, message) => {
    const path = join(folder, 'faulty.json')
    await writeFile(path, text)
    await expect(readBounds(path)).rejects.toThrow(path)
    await expect(readBounds(path)).rejects.toThrow(message)
  })

  test('that is missing is told', async () => {
    await expect(readBounds(join(folder, 'none.json'))).rejects.toThrow(/none\.json is missing$/)
  })
})
