// One day, planned at length, changed in one visit and given back with its plan: what short searches then make of it, as
// against a search at the same length as the first one that knows of no plan. Knows no command line.
import { type Model, openSolverPool, type SolvedPlan } from '../../workers/client.ts'
import { modelOf } from '../instances/dimacs.ts'
import { plainInstance } from '../operators/plain-day.ts'
import { type ChangeName, changed, withPlan } from './change.ts'

export interface WarmTask {
  readonly visits: number
  readonly seed: number
  readonly change: ChangeName
  /** Of the search for the plan that is given, and of the fresh one. */
  readonly seconds: number
  readonly threads: number
  /** Seconds of each short search. */
  readonly after: readonly number[]
}

export interface WarmRun {
  readonly seed: number
  readonly change: ChangeName
  /** Of the day before its change. */
  readonly given: number
  /** Of the day after it, all else too: planned anew, and by each short search from the plan that was given. */
  readonly fresh: number
  readonly warm: readonly number[]
}

/** Spread over the day, never the same two. */
const CHANGED_AT = 0.3
const LENDER_AT = 0.6

export async function measureWarmStart(task: WarmTask, tell: (note: string) => void): Promise<WarmRun> {
  const { visits, seed, change, seconds, threads, after } = task
  const model = modelOf(plainInstance(visits, seed))
  const visit = Math.floor(CHANGED_AT * visits)
  const next = changed(model, change, visit, Math.floor(LENDER_AT * visits))
  const pool = openSolverPool({ threads })
  const solve = (day: Model, length: number) => pool.solve(day, { seconds: length, seed, threads, alternatives: 1 })
  try {
    tell(`seed ${seed}: planning the day`)
    const given = await solve(model, seconds)
    tell(`seed ${seed}, ${change}: planning the changed day anew`)
    const fresh = await solve(next, seconds)
    const day = withPlan(next, given.plan, change === 'replaced' ? [visit] : [])
    const warm: number[] = []
    for (const length of after) {
      tell(`seed ${seed}, ${change}: ${length} s from the plan`)
      warm.push(costOf(await solve(day, length)))
    }
    return { seed, change, given: costOf(given), fresh: costOf(fresh), warm }
  } finally {
    await pool.close()
  }
}

const costOf = ({ cost }: SolvedPlan): number => Object.values(cost).reduce((sum, cents) => sum + cents, 0)
