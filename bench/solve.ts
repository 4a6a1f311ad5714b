// npm run -s bench:solve -- INSTANCE [--set NAME] [--seconds 10] [--threads 2] [--seed 1] [--engine native]
//                                    [--iterations N] [--target COST] [--sol FILE]
// Solves one published instance and prints one JSON line; what it says of cost and feasibility comes from the bench's judge.
import { writeFile } from 'node:fs/promises'
import { fromCaller, runCommand, untilStopped } from './command.ts'
import type { Challenge } from './instances/challenge.ts'
import { readChallenge } from './instances/read.ts'
import { inWords, type Measured, measure } from './measure.ts'
import { openProgressBar } from './progress.ts'
import { readSolveArguments, type SolveArguments } from './solve-arguments.ts'

await runCommand('bench:solve', async () => {
  const args = readSolveArguments(process.argv.slice(2))
  const challenge = await readChallenge(fromCaller(args.instance), args.set).catch((error: Error) => {
    throw new Error(`${args.instance}: ${error.message}`, { cause: error })
  })
  const { tours, iterations, seconds, cost, faults } = await solve(challenge, args)
  if (args.sol !== undefined) await writeFile(fromCaller(args.sol), challenge.solution(tours))
  const answer = {
    instance: challenge.name,
    engine: args.engine,
    seconds,
    threads: args.threads,
    cost,
    feasible: faults.length === 0,
    iterations,
    routes: tours.map(({ stops }) => stops),
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
})

/** Stopped by hand, it still answers with the best plan so far. */
function solve(challenge: Challenge, args: SolveArguments): Promise<Measured> {
  const { engine, seconds, threads, seed, iterations, target } = args
  const bar = openProgressBar(seconds)
  const limits = {
    seconds,
    threads,
    seed,
    ...(iterations !== undefined && { iterations }),
    ...(target !== undefined && { targetCost: challenge.centsAt(target) }),
  }
  return untilStopped(async (signal) => {
    try {
      return await measure(engine, challenge, limits, {
        signal,
        onProgress: (soFar) => bar.draw({ seconds: soFar.seconds, note: inWords(soFar) }),
      })
    } finally {
      bar.clear()
    }
  })
}
