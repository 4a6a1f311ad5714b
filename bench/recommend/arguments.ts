// The command line of npm run bench:recommend. Starts nothing.
import { parseArgs } from 'node:util'
import { BadArgumentsError, type Bounds, listOf, numberIn, parsedOrRefused, SEED } from '../arguments.ts'
import { type PlanSize, planSize } from './plan-size.ts'
import { TRAVEL_SOURCES, type TravelSource } from './travel-from.ts'

const TECHNICIANS: Bounds = { min: 1, max: 1000, whole: true }
const DAYS: Bounds = { min: 1, max: 20, whole: true }
/** The contract takes no more. */
const MOST_VISITS = 20_000
const ASK_SECONDS: Bounds = { min: 0.05, max: 600 }
const CALLERS: Bounds = { min: 1, max: 200, whole: true }

export interface RecommendArguments {
  readonly plans: readonly PlanSize[]
  /** Of each measurement, warm-up not counted. */
  readonly seconds: number
  /** How many ask at once where several do. */
  readonly callers: number
  readonly seed: number
  /** A table for each. */
  readonly travel: readonly TravelSource[]
  readonly json: boolean
}

export function readRecommendArguments(argv: readonly string[]): RecommendArguments {
  const { values } = parsedOrRefused(() => parseArgs({ args: [...argv], options: OPTIONS }))
  return {
    plans: listOf('--plans', values.plans, (name) => sizeNamed(name).plan).map(sizeNamed),
    seconds: numberIn('--seconds', values.seconds, ASK_SECONDS),
    callers: numberIn('--callers', values.callers, CALLERS),
    seed: numberIn('--seed', values.seed, SEED),
    travel: listOf('--travel', values.travel, travelNamed),
    json: values.json,
  }
}

function sizeNamed(name: string): PlanSize {
  const [, technicians, days] = /^(\d+)x(\d+)$/.exec(name) ?? []
  if (technicians === undefined || days === undefined)
    throw new BadArgumentsError(`--plans ${name} is not technicians x days, such as 100x1`)
  const size = planSize(numberIn('--plans', technicians, TECHNICIANS), numberIn('--plans', days, DAYS))
  if (size.visits <= MOST_VISITS) return size
  throw new BadArgumentsError(`--plans ${name} is ${size.visits} visits; ${MOST_VISITS} are the most`)
}

function travelNamed(name: string): TravelSource {
  const travel = TRAVEL_SOURCES.find((known) => known === name)
  if (travel !== undefined) return travel
  throw new BadArgumentsError(`--travel ${name} is not ${TRAVEL_SOURCES.join(' or ')}`)
}

const OPTIONS = {
  plans: { type: 'string', default: '100x1,200x10' },
  seconds: { type: 'string', default: '5' },
  callers: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  travel: { type: 'string', default: 'estimate' },
  json: { type: 'boolean', default: false },
} as const
