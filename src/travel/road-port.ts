// Roads asked for from another thread: the questions go to the thread that has the service, the figures come back over shared
// memory. One service for all threads: one set of connections, one cache, one breaker.
import type { MessagePort } from 'node:worker_threads'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import { type Carried, carried, carriedOn } from '../platform/tracing.ts'
import type { AskedLegs, Roads } from './roads.ts'

type Asked =
  | { readonly legs: AskedLegs }
  | { readonly line: { readonly profile: TravelProfile; readonly through: readonly Location[] } }
type Question = Asked & {
  readonly id: number
  /** What asks for it. */
  readonly trace: Carried | undefined
}
type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly bug: string })

export type LegsOnly = Pick<Roads, 'profiles' | 'legs'>

/** Answers until the port is closed. */
export function serveRoads(port: MessagePort, roads: Roads): void {
  const answerTo = (question: Question): Promise<unknown> =>
    'legs' in question ? roads.legs(question.legs) : roads.line(question.line.profile, question.line.through)
  port.on('message', async (question: Question) => {
    const { id, trace } = question
    const reply: Reply = await carriedOn(trace, () => answerTo(question)).then(
      (answer) => ({ id, answer }),
      (error: unknown) => ({ id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    port.postMessage(reply)
  })
  // Whoever asks keeps the process alive, not the line to them.
  port.unref()
}

/** Nobody waits less because they stop waiting: signals do not cross. */
export function roadsOver(port: MessagePort, profiles: readonly TravelProfile[]): Roads {
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let count = 0
  port.on('message', (reply: Reply) => {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('answer' in reply) asker?.resolve(reply.answer as never)
    else asker?.reject(new Error(`The road service failed. ${reply.bug}`))
  })
  port.unref()
  const ask = <T>(asked: Asked): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = count++
      waiting.set(id, { resolve, reject })
      port.postMessage({ ...asked, id, trace: carried() } satisfies Question)
    })
  return {
    profiles,
    legs: (legs) => ask({ legs }),
    line: (profile, through) => ask({ line: { profile, through } }),
  }
}
