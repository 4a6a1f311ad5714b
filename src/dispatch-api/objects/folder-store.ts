// An object store in a folder. A file appears whole or not at all, and what was put survives a power cut.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ObjectStore } from './object-store.ts'

export function openFolderStore(folder: string): ObjectStore {
  const pathOf = (key: string) => join(folder, key)
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      if (await isThere(path, bytes.byteLength)) return
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // In the same folder, because a rename over the border of a disk is no rename.
      const partial = `${path}.${randomUUID()}.partial`
      try {
        await writeSafely(partial, bytes)
        await rename(partial, path)
      } catch (cause) {
        await rm(partial, { force: true })
        throw cause
      }
      await sync(dirname(path))
    },
    get: (key) => readFile(pathOf(key)).catch(undefinedWhenMissing),
    isReachable: () =>
      mkdir(folder, { recursive: true, mode: 0o700 }).then(
        () => true,
        () => false,
      ),
  }
}

async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  // Not every file system lets a folder be synced; then its rename is as safe as it gets.
  await handle.sync().catch(() => undefined)
  await handle.close()
}

async function isThere(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(undefinedWhenMissing)
  return found?.size === size
}

function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
