// `npm run -s solve`: a file in, an answer out, without a server or a database. Standard output carries the answer alone;
// everything else goes to standard error. Exit code 1 for an input that is not valid, 2 for arguments that are not.
import { access, constants, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { v7 as timeOrderedId } from 'uuid'
import { openSolverPool } from '../../workers/client.ts'
import type { OptimizationInput, OptimizationOutput } from '../contracts/optimization.ts'
import { issuesOf } from '../contracts/problem-details.ts'
import { readConfig } from '../platform/config.ts'
import { openRoadService } from '../travel/road-service.ts'
import type { Roads } from '../travel/roads.ts'
import { readArguments, type SolveArguments, USAGE, UsageError } from './cli/arguments.ts'
import { progressDisplay } from './cli/progress.ts'
import { summaryOf } from './cli/summary.ts'
import { optimize } from './optimize.ts'
import { AcceptedInput } from './question/accept.ts'
import { inputsAtHand } from './question/at-hand.ts'

class BadInputError extends Error {
  override readonly name = 'BadInputError'
}

try {
  const solveArguments = readArguments(process.argv.slice(2))
  if (solveArguments) await solve(solveArguments)
  else process.stdout.write(`${USAGE}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function solve({ input: file, out, json, options }: SolveArguments): Promise<void> {
  // A search whose answer cannot be written would be for nothing.
  if (out !== undefined)
    await access(dirname(out), constants.W_OK).catch(() => {
      throw new UsageError(`--out ${out}: there is no folder to write it to`)
    })
  const { roadServers: servers, roadTableSize: maxTableSize } = readConfig(process.env)
  const roads =
    Object.keys(servers).length > 0
      ? openRoadService({ servers, ...(maxTableSize !== undefined && { maxTableSize }) })
      : undefined
  const output = await solved(file, options, roads).finally(() => roads?.close())
  const text = `${JSON.stringify(output)}\n`
  if (out !== undefined) await writeFile(out, text)
  if (json || (out === undefined && !process.stdout.isTTY)) process.stdout.write(text)
  else if (process.stdout.isTTY) process.stdout.write(summaryOf(output))
}

async function solved(file: string, options: SolveArguments['options'], roads?: Roads): Promise<OptimizationOutput> {
  const input = acceptedInput(await readJson(file), options, roads)
  return optimized(input, roads)
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: Error) => {
    throw new UsageError(`${file} cannot be read: ${error.message}`)
  })
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  try {
    return JSON.parse(String(isGzipped ? await promisify(gunzip)(bytes) : bytes))
  } catch (error) {
    throw new BadInputError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function acceptedInput(json: unknown, options: SolveArguments['options'], roads?: Roads): OptimizationInput {
  const result = inputsAtHand(roads)(AcceptedInput).safeParse(isObject(json) ? withOptions(json, options) : json)
  if (result.success) return result.data
  const lines = issuesOf(result.error).map(({ path, code, message }) => `${path || '/'}  ${code}  ${message}`)
  throw new BadInputError(lines.join('\n'))
}

/** What the input says wrongly stays as it is, to be named. */
function withOptions(json: Record<string, unknown>, options: SolveArguments['options']): Record<string, unknown> {
  const { options: stated = {} } = json
  return isObject(stated) ? { ...json, options: { ...stated, ...options } } : json
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function optimized(input: OptimizationInput, roads?: Roads): Promise<OptimizationOutput> {
  const pool = openSolverPool({ threads: input.options.threads })
  const display = progressDisplay(process.stderr, input.options.seconds)
  const stop = new AbortController()
  // The first time: stop and answer with the best so far. The second time the process ends, as it would have anyway.
  process.once('SIGINT', () => stop.abort())
  try {
    const hooks = { onProgress: display.show, signal: stop.signal }
    return await optimize(input, { pool, runId: timeOrderedId(), ...hooks, ...(roads && { roads }) })
  } finally {
    display.end()
    await pool.close()
  }
}
