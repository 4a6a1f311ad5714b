// The database of our own: started, killed in every way a machine kills, and started again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'

const log = createLog('silent')
const isRoot = process.getuid?.() === 0
let folder: string
let running: EmbeddedPostgres[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-'))
  running = []
})
afterEach(async () => {
  for (const server of running) await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(durable = false): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, log, durable })
  running.push(server)
  return server
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const database = openDatabase(url, log)
  try {
    return await database.query<T>(sql)
  } finally {
    await database.close()
  }
}

/** Another process that starts a server in the folder, and the address it printed. */
async function otherOwner(): Promise<{ url: string; kill: () => Promise<void> }> {
  const script = new URL('./own-postgres.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(createInterface(child.stdout), 'line')
  return {
    url,
    kill: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('what was written is there after a stop and a start', async () => {
  const first = await start()
  await query(first.url, 'CREATE TABLE doors AS SELECT 7 AS id')
  await first.stop()
  const second = await start()
  expect(await query(second.url, 'SELECT id FROM doors')).toEqual([{ id: 7 }])
})

test('it listens on loopback alone and lets nobody in without its password', async () => {
  const { url } = await start()
  const { port, password } = new URL(url)
  expect(password.length).toBeGreaterThan(24)
  await expect(query(url.replace(password, 'guess'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await expect(query(url.replace(`:${password}`, ''), 'SELECT 1')).rejects.toThrow()
  expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(await query(url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }])
  const outside = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
  )
  for (const { address } of outside) {
    const [error] = await once(connect(Number(port), address), 'error').catch((refused) => [refused])
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  }
  const { mode } = await stat(join(folder, 'postgres', 'password'))
  expect(mode & 0o777).toBe(0o600)
})

test('after its owner was killed, the next start finds the server, and every commit', async () => {
  const owner = await otherOwner()
  await query(owner.url, 'CREATE TABLE doors AS SELECT generate_series(1, 100) AS id')
  await owner.kill()
  expect(await query(owner.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  const { url } = await start(true)
  expect(await query(url, 'SELECT count(*)::int AS doors FROM doors')).toEqual([{ doors: 100 }])
  await expect(query(owner.url, 'SELECT 1')).rejects.toThrow()
})

test('after owner and server were killed together, every commit is there', async () => {
  const owner = await otherOwner()
  await query(owner.url, 'CREATE TABLE doors AS SELECT generate_series(1, 100) AS id')
  const [pid] = (await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await owner.kill()
  const { url } = await start(true)
  expect(await query(url, 'SELECT count(*)::int AS doors FROM doors')).toEqual([{ doors: 100 }])
})

test('a server that is still dying at the start is waited for, and its folder taken', async () => {
  await (await start()).stop()
  const cluster = join(folder, 'postgres', 'cluster')
  const dying = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)'], { cwd: cluster, stdio: 'ignore' })
  await writeFile(join(cluster, 'postmaster.pid'), `${dying.pid}\n${cluster}\n0\n1\n`)
  const { url } = await start()
  expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
})

test('a second owner is refused while the first one lives, and the first goes on', async () => {
  const owner = await otherOwner()
  try {
    await expect(start()).rejects.toThrow(/in use by process \d+.*DATA_DIR/)
    expect(await query(owner.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  } finally {
    await owner.kill()
    await start()
  }
})

test('of several starts at once in a new folder, one gets it', async () => {
  const starts = await Promise.allSettled([start(), start(), start()])
  expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of starts)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'FolderInUseError' })
  const [winner] = running
  expect(await query(winner?.url ?? '', 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
})

test.runIf(process.platform === 'linux')(
  'a number in postmaster.pid that a stranger bears now stops nothing',
  async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE doors AS SELECT 7 AS id')
    await first.stop()
    const stranger = spawn('sleep', ['60'])
    try {
      await writeFile(
        join(folder, 'postgres', 'cluster', 'postmaster.pid'),
        `${stranger.pid}\n/elsewhere\n0\n1\n\n\n\n`,
      )
      const { url } = await start()
      expect(await query(url, 'SELECT id FROM doors')).toEqual([{ id: 7 }])
      expect(stranger.exitCode).toBeNull()
    } finally {
      stranger.kill()
    }
  },
)

test('a start that was killed half-way is no database, and its leavings go', async () => {
  await (await start()).stop()
  await mkdir(join(folder, 'postgres', 'new-1', 'base'), { recursive: true })
  await start()
  expect((await readdir(join(folder, 'postgres'))).filter((name) => name.startsWith('new-'))).toEqual([])
})

test('a folder that is broken is told with the words of the server', async () => {
  await (await start()).stop()
  await writeFile(join(folder, 'postgres', 'cluster', 'PG_VERSION'), '9.4\n')
  await expect(start()).rejects.toThrow(/PostgreSQL did not start in .*(incompatible|version)/s)
})

test.runIf(isRoot)(
  'a folder below one that the account of the server may not enter is refused with the cure',
  async () => {
    const closed = join(folder, 'closed')
    await mkdir(join(closed, 'data'), { recursive: true })
    await chmod(closed, 0o700)
    const refused = startEmbeddedPostgres({ folder: join(closed, 'data'), log, durable: false })
    await expect(refused).rejects.toThrow(new RegExp(`may not enter ${folder}.*DATA_DIR`))
  },
)
