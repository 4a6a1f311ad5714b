// A process of its own for one measurement: it gets a task, tells how far it is, hands over what it measured, and ends.
// Each kind of task loads only what it needs, because the memory of the process is measured too.
import type { DayTask } from './measure-day.ts'
import type { SizeTask } from './measure-size.ts'
import type { MeasuredDay, MeasuredSize } from './record.ts'

/** By kind: what is asked, and what comes back. */
export interface Measurements {
  readonly day: { readonly task: DayTask; readonly measured: MeasuredDay }
  readonly size: { readonly task: SizeTask; readonly measured: MeasuredSize }
}
export type Kind = keyof Measurements

export type ChildTask = { readonly [K in Kind]: { readonly kind: K } & Measurements[K]['task'] }[Kind]

export type ChildMessage =
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'measured'; readonly measured: Measurements[Kind]['measured'] }
  | { readonly kind: 'failed'; readonly message: string }

const send = (message: ChildMessage) => process.send?.(message)

process.once('message', (task: ChildTask) => {
  measure(task, (note) => send({ kind: 'note', note }))
    .then((measured) => send({ kind: 'measured', measured }))
    .catch((error: unknown) =>
      send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect())
})

async function measure(task: ChildTask, tell: (note: string) => void): Promise<Measurements[Kind]['measured']> {
  if (task.kind === 'day') return (await import('./measure-day.ts')).measureDay(task, tell)
  return (await import('./measure-size.ts')).measureSize(task, tell)
}
