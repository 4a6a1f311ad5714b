// The rows of the table `runs`, a function for each thing that happens to them. The connection comes first; what a run
// may become next is decided here, in the statement that changes it, so that two changes at once cannot disagree.
import type { ProblemDetails } from '../../contracts/problem-details.ts'
import type { RunProgress, RunStatus } from '../../contracts/run.ts'
import type { Connection } from '../../platform/database.ts'
import type { TraceContext } from '../../platform/trace.ts'

export interface NewRun {
  readonly id: string
  readonly tenant: string
  readonly idempotencyKey: string | undefined
  /** JSON, as accepted. */
  readonly input: string
  readonly inputHash: string
  readonly trace: TraceContext
  /** Ids of the overrides that it takes up. */
  readonly overrides: readonly string[]
}

export interface StoredRun {
  readonly id: string
  readonly status: RunStatus
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly progress: RunProgress | null
  /** JSON, as answered. */
  readonly output: string | null
  readonly problem: ProblemDetails | null
  readonly overrides: readonly string[] | null
}

/** False when another run holds the idempotency key. */
export async function insertRun(on: Connection, run: NewRun): Promise<boolean> {
  const { id, tenant, idempotencyKey = null, input, inputHash, trace, overrides } = run
  const inserted = await on.query(
    `INSERT INTO runs (id, tenant, idempotency_key, input, input_hash, trace, overrides) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant, idempotency_key) DO NOTHING
     RETURNING id`,
    [
      id,
      tenant,
      idempotencyKey,
      input,
      inputHash,
      JSON.stringify(trace),
      overrides.length === 0 ? null : JSON.stringify(overrides),
    ],
  )
  return inserted.length > 0
}

export interface KeyHolder {
  readonly id: string
  readonly status: RunStatus
  readonly inputHash: string
}

export async function findByKey(on: Connection, tenant: string, key: string): Promise<KeyHolder | undefined> {
  const [run] = await on.query<KeyHolder>(
    'SELECT id, status, input_hash AS "inputHash" FROM runs WHERE tenant = $1 AND idempotency_key = $2',
    [tenant, key],
  )
  return run
}

export async function findRun(on: Connection, tenant: string, id: string): Promise<StoredRun | undefined> {
  const [run] = await on.query<StoredRun>(
    `SELECT id, status, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt",
            progress, output, problem, overrides
     FROM runs WHERE tenant = $1 AND id = $2`,
    [tenant, id],
  )
  return run
}

/** Both as JSON: what was asked and what was answered, if it was. */
export async function findAnswered(
  on: Connection,
  tenant: string,
  id: string,
): Promise<{ readonly input: string; readonly output: string | null } | undefined> {
  const [run] = await on.query<{ input: string; output: string | null }>(
    'SELECT input, output FROM runs WHERE tenant = $1 AND id = $2',
    [tenant, id],
  )
  return run
}

export interface StartedRun {
  readonly createdAt: Date
  readonly input: string
  readonly trace: TraceContext
}

/** A run that now is running; nothing when it is not queued any more. */
export async function startRun(on: Connection, id: string): Promise<StartedRun | undefined> {
  const [run] = await on.query<StartedRun>(
    `UPDATE runs SET status = 'running', started_at = clock_timestamp() WHERE id = $1 AND status = 'queued'
     RETURNING input, trace, created_at AS "createdAt"`,
    [id],
  )
  return run
}

export async function saveProgress(on: Connection, id: string, progress: RunProgress): Promise<void> {
  await on.query(`UPDATE runs SET progress = $2 WHERE id = $1 AND status = 'running'`, [id, JSON.stringify(progress)])
}

/** What a run that was told to stop has found until then is kept; it ends as canceled all the same. */
export async function finishRun(on: Connection, id: string, output: string): Promise<void> {
  await on.query(
    `UPDATE runs SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'done' END,
                     output = $2, finished_at = clock_timestamp()
     WHERE id = $1 AND status = 'running'`,
    [id, output],
  )
}

/** `problem` is JSON. */
export async function failRun(on: Connection, id: string, problem: string): Promise<void> {
  await on.query(
    `UPDATE runs SET status = 'failed', problem = $2, finished_at = clock_timestamp()
     WHERE id = $1 AND status = 'running'`,
    [id, problem],
  )
}

/** A queued run ends here; a running one is marked and ends when its search has stopped. False when there is neither. */
export async function requestCancel(on: Connection, tenant: string, id: string): Promise<boolean> {
  const canceled = await on.query(
    `UPDATE runs SET cancel_requested = true,
                     finished_at = CASE WHEN status = 'queued' THEN clock_timestamp() END,
                     status = CASE WHEN status = 'queued' THEN 'canceled' ELSE status END
     WHERE tenant = $1 AND id = $2 AND status IN ('queued', 'running')
     RETURNING id`,
    [tenant, id],
  )
  return canceled.length > 0
}

/**
 * After a restart nothing runs: what was running is queued again, unless somebody had asked for it to stop.
 * Answers what is queued, in the order it came.
 */
export async function requeueUnfinished(on: Connection): Promise<{ readonly id: string; readonly tenant: string }[]> {
  await on.query(
    `UPDATE runs SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                     finished_at = CASE WHEN cancel_requested THEN clock_timestamp() END,
                     started_at = CASE WHEN cancel_requested THEN started_at END,
                     progress = NULL
     WHERE status = 'running'`,
  )
  return on.query(`SELECT id, tenant FROM runs WHERE status = 'queued' ORDER BY created_at, id`)
}

/** What the autonomy policy has to look at. */
export interface UndecidedRun {
  readonly id: string
  readonly tenant: string
  readonly input: string
  readonly output: string
  readonly trace: TraceContext
  readonly ageSeconds: number
}

/** Older ones would be too old for any policy; a run that is decided by somebody else now is left to them. */
const DECIDED_WITHIN = '1 day'

/** The one that has waited longest, marked as decided if the transaction commits. */
export async function takeUndecided(on: Connection): Promise<UndecidedRun | undefined> {
  const [run] = await on.query<UndecidedRun>(
    `UPDATE runs SET decided_at = clock_timestamp() WHERE id = (
       SELECT id FROM runs
       WHERE status = 'done' AND decided_at IS NULL AND finished_at > clock_timestamp() - $1::interval
       ORDER BY finished_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, tenant, input, output, trace,
               extract(epoch FROM clock_timestamp() - finished_at)::float AS "ageSeconds"`,
    [DECIDED_WITHIN],
  )
  return run
}
