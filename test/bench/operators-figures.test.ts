import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { quantileOf, ratioTo, timingOf } from '../../bench/operators/figures.ts'
import { compared, type MeasuredSize, type OperatorsRecord, type Speed } from '../../bench/operators/record.ts'
import { pageOf } from '../../bench/operators/table.ts'
import { TURNS, takeTurn, warmUp } from '../../bench/operators/timing.ts'

describe('repeated timings', () => {
  test('come to their least, their median, and how far their middle half lies apart', () => {
    expect(timingOf([50, 10, 20, 40, 30])).toEqual({ min: 10, median: 30, spread: (100 * 20) / 30 })
    expect(timingOf([7])).toEqual({ min: 7, median: 7, spread: 0 })
  })

  test('are as steady with one disturbed repetition as without', () => {
    expect(timingOf([10, 10, 10, 10, 9000])).toEqual({ min: 10, median: 10, spread: 0 })
  })

  test('of an even number have the mean of the middle two as their median', () => {
    expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantileOf([0, 10], 0.25)).toBe(2.5)
    expect([0, 1].map((share) => quantileOf([5, 3, 9], share))).toEqual([3, 9])
  })

  test('are at least one', () => {
    expect(() => timingOf([])).toThrow(RangeError)
  })
})

const sizeOf = (visits: number, microsecondsPerRound: number): MeasuredSize => ({
  visits,
  compiledSeconds: 0.1,
  firstPlanSeconds: 0.2,
  descendedSeconds: 0.3,
  rounds: 400,
  roundsPerSecond: 1e6 / microsecondsPerRound,
  microsecondsPerRound,
  peakMegabytes: 99.6,
  cost: 5,
  leftOut: 0,
})

describe('sizes', () => {
  test('are compared with the time of a round at 1,000 visits', () => {
    const ratios = compared([sizeOf(100, 20), sizeOf(1000, 40), sizeOf(10_000, 100)]).map(({ ratio }) => ratio)
    expect(ratios).toEqual([0.5, 1, 2.5])
  })

  test('have nothing to be compared with where that was not measured', () => {
    expect(compared([sizeOf(100, 20)]).map(({ ratio }) => ratio)).toEqual([null])
    expect([ratioTo(undefined, 3), ratioTo(0, 3), ratioTo(2, 3)]).toEqual([null, null, 1.5])
  })
})

describe('a turn', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const calls: string[] = []
  const lasting = (milliseconds: number, call: string) => () => {
    vi.advanceTimersByTime(milliseconds)
    return calls.push(call)
  }

  test('is the mean of its passes over what one pass evaluates, without what goes before and after', () => {
    const work = {
      evaluations: 4,
      rewind: lasting(9000, 'rewind'),
      prepare: lasting(700, 'prepare'),
      run: lasting(8, 'run'),
      restore: lasting(500, 'restore'),
    }
    expect(takeTurn(work, 2)).toBe(2e6) // nanoseconds, which are 2 ms
    expect(calls).toEqual(['rewind', 'prepare', 'run', 'restore', 'prepare', 'run', 'restore'])
  })

  test('has as many passes as its work says, or as fit into its time', () => {
    const run = lasting(TURNS.milliseconds / 3.5, 'run')
    expect(warmUp({ evaluations: 1, passes: 7, run })).toBe(7)
    expect(warmUp({ evaluations: 1, run })).toBe(4)
  })
})

test('the page has a table for each day and one for the sizes', () => {
  const speedOf = (median: number): Speed => ({
    perSecond: 1e9 / median,
    nanoseconds: { min: median / 2, median, spread: 12.34 },
  })
  const plan = { cost: 700, leftOut: 2, rounds: 0 }
  const record: OperatorsRecord = {
    startedAt: '2026-03-03T08:00:00.000Z',
    machine: { cpu: 'Abacus <9>', cores: 2, node: 'v24.0.0', loadBefore: 0.25 },
    settings: {
      ...{ visits: 30, seed: 9, days: ['plain'], only: undefined, repetitions: 3 },
      ...{ sizes: [100, 1000], seconds: 4 },
    },
    days: [
      {
        day: 'plain',
        visits: 30,
        routes: 8,
        plans: { first: plan, good: { cost: 600, leftOut: 0, rounds: 300 } },
        parts: [
          { name: 'relocate', evaluation: 'a pair', plans: { first: speedOf(50), good: speedOf(2000) } },
          { name: 'Descent', evaluation: 'one', plans: { first: null, good: speedOf(4e6) } },
        ],
      },
    ],
    sizes: compared([sizeOf(100, 20), sizeOf(1000, 40)]),
  }
  expect(pageOf(record)).toBe(`# Parts of the search

- Seed 9; 3 repetitions; whole searches 4 s each
- Abacus <9>, 2 cores, Node v24.0.0; load before 0.25; 2026-03-03T08:00:00.000Z

## plain: 30 visits, 8 routes

- First plan: cost 700, 2 left out
- Good plan: cost 600, 0 left out, after 300 rounds

| part     | first: per second |     min |  median | spread % | good: per second |     min |  median | spread % |
| -------- | ----------------: | ------: | ------: | -------: | ---------------: | ------: | ------: | -------: |
| relocate |        20,000,000 | 25.0 ns | 50.0 ns |     12.3 |          500,000 | 1.00 µs | 2.00 µs |     12.3 |
| Descent  |                 – |       – |       – |        – |              250 | 2.00 ms | 4.00 ms |     12.3 |

## Whole search, one thread

| visits | compiled s | first plan s | descended s | rounds/s | µs a round | to 1000 visits | peak MB | left out |
| ------ | ---------: | -----------: | ----------: | -------: | ---------: | -------------: | ------: | -------: |
| 100    |       0.10 |         0.20 |        0.30 |   50,000 |       20.0 |         × 0.50 |     100 |        0 |
| 1000   |       0.10 |         0.20 |        0.30 |   25,000 |       40.0 |         × 1.00 |     100 |        0 |
`)
})
