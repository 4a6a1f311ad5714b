// What is alive in this process: the heap in use once garbage is collected, of the main thread and of every other that hears.
// Asked from within, so that nobody has to let go of the process before it can end.
import { Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LiveHeap {
  readonly mb: number
  /** That are part of it. */
  readonly threads: number
  /** That are not: search threads sleep between searches, and hear nothing but the next one. */
  readonly asleep: number
}

const ANSWERS_WITHIN_MS = 5000

/** To be called on the main thread. */
export async function liveHeap(withinMs = ANSWERS_WITHIN_MS): Promise<LiveHeap> {
  const session = new Session()
  session.connect()
  try {
    const own = await usedAfterCollection((method) => session.post(method))
    const others = await threadsOf(session)
    try {
      const answers = await Promise.all(others.map((ask) => unlessLate(usedAfterCollection(ask), withinMs)))
      const used = [own, ...answers.filter((bytes) => bytes !== undefined)]
      const mb = used.reduce((sum, bytes) => sum + bytes, 0) / 1e6
      return { mb, threads: used.length, asleep: 1 + others.length - used.length }
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

function unlessLate(answer: Promise<number>, withinMs: number): Promise<number | undefined> {
  return Promise.race([answer, sleep(withinMs, undefined)])
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
    await session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) })
    return call.promise
  })
}
