// Runs and live plans side by side, exported, kept under a name; a live plan that is mended by a run; keys on every write; and
// jobs that are too large.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Regions } from '../../src/contracts/area.ts'
import { Comparison } from '../../src/contracts/comparison.ts'
import { ReplanAnswer } from '../../src/contracts/replan.ts'
import { csvOf } from '../../src/optimizer/answer/export.ts'
import { smallRequest } from './inputs.ts'
import { assignedAt, at, between, some, techs, town } from './plans/days.ts'
import { Service } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await Service.start()
})
afterAll(() => service?.stop())

const done = async (request = smallRequest(), query = '') => {
  const { json } = await service.post(`/v1/optimizations${query}`, request)
  await service.runWhen(json.runId, 'done')
  return String(json.runId)
}
const day = () =>
  town({
    tickets: some(3),
    techs: techs({ shifts: [between('08:00', '16:00')] }, { shifts: [between('08:00', '16:00')] }),
    plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '09:20')],
    options: { seconds: 20, iterations: 200, threads: 1 },
  })

describe('two plans', () => {
  test('are compared by money, figures and visits', async () => {
    const a = await done()
    const b = await done(smallRequest({ techs: [smallRequest().techs[1]!] }))
    const { status, json } = await service.post('/v1/comparisons', { a: { runId: a }, b: { runId: b } })
    expect([status, json.code]).toEqual([200, undefined])
    const told = Comparison.parse(json)
    expect(told.cost.lines.reduce((sum, { difference }) => sum + difference, 0)).toBe(told.cost.difference)
    expect(told.cost.difference).toBe(told.b.kpis.cost.total - told.a.kpis.cost.total)
    expect(told.cost.difference).toBeGreaterThan(0)
    expect(told.comparable).toBe(true)
    expect(told.changes.some(({ after }) => after?.techId === 'ben')).toBe(true)
  })

  test('one of which is live', async () => {
    await service.call('PUT', '/v1/plans/live', day())
    const runId = await done(day())
    const { json } = await service.post('/v1/comparisons', { a: { planId: 'live' }, b: { runId } })
    expect(Comparison.parse(json).figures.find(({ name }) => name === 'assigned')).toMatchObject({ a: 2, b: 3 })
    expect(await service.post('/v1/comparisons', { a: { planId: 'nowhere' }, b: { runId } })).toMatchObject({
      status: 404,
    })
    expect(await service.post('/v1/comparisons', { a: {}, b: { runId } })).toMatchObject({ status: 400 })
  })
})

describe('an export', () => {
  test('is a table or a map, by name or by what is accepted', async () => {
    const runId = await done()
    const csv = await service.get(`/v1/optimizations/${runId}/export?format=csv`)
    expect(csv.headers.get('content-type')).toMatch('text/csv')
    expect(csv.text.split('\r\n')).toHaveLength(4)
    expect((await service.get(`/v1/optimizations/${runId}/export`, { accept: 'text/csv' })).text).toBe(csv.text)
    const map = await service.get(`/v1/optimizations/${runId}/export`)
    expect(map.headers.get('content-type')).toMatch('application/geo+json')
    const kinds = map.json.features.map(
      ({ geometry, properties }: { geometry: { type: string }; properties: { kind: string } }) =>
        `${properties.kind} ${geometry.type}`,
    )
    expect(new Set(kinds)).toEqual(new Set(['route LineString', 'stop Point']))
    await service.call('PUT', '/v1/plans/export', day())
    expect((await service.get('/v1/plans/export/export?format=geojson')).text).toContain('"kind":"unassigned"')
  })

  test('has layers of its own: tickets that nobody serves and why, areas, routes', async () => {
    const shape = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [9.4, 47],
          [9.7, 47],
          [9.7, 47.3],
          [9.4, 47.3],
          [9.4, 47],
        ],
      ],
    }
    const areas = [{ id: 'here', shape: shape as never }, { id: 'label' }]
    const tickets = smallRequest().tickets.map((one, index) =>
      index === 0 ? { ...one, skills: ['nobody has it'] } : one,
    )
    const runId = await done(smallRequest({ areas, tickets }))
    const layer = async (query: string) => {
      const { json, headers } = await service.get(`/v1/optimizations/${runId}/export?format=geojson&${query}`)
      expect([json.type, headers.get('content-type')]).toEqual([
        'FeatureCollection',
        'application/geo+json; charset=utf-8',
      ])
      return json.features
    }
    expect(await layer('layer=unassigned')).toEqual([
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [9.52, 47.14] },
        properties: { ticketId: 'T-1', kind: 'unassigned', reasons: ['SKILL_MISSING'] },
      },
    ])
    expect(await layer('layer=areas')).toEqual([
      { type: 'Feature', geometry: shape, properties: { kind: 'area', areaId: 'here' } },
    ])
    const kinds = (await layer('layer=routes&layer=areas')).map((one: { properties: object }) => one.properties)
    expect(kinds).toMatchObject([{ kind: 'route', along: 'straight' }, { kind: 'area' }])
    expect((await service.get(`/v1/optimizations/${runId}/export?layer=everything`)).status).toBe(400)
  })

  test('holds no formula', () => {
    const location = { lat: 47, lon: 9 }
    const left = ['=1+1', '+A1', 'a"b,c'].map((ticketId) => ({ ticketId }))
    const text = csvOf([], left, { tickets: [{ id: '=1+1', location }] as never, techs: [] })
    expect(text).toContain("'=1+1")
    expect(text).toContain("'+A1")
    expect(text).toContain('"a""b,c"')
  })
})

test('runs that have a name are kept, and listed latest first', async () => {
  const base = await done()
  const runId = await done(smallRequest(), `?name=without%20Ana&note=on%20holiday&baseRun=${base}`)
  await done(smallRequest(), '?name=second')
  const { json } = await service.get('/v1/optimizations?limit=2')
  expect(json.runs).toMatchObject([
    { label: { name: 'second' } },
    { runId, status: 'done', label: { name: 'without Ana', note: 'on holiday', baseRun: base } },
  ])
  expect((await service.get(`/v1/optimizations?before=${json.runs[1].runId}`)).json.runs).toEqual([])
})

describe('a live plan that is mended', () => {
  test('is a run that begins with it, and is put back at the version it was made for, and at no other', async () => {
    const path = '/v1/plans/mended'
    await service.call('PUT', path, day())
    await service.call('PATCH', path, {
      events: [{ eventId: 'e1', kind: 'tech-ill', techId: 'ana', from: at('09:30') }],
    })
    const { status, json } = await service.post(`${path}/replans`, {
      iterations: 300,
      threads: 1,
      techChanged: 1_000_000,
    })
    expect(status).toBe(202)
    const run = await service.runWhen(json.runId, 'done')
    expect(run.label).toMatchObject({ basePlan: { planId: 'mended', version: 2 } })
    const accepted = await service.post(`${path}/replans/${json.runId}/accept`, {})
    expect([accepted.status, accepted.headers.get('etag')]).toEqual([200, '"3"'])
    const answer = ReplanAnswer.parse(accepted.json)
    expect(answer.changes.map(({ kind }) => kind)).toContain('assigned')
    const before = await service.get(path)
    // Who can stay where they are stays there, when giving them to somebody else is dear.
    const kept = before.json.input.plan.find(({ ticketId }: { ticketId: string }) => ticketId === 'T-1')
    expect(kept).toMatchObject({ techId: 'ana' })
    const scored = await service.post('/v1/evaluations', { input: before.json.input })
    expect(scored.json).toMatchObject({ feasible: true, unassigned: [] })
    expect(await service.post(`${path}/replans/${json.runId}/accept`, {})).toMatchObject({ status: 412 })
    await service.restart()
    expect((await service.get(path)).text).toBe(before.text)
  })
})

describe('a key on a write', () => {
  const path = '/v1/plans/keyed'
  const event = (eventId: string) => ({ events: [{ eventId, kind: 'ticket-canceled', ticketId: 'T-3' }] })

  test('is answered the same to the byte, and done once', async () => {
    const key = { 'idempotency-key': 'put-keyed' }
    const first = await service.call('PUT', path, day(), key)
    const again = await service.call('PUT', path, day(), key)
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(await service.call('PATCH', path, event('e1'), key)).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_PAYLOAD_MISMATCH' },
    })
  })

  test('of many at once is done once', async () => {
    const key = { 'idempotency-key': 'delete-keyed' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.call('DELETE', path, undefined, key)))
    const statuses = answers.map(({ status, json }) => (status === 409 ? json.code : status))
    expect(new Set(statuses.filter((one) => one !== 'IDEMPOTENCY_IN_PROGRESS'))).toEqual(new Set([204]))
    expect((await service.call('DELETE', path, undefined, key)).status).toBe(204)
    expect((await service.call('DELETE', path)).status).toBe(404)
  })

  test('keeps refusals too, and nothing that may pass next time', async () => {
    const key = { 'idempotency-key': 'refused' }
    const refused = await service.call('PATCH', '/v1/plans/nowhere', event('e1'), key)
    expect([refused.status, (await service.call('PATCH', '/v1/plans/nowhere', event('e1'), key)).text]).toEqual([
      404,
      refused.text,
    ])
    expect(await service.call('PATCH', path, event('e1'), { 'idempotency-key': 'k'.repeat(201) })).toMatchObject({
      status: 400,
    })
  })
})

test('a job that is too large for the machine is refused with its size and the way out', async () => {
  await service.restart({ memoryBytes: 300 })
  const { status, json } = await service.submit(smallRequest())
  expect([status, json.code]).toEqual([413, 'JOB_TOO_LARGE'])
  expect(json.detail).toMatch(/4 places with 1 travel profiles.*in parts.*TEMPORAL_ADDRESS/)
  await service.restart()
})

test('a job that is too large is planned in as many regions as the refusal says', async () => {
  // Tables of 24 places, and of no more, fit.
  await service.restart({ memoryBytes: (24 ** 2 * 8) / 0.4 })
  const tickets = Array.from({ length: 60 }, (_, index) => ({
    id: `T-${index}`,
    location: { lat: 47.1 + (index % 10) / 100, lon: 9.4 + Math.floor(index / 10) / 50 },
    duration: 'PT30M',
  }))
  const [tech] = smallRequest().techs
  const request = smallRequest({ tickets, techs: [tech!] })
  const refused = await service.submit(request)
  expect(refused.json.code).toBe('JOB_TOO_LARGE')
  const count = Number(/into (\d+) regions/.exec(refused.json.detail)?.[1])
  expect(count).toBe(3)
  const { regions } = Regions.parse((await service.post('/v1/areas/regions', { tickets, count })).json)
  expect(regions.map(({ work }) => work)).toEqual(['PT10H', 'PT10H', 'PT10H'])
  expect(regions.flatMap(({ ticketIds }) => ticketIds).toSorted()).toEqual(tickets.map(({ id }) => id).toSorted())
  for (const { ticketIds } of regions) {
    const part = { ...request, tickets: tickets.filter(({ id }) => ticketIds.includes(id)) }
    expect((await service.submit(part, { prefer: 'wait=60' })).status).toBe(200)
  }
  await service.restart()
})
