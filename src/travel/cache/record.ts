// What is remembered of one place: its legs to other places, or from them, sorted by place. Figures only: no ids, no names.
import type { Location } from '../../contracts/scalars.ts'
import { roundedDegrees } from '../osrm/client.ts'

export interface LegRecord {
  /** Of the other places, ascending. */
  readonly keys: Float64Array
  readonly seconds: Int32Array
  readonly metres: Int32Array
  /** Metres from the place to its road; NaN where it is not known. */
  readonly snap: number
}

/** A whole number for each place on earth, to about a metre. */
export const keyOf = ({ lat, lon }: Location): number =>
  Math.round((roundedDegrees(lat) + 90) * 1e5) * 36_000_001 + Math.round((roundedDegrees(lon) + 180) * 1e5)

/** More are not kept in one record. */
const MOST_LEGS = 20_000

export const bytesOf = ({ keys }: LegRecord): number => 200 + keys.length * 16

/** The newer figures hold. Both ascending by key. */
export function merged(older: LegRecord | undefined, newer: LegRecord): LegRecord {
  if (older === undefined || older.keys.length === 0) return newer
  const most = older.keys.length + newer.keys.length
  if (most > MOST_LEGS) return newer
  const keys = new Float64Array(most)
  const seconds = new Int32Array(most)
  const metres = new Int32Array(most)
  let count = 0
  let left = 0
  let right = 0
  while (left < older.keys.length || right < newer.keys.length) {
    const a = older.keys[left] ?? Number.POSITIVE_INFINITY
    const b = newer.keys[right] ?? Number.POSITIVE_INFINITY
    const isNewer = b <= a
    const from = isNewer ? newer : older
    const at = isNewer ? right : left
    keys[count] = isNewer ? b : a
    seconds[count] = from.seconds[at]!
    metres[count] = from.metres[at]!
    count++
    if (a === b) left++
    if (isNewer) right++
    else left++
  }
  return {
    keys: keys.slice(0, count),
    seconds: seconds.slice(0, count),
    metres: metres.slice(0, count),
    snap: Number.isNaN(newer.snap) ? older.snap : newer.snap,
  }
}

/** Calls `found` with each of the wanted places that the record has; both are ascending. */
export function findIn(record: LegRecord, wanted: Float64Array, found: (wanted: number, at: number) => void): void {
  const { keys } = record
  // A few among many are looked up, many are walked through side by side.
  if (wanted.length * 16 < keys.length) {
    for (let index = 0; index < wanted.length; index++) {
      const at = placeOf(keys, wanted[index]!)
      if (at >= 0) found(index, at)
    }
    return
  }
  let at = 0
  for (let index = 0; index < wanted.length; index++) {
    const key = wanted[index]!
    while (at < keys.length && keys[at]! < key) at++
    if (keys[at] === key) found(index, at)
  }
}

function placeOf(keys: Float64Array, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const there = keys[middle]!
    if (there === key) return middle
    if (there < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Keys, then seconds, then metres, as this machine writes numbers; little-endian, as all that we run on. */
export function toBytes({ keys, seconds, metres }: LegRecord): Buffer {
  const bytes = Buffer.alloc(keys.length * 16)
  const put = (from: Float64Array | Int32Array, at: number) =>
    bytes.set(new Uint8Array(from.buffer, from.byteOffset, from.byteLength), at)
  put(keys, 0)
  put(seconds, keys.length * 8)
  put(metres, keys.length * 12)
  return bytes
}

/** Undefined for bytes that are no record. */
export function fromBytes(bytes: Uint8Array, snap: number): LegRecord | undefined {
  const count = bytes.byteLength / 16
  if (!Number.isInteger(count)) return undefined
  // On a boundary of its own, which the reader of the database does not promise.
  const { buffer } = new Uint8Array(bytes)
  return {
    keys: new Float64Array(buffer, 0, count),
    seconds: new Int32Array(buffer, count * 8, count),
    metres: new Int32Array(buffer, count * 12, count),
    snap,
  }
}
