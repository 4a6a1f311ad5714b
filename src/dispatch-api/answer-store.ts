// The rows of the table `answers`: what was answered to each command that succeeded. Knows no tool.
import type { ToolName } from '../contracts/v0.ts'
import type { Connection } from '../platform/database.ts'

/** Names a command: the same key is the same command, whoever sends it and however often. */
export interface AnswerKey {
  readonly tenant: string
  readonly tool: ToolName
  /** The ticket addressed; empty for a tool that makes one. */
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

export async function findAnswer(on: Connection, key: AnswerKey): Promise<StoredAnswer | undefined> {
  const [answer] = await on.query<StoredAnswer>(
    `SELECT content_hash AS "contentHash", status, body FROM answers
     WHERE tenant = $1 AND tool = $2 AND scope = $3 AND request_id = $4`,
    values(key),
  )
  return answer
}

export async function insertAnswer(on: Connection, key: AnswerKey, answer: StoredAnswer): Promise<void> {
  await on.query(
    `INSERT INTO answers (tenant, tool, scope, request_id, content_hash, status, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [...values(key), answer.contentHash, answer.status, answer.body],
  )
}
