// Runs: accepted, stored, computed when their turn comes, and found again after a restart. Knows the store, the queue and
// the way from input to answer; no HTTP.
import { randomUUID } from 'node:crypto'
import { setImmediate as giveWay, setTimeout as sleep } from 'node:timers/promises'
import { v7 as timeOrderedId } from 'uuid'
import type { SearchProgress, SolverPool } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { RunEvent, RunLabel, RunStatus } from '../../contracts/run.ts'
import type { Connection, Database } from '../../platform/database.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import type { Logger } from '../../platform/log.ts'
import type { LimitOf } from '../../platform/tenant-limits.ts'
import type { TraceContext } from '../../platform/trace.ts'
import { spanned, spanSince } from '../../platform/tracing.ts'
import type { Roads } from '../../travel/roads.ts'
import type { Assignment } from '../live/wire.ts'
import type { EndedRun } from '../measures.ts'
import { optimize } from '../optimize.ts'
import { AcceptedInput } from '../question/accept.ts'
import { enqueue } from '../webhooks/webhook-store.ts'
import { eventsAfter, type StoredEvent, tellEvent } from './event-store.ts'
import { mustFit } from './job-size.ts'
import { failureJson } from './run-failure.ts'
import { openRunHub, type RunHub } from './run-hub.ts'
import { RunInterruptedError } from './run-interrupted.ts'
import { type QueueState, RunQueue, type Share } from './run-queue.ts'
import {
  failRun,
  findAnswered,
  findByKey,
  findRun,
  finishRun,
  giveBack,
  insertRun,
  listNamed,
  renewLeases,
  requestCancel,
  requeueAbandoned,
  type StartedRun,
  type StoredRun,
  saveBestPlan,
  saveProgress,
  startRun,
} from './run-store.ts'

export interface RunsOptions {
  readonly database: Database
  readonly pool: SolverPool
  readonly log: Logger
  /** Without it there is no road service to ask. */
  readonly roads?: Roads
  readonly maxRunning: number
  readonly maxQueued: number
  readonly limitOf?: LimitOf | undefined
  /** Told of each run that ends here. */
  readonly onEnded?: (run: EndedRun) => void
  /** What dispatchers overrode, taken up before a run is stored. */
  readonly takeUp?: TakeUp
  /** Without it, what the machine has. */
  readonly memoryBytes?: number | undefined
}

export type TakeUp = (
  tenant: string,
  input: OptimizationInput,
) => Promise<{ readonly input: OptimizationInput; readonly overrideIds: readonly string[] }>

export interface Submission {
  readonly input: OptimizationInput
  readonly tenant: string
  readonly idempotencyKey: string | undefined
  readonly trace: TraceContext
  readonly label?: RunLabel | undefined
}

/** As many runs wait as may wait. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError'
  constructor(maxQueued: number) {
    super(`As many runs wait as may wait, ${maxQueued} of all tenants. Maybe ask again in a while.`)
  }
}

/** The idempotency key has been used for another input. */
export class KeyReusedError extends Error {
  override readonly name = 'KeyReusedError'
  readonly runId: string
  constructor(runId: string) {
    super(`The idempotency key belongs to run ${runId}, which has another input. Maybe a key was made from too little.`)
    this.runId = runId
  }
}

export interface Runs {
  /** Throws JobTooLargeError, QueueFullError or KeyReusedError; then nothing is stored. */
  submit(submission: Submission): Promise<{ readonly id: string; readonly status: RunStatus }>
  find(tenant: string, id: string): Promise<StoredRun | undefined>
  /** What was asked and what was answered, if it was; both as JSON. */
  answered(tenant: string, id: string): ReturnType<typeof findAnswered>
  /** Those that have a name, latest first. */
  named(tenant: string, limit: number, before?: string): Promise<StoredRun[]>
  readonly hub: RunHub
  /** Those of one run that are kept. */
  eventsAfter(id: string, after: number): Promise<StoredEvent[]>
  cancel(tenant: string, id: string): Promise<void>
  /** Resolves when the run is over, or is not to be finished by this process. */
  settled(id: string): Promise<void>
  queue(): QueueState
  close(): Promise<void>
}

type FinishedData = Extract<RunEvent, { kind: 'finished' }>['data']

const PROGRESS_EVERY_MS = 1000
const LONGEST_RETRY_MS = 10_000
/** Well within the lease of a run. */
const RENEW_EVERY_MS = 4000
/** A run that so many attempts were cut short at is what they were lost to. */
const MOST_ATTEMPTS = 5
/** About a quarter of an hour; then the next start takes the run up again. */
const MOST_TRIES = 100

/** Begins with what an earlier process left unfinished, and takes up later what another one leaves. */
export async function openRuns({
  database,
  pool,
  log,
  roads,
  maxRunning,
  maxQueued,
  limitOf,
  onEnded,
  takeUp,
  memoryBytes,
}: RunsOptions): Promise<Runs> {
  const closing = new AbortController()
  const owner = randomUUID()
  const queue = new RunQueue({ maxRunning, maxQueued, execute, ...(limitOf && { shareOf: shareBy(limitOf) }) })
  const hub = openRunHub(database, log)
  const inherited = new Set<string>()
  /** Accepted or taken up here, and not over. */
  const here = new Set<string>()
  const startedHere = new Set<string>()
  const tellFinished = async (id: string, data: object): Promise<void> => {
    await tellEvent(database, id, 'finished', data)
    hub.wake()
  }
  await takeUpAbandoned()
  let beat = Promise.resolve()
  const heart = setInterval(() => {
    beat = beat.then(stillAtIt).catch((error) => log.error({ err: error }, 'Runs could not be renewed'))
  }, RENEW_EVERY_MS)
  heart.unref()

  /** What nobody is at, whoever accepted it. */
  async function takeUpAbandoned(): Promise<void> {
    const { queued, canceled } = await requeueAbandoned(database)
    for (const id of canceled) await tellFinished(id, { status: 'canceled' })
    for (const { id, tenant } of queued) {
      if (here.has(id)) continue
      inherited.add(id)
      here.add(id)
      queue.add(id, tenant)
    }
  }

  async function stillAtIt(): Promise<void> {
    // Those that begin while the database is asked are not among what it answers.
    const begun = [...startedHere]
    const owned = await renewLeases(database, owner)
    const mine = new Set(owned.map(({ id }) => id))
    // Asked to stop, perhaps by way of another process; or taken for dead, and somebody else is at it now.
    for (const { id, isToStop } of owned) if (isToStop) queue.cancel(id)
    for (const id of begun) if (!mine.has(id) && startedHere.has(id)) queue.cancel(id)
    await takeUpAbandoned()
  }

  async function submit({ input, tenant, idempotencyKey, trace, label }: Submission) {
    // A large input was read and accepted just now, which took its time: others are served between the steps.
    await giveWay()
    mustFit(input, memoryBytes)
    await giveWay()
    const inputHash = fingerprint(input)
    await giveWay()
    const holder = async () => {
      const run = idempotencyKey === undefined ? undefined : await findByKey(database, tenant, idempotencyKey)
      if (run && run.inputHash !== inputHash) throw new KeyReusedError(run.id)
      return run
    }
    const earlier = await holder()
    if (earlier) return earlier
    const place = queue.reserve(tenant)
    if (!place) throw new QueueFullError(maxQueued)
    try {
      const id = timeOrderedId()
      // The key is that of what was asked: who overrides in between and asks again gets the run that there is.
      const taken = (await takeUp?.(tenant, input)) ?? { input, overrideIds: [] }
      const json = JSON.stringify(taken.input)
      const run = { id, tenant, idempotencyKey, input: json, inputHash, trace, overrides: taken.overrideIds, label }
      here.add(id)
      if (await insertRun(database, run)) {
        place.take(id)
        return { id, status: 'queued' as const }
      }
      // Somebody with the same key was quicker by a moment.
      const winner = await holder()
      if (!winner) throw new Error('The run that holds the idempotency key is gone.')
      return winner
    } finally {
      place.giveBack()
    }
  }

  async function execute(id: string, signal: AbortSignal): Promise<void> {
    try {
      const started = await untilStored(id, () => startRun(database, id, owner))
      if (!started) return
      startedHere.add(id)
      const store = await outcome(id, started, signal)
      // The next start takes it up again: an answer that was cut short by a shutdown is not what was asked for.
      if (!closing.signal.aborted) await untilStored(id, store)
    } finally {
      here.delete(id)
      startedHere.delete(id)
    }
  }

  /** A database that is away comes back; a run must not hang as running because of it. */
  async function untilStored<T>(runId: string, store: () => Promise<T>): Promise<T | undefined> {
    for (let tries = 1, waitMs = 100; !closing.signal.aborted && tries <= MOST_TRIES; tries++, waitMs *= 2)
      try {
        return await store()
      } catch (error) {
        log.error({ err: error, runId, tries }, 'A run could not be stored')
        await sleep(Math.min(waitMs, LONGEST_RETRY_MS), undefined, { signal: closing.signal }).catch(() => undefined)
      }
    return undefined
  }

  /** How to store what became of it. */
  async function outcome(id: string, started: StartedRun, signal: AbortSignal): Promise<() => Promise<void>> {
    const { input, trace, createdAt, attempts, bestPlan, bestSeconds } = started
    if (attempts === 1) spanSince('queue', createdAt, { 'run.id': id }, trace)
    const begun = performance.now()
    const ended = (run: Omit<EndedRun, 'seconds'>) => onEnded?.({ ...run, seconds: (performance.now() - begun) / 1000 })
    try {
      if (attempts > MOST_ATTEMPTS) throw new RunInterruptedError(attempts - 1)
      const { onProgress, lastWord } = progressWriter({ database, id, owner, log, hub })
      const stored: unknown = JSON.parse(input)
      // What this process has accepted needs no second look; what an earlier one did may lack what has been added since.
      const accepted = inherited.has(id) ? AcceptedInput.parse(stored) : (stored as OptimizationInput)
      // The same seed and iterations give the same bytes only from the same beginning.
      const isExact = accepted.options.iterations !== undefined
      const goOnFrom = isExact ? undefined : (bestPlan ?? undefined)
      const spent = goOnFrom ? (bestSeconds ?? 0) : 0
      const left = {
        ...accepted,
        options: { ...accepted.options, seconds: Math.max(0, accepted.options.seconds - spent) },
      }
      const onBest = (plan: Assignment[]) => {
        const seconds = spent + (performance.now() - begun) / 1000
        void saveBestPlan(database, id, owner, plan, seconds).catch((error) =>
          log.warn({ err: error, runId: id }, 'The best plan so far was not stored'),
        )
      }
      const options = { pool, runId: id, signal, onProgress, onBest, goOnFrom, ...(roads && { roads }) }
      const found = await spanned('run', { 'run.id': id }, () => optimize(left, options), { under: trace })
      if (!closing.signal.aborted) await lastWord()
      const output = { ...found, meta: { ...found.meta, inputHash: fingerprint(accepted) } }
      const json = JSON.stringify(output)
      ended({ status: signal.aborted ? 'canceled' : 'done', output })
      const { cost, unassigned } = output.kpis
      return async () => {
        const told = { cost: cost.total, unserved: unassigned }
        await database.transaction(async (on) => {
          const status = await finishRun(on, id, owner, json)
          if (status) await finished(on, started, id, { status, ...told })
        })
        hub.wake()
      }
    } catch (error) {
      if (!closing.signal.aborted) log.error({ err: error, runId: id, ...callOf(trace) }, 'A run failed')
      ended({ status: 'failed' })
      const problem = failureJson(error, trace.correlationId)
      const { code } = JSON.parse(problem) as { code: string }
      return async () => {
        await database.transaction(async (on) => {
          if (await failRun(on, id, owner, problem)) await finished(on, started, id, { status: 'failed', code })
        })
        hub.wake()
      }
    }
  }

  /** In the transaction that ends the run, so that neither is without the other. */
  async function finished(on: Connection, { tenant }: StartedRun, id: string, data: FinishedData): Promise<void> {
    await tellEvent(on, id, 'finished', data)
    await enqueue(on, tenant, 'run.finished', { runId: id, ...data })
  }

  return {
    submit,
    hub,
    eventsAfter: (id, after) => eventsAfter(database, new Map([[id, after]])),
    named: (tenant, limit, before) => listNamed(database, tenant, limit, before),
    find: (tenant, id) => findRun(database, tenant, id),
    answered: (tenant, id) => findAnswered(database, tenant, id),
    cancel: async (tenant, id) => {
      const status = await requestCancel(database, tenant, id)
      if (status === undefined) return
      queue.cancel(id)
      if (status === 'canceled') {
        here.delete(id)
        await database.transaction(async (on) => {
          await tellEvent(on, id, 'finished', { status })
          await enqueue(on, tenant, 'run.finished', { runId: id, status })
        })
        hub.wake()
      }
    },
    settled: (id) => queue.settled(id),
    queue: () => queue.state(),
    close: async () => {
      closing.abort()
      clearInterval(heart)
      await queue.close()
      await beat
      await hub.close()
      await giveBack(database, owner).catch((error) => log.warn({ err: error }, 'Runs could not be given back'))
    },
  }
}

const shareBy =
  (limitOf: LimitOf) =>
  (tenant: string): Partial<Share> => {
    const { weight, running, queued } = limitOf(tenant)
    return {
      ...(weight !== undefined && { weight }),
      ...(running !== undefined && { maxRunning: running }),
      ...(queued !== undefined && { maxQueued: queued }),
    }
  }

/** As every log line of the request that asked says it. */
const callOf = ({ correlationId, traceId }: TraceContext) => ({ correlationId, traceId })

interface ProgressWriter {
  readonly database: Database
  readonly id: string
  readonly owner: string
  readonly log: Logger
  readonly hub: RunHub
}

/** Once a second at most, one write at a time; a write that fails costs nothing but freshness. */
function progressWriter({ database, id, owner, log, hub }: ProgressWriter) {
  let next = 0
  let best = Number.POSITIVE_INFINITY
  const write = async (progress: SearchProgress): Promise<void> => {
    if (!(await saveProgress(database, id, owner, progress))) return
    await tellEvent(database, id, progress.cost < best ? 'improved' : 'progress', progress)
    best = Math.min(best, progress.cost)
    hub.wake()
  }
  let latest: SearchProgress | undefined
  let told: SearchProgress | undefined
  let writing = Promise.resolve()
  const tell = (progress: SearchProgress): void => {
    next = Infinity
    told = progress
    writing = write(progress)
      .catch((error) => log.warn({ err: error, runId: id }, 'Progress was not stored'))
      .finally(() => {
        next = performance.now() + PROGRESS_EVERY_MS
      })
  }
  return {
    onProgress: (progress: SearchProgress): void => {
      latest = progress
      if (performance.now() >= next) tell(progress)
    },
    /** Before the run is said to be over: whoever listens hears of its plan first. */
    lastWord: async (): Promise<void> => {
      await writing
      if (latest !== undefined && latest !== told) tell(latest)
      await writing
    },
  }
}
