// What bench:service says of memory and of time: figures that are plain arithmetic, and what is alive in a real process.
import { afterEach, describe, expect, test } from 'vitest'
import { type Child, openChild } from '../../bench/recommend/child.ts'
import { figuresOf, slopePerMinute } from '../../bench/service/figures.ts'
import { pageOf, recordOf } from '../../bench/service/record.ts'
import type { HeapJobs } from './live-heap-entry.ts'

const ENTRY = new URL('./live-heap-entry.ts', import.meta.url)
/** Each takes about 56 bytes. */
const MANY = 500_000

let child: Child<HeapJobs> | undefined
afterEach(async () => {
  await child?.end()
  child = undefined
})

describe('what is alive', () => {
  test('is told of all threads together, and garbage is no part of it', async () => {
    child = openChild<HeapJobs>(ENTRY)
    const alone = await child.call('liveHeap', undefined)
    expect(alone.threads).toBe(1)
    await child.call('start', undefined)
    const before = await child.call('liveHeap', undefined)
    expect(before.threads).toBe(2)
    expect(before.mb).toBeGreaterThan(alone.mb)
    for (const where of ['thread', 'here'] as const) {
      await child.call('keep', { where, objects: MANY })
      const kept = await child.call('liveHeap', undefined)
      expect(kept.mb - before.mb).toBeGreaterThan(20)
      await child.call('keep', { where, objects: 0 })
      const after = await child.call('liveHeap', undefined)
      expect(after.mb - before.mb).toBeLessThan(2)
    }
  })

  test('can be asked again and again, and the process still ends by itself', async () => {
    child = openChild<HeapJobs>(ENTRY)
    await child.call('start', undefined)
    for (let time = 0; time < 5; time++) expect((await child.call('liveHeap', undefined)).threads).toBe(2)
    await child.end()
    await expect(child.call('liveHeap', undefined)).rejects.toThrow()
  })

  test('is told without threads that sleep and hear nothing, and these are counted', async () => {
    child = openChild<HeapJobs>(ENTRY)
    await child.call('start', undefined)
    expect(await child.call('liveHeap', undefined)).toMatchObject({ threads: 2, asleep: 0 })
    await child.call('sleep', undefined)
    expect(await child.call('liveHeap', 300)).toMatchObject({ threads: 1, asleep: 1 })
  })
})

describe('the record', () => {
  const calls = [
    ...Array.from({ length: 100 }, (_, index) => ({ kind: 'read', ms: index + 1, isLate: index >= 50 })),
    { kind: 'change', ms: 7, isLate: false },
  ]
  const record = recordOf('made-up', {
    capacityPerSecond: 40,
    share: 0.7,
    minutes: 2,
    calls: 101,
    errors: ['read: no answer'],
    figures: figuresOf(calls, 10),
    memory: [
      { minute: 0, mb: 900 },
      { minute: 1, mb: 500 },
      { minute: 2, mb: 502 },
      { minute: 3, mb: 504 },
      { minute: 4, mb: 504 },
      { minute: 5, mb: 504 },
    ],
    live: { before: { mb: 81.25, threads: 4, asleep: 2 }, after: { mb: 81.75, threads: 5, asleep: 2 } },
  })

  test('has the figures of each kind and of all, and memory without the first quarter and at the end', () => {
    expect(record).toMatchObject({
      ...{ id: 'made-up', capacityPerSecond: 40, share: 0.7, minutes: 2, calls: 101, errors: 1 },
      ...{ rssMb: 504, rssMbPerMinute: 1, rssMbPerMinuteAtEnd: 0 },
      liveMb: { before: 81.25, after: 81.75 },
      threads: { before: 4, after: 5 },
      threadsAsleep: { before: 2, after: 2 },
    })
    expect(record.figures.map(({ kind, count }) => [kind, count])).toEqual([
      ['change', 1],
      ['read', 100],
      ['all', 101],
    ])
    expect(record.figures[1]).toMatchObject({ perSecond: 10, p50: 50, p95: 95, p99: 99, p99First: 50, p99Second: 100 })
    expect(slopePerMinute([])).toBe(0)
  })

  test('is a table for people', () => {
    const lines = pageOf(record).split('\n')
    expect(lines[3]).toBe('| read | 10.0 | 50.0 | 95.0 | 99.0 | 50.0 | 100.0 |')
    expect(lines.slice(-4)).toEqual([
      '101 calls, 1 errors',
      'memory 504 MB, 1.00 MB a minute over the last three quarters, 0.00 over the last third',
      'alive once garbage is collected: 81.3 MB in 4 threads before, 81.8 MB in 5 threads after; 2 more are asleep',
      '',
    ])
  })
})
