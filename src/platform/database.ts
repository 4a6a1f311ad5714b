// PostgreSQL through pg: parameterised queries, transactions that are tried again where the database asks for it,
// and plain .sql migrations. Knows no table.
import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import type { Logger } from './log.ts'

export interface Connection {
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>
}

export interface Transaction extends Connection {
  /** What answers nothing: it travels on with what comes next, and if it fails the transaction does. */
  send(sql: string, params: readonly unknown[]): void
}

export interface Database extends Connection {
  /** A reading whose connection breaks is asked again on another one; a writing is not, as it may be done already. */
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>
  /** All or nothing. The work may run several times, so it must touch nothing but the database. */
  transaction<T>(work: (on: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  close(): Promise<void>
}

export interface TransactionOptions {
  /** Without it, read committed. */
  readonly isolation?: 'serializable'
}

export interface DatabaseOptions {
  /** Where unqualified tables are looked up; without it, what the address or the role says. */
  readonly searchPath?: string
  readonly maxConnections?: number
}

/** It cannot be reached, is shutting down, or has no room: what was asked may be asked again. */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError'
  readonly code = 'DATABASE_AWAY'
  constructor(options: ErrorOptions) {
    super('The database cannot do it now. Maybe it is being restarted, or its disk is full.', options)
  }
}

const CONNECT_TIMEOUT_MS = 10_000
/** A new connection costs a process, a proof of the password and the plans of all statements; a lull is no reason to pay again. */
const IDLE_CONNECTION_TIMEOUT_MS = 60_000
const STATEMENT_TIMEOUT_MS = 30_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const TRIES = 10
/** What may be asked twice. */
const READS = /^\s*SELECT\b/i

/** Opens nothing yet: the first query connects. */
export function openDatabase(url: string, log: Logger, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: options.searchPath === undefined ? url : withSearchPath(url, options.searchPath),
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    // What is asked together travels together, instead of waiting for one answer after the other.
    pipeline: true,
    stream: () => new GatheringSocket(),
  })
  // An idle connection that the server drops is replaced by the next query; unheard, its event would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'An idle database connection was lost'))
  return {
    query: (sql, params) => {
      const ask = () => rowsOf<never>(pool, sql, params)
      return READS.test(sql) ? triedAgain(ask, wasCutOff, log) : ask()
    },
    transaction: (work, { isolation } = {}) => {
      let isCommitting = false
      const once = () => {
        isCommitting = false
        return transactOnce(pool, work, isolation, () => {
          isCommitting = true
        })
      }
      // A transaction ends with its connection, unless it has been told to be kept.
      const nothingIsDone = (error: unknown) => wasRefused(error) || (!isCommitting && wasCutOff(error))
      return triedAgain(once, nothingIsDone, log)
    },
    close: () => pool.end(),
  }
}

/** As long as nothing is done by it, and it may pass next time. */
async function triedAgain<T>(attempt: () => Promise<T>, mayPass: (error: unknown) => boolean, log: Logger): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === TRIES || !mayPass(error)) throw error
      log.debug({ err: error, tries }, 'The database is asked again')
      // Those who clashed must not meet again at once.
      await sleep(Math.random() * 2 ** Math.min(tries, 7))
    }
  }
}

async function transactOnce<T>(
  pool: pg.Pool,
  work: (on: Transaction) => Promise<T>,
  isolation: TransactionOptions['isolation'],
  onCommit: () => void,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw told(error)
  })
  let broken: Error | undefined
  // Between two queries of the work, a lost connection has nobody else to tell; the next query fails and says so.
  const lost = (error: Error) => {
    broken = error
  }
  client.on('error', lost)
  try {
    const sent: Promise<unknown>[] = []
    const send = (query: Promise<unknown>) => {
      // Told below, when all of it has been sent.
      query.catch(() => undefined)
      sent.push(query)
    }
    send(client.query(bare(isolation === 'serializable' ? 'BEGIN ISOLATION LEVEL SERIALIZABLE' : 'BEGIN')))
    const result = await work({
      query: (sql, params) => rowsOf(client, sql, params),
      send: (sql, params) => send(rowsOf(client, sql, params)),
    })
    onCommit()
    const committing = client.query(bare('COMMIT'))
    await Promise.all([...sent, committing])
    // Work that caught the error of a query leaves a transaction that can only be rolled back, and COMMIT does so in silence.
    const { command } = await committing
    if (command !== 'COMMIT') throw new Error('A query of the transaction failed, and its work hid the error.')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    // BEGIN and COMMIT lose the connection too.
    throw told(error)
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}

/** Named like every other query, it travels with them. */
const bare = (text: string): pg.QueryConfig => ({ text, ...prepared(text) })

async function rowsOf<T>(on: pg.Pool | pg.PoolClient, sql: string, params: readonly unknown[] = []): Promise<T[]> {
  try {
    const { rows } = await on.query({ text: sql, values: [...params], ...(params.length > 0 && prepared(sql)) })
    return rows
  } catch (error) {
    throw told(error)
  }
}

/**
 * What is asked in one turn of the event loop leaves in one packet. pg corks around each query of the extended protocol; this
 * cork holds on until the turn ends. `write` cannot be replaced: connecting puts the one of every socket back.
 */
class GatheringSocket extends Socket {
  override cork(): void {
    if (this.writableCorked === 0) {
      super.cork()
      process.nextTick(() => this.uncork())
    }
    super.cork()
  }
}

const names = new Map<string, string>()
/** People wrote the texts, so there are a few hundred; should one be put together anew each time, it stays without a name. */
const MOST_NAMES = 1000

/** Under a name, a connection has the database read and plan a text once. */
function prepared(sql: string): { name?: string } {
  let name = names.get(sql)
  if (name === undefined && names.size < MOST_NAMES) {
    name = createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
  }
  return name === undefined ? {} : { name }
}

/** Classes of PostgreSQL: connection (08), resources such as disk and connections (53), operator (57P), not open (55000). */
const AWAY = /^(08...|53...|57P0.|55000)$/
const AWAY_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'])

/** Of a connection that broke, pg tells in words alone. */
const LOST =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded when trying to connect)/

const told = (error: unknown): unknown => (isAway(error) ? new DatabaseAwayError({ cause: error }) : error)

function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? '')
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && AWAY_SOCKET.has(code)) return true
  return typeof message === 'string' && LOST.test(message)
}

/** Serialization failure and deadlock: nothing was done, and the same work may succeed now. */
function wasRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
}

/** Ended by the database, or found broken: an idle connection that is cut looks well until it is used. */
const CUT_OFF = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE'])
const CUT_OFF_IN_WORDS =
  /^(Connection terminated( unexpectedly)?$|Client (has encountered a connection error|was closed))/

/** In the middle of what was asked, which may be done or not; the next connection may be a good one. */
function wasCutOff(error: unknown): boolean {
  if (!(error instanceof DatabaseAwayError)) return false
  const { code, message } = error.cause as { code?: string; message: string }
  return CUT_OFF.has(code ?? '') || CUT_OFF_IN_WORDS.test(message)
}

/** As a start-up option, so that it holds for each connection without a query of its own. */
export function withSearchPath(url: string, searchPath: string): string {
  const address = new URL(url)
  const others = address.searchParams.get('options')
  address.searchParams.set('options', `${others === null ? '' : `${others} `}-c search_path=${searchPath}`)
  // A plus sign means a space to a browser only; libpq would read it as a plus.
  address.search = address.search.replaceAll('+', '%20')
  return address.href
}

/**
 * Brings a schema up to date: each file of the folder once, in order, in a transaction of its own.
 * Safe to call from several starts at once: the second waits for the first and then finds nothing to do.
 */
export async function migrate(url: string, folder: URL, schema: string, log: Logger): Promise<void> {
  await runner({
    databaseUrl: url,
    dir: fileURLToPath(folder),
    direction: 'up',
    schema,
    // A role that owns only its schema may not even try to create it.
    createSchema: !(await schemaExists(url, schema, log)),
    migrationsTable: 'migrations',
    advisoryLockMode: 'wait',
    // Each file for itself: what succeeded before a bad one stays, and the next start goes on from there.
    singleTransaction: false,
    logger: {
      debug: (message) => log.trace(message),
      info: (message) => log.debug(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
  })
}

async function schemaExists(url: string, schema: string, log: Logger): Promise<boolean> {
  const database = openDatabase(url, log, { maxConnections: 1 })
  try {
    const found = await database.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema])
    return found.length > 0
  } finally {
    await database.close()
  }
}
