// The rows of the table `outbox`. Knows no network and no rule of what is sent when.
import type { Connection } from '../platform/database.ts'
import type { TraceContext } from '../platform/trace.ts'
import type { SendOutcome } from './outcome.ts'
import type { WireRequest } from './profile.ts'

export interface NewEntry {
  readonly tenant: string
  readonly runId: string
  readonly ticketId: string
  readonly contentHash: string
  readonly request: WireRequest
  readonly trace: TraceContext
}

export interface Entry {
  readonly tenant: string
  readonly runId: string
  readonly contentHash: string
  readonly request: WireRequest
  readonly trace: TraceContext
  /** Of the latest attempt. */
  readonly outcome: SendOutcome | null
}

/** Whoever is there already stays as it is. */
export async function insertEntries(on: Connection, entries: readonly NewEntry[]): Promise<void> {
  const column = (value: (entry: NewEntry) => string) => entries.map(value)
  await on.query(
    `INSERT INTO outbox (request_id, tenant, run_id, ticket_id, tool, content_hash, request, trace)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
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
    ],
  )
}

type Row = Omit<Entry, 'request'> & { readonly request: string }

/** Ours until the transaction ends, even if by the end of this process; nothing when somebody else has it now. */
export async function claimEntry(on: Connection, requestId: string): Promise<Entry | undefined> {
  const [row] = await on.query<Row>(
    `SELECT tenant, run_id AS "runId", content_hash AS "contentHash", request, trace, outcome
     FROM outbox WHERE request_id = $1 FOR UPDATE SKIP LOCKED`,
    [requestId],
  )
  return row && { ...row, request: JSON.parse(row.request) as WireRequest }
}

export async function saveOutcome(on: Connection, outcome: SendOutcome): Promise<void> {
  await on.query(
    `UPDATE outbox SET outcome = $2, attempts = attempts + 1, attempted_at = clock_timestamp(),
                       settled_at = CASE WHEN $3 THEN clock_timestamp() END
     WHERE request_id = $1`,
    [outcome.requestId, JSON.stringify(outcome), outcome.judged],
  )
}

/** In the order they were stored. */
export async function listUnsettled(on: Connection): Promise<string[]> {
  const rows = await on.query<{ requestId: string }>(
    'SELECT request_id AS "requestId" FROM outbox WHERE settled_at IS NULL ORDER BY created_at, request_id',
  )
  return rows.map(({ requestId }) => requestId)
}
