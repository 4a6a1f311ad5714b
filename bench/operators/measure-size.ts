// One whole search on one thread, on a plain day of some size: when there is a first plan, how many rounds a second, how
// much memory. The memory is that of the whole process, so nothing else should have been measured in it before.
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { modelOf } from '../instances/dimacs.ts'
import { plainInstance } from './plain-day.ts'
import type { MeasuredSize } from './record.ts'

export interface SizeTask {
  readonly visits: number
  readonly seed: number
  readonly seconds: number
}

export function measureSize({ visits, seed, seconds }: SizeTask, tell: (note: string) => void): MeasuredSize {
  const say = (what: string) => tell(`${visits} visits: ${what}`)
  say('compiling')
  const model = modelOf(plainInstance(visits, seed))
  const started = performance.now()
  const since = () => (performance.now() - started) / 1000
  const problem = compile(model)
  const compiledSeconds = since()
  say('first plan')
  let firstPlanSeconds: number | undefined
  // How far the search has come is first asked when its first plan is made: every size gets equally long from there on.
  let begunAt: number | undefined
  const gone = () => {
    begunAt ??= since()
    return (since() - begunAt) / seconds
  }
  const { plan, iterations } = search(problem, {
    seed,
    iterations: Number.POSITIVE_INFINITY,
    stop: () => begunAt !== undefined && gone() >= 1,
    gone,
    onProgress: (cost, leftOut, rounds) => {
      firstPlanSeconds ??= since()
      if (rounds > 0) say(`cost ${cost}, ${leftOut} left out, ${rounds} rounds`)
    },
  })
  const endedAt = since()
  const descendedSeconds = begunAt ?? endedAt
  const searchedSeconds = endedAt - descendedSeconds
  return {
    visits,
    compiledSeconds,
    firstPlanSeconds: firstPlanSeconds ?? descendedSeconds,
    descendedSeconds,
    rounds: iterations,
    roundsPerSecond: iterations / searchedSeconds,
    microsecondsPerRound: (1e6 * searchedSeconds) / Math.max(1, iterations),
    // Node counts it in kibibytes.
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
    cost: plan.cost,
    leftOut: plan.unservedCount,
  }
}
