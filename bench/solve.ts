// npm run -s bench:solve -- INSTANCE [--set NAME] [--seconds 10] [--threads 2] [--seed 1] [--engine native]
//                                    [--iterations N] [--sol FILE]
// Solves one published instance and prints one JSON line; what it says of cost and feasibility comes from the bench's judge.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SearchProgress, SolveHooks } from '../workers/client.ts'
import { type Arguments, BadArgumentsError, type Engine, readArguments } from './arguments.ts'
import { checkRoutes } from './instances/check.ts'
import type { Instance } from './instances/instance.ts'
import { readInstance } from './instances/read.ts'
import { formatSolution } from './instances/sol.ts'
import { type Solved, solveNative } from './native.ts'
import { openProgressBar } from './progress.ts'

type Solve = (instance: Instance, limits: Limits, hooks: SolveHooks) => Promise<Solved>
type Limits = Parameters<typeof solveNative>[1]
const SOLVERS: Readonly<Record<Engine, Solve>> = { native: solveNative }

try {
  await run(readArguments(process.argv.slice(2)))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`bench:solve: ${message.replaceAll('\n', ' ')}\n`)
  process.exitCode = error instanceof BadArgumentsError ? 2 : 1
}

async function run(args: Arguments): Promise<void> {
  const instance = await readInstance(fromCaller(args.instance)).catch((error: Error) => {
    throw new Error(`${args.instance}: ${error.message}`, { cause: error })
  })
  const started = performance.now()
  const { routes, iterations } = await solve(instance, args)
  const seconds = (performance.now() - started) / 1000
  const { cost, faults } = checkRoutes(instance, routes)
  if (args.sol !== undefined) await writeFile(fromCaller(args.sol), formatSolution(routes, cost))
  const answer = {
    instance: instance.name,
    engine: args.engine,
    seconds: Math.round(seconds * 1000) / 1000,
    threads: args.threads,
    cost,
    feasible: faults.length === 0,
    iterations,
    routes,
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

/** Stopped by hand, it still answers with the best plan so far. */
async function solve(instance: Instance, { engine, seconds, threads, seed, iterations }: Arguments): Promise<Solved> {
  const stop = new AbortController()
  const bar = openProgressBar(seconds)
  const limits = { seconds, threads, seed, ...(iterations !== undefined && { iterations }) }
  const abort = () => stop.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  try {
    return await SOLVERS[engine](instance, limits, {
      signal: stop.signal,
      onProgress: (progress) => bar.draw({ seconds: progress.seconds, note: noteOf(progress, instance) }),
    })
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort)
    bar.clear()
  }
}

/** The price of those left out would drown the distance, so only one of both is told. */
function noteOf({ cost, unserved }: SearchProgress, { distances }: Instance): string {
  if (unserved > 0) return `${unserved} left out`
  return `cost ${distances.kind === 'euclidean' ? cost / 10 : cost}`
}

/** npm changes the folder before it runs a script; paths mean the folder from which it was called. */
function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}
