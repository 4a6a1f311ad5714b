// Travel by the caller's own tables: rows and columns are found by place, not by number. Knows no tickets.
import { type TravelTable, UNREACHABLE } from '../../workers/client.ts'
import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { Travel } from '../contracts/travel.ts'
import { createTable, estimateTables } from './estimate.ts'
import { createPace } from './pace.ts'

export type TravelMatrix = NonNullable<Travel['matrices']>[number]

/** Where the table has a place; of those that are one, the first. */
export function rowsByPlace({ places }: TravelMatrix): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  for (const [row, place] of places.entries()) if (!rows.has(placeKey(place))) rows.set(placeKey(place), row)
  return rows
}

/** Every location is among the matrix's places; the contract has seen to that. */
export async function matrixTable(locations: readonly Location[], matrix: TravelMatrix): Promise<TravelTable> {
  const rows = rowsByPlace(matrix)
  const columns = locations.map((location) => rows.get(placeKey(location)) ?? -1)

  const [estimate] = matrix.metres ? [] : await estimateTables(locations, [matrix.profile])
  const table = createTable(matrix.profile, locations.length)
  const pace = createPace()
  let cell = 0
  for (const from of columns) {
    for (const to of columns) {
      // Nobody needs a road to where they stand.
      const nothing = from === to ? 0 : undefined
      const seconds = matrix.seconds[from]?.[to] ?? nothing
      const metres = estimate ? estimate.metres[cell] : (matrix.metres?.[from]?.[to] ?? nothing)
      // A road without a length is no road, and where none leads there is no length either.
      const isRoad = seconds !== undefined && metres !== undefined
      table.seconds[cell] = isRoad ? Math.round(seconds) : UNREACHABLE
      table.metres[cell] = isRoad ? Math.round(metres) : UNREACHABLE
      cell++
    }
    await pace()
  }
  return table
}
