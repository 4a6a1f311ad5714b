import { describe, expect, test } from 'vitest'
import { parseInstance } from '../../../bench/instances/read.ts'
import { routingChallenge } from '../../../bench/instances/routing.ts'
import type { ProgressBar } from '../../../bench/progress.ts'
import { runSets, secondsOf } from '../../../bench/quality/run.ts'
import type { PublishedSet } from '../../../bench/quality/sets.ts'
import { instanceText } from '../files.ts'
import { OPTIMA } from './data.ts'

const tenDoors = parseInstance(await instanceText('ten-doors.txt'), 'ten-doors')
const challenge = routingChallenge(tenDoors)
const best = { cost: OPTIMA.tenDoors, kind: 'optimal' } as const
const set = (...instances: PublishedSet['instances']): PublishedSet => ({ name: 'solomon', whole: true, instances })
const settings = { engines: ['native'], seconds: 0.3, threads: 1, seeds: [1, 2] } as const

function recordedBar() {
  const drawn: { seconds: number; note: string }[] = []
  return { drawn, bar: { draw: (progress) => drawn.push(progress), clear() {} } satisfies ProgressBar }
}
const never = () => new AbortController().signal

describe('a measurement', () => {
  test('keeps for every seed the judged cost, its gap, and how the cost fell', async () => {
    const { drawn, bar } = recordedBar()
    const { sets } = await runSets([set({ challenge, best })], settings, never(), bar)
    expect(sets).toMatchObject([{ name: 'solomon', whole: true, instances: [{ name: 'ten-doors', visits: 10, best }] }])
    const runs = sets[0]?.instances[0]?.runs ?? []
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2])
    for (const { cost, gap, seconds, costOverTime } of runs) {
      expect(cost).toBeGreaterThanOrEqual(OPTIMA.tenDoors)
      expect(gap).toBeCloseTo(100 * ((cost ?? 0) / OPTIMA.tenDoors - 1), 9)
      expect(costOverTime.at(-1)?.[1]).toBe(cost)
      expect(costOverTime.map(([, cost]) => cost)).toEqual(
        costOverTime.map(([, cost]) => cost).toSorted((a, b) => b - a),
      )
      for (const [at] of costOverTime) expect(at > 0 && at <= seconds).toBe(true)
    }
    expect(drawn.at(-1)).toEqual({ seconds: 0.6, note: `solomon ten-doors, seed 2, native: cost ${runs[1]?.cost}` })
    expect(secondsOf([set({ challenge, best })], settings)).toBe(0.6)
  })

  test('counts a plan that leaves somebody out as infeasible, without a gap or a course', async () => {
    const crowded = routingChallenge({ ...tenDoors, vehicles: 1 })
    const { sets } = await runSets(
      [set({ challenge: crowded, best })],
      { ...settings, seeds: [1] },
      never(),
      recordedBar().bar,
    )
    expect(sets[0]?.instances[0]?.runs).toMatchObject([{ feasible: false, gap: null, costOverTime: [] }])
    expect(sets[0]?.instances[0]?.runs[0]?.faults[0]).toMatch(/^customer \d+ visited 0 times$/)
  })

  test('goes on when an engine fails on one instance', async () => {
    const nowhere = routingChallenge({ ...tenDoors, name: 'nowhere', nodes: [] })
    const published = set({ challenge: nowhere, best: undefined }, { challenge, best })
    const { sets } = await runSets([published], { ...settings, seeds: [1] }, never(), recordedBar().bar)
    const runs = sets[0]?.instances.flatMap(({ runs }) => runs)
    expect(runs?.[0]).toMatchObject({ cost: null, feasible: false, faults: ['native failed: nowhere has no depot'] })
    expect(runs?.[1]).toMatchObject({ seed: 1, feasible: true, faults: [] })
  })

  test('stopped by hand keeps what was measured and leaves out the run that was cut short', async () => {
    const stop = new AbortController()
    const bar: ProgressBar = { draw: ({ note }) => note.includes('seed 2') && stop.abort(), clear() {} }
    const later = routingChallenge({ ...tenDoors, name: 'later' })
    const published = set({ challenge, best }, { challenge: later, best })
    const { sets } = await runSets([published], settings, stop.signal, bar)
    expect(sets).toMatchObject([{ whole: false, instances: [{ name: 'ten-doors', runs: [{ seed: 1 }] }] }])
    expect(sets[0]?.instances).toHaveLength(1)
  })
})
