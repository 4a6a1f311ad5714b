// The real OSRM on the made-up country: the client, the seam and whole plans over HTTP, on real answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CountryServer, startCountry } from '../../scripts/osrm/country-server.ts'
import { COUNTRY, islandPlace, positionOf } from '../../scripts/osrm/made-country.ts'
import { OptimizationOutput, type OptimizationRequest } from '../../src/contracts/optimization.ts'
import { Recommendation } from '../../src/contracts/recommendation.ts'
import { openOsrm } from '../../src/travel/osrm/client.ts'
import { openRoadService } from '../../src/travel/road-service.ts'
import { UNREACHABLE } from '../../workers/client.ts'
import { HORIZON } from '../optimizer/inputs.ts'
import { Service } from '../optimizer/service.ts'
import { sidesSuite } from '../travel/sides.ts'

let osrm: CountryServer

const at = (row: number, column: number) => positionOf(COUNTRY, row, column)
const CORNERS = Array.from({ length: 40 }, (_, index) => at(2 + ((index * 7) % 45), 1 + ((index * 5) % 22)))

beforeAll(async () => {
  osrm = await startCountry()
}, 300_000)
afterAll(() => osrm?.stop())

describe('the client', () => {
  test('gets a table of any size, one-way streets and all', async () => {
    const client = openOsrm({ url: osrm.url })
    const { seconds, metres, failure, version } = await client.table(CORNERS, CORNERS)
    await client.close()
    expect(failure).toBeUndefined()
    expect(version).toBe(osrm.version)
    expect(Math.max(...seconds)).toBeLessThan(UNREACHABLE)
    const pairs = CORNERS.flatMap((_, from) => CORNERS.map((_, to) => [from, to] as const))
    const there = (from: number, to: number) => seconds[from * CORNERS.length + to]!
    expect(pairs.filter(([from, to]) => there(from, to) !== there(to, from)).length).toBeGreaterThan(100)
    for (const [from, to] of pairs) if (from !== to) expect(metres[from * CORNERS.length + to]).toBeGreaterThan(0)
  })

  test('finds out what the server allows', async () => {
    const small = await startCountry({ maxTableSize: 7 })
    const [client, whole] = [openOsrm({ url: small.url }), openOsrm({ url: osrm.url })]
    const [parts, all] = await Promise.all([client.table(CORNERS, CORNERS), whole.table(CORNERS, CORNERS)])
    await Promise.all([client.close(), whole.close(), small.stop()])
    expect(parts.failure).toBeUndefined()
    expect(parts.seconds).toEqual(all.seconds)
  })

  test('has no road to the island, and one to everywhere else', async () => {
    const client = openOsrm({ url: osrm.url })
    const places = [...CORNERS.slice(0, 5), islandPlace()]
    const { seconds } = await client.table(places, places)
    await client.close()
    for (const from of places.keys())
      for (const to of places.keys()) {
        const isCut = (from === 5) !== (to === 5)
        expect(seconds[from * 6 + to] === UNREACHABLE).toBe(isCut)
      }
  })

  test('follows a route through more places than one question takes, and knows the nearest road', async () => {
    const client = openOsrm({ url: osrm.url })
    const through = [...CORNERS, ...CORNERS, ...CORNERS]
    const route = await client.route(through)
    const nearest = await client.nearest(at(5, 5))
    await client.close()
    if (route.kind === 'failed' || route.answer === undefined) throw new Error('There is no route.')
    expect(route.answer.line.length).toBeGreaterThan(through.length)
    expect(nearest).toMatchObject({ kind: 'answered', answer: { version: osrm.version } })
  })

  test('outlives a restart of the server', async () => {
    const first = await startCountry()
    const client = openOsrm({ url: first.url, transport: { pauseMs: 5, breaker: { failures: 3, restMs: 100 } } })
    const before = await client.table(CORNERS, CORNERS)
    await first.stop()
    expect((await client.table(CORNERS, CORNERS)).failure).toMatchObject({ kind: 'down' })
    const second = await startCountry({ port: first.port })
    const failure = async () => (await client.table(CORNERS, CORNERS)).failure
    await expect.poll(failure, { timeout: 20_000 }).toBeUndefined()
    expect((await client.table(CORNERS, CORNERS)).seconds).toEqual(before.seconds)
    await client.close()
    await second.stop()
  })
})

describe('the seam', () => {
  let roads: ReturnType<typeof openRoadService>
  beforeAll(() => {
    roads = openRoadService({ servers: { car: osrm.url, foot: osrm.url } })
  })
  afterAll(() => roads.close())
  sidesSuite(() => ({ travel: { source: 'osrm' }, roads, places: CORNERS.slice(0, 24) }))
})

describe('over HTTP', () => {
  let service: Service
  beforeAll(async () => {
    service = await Service.start({ roads: { roadServers: { car: osrm.url } } })
  })
  afterAll(() => service?.stop())

  const request = (more: Partial<OptimizationRequest> = {}): OptimizationRequest => ({
    tickets: [...CORNERS.slice(0, 18), islandPlace()].map((location, index) => ({
      id: `T-${index}`,
      location,
      duration: 'PT30M',
    })),
    techs: ['ana', 'ben'].map((id, index) => ({
      id,
      start: at(10 + 20 * index, 10),
      shifts: [{ start: HORIZON.start, end: HORIZON.end }],
    })),
    horizon: HORIZON,
    travel: { source: 'osrm' },
    options: { seconds: 5, iterations: 2000, threads: 1, alternatives: 1, geometry: true },
    ...more,
  })

  test('a day is planned on real roads and drawn along them; only the island is left out', async () => {
    const { status, json } = await service.submit(request(), { prefer: 'wait=60' })
    expect(status).toBe(200)
    const output = OptimizationOutput.parse(json)
    expect(output.meta.travel).toMatchObject({ source: 'osrm', roads: { dataVersion: osrm.version } })
    expect(output.meta.travel.degraded).toBeUndefined()
    expect(output.unassigned.find(({ ticketId }) => ticketId === 'T-18')?.reasons[0]?.code).toBe('UNREACHABLE_PLACE')
    expect(output.routes.length).toBeGreaterThan(0)
    for (const { stops, geometry } of output.routes) {
      for (const { travel } of stops) expect(travel.source).toBe('osrm')
      // Around corners, and not as the crow flies.
      expect(geometry!.coordinates.length).toBeGreaterThan(stops.length + 2)
    }
  })

  test('a caller is offered who can come by road', async () => {
    expect((await service.put('/v1/plans/real', request())).status).toBe(201)
    const caller = { id: 'CALL', location: at(12, 11), duration: 'PT30M' }
    const { json } = await service.post('/v1/plans/real/recommendations', { ticket: caller, count: 3 })
    const told = Recommendation.parse(json)
    expect(told.proposals.length).toBeGreaterThan(0)
    expect(told.meta.travel).toMatchObject({ source: 'osrm', roads: { dataVersion: osrm.version } })
  })
})
