// A process of its own for one part of a measurement, so that its memory and its threads are its own: functions that are
// called over the channel between the two. Knows nothing of what they do.
import { fork } from 'node:child_process'
import { once } from 'node:events'

/** By name: what the child does, from one plain value to another. */
// biome-ignore lint/suspicious/noExplicitAny: each function says what it takes
export type Jobs = Readonly<Record<string, (task: any) => unknown>>

interface Call {
  readonly number: number
  readonly job: string
  readonly task: unknown
}
type Answer = { readonly number: number } & ({ readonly result: unknown } | { readonly failure: string })

export interface Child<J extends Jobs> {
  call<K extends keyof J & string>(job: K, task: Parameters<J[K]>[0]): Promise<Awaited<ReturnType<J[K]>>>
  /** The child tidies up and ends. */
  end(): Promise<void>
}

/** Aborting fails whatever is being waited for; the child still has to be ended. `flags`: of Node, beside those of this process. */
export function openChild<J extends Jobs>(entry: URL, stopped?: AbortSignal, flags: readonly string[] = []): Child<J> {
  const execArgv = [...process.execArgv, ...flags]
  const child = fork(entry, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  const failAll = (cause: unknown) => {
    for (const call of waiting.values()) call.reject(cause)
    waiting.clear()
  }
  const exited = once(child, 'exit').catch(() => undefined)
  child.on('message', (answer: Answer) => {
    const call = waiting.get(answer.number)
    waiting.delete(answer.number)
    if ('failure' in answer) call?.reject(new Error(answer.failure))
    else call?.resolve(answer.result)
  })
  child.on('error', failAll)
  child.on('exit', (code, ended) => failAll(new Error(`a measuring process ended with ${ended ?? code}`)))
  const abort = () => failAll(stopped?.reason)
  stopped?.addEventListener('abort', abort, { once: true })
  return {
    call(job, task) {
      if (stopped?.aborted) return Promise.reject(stopped.reason)
      const call = Promise.withResolvers<unknown>()
      const number = calls++
      waiting.set(number, call)
      child.send({ number, job, task } satisfies Call, (error) => {
        if (error) call.reject(error)
      })
      return call.promise as ReturnType<Child<J>['call']>
    },
    async end() {
      stopped?.removeEventListener('abort', abort)
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

/** The child's side. It ends with its parent, and not by itself: who stops the measurement from a terminal stops both. */
export function answerParent(jobs: Jobs, tidyUp: () => Promise<void> = async () => {}): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  const send = (answer: Answer) => process.connected && process.send?.(answer)
  process.on('message', ({ number, job, task }: Call) => {
    Promise.try(() => jobs[job]?.(task))
      .then((result) => send({ number, result }))
      .catch((error: unknown) => send({ number, failure: error instanceof Error ? error.message : String(error) }))
  })
  process.once('disconnect', () => {
    void tidyUp().finally(() => process.exit())
  })
}
