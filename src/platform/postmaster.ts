// A PostgreSQL server seen from outside, by the file postmaster.pid that it keeps in its folder: is one there, is it
// alive, does it still belong to somebody? A living owner holds an advisory lock in a session of its own, which ends
// with the owner however it dies; a file with a process id could name a stranger by then.
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from './log.ts'

/** Somebody who is alive uses this folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
  constructor(folder: string, owner: string) {
    super(`${folder} is in use by ${owner}. Maybe stop that one, or set DATA_DIR to another folder.`)
  }
}

const OWNER_LOCK = 7_236_310_482_419
const LOOK_AGAIN_MS = 1000
const ANSWER_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 60_000

/** The session that says who owns the server, for as long as it lasts. */
export interface Claim {
  release(): Promise<void>
}

/** Ends a server whose owner died without stopping it. Throws when the owner is alive. */
export async function stopOrphan(cluster: string, password: string, log: Logger): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  const found = await readPostmaster(file)
  if (!found || !isAlive(found.pid)) return // the next server sweeps up a dead one's file by itself
  if (!(await mayServe(found.pid, cluster))) {
    // A stranger has the number now, and for its sake the next server would refuse to start.
    log.warn({ pid: found.pid }, 'Removing a postmaster.pid whose server is long gone')
    await rm(file, { force: true })
    return
  }
  const session = await answerOf(found.port, password, () => isAlive(found.pid))
  if (!session) {
    // It ended while we waited, and left its file only if it was killed.
    if (!isAlive(found.pid) || !(await readPostmaster(file))) return
    throw new FolderInUseError(cluster, `process ${found.pid}, which does not answer on port ${found.port}`)
  }
  try {
    // A new owner holds its lock a moment after its server answers: only a lock free at two looks is nobody's.
    for (let look = 0; look < 2; look++) {
      if (look > 0) await sleep(LOOK_AGAIN_MS)
      const owner = await livingOwner(session)
      if (owner !== undefined) throw new FolderInUseError(cluster, owner)
    }
  } finally {
    await session.end().catch(() => undefined)
  }
  log.warn({ pid: found.pid }, 'Stopping a database whose owner died')
  process.kill(found.pid, 'SIGINT')
  // The file goes last of all; the process may stay on as a zombie where nobody collects it.
  for (const deadline = Date.now() + STOP_TIMEOUT_MS; (await readPostmaster(file))?.pid === found.pid; ) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL process ${found.pid} does not stop. Maybe end it by hand.`)
    await sleep(20)
  }
}

/** Waits until the server answers and takes the ownership; undefined when the server ended before. */
export async function claim(
  port: number,
  password: string,
  log: Logger,
  isRunning: () => boolean,
): Promise<Claim | undefined> {
  const session = await answerOf(port, password, isRunning)
  if (!session) return undefined
  let released = false
  session.on('error', (error) => {
    if (!released) log.error({ err: error }, 'The connection that owns the database was lost')
  })
  try {
    await session.query('SELECT pg_advisory_lock($1)', [OWNER_LOCK])
  } catch {
    return undefined // gone again already; its own log says why
  }
  return {
    release: async () => {
      released = true
      await session.end().catch(() => undefined)
    },
  }
}

async function livingOwner(session: pg.Client): Promise<string | undefined> {
  const { rows } = await session.query<{ owner: string }>(
    `SELECT a.application_name AS owner FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [OWNER_LOCK],
  )
  return rows[0]?.owner
}

/** Undefined when the server is gone, or says nothing for long. */
async function answerOf(port: number, password: string, isRunning: () => boolean): Promise<pg.Client | undefined> {
  for (const deadline = Date.now() + ANSWER_TIMEOUT_MS; Date.now() < deadline && isRunning(); await sleep(50)) {
    const session = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password,
      database: 'postgres',
      application_name: `process ${process.pid}`,
      connectionTimeoutMillis: 5000,
    })
    session.on('error', () => undefined)
    try {
      await session.connect()
      return session
    } catch {
      await session.end().catch(() => undefined)
    }
  }
  return undefined
}

async function readPostmaster(file: string): Promise<{ pid: number; port: number } | undefined> {
  // Line 1 is the process, line 4 the port.
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) } : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A server works inside its folder. Where the system does not tell, anyone alive may be it. */
async function mayServe(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return place !== undefined && place === (await realpath(cluster))
}
