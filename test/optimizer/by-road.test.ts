// Runs and live plans by road, over HTTP, on a road service that is well, misbehaves, and comes back.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OptimizationOutput, type OptimizationRequest } from '../../src/contracts/optimization.ts'
import { Recommendation } from '../../src/contracts/recommendation.ts'
import { RoadServer, secondsBetween } from '../travel/a-road-server.ts'
import { HORIZON } from './inputs.ts'
import { Service } from './service.ts'

let server: RoadServer
let service: Service
let roads: object

const STREET = Array.from({ length: 6 }, (_, index) => ({ lat: 47.14 + index / 500, lon: 9.52 }))
const ISLAND = { lat: 47.16, lon: 9.6 }
const FAR = { lat: 47.17, lon: 9.53 }
const HOME = { lat: 47.15, lon: 9.51 }

const request = (more: Partial<OptimizationRequest> = {}): OptimizationRequest => ({
  tickets: [...STREET, ISLAND, FAR].map((location, index) => ({ id: `T-${index}`, location, duration: 'PT30M' })),
  techs: [{ id: 'ana', start: HOME, shifts: [{ start: HORIZON.start, end: HORIZON.end }] }],
  horizon: HORIZON,
  travel: { source: 'osrm' },
  options: { seconds: 30, iterations: 30, threads: 1, alternatives: 1 },
  ...more,
})
const wait = { prefer: 'wait=60' }

beforeAll(async () => {
  server = await RoadServer.start({
    version: 'spring',
    isCutOff: (from, to) => (from.lon === ISLAND.lon) !== (to.lon === ISLAND.lon),
    snapOf: ({ lon }) => (lon === FAR.lon ? 420 : 7),
  })
  roads = {
    roadServers: { car: server.url },
    roadTransport: { timeoutMs: 500, pauseMs: 1, breaker: { failures: 6, restMs: 30 } },
  }
  service = await Service.start({ roads })
})
afterAll(async () => {
  await service.stop()
  await server.stop()
})
beforeEach(() => {
  server.mood = 'well'
  server.asked.length = 0
})

const planned = async (asked: OptimizationRequest) => {
  const { status, json } = await service.submit(asked, wait)
  if (status !== 200) return { status, json, output: undefined }
  return { status, json, output: OptimizationOutput.parse(json) }
}
const forget = () => service.rows.query('DELETE FROM road_legs')

describe('a run', () => {
  test('goes by road: to the second, up the hill and down, and says so leg by leg', async () => {
    const { output } = await planned(request())
    const [route] = output!.routes
    const places = new Map(request().tickets.map(({ id, location }) => [id, location]))
    let here = HOME
    for (const { ticketId, travel, snapMetres } of route!.stops) {
      const there = places.get(ticketId)!
      const minutes = Math.floor(secondsBetween(here, there) / 60)
      const seconds = secondsBetween(here, there) % 60
      expect(travel).toMatchObject({
        duration: `PT${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`,
        source: 'osrm',
      })
      expect(snapMetres).toBe(there === FAR ? 420 : 7)
      here = there
    }
    expect(output!.meta.travel).toEqual({
      source: 'osrm',
      estimatedMetres: false,
      roads: { dataVersion: 'spring', cells: { osrm: 81, cache: 0, estimate: 0 }, unreachable: 16 },
    })
  })

  test('leaves out the ticket that no road leads to, and nothing else; one far from its road says so', async () => {
    const { output } = await planned(request())
    expect(output!.unassigned).toMatchObject([{ ticketId: 'T-6', reasons: [{ code: 'UNREACHABLE_PLACE' }] }])
    expect(output!.kpis.assigned).toBe(7)
    const codesOf = (id: string) =>
      output!.proposals.find(({ ticketId }) => ticketId === id)?.reasons.map(({ code }) => code)
    expect(codesOf('T-7')).toContain('PLACE_OFF_ROAD')
    expect(codesOf('T-0')).not.toContain('PLACE_OFF_ROAD')
    expect(codesOf('T-0')).not.toContain('TRAVEL_ESTIMATED')
  })

  test('asks for what is not known yet: nothing the second time, one row and one column for a place that is new', async () => {
    await planned(request())
    server.asked.length = 0
    const again = await planned(request())
    expect(server.cells).toBe(0)
    expect(again.output!.routes[0]!.stops[0]!.travel.source).toBe('cache')
    const more = request()
    more.tickets.push({ id: 'T-new', location: { lat: 47.1405, lon: 9.5205 }, duration: 'PT30M' })
    await planned(more)
    expect(server.cells).toBe(9 + 10)
  })

  test('by roads that nobody asked for by name, where there is a service', async () => {
    const { travel: _, ...asked } = request()
    expect((await planned(asked)).output!.meta.travel.source).toBe('osrm')
  })

  test('fails by name when nobody answers, or is estimated and says so; and is by road again when somebody does', async () => {
    await forget()
    await service.restart({ roads })
    server.mood = 'internal error'
    expect(await planned(request())).toMatchObject({ status: 503, json: { code: 'ROADS_UNAVAILABLE' } })
    const { output } = await planned(request({ travel: { source: 'osrm', onFailure: 'estimate' } }))
    expect(output!.meta.travel).toMatchObject({
      degraded: true,
      estimatedMetres: true,
      roads: { failure: { code: expect.stringMatching(/^ROADS_(DOWN|RESTING)$/) } },
    })
    expect(output!.proposals[0]!.reasons.map(({ code }) => code)).toContain('TRAVEL_DEGRADED')
    expect(output!.routes[0]!.stops[0]!.travel.source).toBe('estimate')
    server.mood = 'well'
    await expect.poll(async () => (await planned(request())).status, { timeout: 10_000, interval: 50 }).toBe(200)
  })

  test('of yesterday is planned while the service is down: what is known is in the database', async () => {
    await planned(request())
    await expect.poll(async () => (await service.rows.query('SELECT FROM road_legs')).length).toBeGreaterThan(8)
    await service.restart({ roads })
    server.mood = 'reset'
    const { output } = await planned(request())
    expect(output!.meta.travel).toMatchObject({ roads: { dataVersion: 'spring', cells: { osrm: 0, estimate: 0 } } })
    expect(output!.meta.travel.degraded).toBeUndefined()
  })

  test('with half the figures missing loses no more than what has no road', async () => {
    await forget()
    await service.restart({ roads })
    server.mood = 'half null'
    const { status, output } = await planned(request())
    expect(status).toBe(200)
    for (const { reasons } of output!.unassigned) expect(reasons.length).toBeGreaterThan(0)
    server.mood = 'well'
    await forget()
    await service.restart({ roads })
  })

  test('on foot is refused by name where walkers have no service', async () => {
    const techs = [{ id: 'ana', start: HOME, profile: 'foot' as const }]
    expect(await planned(request({ techs }))).toMatchObject({
      status: 400,
      json: { issues: [{ path: '/techs/0/profile', code: 'NO_ROAD_SERVICE' }] },
    })
  })
})

describe('a live plan', () => {
  const url = '/v1/plans/by-road'
  const plan = [
    { ticketId: 'T-0', techId: 'ana', start: '2026-03-03T09:00:00+01:00' },
    { ticketId: 'T-1', techId: 'ana', start: '2026-03-03T10:00:00+01:00' },
  ]
  const caller = { id: 'CALL', location: { lat: 47.1455, lon: 9.5155 }, duration: 'PT30M' }
  const ask = async (ticket: object) => {
    const { status, json } = await service.post(`${url}/recommendations`, { ticket, count: 3 })
    return { status, json, told: status === 200 ? Recommendation.parse(json) : undefined }
  }

  test('is asked by road: a caller is one row and one column, and the plan is not asked for again', async () => {
    await service.put(url, request({ plan }))
    server.asked.length = 0
    const { told } = await ask(caller)
    expect(told!.proposals.length).toBeGreaterThan(0)
    expect(told!.meta.travel).toMatchObject({ source: 'osrm', roads: { dataVersion: 'spring' } })
    expect(server.cells).toBe(2 * 9)
    server.asked.length = 0
    await service.post(`/v1/offers/${told!.offerId}/confirm`, { optionId: told!.proposals[0]!.optionId })
    await ask({ ...caller, id: 'CALL-2' })
    expect(server.cells).toBe(0)
  })

  test('says of a place without a road that none leads there, and answers everybody else', async () => {
    await service.put(url, request({ plan }))
    const [lost, found] = await Promise.all([
      ask({ ...caller, id: 'LOST', location: { lat: 47.1601, lon: ISLAND.lon } }),
      ask({ ...caller, id: 'FOUND' }),
    ])
    expect(lost.told!.proposals).toEqual([])
    expect(lost.told!.notOffered[0]!.reasons.map(({ code }) => code)).toContain('UNREACHABLE_PLACE')
    expect(found.told!.proposals.length).toBeGreaterThan(0)
  })

  test('is not opened, or asked, without roads that it asked for by name', async () => {
    await service.put(url, request({ plan }))
    server.mood = 'garbage'
    expect(await ask({ ...caller, id: 'DURING', location: { lat: 47.133, lon: 9.5 } })).toMatchObject({
      status: 503,
      json: { code: 'ROADS_UNAVAILABLE' },
    })
    // Where everything is known nobody has to be asked.
    expect((await ask({ ...caller, id: 'KNOWN', location: STREET[3] })).status).toBe(200)
  })

  test('that may be estimated is told as degraded, and goes by road again as soon as somebody answers', async () => {
    await service.put(url, request({ plan, travel: { source: 'osrm', onFailure: 'estimate' } }))
    server.mood = 'internal error'
    const there = { lat: 47.135, lon: 9.515 }
    const { told } = await ask({ ...caller, id: 'DOWN', location: there })
    expect(told!.meta.travel.degraded).toBe(true)
    expect(told!.proposals[0]!.reasons.map(({ code }) => code)).toContain('TRAVEL_DEGRADED')
    server.mood = 'well'
    const degraded = async () => (await ask({ ...caller, id: 'UP', location: there })).told?.meta.travel.degraded
    await expect.poll(degraded, { timeout: 10_000, interval: 50 }).toBeUndefined()
  })

  test('answers others while a slow road service is waited for', async () => {
    await service.put(url, request({ plan, travel: { source: 'osrm', onFailure: 'estimate' } }))
    server.mood = 'slow'
    let isAnswered = false
    const slow = ask({ ...caller, id: 'SLOW', location: { lat: 47.131, lon: 9.505 } }).finally(() => {
      isAnswered = true
    })
    expect((await ask({ ...caller, id: 'QUICK', location: STREET[4] })).status).toBe(200)
    expect(isAnswered).toBe(false)
    expect((await slow).told!.meta.travel.degraded).toBe(true)
  })

  const there = { lat: 47.12, lon: 9.55 }
  const added = (id: string, location: object) => ({
    kind: 'ticket-added',
    ticket: { id, location, duration: 'PT30M' },
  })
  const placed = (ticketId: string, start: string, techId = 'ana') => ({
    kind: 'visit-placed',
    ticketId,
    techId,
    start: `2026-03-03T${start}:00+01:00`,
  })
  let count = 0
  const events = (...changes: object[]) => ({
    events: changes.map((change) => ({ eventId: `E-${count++}`, ...change })),
  })
  const startOf = async (ticketId: string) => {
    const { plan: now } = (await service.get(url)).json.input
    return now.find((one: { ticketId: string }) => one.ticketId === ticketId)?.start
  }
  /** When work begins at the last of these places, where each takes half an hour and nobody waits. */
  const drivenThrough = (...places: (typeof HOME)[]) =>
    [HOME, ...places].reduce(
      (at, place, index, all) =>
        index === 0 ? at : at + 1000 * secondsBetween(all[index - 1]!, place) + (index > 1 ? 30 * 60_000 : 0),
      Date.parse(HORIZON.start),
    )
  const [first, second] = [STREET[0]!, STREET[1]!]

  test('is told of a ticket at a new place, and has it reached by road: one row and one column', async () => {
    await forget()
    await service.restart({ roads })
    await service.put(url, request({ plan }))
    server.asked.length = 0
    const { status } = await service.call('PATCH', url, events(added('NEW', there), placed('NEW', '10:31')))
    expect(status).toBe(200)
    expect(server.cells).toBe(2 * 9)
    expect(Date.parse(await startOf('NEW'))).toBe(drivenThrough(first, second, there))
  })

  test('is told of several new places at once, which are reached from each other by road as well', async () => {
    await service.put(url, request({ plan }))
    const next = { lat: 47.11, lon: 9.56 }
    const changes = [added('ONE', there), added('TWO', next), placed('ONE', '10:31'), placed('TWO', '12:00')]
    expect((await service.call('PATCH', url, events(...changes))).status).toBe(200)
    expect(Date.parse(await startOf('TWO'))).toBe(drivenThrough(first, second, there, next))
    // Worked out with the same ways as by whoever opens it now.
    const before = await service.get(url)
    await service.restart({ roads })
    const evaluated = await service.post(`${url}/evaluations`, { changes: [placed('TWO', '12:00')] })
    expect(evaluated.json.changes).toEqual([])
    expect((await service.get(url)).json.input.plan).toEqual(before.json.input.plan)
  })

  test('is tried with changes by road, and the same comes of them as when they are made', async () => {
    await service.put(url, request({ plan }))
    const tried = { lat: 47.115, lon: 9.57 }
    const changes = [added('TRIED', tried), placed('TRIED', '10:31')]
    const { json } = await service.post(`${url}/evaluations`, { changes })
    const told = json.changes.find((one: { ticketId: string }) => one.ticketId === 'TRIED')
    expect(Date.parse(told.after.start)).toBe(drivenThrough(first, second, tried))
    expect((await service.call('PATCH', url, events(...changes))).json.changes).toEqual(json.changes)
  })

  test('learns the ways of a vehicle that comes new to it, and refuses one whose roads nobody knows', async () => {
    await service.put(url, request({ plan }))
    const tech = (profile: string) => ({ kind: 'tech-added', tech: { id: profile, start: there, profile } })
    const { status, json } = await service.call('PATCH', url, events(tech('foot')))
    expect(status).toBe(400)
    expect(json.issues).toMatchObject([{ path: '/events/0/tech/profile', code: 'NO_ROAD_SERVICE' }])
    const changes = [tech('truck'), placed('T-3', '08:00', 'truck'), placed('T-4', '08:31', 'truck')]
    expect((await service.call('PATCH', url, events(...changes))).status).toBe(200)
    const before = Date.parse(await startOf('T-3')) + 30 * 60_000
    expect(Date.parse(await startOf('T-4'))).toBe(before + 1000 * secondsBetween(STREET[3]!, STREET[4]!))
  })

  test('that must go by road is told of no new place while nobody answers, and of everything else', async () => {
    await service.put(url, request({ plan }))
    server.mood = 'internal error'
    const far = events(added('FAR', { lat: 47.2, lon: 9.61 }), placed('FAR', '11:31'))
    expect(await service.call('PATCH', url, far)).toMatchObject({ status: 503, json: { code: 'ROADS_UNAVAILABLE' } })
    expect((await service.call('PATCH', url, events(placed('T-2', '11:00')))).status).toBe(200)
    server.mood = 'well'
    const again = async () => (await service.call('PATCH', url, far)).status
    await expect.poll(again, { timeout: 10_000, interval: 50 }).toBe(200)
    expect(Date.parse(await startOf('FAR'))).toBe(drivenThrough(first, second, STREET[2]!, { lat: 47.2, lon: 9.61 }))
  })

  test('is exported along the roads where its input asks for lines', async () => {
    await service.put(url, request({ plan, options: { ...request().options, geometry: true } }))
    const { features } = (await service.get(`${url}/export?layer=routes`)).json
    expect(features).toMatchObject([{ geometry: { type: 'LineString' }, properties: { along: 'road', stops: 2 } }])
  })
})
