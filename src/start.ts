// Both services and what they stand on, started in order and stopped in reverse. They share a process here and nothing else:
// the optimizer reaches dispatch-api over HTTP, with a database role of its own that cannot see a ticket.
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSolverPool } from '../workers/client.ts'
import type { Role } from './contracts/v0.ts'
import { loadDemo } from './demo.ts'
import { openObjectStore } from './dispatch-api/objects/open-object-store.ts'
import { openDispatchApi } from './dispatch-api/server.ts'
import { openDispatchCommands } from './dispatch-command/commands.ts'
import { openOptimizer } from './optimizer/server.ts'
import type { Config } from './platform/config.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { jwtVerifier } from './platform/jwt.ts'
import type { Logger } from './platform/log.ts'
import { openTracing } from './platform/otlp.ts'
import { provision, type ServiceUrls } from './platform/roles.ts'
import { openServiceTokens } from './platform/service-token.ts'
import { limitOf } from './platform/tenant-limits.ts'
import { leaveRoomToThreads } from './platform/thread-memory.ts'

export interface Services {
  readonly optimizerUrl: string
  readonly dispatchApiUrl: string
  /** Nothing where the settings say by what other tokens callers are known. */
  readonly devToken: string | undefined
  /** Tickets of the demo company that dispatch-api holds now; 0 when it was not asked for. */
  readonly demoTickets: number
  /** Stops taking work, waits for the grace, parks what runs and closes. */
  stop(): Promise<void>
}

export async function startServices(config: Config, log: Logger): Promise<Services> {
  leaveRoomToThreads()
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of stops.splice(0).reverse())
      await close().catch((cause) => log.error({ err: cause }, 'a part did not stop cleanly'))
  }
  try {
    const { maxBodyBytes, tenant, jwt } = config
    const limits = limitOf(config.tenantLimits)
    const devToken = config.devToken ?? (jwt ? undefined : randomBytes(24).toString('base64url'))
    const verifiers = jwt ? [jwtVerifier(jwt)] : []
    // For tenants of which nobody can know before they ask; the development token has but one.
    const services = openServiceTokens(config.serviceSecret ?? randomBytes(32).toString('base64url'))
    const ownToken = (of: string, role: Role) =>
      jwt || devToken === undefined ? services.tokenFor(of, [role]) : Promise.resolve(devToken)
    // The kill switch is for people at the desk to read, and this one may do nothing else.
    const watchToken = (of: string) =>
      jwt || devToken === undefined ? services.tokenFor(of, ['operator_admin'], 'viewer') : Promise.resolve(devToken)
    if (config.otlpEndpoint !== undefined) {
      const tracing = await openTracing(config.otlpEndpoint, log)
      stops.push(() => tracing.close())
    }
    const urls = await databaseUrls(config, log, stops)

    const dispatchApi = await openDispatchApi({
      databaseUrl: urls.dispatchApiUrl,
      devToken,
      verifiers: jwt ? [...verifiers, services.verify] : [],
      log,
      maxBodyBytes,
      tenant,
      objects: openObjectStore(config),
      maxAttachmentBytes: config.maxAttachmentBytes,
      limitOf: limits,
    })
    stops.push(() => dispatchApi.close())
    const listening = await dispatchApi.listen({ host: config.host, port: config.dispatchApiPort })
    const dispatchApiUrl = config.dispatchApiUrl ?? listening
    const demoTickets = config.demo ? await loadDemo(dispatchApiUrl, await ownToken(tenant, 'system_intake_agent')) : 0

    const pool = openSolverPool({ threads: config.solverThreads })
    stops.push(() => pool.close())
    const optimizer = await openOptimizer({
      databaseUrl: urls.optimizerUrl,
      devToken,
      verifiers,
      log,
      maxBodyBytes,
      tenant,
      pool,
      dispatchCommands: openDispatchCommands({
        baseUrl: dispatchApiUrl,
        profile: config.dispatchApiProfile,
        token: config.dispatchApiToken ?? ((of) => ownToken(of, 'system_scheduler_agent')),
        watchToken: config.dispatchApiWatchToken ?? config.dispatchApiToken ?? watchToken,
      }),
      roadServers: config.roadServers,
      ...(config.roadTableSize !== undefined && { roadTableSize: config.roadTableSize }),
      maxRunning: config.maxRunning,
      maxQueued: config.maxQueued,
      limitOf: limits,
      autonomyPolicy: config.autonomyPolicy,
      otlpEndpoint: config.otlpEndpoint,
      webhooks: { hosts: config.webhookHosts, mayBePrivate: config.webhookPrivate },
    })
    stops.push(() => optimizer.close())
    const optimizerUrl = await optimizer.listen({ host: config.host, port: config.optimizerPort })
    const drained = async () => {
      optimizer.drain()
      dispatchApi.drain()
      await sleep(config.stopGraceSeconds * 1000)
      await stop()
    }
    return { optimizerUrl, dispatchApiUrl, devToken, demoTickets, stop: drained }
  } catch (cause) {
    await stop()
    throw cause
  }
}

async function databaseUrls(config: Config, log: Logger, stops: (() => Promise<unknown>)[]): Promise<ServiceUrls> {
  const { databaseUrl, optimizerDatabaseUrl } = config
  if (databaseUrl !== undefined && optimizerDatabaseUrl !== undefined)
    return { dispatchApiUrl: databaseUrl, optimizerUrl: optimizerDatabaseUrl }
  if (databaseUrl !== undefined) return provision(databaseUrl, log)
  const postgres = await startEmbeddedPostgres({ folder: resolve(config.dataDir), log, durable: true })
  stops.push(() => postgres.stop())
  return provision(postgres.url, log)
}
