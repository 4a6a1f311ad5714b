// The real OSRM on a real map, where a folder of extracts lies beside the repository: addresses as people have them, on roads
// as they are.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { osrmPrograms } from '../../scripts/osrm/install.ts'
import { prepareMap } from '../../scripts/osrm/map.ts'
import { type OsrmServer, startOsrm } from '../../scripts/osrm/server.ts'
import { openRoadService, type RoadService } from '../../src/travel/road-service.ts'
import { measureTravel } from '../../src/travel/travel.ts'
import { UNREACHABLE } from '../../workers/client.ts'
import { sidesSuite } from '../travel/sides.ts'

const MAP = fileURLToPath(new URL('../../../shared/data/osm/liechtenstein-latest.osm.pbf', import.meta.url))
const ADDRESSES = fileURLToPath(new URL('../../fixtures/ground/liechtenstein.csv', import.meta.url))

const places = readFileSync(ADDRESSES, 'utf8')
  .split('\n')
  .map((line) => line.split(',').map(Number))
  .filter((numbers) => numbers.length === 2 && numbers.every(Number.isFinite))
  .map(([lat, lon]) => ({ lat: lat!, lon: lon! }))

describe.runIf(existsSync(MAP))('Liechtenstein', () => {
  let osrm: OsrmServer
  let roads: RoadService
  beforeAll(async () => {
    const programs = await osrmPrograms()
    osrm = await startOsrm(programs, await prepareMap(programs, MAP))
    roads = openRoadService({ servers: { car: osrm.url, foot: osrm.url } })
  }, 300_000)
  afterAll(async () => {
    await roads?.close()
    await osrm?.stop()
  })

  sidesSuite(() => ({ travel: { source: 'osrm' }, roads, places: places.slice(0, 60) }))

  test('every address is on the map, and roads are about as long as they are estimated on the whole', async () => {
    const some = places.filter((_, index) => index % 4 === 0)
    expect(some.length).toBeGreaterThan(200)
    const [byRoad, straight] = await Promise.all([
      measureTravel({ source: 'osrm' }, some, ['car'], roads),
      measureTravel({ source: 'estimate' }, some, ['car']),
    ])
    const [table, estimate] = [byRoad.tables[0]!, straight.tables[0]!]
    expect(table.seconds.filter((cell) => cell >= UNREACHABLE)).toHaveLength(0)
    const sum = (cells: Int32Array) => cells.reduce((total, cell) => total + cell, 0)
    const ratio = sum(table.metres) / sum(estimate.metres)
    expect(ratio).toBeGreaterThan(0.6)
    expect(ratio).toBeLessThan(1.7)
  })
})
