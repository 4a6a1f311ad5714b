// The command line of npm run bench:operators. Starts nothing.
import { parseArgs } from 'node:util'
import { type Bounds, COUNT, listOf, numberIn, oneOf, parsedOrRefused, SEED } from '../arguments.ts'

export const DAYS = ['plain', 'city'] as const
export type DayName = (typeof DAYS)[number]

/** Both `--days` and `--sizes` can be left out of a run. */
const NONE = 'none'

/** Beyond, a travel table alone takes more than a gigabyte and a half. */
const VISITS: Bounds = { min: 10, max: 20_000, whole: true }
const SEARCH_SECONDS: Bounds = { min: 0.05, max: 600 }

export interface OperatorsArguments {
  /** Of the plain day. */
  readonly visits: number
  readonly seed: number
  readonly days: readonly DayName[]
  /** Only parts of these names. */
  readonly only: readonly string[] | undefined
  readonly repetitions: number
  /** Visits of the days that are searched whole. */
  readonly sizes: readonly number[]
  /** Of each such search, from its first plan on. */
  readonly seconds: number
  /** Path as the caller gave it. */
  readonly out: string | undefined
  readonly json: boolean
}

/** `parts` are the names that `--only` may say. */
export function readOperatorsArguments(argv: readonly string[], parts: readonly string[]): OperatorsArguments {
  const { values } = parsedOrRefused(() => parseArgs({ args: [...argv], options: OPTIONS }))
  return {
    visits: numberIn('--visits', values.visits, VISITS),
    seed: numberIn('--seed', values.seed, SEED),
    days: listOrNone('--days', values.days, (name) => oneOf('--days', name, DAYS)),
    only: values.only === undefined ? undefined : listOf('--only', values.only, (name) => oneOf('--only', name, parts)),
    repetitions: numberIn('--repetitions', values.repetitions, COUNT),
    sizes: listOrNone('--sizes', values.sizes, (size) => numberIn('--sizes', size, VISITS)),
    seconds: numberIn('--seconds', values.seconds, SEARCH_SECONDS),
    out: values.out,
    json: values.json,
  }
}

const listOrNone = <Item>(option: string, text: string, readItem: (part: string) => Item): Item[] =>
  text === NONE ? [] : listOf(option, text, readItem)

const OPTIONS = {
  visits: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: DAYS.join(',') },
  only: { type: 'string' },
  repetitions: { type: 'string', default: '11' },
  sizes: { type: 'string', default: '100,300,1000,3000,10000' },
  seconds: { type: 'string', default: '4' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const
