// A database of its own for each test file, on the one server of the run, with the roles of both services.
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { openDatabase } from '../src/platform/database.ts'
import { createLog } from '../src/platform/log.ts'
import { provision } from '../src/platform/roles.ts'

export interface FreshDatabase {
  readonly adminUrl: string
  readonly dispatchApiUrl: string
  readonly optimizerUrl: string
  /** As an administrator would, or a restart: whoever is connected is thrown out, and may come back at once. */
  cutAll(): Promise<void>
  /** Whoever is still connected is thrown out. */
  drop(): Promise<void>
}

const log = createLog('warn')

export async function freshDatabase(): Promise<FreshDatabase> {
  const serverUrl = inject('adminUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  // No session can ever stand in the way of template0.
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const urls = await provision(url.href, log)
  return {
    adminUrl: url.href,
    ...urls,
    cutAll: () =>
      onServer(serverUrl, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`),
    drop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = openDatabase(url, log, { maxConnections: 1 })
  try {
    await server.query(sql)
  } finally {
    await server.close()
  }
}
