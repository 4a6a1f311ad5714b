// The optimizer over HTTP: brings its schema up to date, takes up what an earlier process left unfinished, then serves.
// It has no credential for tickets: what becomes of a proposal is a command to dispatch-api.
import type { SolverPool } from '../../workers/client.ts'
import type { DispatchCommands } from '../dispatch-command/commands.ts'
import { type Outbox, openOutbox } from '../dispatch-command/outbox.ts'
import { type Database, migrate, openDatabase } from '../platform/database.ts'
import { createHttpApp, type HttpApp } from '../platform/http.ts'
import type { VerifyToken } from '../platform/jwt.ts'
import type { Logger } from '../platform/log.ts'
import { type Metrics, openMetrics } from '../platform/metrics.ts'
import type { LimitOf } from '../platform/tenant-limits.ts'
import { applyEndpoint } from './http/apply-endpoint.ts'
import { explanationsEndpoint } from './http/explanations-endpoint.ts'
import { landingEndpoint } from './http/landing-endpoint.ts'
import { offersEndpoint } from './http/offers-endpoint.ts'
import { optimizationsEndpoint } from './http/optimizations-endpoint.ts'
import { plansEndpoint } from './http/plans-endpoint.ts'
import { recommendationsEndpoint } from './http/recommendations-endpoint.ts'
import { type Measures, openMeasures } from './measures.ts'
import { type OneOffs, openOneOffs } from './plans/one-off.ts'
import { documentPlanProblems } from './plans/plan-problems.ts'
import { openPlans, type Plans, type PlansOptions } from './plans/plans.ts'
import { openRuns, type Runs } from './runs/runs.ts'
import { createWorkersProbe } from './runs/workers-probe.ts'

export interface OptimizerOptions {
  readonly databaseUrl: string
  readonly devToken?: string | undefined
  /** Of every other token. */
  readonly verifiers?: readonly VerifyToken[] | undefined
  readonly log: Logger
  readonly maxBodyBytes: number
  readonly tenant?: string
  /** Opened and closed by the caller. */
  readonly pool: SolverPool
  readonly dispatchCommands: DispatchCommands
  readonly maxRunning: number
  readonly maxQueued: number
  readonly limitOf?: LimitOf | undefined
  /** How the live plans are kept, where it is not as usual. */
  readonly livePlans?: Pick<PlansOptions, 'deskEntry' | 'sweepEveryMs'>
}

const SCHEMA = 'optimizer'
const DESCRIPTION = `Who can go, when, and why them? Plans field-service days and answers with ranked proposals, each with its
price and its reasons. Changes nothing by itself: a proposal that is applied becomes a command to dispatch-api.`

/** Ready, and not listening yet; closing it stops its runs, which the next start takes up again. */
export async function openOptimizer(options: OptimizerOptions): Promise<HttpApp> {
  const { databaseUrl, log, pool, dispatchCommands, maxRunning, maxQueued, limitOf } = options
  await migrate(databaseUrl, new URL('./migrations/', import.meta.url), SCHEMA, log)
  const database = openDatabase(databaseUrl, log, { searchPath: SCHEMA })
  const closes: (() => Promise<unknown>)[] = [() => database.close()]
  const close = async () => {
    for (const closeOne of closes.splice(0).reverse()) await closeOne()
  }
  try {
    const outbox = openOutbox({ database, commands: dispatchCommands, log })
    const closing = new AbortController()
    const resumed = outbox.resume(closing.signal)
    closes.push(() => {
      closing.abort()
      return resumed
    })
    const metrics = openMetrics('optimizer')
    const measures: Measures = openMeasures(metrics, () => runs.queue())
    const runs: Runs = await openRuns({
      database,
      pool,
      log,
      maxRunning,
      maxQueued,
      limitOf,
      onEnded: measures.runEnded,
    })
    closes.push(() => runs.close())
    const plans = openPlans({ database, log, ...options.livePlans })
    closes.push(() => plans.close())
    const oneOffs = openOneOffs(options.livePlans?.deskEntry)
    closes.push(() => oneOffs.close())
    return await serve({ ...options, database, outbox: measures.counted(outbox), runs, plans, oneOffs, metrics, close })
  } catch (cause) {
    await close()
    throw cause
  }
}

interface Parts extends OptimizerOptions {
  readonly database: Database
  readonly outbox: Outbox
  readonly runs: Runs
  readonly plans: Plans
  readonly oneOffs: OneOffs
  readonly metrics: Metrics
  readonly close: () => Promise<void>
}

function serve(parts: Parts): Promise<HttpApp> {
  const { database, outbox, runs, plans, oneOffs, metrics, close, pool, dispatchCommands, ...options } = parts
  const { devToken, verifiers, log, maxBodyBytes, tenant, limitOf } = options
  const workersAnswer = createWorkersProbe(pool)
  return createHttpApp({
    name: 'Real Dispatch optimizer',
    version: '0.1.0',
    description: DESCRIPTION,
    log,
    devToken,
    verifiers,
    maxBodyBytes,
    limitOf,
    metrics,
    detail: () => {
      const { running, waiting, oldestSeconds } = runs.queue()
      return { runsRunning: running, runsWaiting: waiting, oldestWaitSeconds: Math.round(oldestSeconds) }
    },
    ...(tenant !== undefined && { tenant }),
    isReady: async () => {
      const [stored, workers, isReachable] = await Promise.all([
        answers(database.query('SELECT FROM runs LIMIT 1')),
        workersAnswer(),
        dispatchCommands.isReachable(),
      ])
      return { database: stored, workers, 'dispatch-api': isReachable ? 'up' : 'does not answer' }
    },
    register: async (app) => {
      // Before the server waits for its requests: some of them wait for a run.
      app.addHook('preClose', () => runs.close())
      app.addHook('onClose', close)
      app.addHook('onRoute', documentPlanProblems)
      await app.register(optimizationsEndpoint, { runs })
      await app.register(applyEndpoint, { runs, outbox })
      await app.register(plansEndpoint, { plans })
      await app.register(recommendationsEndpoint, { plans, oneOffs })
      await app.register(explanationsEndpoint, { plans, runs, oneOffs })
      await app.register(offersEndpoint, { plans })
      await app.register(landingEndpoint)
    },
  })
}

const answers = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'up',
    () => 'does not answer',
  )
