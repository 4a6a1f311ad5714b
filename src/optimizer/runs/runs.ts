// Runs: accepted, stored, computed when their turn comes, and found again after a restart. Knows the store, the queue and
// the way from input to answer; no HTTP.
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as timeOrderedId } from 'uuid'
import type { SearchProgress, SolverPool } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { RunStatus } from '../../contracts/run.ts'
import type { Database } from '../../platform/database.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import type { Logger } from '../../platform/log.ts'
import type { LimitOf } from '../../platform/tenant-limits.ts'
import type { TraceContext } from '../../platform/trace.ts'
import { spanned, spanSince } from '../../platform/tracing.ts'
import type { Roads } from '../../travel/roads.ts'
import type { EndedRun } from '../measures.ts'
import { optimize } from '../optimize.ts'
import { AcceptedInput } from '../question/accept.ts'
import { failureJson } from './run-failure.ts'
import { type QueueState, RunQueue, type Share } from './run-queue.ts'
import {
  failRun,
  findAnswered,
  findByKey,
  findRun,
  finishRun,
  insertRun,
  requestCancel,
  requeueUnfinished,
  type StartedRun,
  type StoredRun,
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
  /** Throws QueueFullError or KeyReusedError; then nothing is stored. */
  submit(submission: Submission): Promise<{ readonly id: string; readonly status: RunStatus }>
  find(tenant: string, id: string): Promise<StoredRun | undefined>
  /** What was asked and what was answered, if it was; both as JSON. */
  answered(tenant: string, id: string): ReturnType<typeof findAnswered>
  cancel(tenant: string, id: string): Promise<void>
  /** Resolves when the run is over, or is not to be finished by this process. */
  settled(id: string): Promise<void>
  queue(): QueueState
  close(): Promise<void>
}

const PROGRESS_EVERY_MS = 1000
const LONGEST_RETRY_MS = 10_000
/** About a quarter of an hour; then the next start takes the run up again. */
const MOST_TRIES = 100

/** Begins with what an earlier process left unfinished. One process at a time may own the table's runs. */
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
}: RunsOptions): Promise<Runs> {
  const closing = new AbortController()
  const queue = new RunQueue({ maxRunning, maxQueued, execute, ...(limitOf && { shareOf: shareBy(limitOf) }) })
  const unfinished = await requeueUnfinished(database)
  const inherited = new Set(unfinished.map(({ id }) => id))
  for (const { id, tenant } of unfinished) queue.add(id, tenant)

  async function submit({ input, tenant, idempotencyKey, trace }: Submission) {
    const inputHash = fingerprint(input)
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
      const run = { id, tenant, idempotencyKey, input: json, inputHash, trace, overrides: taken.overrideIds }
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
    const started = await untilStored(id, () => startRun(database, id))
    if (!started) return
    const store = await outcome(id, started, signal)
    // The next start takes it up again: an answer that was cut short by a shutdown is not what was asked for.
    if (!closing.signal.aborted) await untilStored(id, store)
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
  async function outcome(
    id: string,
    { input, trace, createdAt }: StartedRun,
    signal: AbortSignal,
  ): Promise<() => Promise<void>> {
    spanSince('queue', createdAt, { 'run.id': id }, trace)
    const begun = performance.now()
    const ended = (run: Omit<EndedRun, 'seconds'>) => onEnded?.({ ...run, seconds: (performance.now() - begun) / 1000 })
    try {
      const onProgress = progressWriter(database, id, log)
      const stored: unknown = JSON.parse(input)
      // What this process has accepted needs no second look; what an earlier one did may lack what has been added since.
      const accepted = inherited.has(id) ? AcceptedInput.parse(stored) : (stored as OptimizationInput)
      const output = await spanned(
        'run',
        { 'run.id': id },
        () => optimize(accepted, { pool, runId: id, signal, onProgress, ...(roads && { roads }) }),
        { under: trace },
      )
      const json = JSON.stringify(output)
      ended({ status: signal.aborted ? 'canceled' : 'done', output })
      return () => finishRun(database, id, json)
    } catch (error) {
      if (!closing.signal.aborted) log.error({ err: error, runId: id, ...callOf(trace) }, 'A run failed')
      ended({ status: 'failed' })
      const problem = failureJson(error, trace.correlationId)
      return () => failRun(database, id, problem)
    }
  }

  return {
    submit,
    find: (tenant, id) => findRun(database, tenant, id),
    answered: (tenant, id) => findAnswered(database, tenant, id),
    cancel: async (tenant, id) => {
      if (await requestCancel(database, tenant, id)) queue.cancel(id)
    },
    settled: (id) => queue.settled(id),
    queue: () => queue.state(),
    close: () => {
      closing.abort()
      return queue.close()
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

/** Once a second at most, one write at a time; a write that fails costs nothing but freshness. */
function progressWriter(database: Database, id: string, log: Logger): (progress: SearchProgress) => void {
  let next = 0
  return (progress) => {
    if (performance.now() < next) return
    next = Infinity
    void saveProgress(database, id, progress)
      .catch((error) => log.warn({ err: error, runId: id }, 'Progress was not stored'))
      .finally(() => {
        next = performance.now() + PROGRESS_EVERY_MS
      })
  }
}
