// The client of the desk: live plans are kept ready in a thread of its own, so that whoever is on the phone waits for no
// optimization. A thread that is lost is replaced by the next call, with an empty desk.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, type ResourceLimits, Worker } from 'node:worker_threads'
import { carried } from '../../platform/tracing.ts'
import { serveRoads } from '../../travel/road-port.ts'
import type { Roads } from '../../travel/roads.ts'
import { type CallName, type DeskCalls, DeskRefusedError, type DeskReply, END } from './desk-calls.ts'

const END_WITHIN_MS = 2500
/**
 * More than twice what all plans take that may be open at a time. The more it is, the more garbage the engine lets stand: three
 * times what is in use from 2,048 MB on, two thirds of it here.
 */
const MOST_HEAP_MB = 1200

/** The thread is gone, and with it what was asked and every plan that was open. */
export class DeskLostError extends Error {
  override readonly name = 'DeskLostError'
  constructor(options?: ErrorOptions) {
    super('The thread of the live plans was lost. Maybe ask again: the plans are opened again from the store.', options)
  }
}

/** A bug in what it was asked; the plan may be half changed. */
export class DeskFailedError extends Error {
  override readonly name = 'DeskFailedError'
  constructor(bug: string) {
    super(`The desk failed. ${bug}`)
  }
}

export interface DeskOptions {
  /** Another file in place of the desk's thread, to see what becomes of plans when it misbehaves. */
  readonly entry?: URL
  /** For plans that go by road; asked from the thread, answered from here. */
  readonly roads?: Roads
  /** Where the thread sends its spans; without it, it makes none. */
  readonly otlpEndpoint?: string | undefined
  /** A thread that needs more is lost. */
  readonly mostHeapMb?: number
  /** Called when the thread is lost, after everything that was asked has failed. */
  readonly onLost?: (cause: unknown) => void
}

type Tasks = { [Name in CallName]: (task: DeskCalls[Name]['task']) => Promise<DeskCalls[Name]['answer']> }

export interface Desk {
  /** Throws DeskRefusedError, DeskLostError or DeskFailedError. */
  readonly ask: Tasks
  close(): Promise<void>
}

interface Asked {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

export function openDesk({
  entry = new URL('./desk-thread.ts', import.meta.url),
  roads,
  otlpEndpoint,
  mostHeapMb = MOST_HEAP_MB,
  onLost,
}: DeskOptions = {}): Desk {
  const asked = new Map<number, Asked>()
  let calls = 0
  let thread: Worker | undefined
  let isClosed = false

  function start(): Worker {
    const started = startThread(entry, roads, otlpEndpoint, { maxOldGenerationSizeMb: mostHeapMb })
    started.on('message', settle)
    let cause: unknown
    started.on('error', (error) => {
      cause = error
    })
    started.on('exit', () => lose(started, cause))
    return started
  }

  function settle(reply: DeskReply): void {
    const waiting = asked.get(reply.id)
    asked.delete(reply.id)
    if ('answer' in reply) waiting?.resolve(reply.answer as never)
    else waiting?.reject('bug' in reply ? new DeskFailedError(reply.bug) : new DeskRefusedError(reply.refusal))
  }

  function lose(lost: Worker, cause: unknown): void {
    if (thread !== lost) return
    thread = undefined
    for (const { reject } of asked.values()) reject(new DeskLostError({ cause }))
    asked.clear()
    if (!isClosed) onLost?.(cause)
  }

  function call<Name extends CallName>(name: Name, task: DeskCalls[Name]['task']): Promise<DeskCalls[Name]['answer']> {
    if (isClosed) return Promise.reject(new DeskLostError())
    thread ??= start()
    const desk = thread
    const id = calls++
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject })
      desk.postMessage({ id, name, task, trace: carried() })
    })
  }

  return {
    ask: {
      open: (task) => call('open', task),
      order: (task) => call('order', task),
      recommend: (task) => call('recommend', task),
      recommendJson: (task) => call('recommendJson', task),
      makeRoom: (task) => call('makeRoom', task),
      explain: (task) => call('explain', task),
      ticketsFor: (task) => call('ticketsFor', task),
      changes: (task) => call('changes', task),
      expires: (task) => call('expires', task),
      release: (task) => call('release', task),
      confirm: (task) => call('confirm', task),
      evaluate: (task) => call('evaluate', task),
      learn: (task) => call('learn', task),
      score: (task) => call('score', task),
      happen: (task) => call('happen', task),
      replan: (task) => call('replan', task),
      cancel: (task) => call('cancel', task),
      close: (task) => call('close', task),
    },
    close: async () => {
      isClosed = true
      if (thread !== undefined && otlpEndpoint !== undefined) await toldEnd(thread)
      await thread?.terminate()
    },
  }
}

function startThread(
  entry: URL,
  roads: Roads | undefined,
  otlpEndpoint: string | undefined,
  resourceLimits: ResourceLimits,
): Worker {
  const tracing = otlpEndpoint !== undefined && { otlpEndpoint }
  if (roads === undefined) return new Worker(entry, { workerData: { ...tracing }, resourceLimits })
  const { port1, port2 } = new MessageChannel()
  serveRoads(port1, roads)
  const { profiles } = roads
  const workerData = { roads: { port: port2, profiles }, ...tracing }
  const started = new Worker(entry, { workerData, transferList: [port2], resourceLimits })
  started.once('exit', () => port1.close())
  return started
}

/** Not for ever: it may be in the middle of something. */
async function toldEnd(thread: Worker): Promise<void> {
  const ended = once(thread, 'exit')
  thread.postMessage(END)
  await Promise.race([ended, sleep(END_WITHIN_MS, undefined, { ref: false })])
}
