// The command line of npm run bench:warm. Starts nothing.
import { parseArgs } from 'node:util'
import { type Bounds, listOf, numberIn, oneOf, parsedOrRefused, SEED, THREADS } from '../arguments.ts'
import { CHANGES, type ChangeName } from './change.ts'

const VISITS: Bounds = { min: 10, max: 20_000, whole: true }
const SEARCH_SECONDS: Bounds = { min: 0, max: 3600 }

export interface WarmArguments {
  readonly visits: number
  readonly seeds: readonly number[]
  /** Each seed gets one of them, in turn. */
  readonly changes: readonly ChangeName[]
  readonly seconds: number
  readonly after: readonly number[]
  readonly threads: number
  readonly json: boolean
}

export function readWarmArguments(argv: readonly string[]): WarmArguments {
  const { values } = parsedOrRefused(() => parseArgs({ args: [...argv], options: OPTIONS }))
  return {
    visits: numberIn('--visits', values.visits, VISITS),
    seeds: listOf('--seeds', values.seeds, (seed) => numberIn('--seeds', seed, SEED)),
    changes: listOf('--changes', values.changes, (change) => oneOf('--changes', change, CHANGES)),
    seconds: numberIn('--seconds', values.seconds, SEARCH_SECONDS),
    after: listOf('--after', values.after, (seconds) => numberIn('--after', seconds, SEARCH_SECONDS)),
    threads: numberIn('--threads', values.threads, THREADS),
    json: values.json,
  }
}

const OPTIONS = {
  visits: { type: 'string', default: '1000' },
  seeds: { type: 'string', default: '1,2,3' },
  changes: { type: 'string', default: CHANGES.join(',') },
  seconds: { type: 'string', default: '20' },
  after: { type: 'string', default: '0.25,0.5,1,2' },
  threads: { type: 'string', default: '2' },
  json: { type: 'boolean', default: false },
} as const
