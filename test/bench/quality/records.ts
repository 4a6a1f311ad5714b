// Small records made up for the tests, as a run of the bench leaves them behind.
import type { MeasuredInstance, MeasuredSet, QualityRecord, Run, Settings } from '../../../bench/quality/record.ts'

const SETTINGS: Settings = { engines: ['native'], seconds: 10, threads: 2, seeds: [1, 2, 3] }

export function recordOf(sets: readonly MeasuredSet[], settings: Partial<Settings> = {}): QualityRecord {
  return {
    startedAt: '2026-03-03T08:00:00.000Z',
    machine: { cpu: 'Abacus <9>', cores: 2, node: 'v24.0.0', loadBefore: 0.25 },
    settings: { ...SETTINGS, ...settings },
    sets,
  }
}

export const setOf = (
  name: MeasuredSet['name'],
  instances: readonly MeasuredInstance[],
  whole = true,
): MeasuredSet => ({
  name,
  whole,
  instances,
})

/** Best known 1,000, so that a cost of 1,010 is one per cent above it; one run for each seed, null for an infeasible plan. */
export const instanceOf = (name: string, costs: readonly (number | null)[]): MeasuredInstance => ({
  name,
  visits: 100,
  best: { cost: 1000, kind: 'bks' },
  runs: costs.map((cost, index) => (cost === null ? leftOut(index + 1) : runOf(index + 1, [[1, cost]]))),
})

export const withoutBest = (instance: MeasuredInstance): MeasuredInstance => ({
  ...instance,
  best: null,
  runs: instance.runs.map((run) => ({ ...run, gap: null })),
})

/** Ends with the last cost of its course, after ten seconds and 5,000 iterations. */
export function runOf(seed: number, costOverTime: Run['costOverTime']): Run {
  const cost = costOverTime.at(-1)?.[1] ?? Number.NaN
  return {
    engine: 'native',
    seed,
    cost,
    gap: cost / 10 - 100,
    feasible: true,
    faults: [],
    seconds: 10,
    iterations: 5000,
    costOverTime,
  }
}

const leftOut = (seed: number): Run => ({
  ...runOf(seed, []),
  cost: 900,
  gap: null,
  feasible: false,
  faults: ['customer 7 visited 0 times'],
})
