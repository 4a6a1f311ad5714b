// The arguments of `npm run -s solve`: what they mean, and one line for the person who mistyped them.
import { parseArgs } from 'node:util'
import { Options } from '../../contracts/optimization.ts'

export const USAGE = `npm run -s solve -- INPUT.json [--seconds N] [--iterations N] [--threads N] [--seed N] [--engine native]
                                [--out FILE] [--json]
  INPUT.json     an OptimizationInput, plain or gzipped; - reads standard input
  --seconds      of search, and the other options: as the input says, unless they stand here
  --out FILE     writes the answer as JSON to FILE
  --json         writes the answer as JSON to standard output, also on a terminal`

export interface SolveArguments {
  /** A path, or - for standard input. */
  readonly input: string
  readonly out: string | undefined
  readonly json: boolean
  /** What is said here comes before what the input says. */
  readonly options: Readonly<Record<string, unknown>>
}

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const NUMBERS = ['seconds', 'iterations', 'threads', 'seed'] as const

/** Nothing when only help was asked for. */
export function readArguments(args: readonly string[]): SolveArguments | undefined {
  const { values, positionals } = parsed(args)
  if (values.help) return undefined
  const [input, extra] = positionals
  if (input === undefined) throw new UsageError('Which input? Name a file, or - for standard input.')
  if (extra !== undefined) throw new UsageError(`One input at a time, so not ${extra} as well.`)
  const options: Record<string, unknown> = {}
  for (const name of NUMBERS) {
    const text = values[name]
    if (text !== undefined) options[name] = checked(name, text.trim() === '' ? Number.NaN : Number(text), text)
  }
  if (values.engine !== undefined) options.engine = checked('engine', values.engine, values.engine)
  return { input, out: values.out, json: values.json, options }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: text,
        iterations: text,
        threads: text,
        seed: text,
        engine: text,
        out: text,
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error))
  }
}

function checked(name: 'engine' | (typeof NUMBERS)[number], value: unknown, text: string): unknown {
  const result = Options.shape[name].safeParse(value)
  if (result.success) return result.data
  throw new UsageError(`--${name} ${text}: ${result.error.issues.map(({ message }) => message).join('; ')}`)
}
