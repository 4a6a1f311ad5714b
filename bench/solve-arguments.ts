// The command line of bench:solve. Knows no instance.
import { parseArgs } from 'node:util'
import {
  BadArgumentsError,
  COST,
  ITERATIONS,
  numberIn,
  oneOf,
  parsedOrRefused,
  SECONDS,
  SEED,
  SETS,
  type SetName,
  THREADS,
} from './arguments.ts'
import { ENGINE_NAMES, type EngineName } from './engines.ts'

export interface SolveArguments {
  readonly instance: string
  /** Told by its content where it is not said. */
  readonly set: SetName | undefined
  readonly engine: EngineName
  readonly seconds: number
  readonly threads: number
  readonly seed: number
  readonly iterations: number | undefined
  /** As the set tells costs. */
  readonly target: number | undefined
  readonly sol: string | undefined
}

export function readSolveArguments(argv: readonly string[]): SolveArguments {
  const { values, positionals } = parsedOrRefused(() => {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  })
  const [instance] = positionals
  if (instance === undefined || positionals.length > 1)
    throw new BadArgumentsError(`one INSTANCE expected, not ${positionals.length}`)
  return {
    instance,
    set: values.set === undefined ? undefined : oneOf('--set', values.set, SETS),
    engine: oneOf('--engine', values.engine, ENGINE_NAMES),
    seconds: numberIn('--seconds', values.seconds, SECONDS),
    threads: numberIn('--threads', values.threads, THREADS),
    seed: numberIn('--seed', values.seed, SEED),
    iterations: values.iterations === undefined ? undefined : numberIn('--iterations', values.iterations, ITERATIONS),
    target: values.target === undefined ? undefined : numberIn('--target', values.target, COST),
    sol: values.sol,
  }
}

const OPTIONS = {
  set: { type: 'string' },
  engine: { type: 'string', default: 'native' },
  seconds: { type: 'string', default: '10' },
  threads: { type: 'string', default: '2' },
  seed: { type: 'string', default: '1' },
  iterations: { type: 'string' },
  target: { type: 'string' },
  sol: { type: 'string' },
} as const
