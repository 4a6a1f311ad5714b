// Whose turn it is: fair between tenants by their weights, never beyond anybody's limits.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FairTurns } from '../../src/optimizer/runs/fair-turns.ts'
import { RunQueue, type RunQueueOptions } from '../../src/optimizer/runs/run-queue.ts'

/** A queue whose runs end when the test says so. */
function queueOf(options: Omit<RunQueueOptions, 'execute'>) {
  const ends = new Map<string, () => void>()
  const started: string[] = []
  const queue = new RunQueue({
    ...options,
    execute: (runId, signal) => {
      started.push(runId)
      return new Promise((resolve) => {
        ends.set(runId, resolve)
        signal.addEventListener('abort', () => resolve())
      })
    },
  })
  const end = async (runId: string) => {
    ends.get(runId)?.()
    await queue.settled(runId)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { queue, started, end }
}

describe('turns', () => {
  test('are taken in the ratio of the weights, whoever has how much to do', () => {
    const weights = fc.uniqueArray(
      fc.record({ key: fc.stringMatching(/^[a-e]$/), weight: fc.integer({ min: 1, max: 8 }) }),
      {
        selector: ({ key }) => key,
        minLength: 2,
      },
    )
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 4 }), (lines, rounds) => {
        const weightOf = new Map(lines.map(({ key, weight }) => [key, weight]))
        const turns = new FairTurns<number>((key) => weightOf.get(key)!)
        for (const { key } of lines) for (let item = 0; item < 100; item++) turns.add(key, item)
        const all = lines.reduce((sum, { weight }) => sum + weight, 0)
        const taken = new Map<string, number>()
        for (let turn = 0; turn < all * rounds; turn++) {
          const { key, item } = turns.next(() => true)!
          expect(item).toBe(taken.get(key) ?? 0)
          taken.set(key, item + 1)
        }
        for (const { key, weight } of lines)
          expect(Math.abs((taken.get(key) ?? 0) - weight * rounds)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('are not saved up by whoever was away', () => {
    const turns = new FairTurns<string>(() => 1)
    for (let item = 0; item < 50; item++) turns.add('busy', `busy ${item}`)
    for (let turn = 0; turn < 20; turn++) turns.next(() => true)
    for (let item = 0; item < 10; item++) turns.add('late', `late ${item}`)
    const next = Array.from({ length: 10 }, () => turns.next(() => true)!.key)
    expect(next.filter((key) => key === 'late')).toHaveLength(5)
  })
})

describe('a tenant with many runs', () => {
  test('does not keep another waiting for all of them', async () => {
    const { queue, started, end } = queueOf({ maxRunning: 1, maxQueued: 100 })
    for (let run = 0; run < 10; run++) queue.add(`many-${run}`, 'many')
    queue.add('few-0', 'few')
    await end('many-0')
    await end(started[1]!)
    expect(started.slice(0, 3)).toContain('few-0')
    await queue.close()
  })

  test('runs no more at one time than it may, and others take the place', () => {
    const { queue, started } = queueOf({ maxRunning: 3, maxQueued: 100, shareOf: () => ({ maxRunning: 1 }) })
    for (const run of ['a1', 'a2', 'a3']) queue.add(run, 'a')
    queue.add('b1', 'b')
    expect(started).toEqual(['a1', 'b1'])
    expect(queue.state()).toMatchObject({ running: 2, waiting: 2, tenants: 2 })
  })

  test('is refused when as many wait as may wait for it, while another is not', () => {
    const shareOf = (tenant: string) => (tenant === 'a' ? { maxRunning: 1, maxQueued: 1 } : {})
    const { queue } = queueOf({ maxRunning: 4, maxQueued: 100, shareOf })
    queue.add('a1', 'a')
    const place = queue.reserve('a')
    expect(place).toBeDefined()
    expect(queue.reserve('a')).toBeUndefined()
    expect(queue.reserve('b')).toBeDefined()
    place?.giveBack()
    place?.giveBack()
    expect(queue.reserve('a')).toBeDefined()
  })
})

test('whatever happens to its runs, a queue ends empty and has told everybody', async () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'cancel', 'end'),
    run: fc.nat(7),
    tenant: fc.constantFrom('a', 'b', 'c'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { queue, started, end } = queueOf({ maxRunning: 2, maxQueued: 5, shareOf: () => ({ maxRunning: 1 }) })
      const told: Promise<void>[] = []
      let count = 0
      for (const { kind, run, tenant } of steps) {
        if (kind === 'add') {
          const id = `run-${count++}`
          const place = queue.reserve(tenant)
          place?.take(id)
          if (place) told.push(queue.settled(id))
        } else if (kind === 'cancel') queue.cancel(`run-${run}`)
        else if (started.length > 0) await end(started[run % started.length]!)
        expect(queue.state().running).toBeLessThanOrEqual(2)
        expect(queue.state().waiting).toBeLessThanOrEqual(7)
      }
      await queue.close()
      await Promise.all(told)
      await new Promise((resolve) => setImmediate(resolve))
      expect(queue.state()).toMatchObject({ running: 0, waiting: 0, tenants: 0 })
    }),
    { numRuns: 50 },
  )
})
