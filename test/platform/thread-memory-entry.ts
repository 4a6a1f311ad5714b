// The child of thread-memory.test.ts: how much heap this thread may have, and how much threads that it starts.
import { once } from 'node:events'
import { getHeapStatistics } from 'node:v8'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { leaveRoomToThreads } from '../../src/platform/thread-memory.ts'

async function limitOfThread(resourceLimits: ResourceLimits): Promise<number> {
  const thread = new Worker('setInterval(() => {}, 1000)', { eval: true, resourceLimits })
  await once(thread, 'online')
  const { heap_size_limit } = await thread.getHeapStatistics()
  await thread.terminate()
  return heap_size_limit
}

const limits = async () => ({
  left: await limitOfThread({ maxOldGenerationSizeMb: 500 }),
  told: await limitOfThread({ maxOldGenerationSizeMb: 500, maxYoungGenerationSizeMb: 96 }),
})
const before = await limits()
leaveRoomToThreads()
process.stdout.write(JSON.stringify({ own: getHeapStatistics().heap_size_limit, before, after: await limits() }))
