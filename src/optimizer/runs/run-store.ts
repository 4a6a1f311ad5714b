// The rows of the table `runs`, a function for each thing that happens to them. The connection comes first; what a run
// may become next is decided here, in the statement that changes it, so that two changes at once cannot disagree.
import type { ProblemDetails } from '../../contracts/problem-details.ts'
import type { RunLabel, RunProgress, RunStatus } from '../../contracts/run.ts'
import type { Connection } from '../../platform/database.ts'
import type { TraceContext } from '../../platform/trace.ts'
import type { Assignment } from '../live/wire.ts'

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
  readonly label?: RunLabel | undefined
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
  readonly bestPlan: readonly Assignment[] | null
  readonly name: string | null
  readonly note: string | null
  readonly basePlan: string | null
  readonly basePlanVersion: number | null
  readonly baseRun: string | null
}

/** False when another run holds the idempotency key. */
export async function insertRun(on: Connection, run: NewRun): Promise<boolean> {
  const { id, tenant, idempotencyKey = null, input, inputHash, trace, overrides, label } = run
  const inserted = await on.query(
    `INSERT INTO runs (id, tenant, idempotency_key, input, input_hash, trace, name, note, base_plan, base_plan_version, base_run, overrides)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (tenant, idempotency_key) DO NOTHING
     RETURNING id`,
    [
      ...[id, tenant, idempotencyKey, input, inputHash, JSON.stringify(trace)],
      ...[label?.name ?? null, label?.note ?? null],
      ...[label?.basePlan?.planId ?? null, label?.basePlan?.version ?? null, label?.baseRun ?? null],
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

const RUN = `id, status, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt", progress, problem, overrides,
  best_plan AS "bestPlan", name, note, base_plan AS "basePlan", base_plan_version AS "basePlanVersion", base_run AS "baseRun"`

export async function findRun(on: Connection, tenant: string, id: string): Promise<StoredRun | undefined> {
  const [run] = await on.query<StoredRun>(`SELECT ${RUN}, output FROM runs WHERE tenant = $1 AND id = $2`, [tenant, id])
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

/** Those that were given a name, latest first, without what they found. */
export function listNamed(on: Connection, tenant: string, limit: number, before?: string): Promise<StoredRun[]> {
  return on.query<StoredRun>(
    `SELECT ${RUN}, NULL AS output FROM runs
     WHERE tenant = $1 AND name IS NOT NULL AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $2`,
    [tenant, limit, before ?? null],
  )
}

const LEASE = "interval '15 seconds'"

export interface StartedRun {
  readonly tenant: string
  readonly createdAt: Date
  readonly input: string
  readonly trace: TraceContext
  /** How often it was begun, this time included. */
  readonly attempts: number
  /** From an attempt that was cut short. */
  readonly bestPlan: readonly Assignment[] | null
  readonly bestSeconds: number | null
}

/** A run that now is running, and this owner's; nothing when it is not queued any more. */
export async function startRun(on: Connection, id: string, owner: string): Promise<StartedRun | undefined> {
  const [run] = await on.query<StartedRun>(
    `UPDATE runs SET status = 'running', started_at = coalesce(started_at, clock_timestamp()), attempts = attempts + 1,
                     owner = $2, lease_until = clock_timestamp() + ${LEASE}
     WHERE id = $1 AND status = 'queued'
     RETURNING tenant, input, trace, created_at AS "createdAt", attempts, best_plan AS "bestPlan", best_seconds AS "bestSeconds"`,
    [id, owner],
  )
  return run
}

export interface OwnedRun {
  readonly id: string
  readonly isToStop: boolean
}

/** Says for all of an owner's runs that they are still at it; answers which are still theirs. */
export function renewLeases(on: Connection, owner: string): Promise<OwnedRun[]> {
  return on.query<OwnedRun>(
    `UPDATE runs SET lease_until = clock_timestamp() + ${LEASE} WHERE owner = $1 AND status = 'running'
     RETURNING id, cancel_requested AS "isToStop"`,
    [owner],
  )
}

/** Nobody has to wait for what this owner will not go on with. */
export async function giveBack(on: Connection, owner: string): Promise<void> {
  await on.query(
    `UPDATE runs SET owner = NULL, lease_until = NULL, attempts = attempts - 1 WHERE owner = $1 AND status = 'running'`,
    [owner],
  )
}

export async function saveProgress(on: Connection, id: string, owner: string, progress: RunProgress): Promise<boolean> {
  const saved = await on.query(
    `UPDATE runs SET progress = $3 WHERE id = $1 AND owner = $2 AND status = 'running' RETURNING id`,
    [id, owner, JSON.stringify(progress)],
  )
  return saved.length > 0
}

export async function saveBestPlan(
  on: Connection,
  id: string,
  owner: string,
  plan: readonly Assignment[],
  seconds: number,
): Promise<void> {
  await on.query(
    `UPDATE runs SET best_plan = $3, best_seconds = $4 WHERE id = $1 AND owner = $2 AND status = 'running'`,
    [id, owner, JSON.stringify(plan), seconds],
  )
}

/**
 * What a run that was told to stop has found until then is kept; it ends as canceled all the same. Nothing when it is not
 * this owner's any more.
 */
export async function finishRun(
  on: Connection,
  id: string,
  owner: string,
  output: string,
): Promise<RunStatus | undefined> {
  const [run] = await on.query<{ status: RunStatus }>(
    `UPDATE runs SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'done' END,
                     output = $3, finished_at = clock_timestamp(), owner = NULL, lease_until = NULL, best_plan = NULL
     WHERE id = $1 AND owner = $2 AND status = 'running' RETURNING status`,
    [id, owner, output],
  )
  return run?.status
}

/** `problem` is JSON. */
export async function failRun(on: Connection, id: string, owner: string, problem: string): Promise<boolean> {
  const failed = await on.query(
    `UPDATE runs SET status = 'failed', problem = $3, finished_at = clock_timestamp(), owner = NULL, lease_until = NULL
     WHERE id = $1 AND owner = $2 AND status = 'running' RETURNING id`,
    [id, owner, problem],
  )
  return failed.length > 0
}

/** A queued run ends here; a running one is marked and ends when its search has stopped. Nothing when there is neither. */
export async function requestCancel(on: Connection, tenant: string, id: string): Promise<RunStatus | undefined> {
  const [canceled] = await on.query<{ status: RunStatus }>(
    `UPDATE runs SET cancel_requested = true,
                     finished_at = CASE WHEN status = 'queued' THEN clock_timestamp() END,
                     status = CASE WHEN status = 'queued' THEN 'canceled' ELSE status END
     WHERE tenant = $1 AND id = $2 AND status IN ('queued', 'running')
     RETURNING status`,
    [tenant, id],
  )
  return canceled?.status
}

export interface Unfinished {
  /** Queued, in the order in which they came. */
  readonly queued: readonly { readonly id: string; readonly tenant: string }[]
  /** Those that somebody had asked to stop, and that nobody was at any more. */
  readonly canceled: readonly string[]
}

/**
 * What nobody is at any more, by the clock of the database, is queued again, unless somebody had asked for it to stop. What
 * is known to have been found until then stays with it.
 */
export async function requeueAbandoned(on: Connection): Promise<Unfinished> {
  const requeued = await on.query<{ id: string; status: RunStatus }>(
    `UPDATE runs SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                     finished_at = CASE WHEN cancel_requested THEN clock_timestamp() END,
                     owner = NULL, lease_until = NULL, progress = NULL
     WHERE status = 'running' AND (lease_until IS NULL OR lease_until < clock_timestamp())
     RETURNING id, status`,
  )
  const queued = await on.query<{ id: string; tenant: string }>(
    `SELECT id, tenant FROM runs WHERE status = 'queued' ORDER BY created_at, id`,
  )
  return {
    queued: queued,
    canceled: requeued.filter(({ status }) => status === 'canceled').map(({ id }) => id),
  }
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
