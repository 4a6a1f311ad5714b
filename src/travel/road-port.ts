// Roads asked for from another thread: the questions go to the thread that has the service, the figures come back over shared
// memory. One service for all threads: one set of connections, one cache, one breaker.
import type { MessagePort } from 'node:worker_threads'
import type { TravelProfile } from '../contracts/tech.ts'
import { type Carried, carried, carriedOn } from '../platform/tracing.ts'
import type { AskedLegs, RoadLegs, Roads } from './roads.ts'

interface Question {
  readonly id: number
  readonly asked: AskedLegs
  /** What asks for it. */
  readonly trace?: Carried | undefined
}
type Reply = { readonly id: number } & ({ readonly legs: RoadLegs } | { readonly bug: string })

export type LegsOnly = Pick<Roads, 'profiles' | 'legs'>

/** Answers until the port is closed. */
export function serveRoads(port: MessagePort, roads: LegsOnly): void {
  port.on('message', async ({ id, asked, trace }: Question) => {
    const reply: Reply = await carriedOn(trace, () => roads.legs(asked)).then(
      (legs) => ({ id, legs }),
      (error: unknown) => ({ id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    port.postMessage(reply)
  })
  // Whoever asks keeps the process alive, not the line to them.
  port.unref()
}

export function roadsOver(port: MessagePort, profiles: readonly TravelProfile[]): LegsOnly {
  const waiting = new Map<number, { resolve: (legs: RoadLegs) => void; reject: (error: Error) => void }>()
  let count = 0
  port.on('message', (reply: Reply) => {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('legs' in reply) asker?.resolve(reply.legs)
    else asker?.reject(new Error(`The road service failed. ${reply.bug}`))
  })
  port.unref()
  return {
    profiles,
    legs: (asked) =>
      new Promise((resolve, reject) => {
        const id = count++
        waiting.set(id, { resolve, reject })
        port.postMessage({ id, asked, trace: carried() } satisfies Question)
      }),
  }
}
