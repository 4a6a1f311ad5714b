// The rows of the table `outbox`. Knows no network and no rule of what is sent when.
import type { Connection } from '../platform/database.ts'
import type { TraceContext } from '../platform/trace.ts'
import type { SendOutcome } from './outcome.ts'
import type { WireRequest } from './profile.ts'

/** The decision by which a policy approved it. */
export interface Authority {
  readonly decisionId: string
  readonly policyHash: string
}

interface Stored {
  readonly tenant: string
  readonly runId: string
  readonly contentHash: string
  readonly request: WireRequest
  readonly trace: TraceContext
}

export interface NewEntry extends Stored {
  readonly ticketId: string
  /** Missing where a person said yes. */
  readonly authority?: Authority | undefined
}

export interface Entry extends Stored {
  readonly ticketId: string
  readonly authority: Authority | null
  /** Of the latest attempt. */
  readonly outcome: SendOutcome | null
}

/** Whoever is there already stays as it is. The timer leaves the others alone for as long as is said. */
export async function insertEntries(on: Connection, entries: readonly NewEntry[], forSeconds: number): Promise<void> {
  const column = (value: (entry: NewEntry) => string | null) => entries.map(value)
  await on.query(
    `INSERT INTO outbox (request_id, tenant, run_id, ticket_id, tool, content_hash, request, trace, authority, next_attempt_at)
     SELECT *, clock_timestamp() + make_interval(secs => $10) FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[])
     ON CONFLICT (request_id) DO NOTHING`,
    [
      column(({ request }) => request.requestId),
      column(({ tenant }) => tenant),
      column(({ runId }) => runId),
      column(({ ticketId }) => ticketId),
      column(({ request }) => request.toolName),
      column(({ contentHash }) => contentHash),
      column(({ request }) => JSON.stringify(request)),
      column(({ trace }) => JSON.stringify(trace)),
      column(({ authority }) => (authority === undefined ? null : JSON.stringify(authority))),
      forSeconds,
    ],
  )
}

type Row = Omit<Entry, 'request'> & { readonly request: string }

const ENTRY =
  'tenant, run_id AS "runId", ticket_id AS "ticketId", content_hash AS "contentHash", request, trace, authority, outcome'
const entryOf = (row: Row): Entry => ({ ...row, request: JSON.parse(row.request) as WireRequest })

/** Ours until the transaction ends, even if by the end of this process; nothing when somebody else has it now. */
export async function claimEntry(on: Connection, requestId: string): Promise<Entry | undefined> {
  const [row] = await on.query<Row>(`SELECT ${ENTRY} FROM outbox WHERE request_id = $1 FOR UPDATE SKIP LOCKED`, [
    requestId,
  ])
  return row && entryOf(row)
}

/** Of those that are settled, what became of them, by key: to be read once for many. */
export async function findSettled(on: Connection, requestIds: readonly string[]): Promise<Map<string, Entry>> {
  const rows = await on.query<Row>(
    `SELECT ${ENTRY} FROM outbox WHERE request_id = ANY($1::uuid[]) AND settled_at IS NOT NULL`,
    [requestIds],
  )
  return new Map(rows.map(entryOf).map((entry) => [entry.request.requestId, entry]))
}

/** A person said yes to what was stored: from now on it is theirs, and tried for another day. */
export async function takeOver(on: Connection, requestId: string): Promise<void> {
  await on.query('UPDATE outbox SET authority = NULL, asked_at = clock_timestamp() WHERE request_id = $1', [requestId])
}

const FIRST_PAUSE_SECONDS = 5
const LONGEST_PAUSE_SECONDS = 300
/** 5 s, 10 s, 20 s up to five minutes, between half and all of it. */
const NEXT_ATTEMPT = `clock_timestamp() + (0.5 + random() / 2) *
  make_interval(secs => least(${FIRST_PAUSE_SECONDS} * 2.0 ^ least(attempts, 20), ${LONGEST_PAUSE_SECONDS}))`

export async function saveOutcome(on: Connection, outcome: SendOutcome): Promise<void> {
  await on.query(
    `UPDATE outbox SET outcome = $2, attempts = attempts + 1, attempted_at = clock_timestamp(),
                       next_attempt_at = ${NEXT_ATTEMPT},
                       settled_at = CASE WHEN $3 THEN clock_timestamp() END
     WHERE request_id = $1`,
    [outcome.requestId, JSON.stringify(outcome), outcome.judged],
  )
}

interface Named {
  readonly requestId: string
}

/** In the order they were stored. */
export async function listUnsettled(on: Connection): Promise<string[]> {
  const rows = await on.query<Named>(
    'SELECT request_id AS "requestId" FROM outbox WHERE settled_at IS NULL ORDER BY created_at, request_id',
  )
  return rows.map(({ requestId }) => requestId)
}

/** Those whose time has come, longest due first. What somebody is sending now is left to them. */
export async function listDue(on: Connection, limit: number): Promise<string[]> {
  const rows = await on.query<Named>(
    `SELECT request_id AS "requestId" FROM outbox WHERE settled_at IS NULL AND next_attempt_at <= clock_timestamp()
     ORDER BY next_attempt_at, created_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  )
  return rows.map(({ requestId }) => requestId)
}

/** How long what nobody could send is tried: a proposal of yesterday would promise what has passed. */
const TRIED_FOR = '1 day'

/** Settles what has been tried for long enough; the last outcome stays, and says so. Answers how many. */
export async function giveUpOld(on: Connection, advice: string): Promise<number> {
  const given = await on.query(
    `UPDATE outbox SET settled_at = clock_timestamp(),
            outcome = coalesce(outcome, '{"outcome":"unreachable"}'::jsonb)
              || jsonb_build_object('requestId', request_id, 'judged', true, 'code', 'GAVE_UP', 'advice', $2::text)
     WHERE request_id IN (
       SELECT request_id FROM outbox WHERE settled_at IS NULL AND asked_at < clock_timestamp() - $1::interval
       LIMIT 1000 FOR UPDATE SKIP LOCKED)
     RETURNING request_id`,
    [TRIED_FOR, advice],
  )
  return given.length
}

/** Those that were settled so long ago: the same step asked again is sent again, under the key that it had. */
export async function forgetSettled(on: Connection, days: number): Promise<number> {
  const forgotten = await on.query(
    `DELETE FROM outbox WHERE request_id IN (
       SELECT request_id FROM outbox WHERE settled_at < clock_timestamp() - make_interval(days => $1)
       LIMIT 1000 FOR UPDATE SKIP LOCKED)
     RETURNING request_id`,
    [days],
  )
  return forgotten.length
}
