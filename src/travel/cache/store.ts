// Legs that were asked for once, in the database: one row for each place and direction, its legs as bytes. A cache: whatever
// is lost here is asked for again.
import type { Connection } from '../../platform/database.ts'
import { fromBytes, type LegRecord, toBytes } from './record.ts'

/** `from`: legs from the place to others; `to`: legs from others to the place. */
export type Direction = 'from' | 'to'

/** Of which network of roads, as which map has them. */
export interface RoadMap {
  readonly network: string
  readonly version: string
}

/** So many bytes at most in one statement; a record is split from the others, never in itself. */
const MOST_BYTES = 1024 * 1024

export async function findRecords(
  on: Connection,
  { network, version }: RoadMap,
  direction: Direction,
  places: readonly number[],
): Promise<Map<number, LegRecord>> {
  const rows = await on.query<{ place: string; legs: Buffer; snap: number | null }>(
    `SELECT place, legs, snap FROM road_legs
     WHERE network = $1 AND version = $2 AND direction = $3 AND place = ANY($4::bigint[])`,
    [network, version, direction, places],
  )
  const records = new Map<number, LegRecord>()
  for (const { place, legs, snap } of rows) {
    const record = fromBytes(legs, snap ?? Number.NaN)
    if (record !== undefined) records.set(Number(place), record)
  }
  return records
}

export async function saveRecords(
  on: Connection,
  { network, version }: RoadMap,
  direction: Direction,
  records: ReadonlyMap<number, LegRecord>,
): Promise<void> {
  // In one order, so that two who write the same places wait for each other instead of for ever.
  const sorted = [...records].sort(([one], [other]) => one - other)
  while (sorted.length > 0) {
    const part: (readonly [number, LegRecord])[] = []
    for (let bytes = 0; sorted.length > 0 && bytes < MOST_BYTES; ) {
      const next = sorted.shift()
      if (next === undefined) break
      part.push(next)
      bytes += next[1].keys.length * 16
    }
    await on.query(
      `INSERT INTO road_legs (network, version, direction, place, legs, snap)
       SELECT $1, $2, $3, unnest($4::bigint[]), unnest($5::bytea[]), unnest($6::real[])
       ON CONFLICT (network, version, direction, place)
       DO UPDATE SET legs = excluded.legs, snap = excluded.snap, asked_at = clock_timestamp()`,
      [
        network,
        version,
        direction,
        part.map(([place]) => place),
        part.map(([, record]) => toBytes(record)),
        part.map(([, { snap }]) => (Number.isNaN(snap) ? null : snap)),
      ],
    )
  }
}

/** The map that was asked last, for when the service does not say what it has now. */
export async function latestVersion(on: Connection, network: string): Promise<string | undefined> {
  const [row] = await on.query<{ version: string }>(
    'SELECT version FROM road_legs WHERE network = $1 ORDER BY asked_at DESC LIMIT 1',
    [network],
  )
  return row?.version
}

/** What another map said, and what nobody has asked for in so long. */
export async function forgetOld(on: Connection, { network, version }: RoadMap, days: number): Promise<void> {
  await on.query(
    `DELETE FROM road_legs WHERE network = $1
     AND (version <> $2 OR asked_at < clock_timestamp() - make_interval(days => $3))`,
    [network, version, days],
  )
}
