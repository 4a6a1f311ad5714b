// The optimizer over HTTP: brings its schema up to date, takes up what an earlier process left unfinished, then serves.
// It has no credential for tickets: what becomes of a proposal is a command to dispatch-api.
import type { SolverPool } from '../../workers/client.ts'
import { type Autonomy, openAutonomy } from '../autonomy/autonomy.ts'
import { autonomyEndpoints } from '../autonomy/autonomy-endpoints.ts'
import { keepConsidering } from '../autonomy/considering.ts'
import { listOverrides } from '../autonomy/decision-store.ts'
import { policyOf, readPolicy } from '../autonomy/policy-file.ts'
import { takeUp } from '../autonomy/take-up.ts'
import type { OptimizationInput } from '../contracts/optimization.ts'
import type { DispatchCommands } from '../dispatch-command/commands.ts'
import { type Outbox, openOutbox } from '../dispatch-command/outbox.ts'
import { type Database, migrate, openDatabase } from '../platform/database.ts'
import { createHttpApp, type HttpApp } from '../platform/http.ts'
import type { VerifyToken } from '../platform/jwt.ts'
import type { Logger } from '../platform/log.ts'
import { type Metrics, openMetrics } from '../platform/metrics.ts'
import type { LimitOf } from '../platform/tenant-limits.ts'
import { openKeptAreas } from '../territory/kept-areas.ts'
import { openRoadService, type RoadServers, type RoadServiceOptions } from '../travel/road-service.ts'
import type { Roads } from '../travel/roads.ts'
import { applyEndpoint } from './http/apply-endpoint.ts'
import { areasEndpoint } from './http/areas-endpoint.ts'
import { comparisonsEndpoint } from './http/comparisons-endpoint.ts'
import { evaluationsEndpoint } from './http/evaluations-endpoint.ts'
import { explanationsEndpoint } from './http/explanations-endpoint.ts'
import { addIdempotency } from './http/idempotency.ts'
import { landingEndpoint } from './http/landing-endpoint.ts'
import { offersEndpoint } from './http/offers-endpoint.ts'
import { optimizationsEndpoint } from './http/optimizations-endpoint.ts'
import { plansEndpoint } from './http/plans-endpoint.ts'
import { recommendationsEndpoint } from './http/recommendations-endpoint.ts'
import { replansEndpoint } from './http/replans-endpoint.ts'
import { runEventsEndpoint } from './http/run-events-endpoint.ts'
import { webhooksEndpoint } from './http/webhooks-endpoint.ts'
import { type Measures, openMeasures } from './measures.ts'
import { type OneOffs, openOneOffs } from './plans/one-off.ts'
import { documentPlanProblems } from './plans/plan-problems.ts'
import { openPlans, type Plans, type PlansOptions } from './plans/plans.ts'
import { inputsAtHand } from './question/at-hand.ts'
import { intentFrom } from './runs/intents.ts'
import { openRuns, type Runs } from './runs/runs.ts'
import { runsToDecide } from './runs/runs-to-decide.ts'
import { createWorkersProbe } from './runs/workers-probe.ts'
import { openWebhooks, type WebhookSettings, type Webhooks } from './webhooks/webhooks.ts'

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
  /** Without any, travel is estimated. */
  readonly roadServers?: RoadServers
  readonly roadTableSize?: number
  /** How road services are asked, where it is not as usual. */
  readonly roadTransport?: RoadServiceOptions['transport']
  readonly maxRunning: number
  readonly maxQueued: number
  readonly limitOf?: LimitOf | undefined
  /** The file of the autonomy policy; without it, nothing happens by itself. */
  readonly autonomyPolicy?: string | undefined
  /** Of this machine, where it is not to be asked for. */
  readonly memoryBytes?: number
  /** Which addresses may be told; without it, none. */
  readonly webhooks?: WebhookSettings
  /** Where the threads of the live plans send their spans; without it, they make none. */
  readonly otlpEndpoint?: string | undefined
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
    const { autonomyPolicy } = options
    // A bad one stops the start; one that turns bad later stops what happens by itself, and nothing else.
    if (autonomyPolicy !== undefined) await readPolicy(autonomyPolicy)
    const policyNow = policyOf(autonomyPolicy, log)
    const outbox = openOutbox({
      database,
      commands: dispatchCommands,
      killSwitch: dispatchCommands.killSwitch,
      stillApproves: async ({ policyHash }) => (await policyNow())?.hash === policyHash,
      log,
    })
    const closing = new AbortController()
    const sending = outbox.keepSending(closing.signal)
    closes.push(() => {
      closing.abort()
      return sending
    })
    const metrics = openMetrics('optimizer')
    const measures: Measures = openMeasures(metrics, () => runs.queue())
    const roads = openRoads(options, database, measures)
    if (roads) closes.push(() => roads.close())
    const webhooks = openWebhooks(database, log, options.webhooks ?? { hosts: [], mayBePrivate: false })
    closes.push(() => webhooks.close())
    const runs: Runs = await openRuns({
      memoryBytes: options.memoryBytes,
      database,
      pool,
      log,
      maxRunning,
      maxQueued,
      limitOf,
      onEnded: measures.runEnded,
      ...(roads && { roads }),
      takeUp: async (tenant, input) => takeUp(input, await overridesFor(database, tenant, input)),
    })
    closes.push(() => runs.close())
    const considering =
      autonomyPolicy === undefined
        ? Promise.resolve()
        : keepConsidering({ database, runs: runsToDecide, outbox, policyNow, log }, closing.signal)
    closes.push(() => {
      closing.abort()
      return considering
    })
    const { readStory } = dispatchCommands
    const autonomy = openAutonomy({
      database,
      outbox: measures.counted(outbox),
      policyNow,
      readStory,
      intentOf: intentFrom(runs),
    })
    const { otlpEndpoint } = options
    const plans = openPlans({ databaseUrl, database, log, ...(roads && { roads }), otlpEndpoint, ...options.livePlans })
    closes.push(() => plans.close())
    metrics.gauge('live_plans_here', '1 in the process that has the live plans, 0 in every other one', () =>
      Number(plans.areHere),
    )
    const { deskEntry } = options.livePlans ?? {}
    const oneOffs = openOneOffs({ ...(deskEntry && { entry: deskEntry }), ...(roads && { roads }), otlpEndpoint })
    closes.push(() => oneOffs.close())
    const parts = {
      database,
      outbox: measures.counted(outbox),
      autonomy,
      runs,
      plans,
      oneOffs,
      webhooks,
      metrics,
      close,
      ...(roads && { roads }),
    }
    return await serve({ ...options, ...parts })
  } catch (cause) {
    await close()
    throw cause
  }
}

const MOST_OVERRIDES = 20_000

const overridesFor = (database: Database, tenant: string, { tickets }: OptimizationInput) =>
  listOverrides(database, tenant, {
    ticketIds: tickets.map(({ id }) => id),
    onlyInForce: true,
    limit: MOST_OVERRIDES,
  })

function openRoads(
  { roadServers = {}, roadTableSize, roadTransport, log }: OptimizerOptions,
  database: Database,
  { roadAsked }: Measures,
) {
  if (Object.keys(roadServers).length === 0) return undefined
  return openRoadService({
    servers: roadServers,
    database,
    log,
    onCall: roadAsked,
    ...(roadTableSize !== undefined && { maxTableSize: roadTableSize }),
    ...(roadTransport && { transport: roadTransport }),
  })
}

interface Parts extends Omit<OptimizerOptions, 'webhooks'> {
  readonly database: Database
  readonly outbox: Outbox
  readonly autonomy: Autonomy
  readonly runs: Runs
  readonly plans: Plans
  readonly oneOffs: OneOffs
  readonly metrics: Metrics
  readonly roads?: Roads
  readonly webhooks: Webhooks
  readonly close: () => Promise<void>
}

function serve(parts: Parts): Promise<HttpApp> {
  const {
    database,
    outbox,
    autonomy,
    runs,
    plans,
    oneOffs,
    roads,
    webhooks,
    metrics,
    close,
    pool,
    dispatchCommands,
    ...options
  } = parts
  const atHand = inputsAtHand(roads)
  const areas = openKeptAreas(database)
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
      const livePlansHere = Number(plans.areHere)
      return { runsRunning: running, runsWaiting: waiting, oldestWaitSeconds: Math.round(oldestSeconds), livePlansHere }
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
      addIdempotency(app, database)
      await app.register(optimizationsEndpoint, { runs, areas, atHand })
      await app.register(areasEndpoint, { areas })
      await app.register(runEventsEndpoint, { runs })
      await app.register(applyEndpoint, { runs, outbox })
      await app.register(autonomyEndpoints, { autonomy })
      await app.register(plansEndpoint, { plans, areas, atHand })
      await app.register(replansEndpoint, { plans, runs })
      await app.register(recommendationsEndpoint, { plans, oneOffs, areas, atHand })
      await app.register(evaluationsEndpoint, { plans, oneOffs, areas, atHand })
      await app.register(explanationsEndpoint, { plans, runs, oneOffs })
      await app.register(offersEndpoint, { plans, outbox })
      await app.register(comparisonsEndpoint, { plans, runs, oneOffs })
      await app.register(webhooksEndpoint, { webhooks })
      await app.register(landingEndpoint)
    },
  })
}

const answers = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'up',
    () => 'does not answer',
  )
