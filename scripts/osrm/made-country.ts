// A country that nobody lives in, on the ground where the demo company works: a grid of streets with main roads, one-way
// streets, a river with few bridges, and an island that no bridge leads to. Made here, so that it may be given to anybody.

interface Street {
  readonly nodes: readonly number[]
  readonly tags: Readonly<Record<string, string>>
}

export interface CountrySettings {
  readonly south: number
  readonly west: number
  readonly rows: number
  readonly columns: number
  /** Steps from one street to the next; one where nothing is said. */
  readonly coarseness?: number
}

/** About 25 by 11 km, a street each 500 m. */
export const COUNTRY: CountrySettings = { south: 47.046, west: 9.47, rows: 51, columns: 24 }

const STEP_LAT = 0.004_5
const STEP_LON = 0.006_6
const MAIN_ROAD_EACH = 4
const BRIDGE_EACH = 8

/** The island lies four streets east of everything. */
const ISLAND = { rows: 4, columns: 4, away: 4 }

/** A street each kilometre and a half, on all of the metropolitan area where the plans of recommendations are made up. */
export const METROPOLIS: CountrySettings = { south: 47.84, west: 15.87, rows: 55, columns: 55, coarseness: 3 }

export const positionOf = (
  { south, west, coarseness = 1 }: Pick<CountrySettings, 'south' | 'west' | 'coarseness'>,
  row: number,
  column: number,
): { lat: number; lon: number } => ({
  lat: Number((south + row * coarseness * STEP_LAT).toFixed(6)),
  lon: Number((west + column * coarseness * STEP_LON).toFixed(6)),
})

/** Somewhere on the island. */
export const islandPlace = (country: CountrySettings = COUNTRY) =>
  positionOf(country, 1, country.columns + ISLAND.away + 1)

/** OpenStreetMap's XML, the same to the byte each time. */
export function madeCountry(country: CountrySettings = COUNTRY): string {
  const { rows, columns } = country
  const river = Math.floor(columns / 3)
  const island = columns + ISLAND.away
  const number = (row: number, column: number) => 1 + row * (island + ISLAND.columns) + column
  const streets: Street[] = []
  const street = (nodes: number[], line: number, direction: 'east' | 'north') => {
    if (nodes.length < 2) return
    const isMain = line % MAIN_ROAD_EACH === 0
    // Side streets are one-way in turn: one there, the next one back.
    const oneway = isMain || line % 2 === 0 ? undefined : line % 4 === 1 ? 'yes' : '-1'
    streets.push({
      nodes,
      tags: {
        highway: isMain ? 'primary' : 'residential',
        name: `${direction === 'east' ? 'Row' : 'Column'} ${line}`,
        ...(isMain && { maxspeed: '70' }),
        ...(oneway && { oneway }),
      },
    })
  }
  const range = (from: number, until: number) => Array.from({ length: until - from }, (_, index) => from + index)
  for (const row of range(0, rows)) {
    const isBridge = row % BRIDGE_EACH === 0
    const banks = isBridge ? [range(0, columns)] : [range(0, river), range(river, columns)]
    for (const bank of banks)
      street(
        bank.map((column) => number(row, column)),
        row,
        'east',
      )
  }
  for (const column of range(0, columns))
    street(
      range(0, rows).map((row) => number(row, column)),
      column,
      'north',
    )
  for (const row of range(0, ISLAND.rows))
    street(
      range(island, island + ISLAND.columns).map((column) => number(row, column)),
      2 * row,
      'east',
    )
  for (const column of range(island, island + ISLAND.columns))
    street(
      range(0, ISLAND.rows).map((row) => number(row, column)),
      2 * column,
      'north',
    )
  const used = new Set(streets.flatMap(({ nodes }) => nodes))
  const nodes = [
    ...range(0, rows).flatMap((row) => range(0, island + ISLAND.columns).map((column) => ({ row, column }))),
  ]
    .filter(({ row, column }) => used.has(number(row, column)))
    .map(({ row, column }) => {
      const { lat, lon } = positionOf(country, row, column)
      return `  <node id="${number(row, column)}" version="1" lat="${lat}" lon="${lon}"/>`
    })
  const ways = streets.map(
    ({ nodes, tags }, index) =>
      `  <way id="${index + 1}" version="1">${nodes.map((node) => `<nd ref="${node}"/>`).join('')}` +
      `${Object.entries(tags)
        .map(([key, value]) => `<tag k="${key}" v="${value}"/>`)
        .join('')}</way>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="real-dispatch">\n${nodes.join('\n')}\n${ways.join('\n')}\n</osm>\n`
}
