// What the commands of the bench have in common: how they fail, what a path means to them, how a person stops them.
import { resolve } from 'node:path'
import { BadArgumentsError } from './arguments.ts'

/** Ends with 2 when it was asked wrongly and with 1 when something else went wrong, each in one line. */
export async function runCommand(name: string, command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${name}: ${message.replaceAll('\n', ' ')}\n`)
    process.exitCode = error instanceof BadArgumentsError ? 2 : 1
  }
}

/** npm changes the folder before it runs a script; paths mean the folder from which it was called. */
export function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}

/** The first time that a person stops it, the work is told and may end well; the second time ends the process. */
export async function untilStopped<Result>(work: (stopped: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  try {
    return await work(stop.signal)
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort)
  }
}
