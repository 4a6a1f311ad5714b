// Places: every location of an input once, so that tickets at one address share one row of the travel tables.
import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'

export interface Places {
  readonly locations: readonly Location[]
  /** The row of a location, which is added when it is new. */
  rowOf(location: Location): number
}

export function createPlaces(): Places {
  const locations: Location[] = []
  const rows = new Map<string, number>()
  const rowOf = (location: Location): number => {
    const key = placeKey(location)
    const known = rows.get(key)
    if (known !== undefined) return known
    rows.set(key, locations.length)
    return locations.push(location) - 1
  }
  return { locations, rowOf }
}
