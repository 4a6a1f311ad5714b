// The thread of the desk: takes one call after the other and passes it to the plans. A thin shell; nothing is decided here.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { TravelProfile } from '../../contracts/tech.ts'
import { openTracing } from '../../platform/otlp.ts'
import { spanned } from '../../platform/tracing.ts'
import { roadsOver } from '../../travel/road-port.ts'
import { DeskByRoad } from './desk-by-road.ts'
import { type DeskReply, type DeskRequest, END } from './desk-calls.ts'
import { DeskPlans, refusalOf } from './desk-plans.ts'

interface Given {
  readonly roads?: { readonly port: MessagePort; readonly profiles: readonly TravelProfile[] }
  readonly otlpEndpoint?: string
}

if (parentPort === null) throw new Error('The desk is a thread of its own.')
const port = parentPort
const { roads, otlpEndpoint } = (workerData ?? {}) as Given
const own = new DeskPlans(roads && roadsOver(roads.port, roads.profiles))
const byRoad = roads && new DeskByRoad(own)
// A receiver that is away is told of by the thread that serves.
const tracing = otlpEndpoint === undefined ? undefined : await openTracing(otlpEndpoint, { warn: () => undefined })

port.on('message', async (request: DeskRequest | typeof END) => {
  if (request === END) {
    await tracing?.close()
    port.close()
    return
  }
  const { name, trace } = request
  const reply = trace ? spanned(`live plan: ${name}`, {}, () => replyTo(request), { under: trace }) : replyTo(request)
  port.postMessage(await reply)
})

async function replyTo({ id, name, task }: DeskRequest): Promise<DeskReply> {
  try {
    const desk = byRoad !== undefined && name in byRoad ? byRoad : own
    const call = desk[name as keyof typeof desk] as (task: unknown) => Promise<never> | never
    return { id, answer: await call.call(desk, task) }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) return { id, refusal }
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
