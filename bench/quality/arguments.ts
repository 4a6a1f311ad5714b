// The command line of npm run bench. Reads no folder and starts nothing.
import { parseArgs } from 'node:util'
import {
  CLASSIC_SETS,
  COUNT,
  listOf,
  numberIn,
  oneOf,
  parsedOrRefused,
  RICH_SETS,
  SECONDS,
  SEED,
  SETS,
  type SetName,
  THREADS,
} from '../arguments.ts'
import { ENGINE_NAMES, type EngineName } from '../engines.ts'

/** Several published sets, one after the other. */
const GROUPS = { quality: CLASSIC_SETS, rich: RICH_SETS } as const
const GROUP_NAMES = ['quality', 'rich'] as const

export interface QualityArguments {
  readonly engines: readonly EngineName[]
  readonly sets: readonly SetName[]
  readonly seconds: number
  readonly threads: number
  readonly seeds: readonly number[]
  /** Instances of each set, spread over it. */
  readonly most: number | undefined
  readonly only: readonly string[] | undefined
  /** Paths as the caller gave them. */
  readonly data: string | undefined
  readonly out: string | undefined
  readonly bounds: string | undefined
  readonly json: boolean
  readonly tighten: boolean
}

export function readQualityArguments(argv: readonly string[]): QualityArguments {
  const { values } = parsedOrRefused(() => parseArgs({ args: [...argv], options: OPTIONS }))
  const set = oneOf('--set', values.set, [...GROUP_NAMES, ...SETS])
  return {
    engines: listOf('--engines', values.engines, (name) => oneOf('--engines', name, ENGINE_NAMES)),
    sets: set === 'quality' || set === 'rich' ? GROUPS[set] : [set],
    seconds: numberIn('--seconds', values.seconds, SECONDS),
    threads: numberIn('--threads', values.threads, THREADS),
    seeds: listOf('--seeds', values.seeds, (seed) => numberIn('--seeds', seed, SEED)),
    most: values.most === undefined ? undefined : numberIn('--most', values.most, COUNT),
    only: values.only === undefined ? undefined : listOf('--only', values.only, (name) => name),
    data: values.data,
    out: values.out,
    bounds: values.bounds,
    json: values.json,
    tighten: values.tighten,
  }
}

const OPTIONS = {
  engines: { type: 'string', default: 'native' },
  set: { type: 'string', default: 'quality' },
  seconds: { type: 'string', default: '10' },
  threads: { type: 'string', default: '2' },
  seeds: { type: 'string', default: '1,2,3' },
  most: { type: 'string' },
  only: { type: 'string' },
  data: { type: 'string' },
  out: { type: 'string' },
  bounds: { type: 'string' },
  json: { type: 'boolean', default: false },
  tighten: { type: 'boolean', default: false },
} as const
