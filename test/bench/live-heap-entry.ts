// The child of service-figures.test.ts: threads of their own, each of which keeps what it is told to.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { answerParent } from '../../bench/recommend/child.ts'
import { liveHeap } from '../../bench/service/live-heap.ts'

export type HeapJobs = {
  readonly liveHeap: typeof liveHeap
  readonly keep: (kept: { where: 'here' | 'thread'; objects: number }) => Promise<void>
  readonly start: () => Promise<void>
  readonly sleep: () => void
}

let kept: object[] = []
const keep = (objects: number) => {
  kept = Array.from({ length: objects }, (_, index) => ({ index: index + 0.5 }))
}

if (isMainThread) {
  let thread: Worker | undefined
  const told = async (objects: number) => {
    thread?.postMessage(objects)
    await once(thread!, 'message')
  }
  answerParent({
    liveHeap,
    start: () => {
      thread = new Worker(new URL(import.meta.url))
      return told(0)
    },
    sleep: () => thread?.postMessage('sleep'),
    keep: async ({ where, objects }) => (where === 'here' ? keep(objects) : told(objects)),
  } satisfies HeapJobs)
} else {
  parentPort?.on('message', (objects: number | 'sleep') => {
    if (objects === 'sleep') return void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    keep(objects)
    parentPort?.postMessage(kept.length)
  })
}
