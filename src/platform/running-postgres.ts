// The address of the database of our own while somebody else runs it, for a command that looks into it from beside.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Undefined when none runs in this folder. */
export async function runningPostgresUrl(folder: string): Promise<string | undefined> {
  const home = join(resolve(folder), 'postgres')
  const [state, password] = await Promise.all(
    [join(home, 'cluster', 'postmaster.pid'), join(home, 'password')].map((file) =>
      readFile(file, 'utf8').catch(() => undefined),
    ),
  )
  // Process, folder, start, port, …
  const port = state?.split('\n')[3]?.trim()
  if (!port || password === undefined) return undefined
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}
