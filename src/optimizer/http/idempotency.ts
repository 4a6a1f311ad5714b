// Idempotency-Key on every write: the same request under the same key is done once and answered the same. What it does is
// idempotent by itself too (events by their ids, offers, runs by their own keys), so that a process that dies between the
// deed and its answer does no harm. Knows routes only by who may call them.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { READERS } from '../../platform/access.ts'
import { problem } from '../../platform/api-docs.ts'
import type { Database } from '../../platform/database.ts'
import { fingerprint } from '../../platform/fingerprint.ts'
import { HttpProblem, invalidInput } from '../../platform/http.ts'
import type { HttpApp } from '../../platform/http-app.ts'

/** These keep the key with what they make. */
const OWN_KEYS = ['/v1/optimizations', '/v1/plans/:planId/replans']
/** Whoever claimed a key so long ago has died with it. */
const CLAIM = "interval '60 seconds'"
const KEPT_FOR = '2 days'
const WRITES: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE']
const KEY_PROBLEM = problem('The idempotency key has been used for another request, or its request is being done.')
const TOLD_AGAIN = ['content-type', 'etag', 'location'] as const

interface StoredAnswer {
  readonly requestHash: string
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: string | null
}

export function addIdempotency(app: HttpApp, database: Database): void {
  const claimed = new WeakMap<FastifyRequest, { readonly tenant: string; readonly key: string }>()

  app.addHook('onRoute', (route) => {
    const isWrite = [route.method].flat().some((method) => WRITES.includes(method))
    if (!isWrite || route.config?.mayCall === READERS || route.schema?.hide === true) return
    const known = route.schema?.response as object | undefined
    route.schema = { ...route.schema, response: { 409: KEY_PROBLEM, ...known } }
  })

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (key === undefined) return undefined
    const { tenant } = request.identity
    const hash = fingerprint({ method: request.method, url: request.url, body: request.body ?? null })
    if (await claim(database, tenant, key, hash)) {
      claimed.set(request, { tenant, key })
      // The answer is kept as it is written.
      request.headers['x-no-compression'] = 'true'
      return undefined
    }
    const [before] = await database.query<StoredAnswer>(
      'SELECT request_hash AS "requestHash", status, headers, body FROM idempotent_answers WHERE tenant = $1 AND key = $2',
      [tenant, key],
    )
    return answerAgain(reply, before, hash)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const own = claimed.get(request)
    if (own === undefined) return payload
    claimed.delete(request)
    const text = typeof payload === 'string' ? payload : Buffer.isBuffer(payload) ? payload.toString('utf8') : ''
    // What may pass next time is not what was asked for.
    const isFinal = reply.statusCode < 500 && reply.statusCode !== 429 && reply.statusCode !== 408
    const keep = isFinal ? store(database, own, reply, text) : giveUp(database, own)
    await keep.catch((error) => request.log.warn({ err: error }, 'An answer was not kept under its key'))
    return payload
  })
}

function keyOf(request: FastifyRequest): string | undefined {
  const { config, url } = request.routeOptions
  const isWrite = WRITES.includes(request.method) && config.mayCall !== READERS
  const key = request.headers['idempotency-key']
  if (!isWrite || key === undefined || OWN_KEYS.includes(url ?? '')) return undefined
  if (typeof key === 'string' && /^[\x20-\x7e]{1,200}$/.test(key)) return key
  throw new HttpProblem(
    invalidInput([
      { path: '/headers/idempotency-key', code: 'WRONG_FORMAT', message: 'must be 1 to 200 printable characters' },
    ]),
  )
}

async function claim(database: Database, tenant: string, key: string, hash: string): Promise<boolean> {
  const made = await database.query(
    `INSERT INTO idempotent_answers AS a (tenant, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (tenant, key) DO UPDATE SET claimed_at = clock_timestamp()
       WHERE a.status IS NULL AND a.request_hash = $3 AND a.claimed_at < clock_timestamp() - ${CLAIM}
     RETURNING key`,
    [tenant, key, hash],
  )
  return made.length > 0
}

function answerAgain(reply: FastifyReply, before: StoredAnswer | undefined, hash: string): FastifyReply {
  if (before !== undefined && before.requestHash !== hash)
    throw new HttpProblem({
      status: 409,
      code: 'IDEMPOTENCY_PAYLOAD_MISMATCH',
      title: 'The idempotency key has been used for another request',
    })
  if (before === undefined || before.status === null)
    throw new HttpProblem({
      status: 409,
      code: 'IDEMPOTENCY_IN_PROGRESS',
      title: 'The same request is being done at this moment',
      headers: { 'retry-after': '1' },
    })
  void reply.code(before.status).headers({ ...before.headers, 'idempotency-replayed': 'true' })
  return reply.send(before.body === null || before.body === '' ? null : Buffer.from(before.body))
}

type Claimed = { readonly tenant: string; readonly key: string }

async function store(database: Database, { tenant, key }: Claimed, reply: FastifyReply, body: string): Promise<void> {
  const headers = Object.fromEntries(
    TOLD_AGAIN.flatMap((name) => {
      const value = reply.getHeader(name)
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )
  await database.query(
    'UPDATE idempotent_answers SET status = $3, headers = $4, body = $5 WHERE tenant = $1 AND key = $2',
    [tenant, key, reply.statusCode, JSON.stringify(headers), body],
  )
  if (Math.random() < 0.01)
    await database.query(
      'DELETE FROM idempotent_answers WHERE claimed_at < (SELECT clock_timestamp()) - $1::interval',
      [KEPT_FOR],
    )
}

async function giveUp(database: Database, { tenant, key }: Claimed): Promise<void> {
  await database.query('DELETE FROM idempotent_answers WHERE tenant = $1 AND key = $2 AND status IS NULL', [
    tenant,
    key,
  ])
}
