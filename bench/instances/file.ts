// An instance file from disk, unpacked when it is packed. Knows no format.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { UnreadableInstanceError } from './instance.ts'

/** Below the longest string that V8 holds. */
const MAX_BYTES = 400_000_000

/** As tables of best known values name it. */
export const instanceName = (path: string): string => basename(path).replace(/(\.(txt|vrp))?(\.gz)?$/i, '')

export const readText = async (path: string): Promise<string> => unpacked(await bytesOf(path))

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new UnreadableInstanceError(`cannot be read: ${messageOf(cause)}`, undefined, { cause })
  }
}

function unpacked(bytes: Buffer): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (!packed && bytes.length > MAX_BYTES) throw new UnreadableInstanceError(`is larger than ${MAX_BYTES} bytes`)
  try {
    return (packed ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString('utf8')
  } catch (cause) {
    throw new UnreadableInstanceError(`cannot be unpacked: ${messageOf(cause)}`, undefined, { cause })
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
