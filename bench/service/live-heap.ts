// What is alive in this process: the heap in use once garbage is collected, of the main thread and of every other. Asked from
// within, so that nobody has to let go of the process before it can end.
import { Session } from 'node:inspector/promises'

export interface LiveHeap {
  readonly mb: number
  readonly threads: number
}

/** A thread that is in the middle of something longer than this fails it. */
const ANSWERS_WITHIN_MS = 30_000

/** To be called on the main thread. */
export async function liveHeap(): Promise<LiveHeap> {
  const session = new Session()
  session.connect()
  try {
    const own = await usedAfterCollection((method) => session.post(method))
    const others = await threadsOf(session)
    try {
      const used = await Promise.all(others.map((ask) => usedAfterCollection(ask)))
      return { mb: [own, ...used].reduce((sum, bytes) => sum + bytes, 0) / 1e6, threads: 1 + used.length }
    } finally {
      await session.post('NodeWorker.disable')
    }
  } finally {
    session.disconnect()
  }
}

type Ask = (method: Method) => Promise<unknown>
type Method = 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage'

/** Twice: what the first one finalizes is garbage for the second. */
async function usedAfterCollection(ask: Ask): Promise<number> {
  await ask('HeapProfiler.collectGarbage')
  await ask('HeapProfiler.collectGarbage')
  const { usedSize } = (await ask('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize
}

/** Each is spoken to through this one: a message in a message. */
async function threadsOf(session: Session): Promise<Ask[]> {
  const sessionIds: string[] = []
  const waiting = new Map<string, PromiseWithResolvers<unknown>>()
  let calls = 0
  session.on('NodeWorker.attachedToWorker', ({ params }) => void sessionIds.push(params.sessionId))
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const { id, result, error } = JSON.parse(params.message) as { id?: number; result?: unknown; error?: object }
    const call = waiting.get(`${params.sessionId} ${id}`)
    if (error) call?.reject(new Error(JSON.stringify(error)))
    else call?.resolve(result)
  })
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  return sessionIds.map((sessionId) => async (method) => {
    const id = ++calls
    const call = Promise.withResolvers<unknown>()
    waiting.set(`${sessionId} ${id}`, call)
    const late = setTimeout(
      () => call.reject(new Error(`A thread has not answered ${method} within ${ANSWERS_WITHIN_MS} ms.`)),
      ANSWERS_WITHIN_MS,
    )
    try {
      await session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) })
      return await call.promise
    } finally {
      clearTimeout(late)
    }
  })
}
