// Service areas over HTTP: kept, found by place, and named by inputs without their shapes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AreaFeatures, Regions } from '../../src/contracts/area.ts'
import { durationSeconds } from '../../src/contracts/scalars.ts'
import { square } from '../territory/square.ts'
import { smallRequest, tech } from './inputs.ts'
import { Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service.stop())

const shape = { type: 'Polygon', coordinates: [square(9.5, 47.12, 0.04), square(9.51, 47.13, 0.001)] }

test('an area is kept, listed, read and forgotten', async () => {
  const kept = await service.put('/v1/areas/south', { shape })
  expect(kept).toMatchObject({ status: 201, json: { areaId: 'south', shape } })
  expect(kept.json.squareKm).toBeGreaterThan(10)
  expect((await service.put('/v1/areas/south', { shape })).status).toBe(200)
  expect((await service.get('/v1/areas')).json.areas).toMatchObject([{ areaId: 'south' }])
  expect((await service.get('/v1/areas/south')).json.shape).toEqual(shape)
  expect((await service.delete('/v1/areas/south')).status).toBe(204)
  expect((await service.get('/v1/areas/south')).json.code).toBe('AREA_NOT_FOUND')
  expect((await service.delete('/v1/areas/south')).status).toBe(404)
})

test('a shape without a sure inside is refused by name and place, and an open ring too', async () => {
  const [a, b, c, d] = square(9, 47, 1)
  const crossed = { type: 'Polygon', coordinates: [[a, c, b, d, a]] }
  const refused = await service.put('/v1/areas/crossed', { shape: crossed })
  expect(refused).toMatchObject({ status: 400, json: { issues: [{ path: '/shape', code: 'AREA_SELF_INTERSECTS' }] } })
  const open = { type: 'Polygon', coordinates: [[a, b, c, d]] }
  expect((await service.put('/v1/areas/open', { shape: open })).json.issues).toMatchObject([
    { path: '/shape/coordinates/0', code: 'RING_NOT_CLOSED' },
  ])
})

test('parts that overlap are mended and told, or refused where nothing may be mended', async () => {
  const overlapping = { type: 'MultiPolygon', coordinates: [[square(9, 47, 2)], [square(10, 48, 2)]] }
  expect(await service.put('/v1/areas/two', { shape: overlapping, repair: false })).toMatchObject({ status: 400 })
  expect(await service.put('/v1/areas/two', { shape: overlapping })).toMatchObject({
    status: 201,
    json: { repaired: { code: 'AREA_PARTS_OVERLAP' }, shape: { type: 'Polygon' } },
  })
  await service.delete('/v1/areas/two')
})

test('places are found in the areas that hold them; a hole holds nothing', async () => {
  await service.put('/v1/areas/south', { shape })
  const places = [
    { lat: 47.14, lon: 9.52 },
    { lat: 47.1305, lon: 9.5105 },
    { lat: 47.5, lon: 9.52 },
  ]
  expect((await service.post('/v1/areas/locate', { places })).json).toEqual({
    places: [{ areaIds: ['south'] }, { areaIds: [] }, { areaIds: [] }],
  })
})

test('an input names an area without its shape, and whoever serves it gets the tickets that lie in it', async () => {
  await service.put('/v1/areas/south', { shape })
  const request = smallRequest({
    areas: [{ id: 'south' }],
    techs: [tech({ areas: ['south'] })],
  })
  const { json } = await service.submit(request, { prefer: 'wait=60' })
  expect(json.proposals.map(({ ticketId }: { ticketId: string }) => ticketId)).toContain('T-1')
  expect(json.unassigned).toMatchObject([{ ticketId: 'T-2', reasons: [{ code: 'AREA_OUTSIDE' }] }])
})

const inside = { id: 'T-in', location: { lat: 47.14, lon: 9.52 }, duration: 'PT30M' }

test('an event may name a kept area that the plan does not list: it joins the plan, as it is then', async () => {
  await service.put('/v1/areas/south', { shape })
  await service.put('/v1/plans/areas', smallRequest({ areas: [], techs: [tech()] }))
  const added = { eventId: 'bound', kind: 'tech-added', tech: tech({ id: 'bound', areas: ['south'] }) }
  const changes = [{ kind: 'tech-added', tech: added.tech }]
  expect((await service.post('/v1/plans/areas/evaluations', { changes })).status).toBe(200)
  expect((await service.call('PATCH', '/v1/plans/areas', { events: [added] })).status).toBe(200)
  // What becomes of the area later is nothing to the plan.
  await service.delete('/v1/areas/south')
  await service.restart()
  const { input } = (await service.get('/v1/plans/areas')).json
  expect(input.areas).toEqual([{ id: 'south', shape }])
  const { proposals, notOffered } = (
    await service.post('/v1/plans/areas/recommendations', { ticket: { ...inside, location: { lat: 47.2, lon: 9.52 } } })
  ).json
  expect(proposals.map(({ techId }: { techId: string }) => techId)).not.toContain('bound')
  expect(JSON.stringify(notOffered)).toContain('AREA_OUTSIDE')
  const other = { eventId: 'nowhere', kind: 'ticket-added', ticket: { ...inside, areas: ['nowhere'] } }
  expect((await service.call('PATCH', '/v1/plans/areas', { events: [other] })).json.issues).toMatchObject([
    { path: '/events/0/ticket/areas/0', code: 'UNKNOWN_ID' },
  ])
})

test('a plan that is scored names an area without its shape as well', async () => {
  await service.put('/v1/areas/south', { shape })
  const input = smallRequest({
    areas: [{ id: 'south' }],
    techs: [tech({ areas: ['south'] })],
    plan: [{ ticketId: 'T-2', techId: 'ana', start: '2026-03-03T09:00:00+01:00' }],
  })
  const { json } = await service.post('/v1/evaluations', { input })
  expect(json.violations).toMatchObject([{ code: expect.stringContaining('AREA'), ticketId: 'T-2' }])
})

test('all areas are one map, by name or by what is accepted', async () => {
  await service.put('/v1/areas/south', { shape })
  const map = await service.get('/v1/areas?format=geojson')
  expect(map.headers.get('content-type')).toBe('application/geo+json; charset=utf-8')
  const { features } = AreaFeatures.parse(map.json)
  expect(features).toMatchObject([{ id: 'south', geometry: shape, properties: { kind: 'area', areaId: 'south' } }])
  expect((await service.get('/v1/areas', { accept: 'application/geo+json' })).json).toEqual(map.json)
  expect((await service.get('/v1/areas')).json.areas).toHaveLength(1)
})

test('tickets are gathered into regions of about the same work, whose outlines hold them and may be kept as areas', async () => {
  const tickets = Array.from({ length: 41 }, (_, index) => ({
    id: `T-${index}`,
    location: { lat: 47 + ((index * 7) % 41) / 200, lon: 9 + ((index * 11) % 41) / 150 },
    duration: index % 3 === 0 ? 'PT2H' : 'PT30M',
    ...(index === 5 && { crew: 2 }),
    summary: 'what is not asked for is not read',
  }))
  const { status, json } = await service.post('/v1/areas/regions', { tickets, count: 5 })
  expect(status).toBe(200)
  const { regions } = Regions.parse(json)
  const secondsOf = (id: string) => {
    const { duration, crew = 1 } = tickets.find((one) => one.id === id)!
    return durationSeconds(duration) * crew
  }
  const all = tickets.reduce((sum, { id }) => sum + secondsOf(id), 0)
  expect(regions.flatMap(({ ticketIds }) => ticketIds).toSorted()).toEqual(tickets.map(({ id }) => id).toSorted())
  for (const [index, { ticketIds, work, shape }] of regions.entries()) {
    expect(durationSeconds(work)).toBe(ticketIds.reduce((sum, id) => sum + secondsOf(id), 0))
    expect(durationSeconds(work)).toBeLessThanOrEqual(all / 5 + 2 * 7200)
    expect(await service.put(`/v1/areas/region-${index}`, { shape, repair: false })).toMatchObject({ status: 201 })
  }
  const places = tickets.map(({ location }) => location)
  const located = (await service.post('/v1/areas/locate', { places })).json.places
  for (const [index, { ticketIds }] of regions.entries())
    for (const id of ticketIds) expect(located[Number(id.slice(2))].areaIds).toContain(`region-${index}`)
})

test('one place, or several in a line, have ground around them as well', async () => {
  for (const lats of [[47], [47, 47.1, 47.2]]) {
    const tickets = lats.map((lat) => ({ id: `T-${lat}`, location: { lat, lon: 9 } }))
    const { regions } = Regions.parse((await service.post('/v1/areas/regions', { tickets, count: 1 })).json)
    expect(regions).toMatchObject([{ shape: { type: 'Polygon' }, work: `PT${lats.length}H` }])
  }
})
