// npm run bench:travel [-- --places 1000 --rounds 7 --map MAP.osm.pbf --json]: how long the matrix of so many places takes, from
// a real OSRM that is warm and of which nothing is remembered, from the cache in memory, and from the one in the database.
// Installs and starts what it needs. Ends with 1 where a median is above what is promised.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writtenCountry } from '../scripts/osrm/country-server.ts'
import { osrmPrograms } from '../scripts/osrm/install.ts'
import { COUNTRY, positionOf } from '../scripts/osrm/made-country.ts'
import { prepareMap } from '../scripts/osrm/map.ts'
import { startOsrm } from '../scripts/osrm/server.ts'
import type { Location } from '../src/contracts/scalars.ts'
import { migrate, openDatabase } from '../src/platform/database.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { openRoadService, type RoadService } from '../src/travel/road-service.ts'
import { measureTravel } from '../src/travel/travel.ts'
import { tableOf } from './table.ts'

/** Of 1,000 places. */
const PROMISED_MS = { 'warm OSRM': 3000, 'cache in memory': 200, 'cache in the database': 200 } as const
type From = keyof typeof PROMISED_MS

const { values } = parseArgs({
  options: {
    places: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '7' },
    map: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [places, rounds] = [Number(values.places), Number(values.rounds)]
if (!(Number.isInteger(places) && places >= 2 && places <= 5000 && Number.isInteger(rounds) && rounds >= 1))
  throw new RangeError('--places must be a whole number from 2 to 5,000, --rounds one above 0.')

const log = createLog('warn')
const closes: (() => Promise<unknown>)[] = []
try {
  await main()
} finally {
  for (const close of closes.reverse()) await close()
}

async function main(): Promise<void> {
  const programs = await osrmPrograms()
  const map = await prepareMap(programs, values.map ?? (await writtenCountry()), {})
  const osrm = await startOsrm(programs, map)
  closes.push(() => osrm.stop())
  const folder = await mkdtemp(join(tmpdir(), 'bench-travel-'))
  closes.push(() => rm(folder, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ folder, log, durable: false })
  closes.push(() => postgres.stop())
  await migrate(postgres.url, new URL('../src/optimizer/migrations/', import.meta.url), 'optimizer', log)
  const database = openDatabase(postgres.url, log, { searchPath: 'optimizer' })
  closes.push(() => database.close())

  const servers = { car: osrm.url }
  const locations = await onTheMap(osrm.url, values.map === undefined)
  const took: Record<From, number[]> = { 'warm OSRM': [], 'cache in memory': [], 'cache in the database': [] }
  /** The first is not counted: everything that is compiled or read for the first time is. */
  for (let round = 0; round <= rounds; round++) {
    const isCounted = round > 0
    const note = async (from: From, roads: RoadService) => {
      const ms = await matrixMs(locations, roads, from)
      if (isCounted) took[from].push(ms)
    }
    await database.query('TRUNCATE road_legs')
    const asking = openRoadService({ servers, database, log })
    await note('warm OSRM', asking)
    await asking.settled()
    await note('cache in memory', asking)
    await asking.close()
    const remembering = openRoadService({ servers, database, log })
    await note('cache in the database', remembering)
    await remembering.close()
  }
  report(took, map.version)
}

/** Places that the map has roads near: corners of the made-up country, or wherever a real one has a road. */
async function onTheMap(url: string, isMadeUp: boolean): Promise<Location[]> {
  const random = randomOf(7)
  if (isMadeUp)
    return Array.from({ length: places }, () =>
      positionOf(COUNTRY, random() * (COUNTRY.rows - 1), random() * (COUNTRY.columns - 1)),
    )
  const found: Location[] = []
  while (found.length < places) {
    const [lon, lat] = [9.47 + random() * 0.17, 47.05 + random() * 0.22]
    const asked = await fetch(`${url}/nearest/v1/driving/${lon},${lat}`).then((answer) => answer.json())
    const { location, distance } = (asked as { waypoints: { location: [number, number]; distance: number }[] })
      .waypoints[0]!
    if (distance < 300) found.push({ lon: location[0], lat: location[1] })
  }
  return found
}

async function matrixMs(locations: readonly Location[], roads: RoadService, from: From): Promise<number> {
  const started = performance.now()
  const { meta } = await measureTravel({ source: 'osrm' }, locations, ['car'], roads)
  const ms = performance.now() - started
  const { osrm, cache, estimate } = meta.roads?.cells ?? { osrm: 0, cache: 0, estimate: 0 }
  // What is on the diagonal nobody asks for.
  const isWhole = from === 'warm OSRM' ? cache === 0 : osrm <= locations.length
  if (estimate > 0 || !isWhole)
    throw new Error(`The matrix is not from the ${from}: ${osrm} asked, ${cache} remembered, ${estimate} estimated.`)
  return ms
}

function report(took: Record<From, number[]>, version: string): void {
  const figures = (Object.keys(PROMISED_MS) as From[]).map((from) => {
    const sorted = took[from].toSorted((one, other) => one - other)
    const at = (share: number) => Math.round(sorted[Math.round(share * (sorted.length - 1))]!)
    return { from, medianMs: at(0.5), leastMs: at(0), mostMs: at(1), promisedMs: PROMISED_MS[from] }
  })
  // What is promised is promised of 1,000.
  const isKept = places > 1000 || figures.every(({ medianMs, promisedMs }) => medianMs <= promisedMs)
  if (!isKept) process.exitCode = 1
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ places, rounds, version, isKept, figures })}\n`)
    return
  }
  const rows = figures.map(({ from, medianMs, leastMs, mostMs, promisedMs }) => [
    from,
    `${medianMs}`,
    `${leastMs}–${mostMs}`,
    `${promisedMs}`,
  ])
  const head = ['from', 'median ms', 'least–most', 'promised']
  process.stdout.write(`${places} places, ${rounds} rounds, map ${version}\n${tableOf(head, rows)}\n`)
}

/** A small generator of its own, so that the places are the same each time (Steele, Lea and Flood 2014). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
  }
}
