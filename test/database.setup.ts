// One PostgreSQL for the whole run: the one of DATABASE_URL, else a real one of our own in a folder that goes away.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env.DATABASE_URL) {
    project.provide('adminUrl', process.env.DATABASE_URL)
    return undefined
  }
  const folder = await mkdtemp(join(tmpdir(), 'real-dispatch-test-'))
  const server = await startEmbeddedPostgres({ folder, log: createLog('warn'), durable: false })
  project.provide('adminUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
