// A lock of the database that one process holds at a time: as long as it lives and can be heard, and not a moment longer.
// Whoever has it not tries again and again. Knows no table.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from './log.ts'

export interface SoleLockOptions {
  readonly databaseUrl: string
  /** The same for all who may want it. */
  readonly name: string
  readonly log: Logger
  /** It was held and is not any more: another process may have it from now on. */
  readonly onLost?: () => void
}

export type Holder = 'here' | 'elsewhere' | 'unknown'

export interface SoleLock {
  readonly holder: Holder
  /** For who comes right after a start, or after the database was away, somebody else has a moment to let go of it. */
  settled(): Promise<Holder>
  close(): Promise<void>
}

const TRY_EVERY_MS = 200
const BEAT_EVERY_MS = 5000
/** Of whoever was ended just now the database hears at once; of whoever is being stopped, when they are. */
const GRACE_MS = 3000

export function holdLock({ databaseUrl, name, log, onLost }: SoleLockOptions): SoleLock {
  const closing = new AbortController()
  let holder: Holder = 'unknown'
  let graceEnds = performance.now() + GRACE_MS
  let changed = Promise.withResolvers<void>()

  function become(next: Holder): void {
    if (holder === next) return
    const isLost = holder === 'here'
    holder = next
    changed.resolve()
    changed = Promise.withResolvers()
    if (!isLost) return
    graceEnds = performance.now() + GRACE_MS
    if (!closing.signal.aborted) log.warn({ lock: name }, 'The lock of the database was lost')
    onLost?.()
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)

  /** Until the connection is lost, or it is over. */
  async function holdOver(client: pg.Client, lost: AbortSignal): Promise<void> {
    const isOver = () => closing.signal.aborted || lost.aborted
    while (!isOver()) {
      const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [name])
      become(rows[0]?.held === true ? 'here' : 'elsewhere')
      if (holder === 'here') break
      await pause(TRY_EVERY_MS)
    }
    while (!isOver()) {
      // A connection that is half open is found out here.
      const beat = pause(BEAT_EVERY_MS)
      await Promise.race([beat, new Promise((resolve) => lost.addEventListener('abort', resolve, { once: true }))])
      if (!isOver()) await client.query('SELECT')
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const lost = new AbortController()
      const client = new pg.Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: BEAT_EVERY_MS,
        query_timeout: BEAT_EVERY_MS,
        keepAlive: true,
      })
      client.on('error', () => lost.abort())
      client.on('end', () => lost.abort())
      try {
        await client.connect()
        await holdOver(client, lost.signal)
      } catch (error) {
        log.debug({ err: error, lock: name }, 'The lock of the database could not be asked for')
      }
      become('unknown')
      // Whoever is lost already needs no goodbye.
      await Promise.race([client.end().catch(() => undefined), sleep(1000, undefined, { ref: false })])
      await pause(TRY_EVERY_MS)
    }
  }

  const running = run()
  return {
    get holder() {
      return holder
    },
    async settled() {
      while (holder !== 'here' && performance.now() < graceEnds && !closing.signal.aborted)
        await Promise.race([changed.promise, pause(graceEnds - performance.now())])
      return holder
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}
