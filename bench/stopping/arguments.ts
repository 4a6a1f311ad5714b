// The command line of npm run bench:stopping. Starts nothing.
import { parseArgs } from 'node:util'
import { type FixtureName, fixtureNames } from '../../fixtures/read.ts'
import { type Bounds, listOf, numberIn, oneOf, parsedOrRefused, SEED, THREADS } from '../arguments.ts'

const VISITS: Bounds = { min: 10, max: 20_000, whole: true }
const ALTERNATIVES: Bounds = { min: 1, max: 20, whole: true }
const SEARCH_SECONDS: Bounds = { min: 0.05, max: 3600 }

export interface StoppingArguments {
  /** A made-up day of so many visits, or a fixture. */
  readonly days: readonly (number | FixtureName)[]
  /** Without it, by the size of the day. */
  readonly seconds: number | undefined
  readonly alternatives: readonly number[]
  readonly threads: number
  readonly seed: number
  readonly json: boolean
}

export function readStoppingArguments(argv: readonly string[]): StoppingArguments {
  const { values } = parsedOrRefused(() => parseArgs({ args: [...argv], options: OPTIONS }))
  return {
    days: listOf('--days', values.days, (name) =>
      /^\d/.test(name) ? numberIn('--days', name, VISITS) : oneOf('--days', name, fixtureNames),
    ),
    seconds: values.seconds === undefined ? undefined : numberIn('--seconds', values.seconds, SEARCH_SECONDS),
    alternatives: listOf('--alternatives', values.alternatives, (text) =>
      numberIn('--alternatives', text, ALTERNATIVES),
    ),
    threads: numberIn('--threads', values.threads, THREADS),
    seed: numberIn('--seed', values.seed, SEED),
    json: values.json,
  }
}

const OPTIONS = {
  days: { type: 'string', default: '100,1000,10000' },
  seconds: { type: 'string' },
  alternatives: { type: 'string', default: '1,3' },
  threads: { type: 'string', default: '2' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const
