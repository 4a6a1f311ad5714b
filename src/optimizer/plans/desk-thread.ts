// The thread of the desk: takes one call after the other and passes it to the plans. A thin shell; nothing is decided here.
import { parentPort } from 'node:worker_threads'
import type { DeskReply, DeskRequest } from './desk-calls.ts'
import { DeskPlans, refusalOf } from './desk-plans.ts'

if (parentPort === null) throw new Error('The desk is a thread of its own.')
const port = parentPort
const plans = new DeskPlans()

port.on('message', async (request: DeskRequest) => {
  port.postMessage(await replyTo(request))
})

async function replyTo({ id, name, task }: DeskRequest): Promise<DeskReply> {
  try {
    const call = plans[name] as (task: unknown) => Promise<never> | never
    return { id, answer: await call.call(plans, task) }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) return { id, refusal }
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
