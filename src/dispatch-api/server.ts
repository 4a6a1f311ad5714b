// dispatch-api: owns the tickets. Brings its schema up to date, then serves the closed tools and the reads.
// A token names the actors for whom its holder may speak, the development token all of them; what each may do is enforced
// all the same.
import { migrate, openDatabase } from '../platform/database.ts'
import { createHttpApp, type HttpApp } from '../platform/http.ts'
import type { VerifyToken } from '../platform/jwt.ts'
import type { Logger } from '../platform/log.ts'
import type { LimitOf } from '../platform/tenant-limits.ts'
import { sealRegularly } from './audit-seal.ts'
import { addAttachmentEndpoints } from './objects/attachment-endpoints.ts'
import { openFolderStore } from './objects/folder-store.ts'
import type { ObjectStore } from './objects/object-store.ts'
import { addReadEndpoints } from './read-endpoints.ts'
import { openCommands } from './run-command.ts'
import { addToolEndpoints } from './tool-endpoints.ts'
import { addV1Endpoints } from './v1/endpoints.ts'

export interface DispatchApiOptions {
  readonly databaseUrl: string
  readonly devToken?: string | undefined
  /** Of every other token. */
  readonly verifiers?: readonly VerifyToken[] | undefined
  readonly log: Logger
  readonly maxBodyBytes: number
  readonly tenant?: string
  /** Without it, a folder of the working directory. */
  readonly objects?: ObjectStore
  readonly maxAttachmentBytes?: number
  readonly limitOf?: LimitOf | undefined
  /** False: on the wire v1 a pause leaves proposals alone, as on the server it was seen on. */
  readonly v1PauseStopsProposals?: boolean
}

const SCHEMA = 'dispatch_api'

/** Ready, and not listening yet; closing it closes its database. */
export async function openDispatchApi({
  databaseUrl,
  log,
  objects,
  maxAttachmentBytes = 10 * 1024 * 1024,
  v1PauseStopsProposals = true,
  ...http
}: DispatchApiOptions): Promise<HttpApp> {
  await migrate(databaseUrl, new URL('./migrations/', import.meta.url), SCHEMA, log)
  const database = openDatabase(databaseUrl, log, { searchPath: SCHEMA })
  const store = objects ?? openFolderStore('./data/objects')
  try {
    return await createHttpApp({
      name: 'dispatch-api',
      version: '0.1.0',
      description:
        'Tickets: their states, who may change them, and a record of every change. The contract is RFC 0001.',
      log,
      ...http,
      isReady: async () => ({
        database: await reachable(() => database.query('SELECT FROM tickets LIMIT 1')),
        objects: (await store.isReachable()) ? 'up' : 'does not answer',
      }),
      register: async (app) => {
        const sealing = sealRegularly(database, log)
        app.addHook('onClose', async () => {
          await sealing.stop()
          await database.close()
        })
        addToolEndpoints(app, database, openCommands(database, store))
        addReadEndpoints(app, database)
        await addV1Endpoints(app, { database, pauseStopsProposals: v1PauseStopsProposals })
        await addAttachmentEndpoints(app, { database, objects: store, maxBytes: maxAttachmentBytes })
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
