// The command line of bench:solve, checked before anything is read or started. Knows no instance and no solver.
import { parseArgs } from 'node:util'

/** Published sets that all follow the DIMACS convention. */
export const SETS = ['solomon', 'gehring-homberger', 'ortec'] as const
export const ENGINES = ['native'] as const
export type Engine = (typeof ENGINES)[number]

export interface Arguments {
  readonly instance: string
  readonly engine: Engine
  readonly seconds: number
  readonly threads: number
  readonly seed: number
  readonly iterations: number | undefined
  readonly sol: string | undefined
}

export class BadArgumentsError extends Error {
  override readonly name = 'BadArgumentsError'
}

export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv)
  const [instance] = positionals
  if (instance === undefined || positionals.length > 1)
    throw new BadArgumentsError(`one INSTANCE expected, not ${positionals.length}`)
  if (values.set !== undefined) oneOf('--set', values.set, SETS)
  return {
    instance,
    engine: oneOf('--engine', values.engine, ENGINES),
    seconds: numberIn('--seconds', values.seconds, { max: 86_400 }),
    threads: numberIn('--threads', values.threads, { min: 1, max: 64, whole: true }),
    seed: numberIn('--seed', values.seed, { max: 0xffff_ffff, whole: true }),
    iterations: values.iterations === undefined ? undefined : numberIn('--iterations', values.iterations, ITERATIONS),
    sol: values.sol,
  }
}

const ITERATIONS: Bounds = { max: 1_000_000_000, whole: true }

function parse(argv: readonly string[]) {
  const string = { type: 'string' } as const
  const options = {
    set: string,
    engine: { ...string, default: 'native' },
    seconds: { ...string, default: '10' },
    threads: { ...string, default: '2' },
    seed: { ...string, default: '1' },
    iterations: string,
    sol: string,
  }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (cause) {
    // Node's advice runs over several lines; its first says what is wrong.
    const [fault] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    throw new BadArgumentsError(fault, { cause })
  }
}

function oneOf<Known extends string>(option: string, value: string, known: readonly Known[]): Known {
  const match = known.find((name) => name === value)
  if (match === undefined) throw new BadArgumentsError(`${option} ${value} is not known; known: ${known.join(', ')}`)
  return match
}

interface Bounds {
  readonly min?: number
  readonly max: number
  readonly whole?: boolean
}

function numberIn(option: string, text: string, { min = 0, max, whole = false }: Bounds): number {
  const value = (whole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  const kind = whole ? 'a whole number' : 'a number'
  throw new BadArgumentsError(`${option} ${text} is not ${kind} between ${min} and ${max}`)
}
