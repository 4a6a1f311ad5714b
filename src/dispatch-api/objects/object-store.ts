// Where bytes are kept, by a key that names their content: put once, never changed. Knows no ticket.
import { createHash } from 'node:crypto'

export interface ObjectStore {
  /** Returns when the bytes are safe. Putting the same again does no harm. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(key: string): Promise<Buffer | undefined>
  isReachable(): Promise<boolean>
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The same content of the same tenant has the same key, wherever it comes from. */
export const keyOf = (tenant: string, sha256: string): string =>
  `tenant-${encodeURIComponent(tenant)}/${sha256.slice(0, 2)}/${sha256}`

/** Bytes that are not what their key says: the store lost or changed them. */
export class DamagedObjectError extends Error {
  override readonly name = 'DamagedObjectError'
  constructor(key: string) {
    super(`The object store does not hold what ${key} names. Maybe somebody has written to it by hand.`)
  }
}

export async function getChecked(store: ObjectStore, key: string, sha256: string): Promise<Buffer> {
  const bytes = await store.get(key)
  if (!bytes || sha256Of(bytes) !== sha256) throw new DamagedObjectError(key)
  return bytes
}
