// Travel by the caller's own tables: rows and columns are found by place, not by number. Knows no tickets.
import { type TravelTable, UNREACHABLE } from '../../workers/client.ts'
import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { Travel } from '../contracts/travel.ts'
import { createTable, estimateTables } from './estimate.ts'
import { createPace } from './pace.ts'

type TravelMatrix = NonNullable<Travel['matrices']>[number]

/** Every location is among the matrix's places; the contract has seen to that. */
export async function matrixTable(locations: readonly Location[], matrix: TravelMatrix): Promise<TravelTable> {
  const numbers = new Map<string, number>()
  for (const [number, place] of matrix.places.entries())
    if (!numbers.has(placeKey(place))) numbers.set(placeKey(place), number)
  const columns = locations.map((location) => numbers.get(placeKey(location)) ?? -1)

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
