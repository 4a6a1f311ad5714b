// The real services in a process of their own, on free loopback ports and a database in a folder that goes away with it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { destination } from 'pino'
import { readConfig } from '../../src/platform/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Services, startServices } from '../../src/start.ts'
import { type LiveHeap, liveHeap } from '../service/live-heap.ts'
import { answerParent } from './child.ts'
import type { TravelFrom } from './travel-from.ts'

export type ServerJobs = {
  readonly start: (travel?: TravelFrom) => Promise<{ url: string; token: string }>
  readonly peakMb: () => number
  readonly liveHeap: () => Promise<LiveHeap>
}

const folder = await mkdtemp(join(tmpdir(), 'bench-recommend-'))
let services: Services | undefined

/** Settings as they come, logging included: to a file, as a service under a supervisor does. */
async function start({ osrmUrl }: TravelFrom = {}): Promise<{ url: string; token: string }> {
  const token = randomBytes(24).toString('base64url')
  const config = readConfig({
    OPTIMIZER_PORT: '0',
    DISPATCH_API_PORT: '0',
    DATA_DIR: folder,
    DEMO: 'false',
    DEV_TOKEN: token,
    ...(osrmUrl !== undefined && { OSRM_URL: osrmUrl }),
  })
  services = await startServices(config, createLog(config.logLevel, destination(join(folder, 'log'))))
  return { url: services.optimizerUrl, token }
}

// Node counts it in kibibytes.
const peakMb = () => (process.resourceUsage().maxRSS * 1024) / 1e6

answerParent({ start, peakMb, liveHeap: () => liveHeap() } satisfies ServerJobs, async () => {
  await services?.stop()
  await rm(folder, { recursive: true, force: true })
})
