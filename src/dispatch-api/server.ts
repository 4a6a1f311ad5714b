// dispatch-api: owns the tickets. Brings its schema up to date, then serves the closed tools and the reads.
// A token names the actors for whom its holder may speak, the development token all of them; what each may do is enforced
// all the same.
import { migrate, openDatabase } from '../platform/database.ts'
import { createHttpApp, type HttpApp } from '../platform/http.ts'
import type { VerifyToken } from '../platform/jwt.ts'
import type { Logger } from '../platform/log.ts'
import { addReadEndpoints } from './read-endpoints.ts'
import { addToolEndpoints } from './tool-endpoints.ts'

export interface DispatchApiOptions {
  readonly databaseUrl: string
  readonly devToken?: string | undefined
  /** Of every other token. */
  readonly verifiers?: readonly VerifyToken[] | undefined
  readonly log: Logger
  readonly maxBodyBytes: number
  readonly tenant?: string
}

const SCHEMA = 'dispatch_api'

/** Ready, and not listening yet; closing it closes its database. */
export async function openDispatchApi({ databaseUrl, log, ...http }: DispatchApiOptions): Promise<HttpApp> {
  await migrate(databaseUrl, new URL('./migrations/', import.meta.url), SCHEMA, log)
  const database = openDatabase(databaseUrl, log, { searchPath: SCHEMA })
  try {
    return await createHttpApp({
      name: 'dispatch-api',
      version: '0.1.0',
      description:
        'Tickets: their states, who may change them, and a record of every change. The contract is RFC 0001.',
      log,
      ...http,
      isReady: async () => ({ database: await reachable(() => database.query('SELECT FROM tickets LIMIT 1')) }),
      register: async (app) => {
        app.addHook('onClose', () => database.close())
        addToolEndpoints(app, database)
        addReadEndpoints(app, database)
      },
    })
  } catch (cause) {
    await database.close()
    throw cause
  }
}

const reachable = (ask: () => Promise<unknown>): Promise<string> =>
  ask().then(
    () => 'up',
    () => 'does not answer',
  )
