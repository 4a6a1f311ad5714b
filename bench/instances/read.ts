// An instance file from disk: unpacked when it is packed, read by the format its content shows, whatever its name says.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Instance, UnreadableInstanceError } from './instance.ts'
import { isSolomon, readSolomon } from './solomon.ts'
import { isVrplib, readVrplib } from './vrplib.ts'

/** Below the longest string that V8 holds. */
const MAX_BYTES = 400_000_000

export async function readInstance(path: string): Promise<Instance> {
  return parseInstance(unpacked(await bytesOf(path)), instanceName(path))
}

export function parseInstance(text: string, name: string): Instance {
  if (isVrplib(text)) return readVrplib(text, name)
  if (isSolomon(text)) return readSolomon(text, name)
  throw new UnreadableInstanceError('the content is neither Solomon nor VRPLIB text')
}

/** As tables of best known values name it. */
export const instanceName = (path: string): string => basename(path).replace(/(\.(txt|vrp))?(\.gz)?$/i, '')

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
