// The rows of decisions, approvals and overrides: written once, and read. The connection comes first, so that a decision is
// stored in the transaction that stores its command. Knows no policy and no network.
import type { Approval, Decision, Override, OverrideRequest, Verdict } from '../contracts/autonomy.ts'
import type { Connection } from '../platform/database.ts'

export type NewDecision = Omit<Decision, 'decidedAt'>

/** Whatever was decided for the same ticket of the same run stays. */
export async function insertDecisions(on: Connection, tenant: string, decisions: readonly NewDecision[]) {
  const column = <T>(value: (decision: NewDecision) => T) => decisions.map(value)
  await on.query(
    `INSERT INTO autonomy_decisions (tenant, id, run_id, ticket_id, verdict, mode, sent, reason_code, policy_hash, decision)
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::text[], $10::jsonb[])
     ON CONFLICT (run_id, ticket_id) DO NOTHING`,
    [
      tenant,
      column(({ id }) => id),
      column(({ runId }) => runId),
      column(({ ticketId }) => ticketId),
      column(({ verdict }) => verdict),
      column(({ mode }) => mode),
      column(({ sent }) => sent),
      column(({ reasonCode }) => reasonCode),
      column(({ policy }) => policy.hash),
      column((decision) => JSON.stringify(decision)),
    ],
  )
}

interface Row {
  readonly decision: NewDecision
  readonly decidedAt: Date
}
const DECISION = 'd.decision, d.decided_at AS "decidedAt"'
const decisionOf = ({ decision, decidedAt }: Row): Decision => ({ ...decision, decidedAt: decidedAt.toISOString() })

export interface DecisionFilter {
  readonly runId?: string | undefined
  readonly ticketId?: string | undefined
  readonly verdict?: Verdict | undefined
  /** Those that were decided before this one. */
  readonly before?: string | undefined
  readonly since?: Date | undefined
  readonly limit: number
}

/** The latest first: ids sort by time. */
export async function listDecisions(on: Connection, tenant: string, filter: DecisionFilter): Promise<Decision[]> {
  const { runId = null, ticketId = null, verdict = null, before = null, since = null, limit } = filter
  const rows = await on.query<Row>(
    `SELECT ${DECISION} FROM autonomy_decisions d
     WHERE tenant = $1 AND ($2::uuid IS NULL OR run_id = $2) AND ($3::text IS NULL OR ticket_id = $3)
       AND ($4::text IS NULL OR verdict = $4) AND ($5::uuid IS NULL OR id < $5)
       AND ($6::timestamptz IS NULL OR decided_at >= $6)
     ORDER BY id DESC LIMIT $7`,
    [tenant, runId, ticketId, verdict, before, since, limit],
  )
  return rows.map(decisionOf)
}

export async function findDecision(on: Connection, tenant: string, id: string): Promise<Decision | undefined> {
  const [row] = await on.query<Row>(`SELECT ${DECISION} FROM autonomy_decisions d WHERE tenant = $1 AND id = $2`, [
    tenant,
    id,
  ])
  return row && decisionOf(row)
}

/** The decision of a later run about the same ticket, if there is one. */
export async function laterDecision(on: Connection, tenant: string, { id, ticketId }: Decision) {
  const [later] = await on.query<{ id: string }>(
    'SELECT id FROM autonomy_decisions WHERE tenant = $1 AND ticket_id = $2 AND id > $3 ORDER BY id DESC LIMIT 1',
    [tenant, ticketId, id],
  )
  return later?.id
}

/** Those that wait for a person: not answered, not in shadow, and not overtaken by a later run. The oldest first. */
export async function listWaiting(on: Connection, tenant: string, limit: number): Promise<Decision[]> {
  const rows = await on.query<Row>(
    `SELECT ${DECISION} FROM autonomy_decisions d
     WHERE d.tenant = $1 AND d.verdict IN ('REQUIRE_APPROVAL', 'REQUIRE_EVIDENCE') AND d.mode IN ('assisted', 'scoped')
       AND NOT EXISTS (SELECT FROM autonomy_approvals a WHERE a.decision_id = d.id)
       AND NOT EXISTS (SELECT FROM autonomy_decisions l WHERE l.tenant = d.tenant AND l.ticket_id = d.ticket_id AND l.id > d.id)
     ORDER BY d.id LIMIT $2`,
    [tenant, limit],
  )
  return rows.map(decisionOf)
}

export type StoredApproval = Pick<Approval, 'answer' | 'by' | 'note'> & { readonly at: Date }

/** What holds: the answer given now, or the one that was given before. */
export async function answerDecision(
  on: Connection,
  tenant: string,
  decisionId: string,
  { answer, by, note }: Pick<Approval, 'answer' | 'by' | 'note'>,
): Promise<StoredApproval> {
  await on.query(
    `INSERT INTO autonomy_approvals (decision_id, tenant, answer, answered_by, note) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (decision_id) DO NOTHING`,
    [decisionId, tenant, answer, by, note ?? null],
  )
  const [stored] = await on.query<Omit<StoredApproval, 'note'> & { note: string | null }>(
    `SELECT answer, answered_by AS by, note, answered_at AS at FROM autonomy_approvals WHERE decision_id = $1`,
    [decisionId],
  )
  if (stored === undefined) throw new Error(`The answer to decision ${decisionId} is gone.`)
  const { note: kept, ...rest } = stored
  return { ...rest, ...(kept !== null && { note: kept }) }
}

export interface NewOverride extends OverrideRequest {
  readonly id: string
  readonly by: string
}

export async function insertOverride(
  on: Connection,
  tenant: string,
  { id, by, ...asked }: NewOverride,
): Promise<Override> {
  const [row] = await on.query<{ at: Date }>(
    `INSERT INTO autonomy_overrides (id, tenant, ticket_id, reason_code, note, asked, made_by, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING made_at AS at`,
    [id, tenant, asked.ticketId, asked.reasonCode, asked.note, JSON.stringify(asked), by, asked.until ?? null],
  )
  return { ...asked, id, by, at: (row?.at ?? new Date()).toISOString() }
}

interface OverrideRow {
  readonly id: string
  readonly asked: OverrideRequest
  readonly by: string
  readonly at: Date
}

export interface OverrideFilter {
  /** Of these tickets; without it, of all. */
  readonly ticketIds?: readonly string[]
  /** Those that hold now; without it, also those that ended or were withdrawn. */
  readonly onlyInForce: boolean
  readonly limit: number
}

/** In the order they were made. */
export async function listOverrides(on: Connection, tenant: string, filter: OverrideFilter): Promise<Override[]> {
  const rows = await on.query<OverrideRow>(
    `SELECT id, asked, made_by AS by, made_at AS at FROM autonomy_overrides o
     WHERE tenant = $1 AND ($2::text[] IS NULL OR ticket_id = ANY($2))
       AND (NOT $3 OR ((ends_at IS NULL OR ends_at > clock_timestamp())
                       AND NOT EXISTS (SELECT FROM autonomy_withdrawals w WHERE w.override_id = o.id)))
     ORDER BY id LIMIT $4`,
    [tenant, filter.ticketIds ?? null, filter.onlyInForce, filter.limit],
  )
  return rows.map(({ id, asked, by, at }) => ({ ...asked, id, by, at: at.toISOString() }))
}

/** False when there is none. Again changes nothing. */
export async function withdrawOverride(on: Connection, tenant: string, id: string, by: string): Promise<boolean> {
  const found = await on.query('SELECT FROM autonomy_overrides WHERE tenant = $1 AND id = $2', [tenant, id])
  if (found.length === 0) return false
  await on.query(
    'INSERT INTO autonomy_withdrawals (override_id, withdrawn_by) VALUES ($1, $2) ON CONFLICT (override_id) DO NOTHING',
    [id, by],
  )
  return true
}
