// The thread of the desk: takes one call after the other and passes it to the plans. A thin shell; nothing is decided here.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { TravelProfile } from '../../contracts/tech.ts'
import { roadsOver } from '../../travel/road-port.ts'
import { DeskByRoad } from './desk-by-road.ts'
import type { DeskReply, DeskRequest } from './desk-calls.ts'
import { DeskPlans, refusalOf } from './desk-plans.ts'

if (parentPort === null) throw new Error('The desk is a thread of its own.')
const port = parentPort
const { roads } = (workerData ?? {}) as { roads?: { port: MessagePort; profiles: readonly TravelProfile[] } }
const own = new DeskPlans(roads && roadsOver(roads.port, roads.profiles))
const byRoad = roads && new DeskByRoad(own)

port.on('message', async (request: DeskRequest) => {
  port.postMessage(await replyTo(request))
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
