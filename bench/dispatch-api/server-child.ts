// dispatch-api in a process of its own, on a PostgreSQL of its own that waits for the disk.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFolderStore } from '../../src/dispatch-api/objects/folder-store.ts'
import { openDispatchApi } from '../../src/dispatch-api/server.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import { provision } from '../../src/platform/roles.ts'
import { answerParent } from '../recommend/child.ts'

export type ServerJobs = { readonly start: (devToken: string) => Promise<string> }

const log = createLog('silent')
const folder = await mkdtemp(join(tmpdir(), 'real-dispatch-bench-'))
const closes: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]

/** Its address. */
async function start(devToken: string): Promise<string> {
  const postgres = await startEmbeddedPostgres({ folder, log, durable: true })
  closes.push(() => postgres.stop())
  const { dispatchApiUrl: databaseUrl } = await provision(postgres.url, log)
  const objects = openFolderStore(join(folder, 'objects'))
  const app = await openDispatchApi({ databaseUrl, devToken, log, maxBodyBytes: 1024 * 1024, objects })
  closes.push(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

answerParent({ start } satisfies ServerJobs, async () => {
  for (const close of closes.reverse()) await close()
})
