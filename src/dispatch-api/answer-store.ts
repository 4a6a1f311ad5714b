// The rows of the table `answers`: what was answered to each command that succeeded. Knows no tool.
import type { Connection, Transaction } from '../platform/database.ts'
import { NOW_SQL } from './audit-store.ts'

/** Names a command: the same key is the same command, whoever sends it and however often. */
export interface AnswerKey {
  readonly tenant: string
  /** Of the endpoint: a tool, or a path of the wire v1. */
  readonly tool: string
  /** The ticket addressed, empty for a tool that makes one; in the wire v1 the actor. */
  readonly scope: string
  readonly requestId: string
}

export interface StoredAnswer {
  readonly contentHash: string
  readonly status: number
  /** JSON, byte for byte. */
  readonly body: string
}

const values = ({ tenant, tool, scope, requestId }: AnswerKey) => [tenant, tool, scope, requestId]

/** Until the transaction ends, others with the same key wait here, and then find the answer. */
export async function lockKey(on: Connection, key: AnswerKey): Promise<void> {
  await on.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    JSON.stringify(['dispatch-api answer', ...values(key)]),
  ])
}

type Nothing = { readonly [K in keyof StoredAnswer]: null }
export interface Looked {
  readonly earlier: StoredAnswer | undefined
  /** By the database's clock. */
  readonly now: string
}

/** Behind the lock on ticket or key, in a statement of its own: so it sees what that lock waited for. */
export async function lookUp(on: Connection, key: AnswerKey): Promise<Looked> {
  const [row] = await on.query<(StoredAnswer | Nothing) & { now: string }>(
    `SELECT content_hash AS "contentHash", status, body, ${NOW_SQL} AS now
     FROM (VALUES (1)) AS one LEFT JOIN answers
       ON tenant = $1 AND tool = $2 AND scope = $3 AND request_id = $4`,
    values(key),
  )
  if (!row) throw new Error('One row always comes.')
  const { now, ...found } = row
  return { now, earlier: found.contentHash === null ? undefined : found }
}

export function sendAnswer(on: Transaction, key: AnswerKey, answer: StoredAnswer): void {
  on.send(
    `INSERT INTO answers (tenant, tool, scope, request_id, content_hash, status, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [...values(key), answer.contentHash, answer.status, answer.body],
  )
}
