// The rows of the table `attachments`: what the object store holds, and what it is. Appended and never changed.
import type { Connection } from '../../platform/database.ts'

export interface Attachment {
  readonly sha256: string
  readonly storage_key: string
  readonly content_type: string
  readonly size: number
}

/** By hash, by key, or by both, which must then name the same. */
export async function findAttachment(
  on: Connection,
  tenant: string,
  { sha256, storage_key }: { sha256?: string | undefined; storage_key?: string | undefined },
): Promise<Attachment | undefined> {
  const [row] = await on.query<Attachment>(
    `SELECT sha256, storage_key, content_type, size FROM attachments
     WHERE tenant = $1 AND ($2::text IS NULL OR sha256 = $2) AND ($3::text IS NULL OR storage_key = $3)
       AND num_nonnulls($2::text, $3::text) > 0`,
    [tenant, sha256 ?? null, storage_key ?? null],
  )
  return row
}

export async function insertAttachment(
  on: Connection,
  tenant: string,
  storedBy: string,
  { sha256, storage_key, content_type, size }: Attachment,
): Promise<void> {
  await on.query(
    `INSERT INTO attachments (tenant, sha256, storage_key, content_type, size, stored_by)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [tenant, sha256, storage_key, content_type, size, storedBy],
  )
}
