// What the real OSRM was asked when its answers were recorded, on the made-up country: one question of each kind, so that the
// client is held against the words of a real server also where none is at hand.
import { COUNTRY, islandPlace, positionOf } from '../../scripts/osrm/made-country.ts'
import type { Location } from '../../src/contracts/scalars.ts'
import type { OsrmClient } from '../../src/travel/osrm/client.ts'

const at = (row: number, column: number): Location => positionOf(COUNTRY, row, column)
/** Between two streets. */
const beside = (row: number, column: number): Location => {
  const { lat, lon } = at(row, column)
  return { lat: lat + 0.0011, lon: lon + 0.0017 }
}

export const TOWN: readonly Location[] = [at(8, 4), at(9, 5), beside(10, 6), at(13, 12), beside(20, 15), at(3, 20)]
export const ISLAND: Location = islandPlace()
export const AT_SEA: Location = { lat: 46.2, lon: 8.1 }

export const QUESTIONS = {
  town: (client: OsrmClient) => client.table(TOWN, TOWN),
  row: (client: OsrmClient) => client.table([ISLAND], TOWN),
  column: (client: OsrmClient) => client.table(TOWN, [ISLAND]),
  'at sea': (client: OsrmClient) => client.table([AT_SEA, ...TOWN.slice(0, 2)], TOWN.slice(0, 3)),
  route: (client: OsrmClient) => client.route(TOWN.slice(0, 3)),
  'no route': (client: OsrmClient) => client.route([TOWN[0]!, ISLAND]),
  nearest: (client: OsrmClient) => client.nearest(TOWN[2]!),
} as const
