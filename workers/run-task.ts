// How a job has something done on a thread. Imports workers/ types only.
import type * as thread from './thread.ts'

type Tasks = typeof thread

/** Runs one function of workers/thread.ts on some thread. */
export type RunTask = <Name extends keyof Tasks>(
  name: Name,
  task: Parameters<Tasks[Name]>[0],
) => Promise<ReturnType<Tasks[Name]>>
