// Starts a process for one measurement and waits for what it hands over. Knows no solver.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ChildMessage, ChildTask, Kind, Measurements } from './child.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

export interface ChildHooks {
  readonly onNote?: (note: string) => void
  /** Aborting ends the process; what it measured is lost. */
  readonly signal?: AbortSignal
}

export function runChild<K extends Kind>(
  task: Extract<ChildTask, { kind: K }>,
  { onNote, signal }: ChildHooks,
): Promise<Measurements[K]['measured']> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], ...(signal && { signal }) })
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'note') onNote?.(message.note)
      else if (message.kind === 'measured') resolve(message.measured as Measurements[K]['measured'])
      else reject(new Error(message.message))
    })
    child.on('error', reject)
    // Too late to matter where it has handed something over.
    child.on('exit', (code, ended) => reject(new Error(`a measuring process ended with ${ended ?? code}`)))
    child.send(task)
  })
}
