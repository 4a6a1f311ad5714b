// Live plans over HTTP, on a real database: put, read, replaced, deleted, and seen by nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OptimizationInput } from '../../../src/contracts/optimization.ts'
import { Plan, PlanAccepted } from '../../../src/contracts/plan.ts'
import { assignedAt, emptyDay, oneGap } from './days.ts'
import { Planning } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

describe('a live plan', () => {
  test('is made by the first that is put there, and replaced by the next', async () => {
    const made = await planning.put('/v1/plans/monday', emptyDay(2))
    expect(made).toMatchObject({
      status: 201,
      json: { planId: 'monday', version: 1, tickets: 2, assigned: 0, unplaced: [] },
    })
    expect(made.headers.get('etag')).toBe('"1"')
    expect(made.headers.get('location')).toBe('/v1/plans/monday')
    expect(PlanAccepted.parse(made.json).links.recommendations).toBe('/v1/plans/monday/recommendations')

    const replaced = await planning.put('/v1/plans/monday', emptyDay(3))
    expect(replaced).toMatchObject({ status: 200, json: { version: 2, tickets: 3 } })
    expect(replaced.headers.get('location')).toBe(null)
  })

  test('says what is assigned, and what cannot stand where it is', async () => {
    const plan = [assignedAt('T-1', '09:00'), assignedAt('T-2', '09:30')].map((one) => ({ ...one, pinned: true }))
    const { json } = await planning.put('/v1/plans/clash', { ...emptyDay(3), plan })
    expect([json.tickets, json.assigned, json.unplaced.length]).toEqual([3, 1, 1])
  })

  test('is read as it was put, with its version as the tag', async () => {
    const { path } = await planning.planned(emptyDay(2))
    const { status, headers, json } = await planning.get(path)
    expect([status, headers.get('etag')]).toEqual([200, '"1"'])
    expect(Plan.parse(json)).toEqual({
      planId: path.split('/').at(-1),
      version: 1,
      input: OptimizationInput.parse(emptyDay(2)),
    })
  })

  test('may have any name that fits into an address', async () => {
    const { json, headers } = await planning.put(`/v1/plans/${encodeURIComponent('Früh/3 %')}`, emptyDay(1))
    expect(json.planId).toBe('Früh/3 %')
    expect((await planning.get(headers.get('location')!)).json).toMatchObject({ planId: 'Früh/3 %', version: 1 })
  })

  test('is gone when it is deleted, with its offers', async () => {
    const plan = await planning.planned(emptyDay(1))
    const { offerId, optionId } = await plan.offered('T-1')
    expect((await planning.delete(plan.path)).status).toBe(204)
    for (const answer of [
      await planning.get(plan.path),
      await planning.delete(plan.path),
      await plan.ask({ ticketId: 'T-1' }),
    ])
      expect(answer).toMatchObject({ status: 404, json: { code: 'PLAN_NOT_FOUND' } })
    expect(await planning.confirm(offerId, optionId)).toMatchObject({ status: 404, json: { code: 'OFFER_NOT_FOUND' } })
  })

  test('that is made again after it was deleted knows nothing of the first', async () => {
    const plan = await planning.planned(oneGap(1))
    await plan.offered('T-1')
    await planning.delete(plan.path)
    expect((await planning.put(plan.path, oneGap(1))).status).toBe(201)
    await plan.offered('T-1')
  })

  test('is refused with every fault named, and nothing is stored', async () => {
    const { status, headers, json } = await planning.put('/v1/plans/bad', {
      ...emptyDay(1),
      plan: [assignedAt('T-9', '09:00')],
      colour: 'red',
    })
    expect([status, json.code]).toEqual([400, 'INVALID_INPUT'])
    expect(headers.get('content-type')).toMatch('application/problem+json')
    expect(json.issues.map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort()).toEqual([
      '/colour UNKNOWN_FIELD',
      '/plan/0/ticketId UNKNOWN_ID',
    ])
    expect((await planning.get('/v1/plans/bad')).status).toBe(404)
  })

  test('that is too large is not read to its end', async () => {
    const large = { ...emptyDay(1), policy: { name: 'x'.repeat(300_000) } }
    expect(await planning.put('/v1/plans/large', large)).toMatchObject({
      status: 413,
      json: { code: 'BODY_TOO_LARGE' },
    })
  })
})

describe('If-Match', () => {
  test('lets only who has seen the latest version replace it', async () => {
    const { path } = await planning.planned(emptyDay(1))
    expect((await planning.put(path, emptyDay(2), { 'if-match': '"1"' })).headers.get('etag')).toBe('"2"')
    for (const tag of ['"1"', 'W/"2"', '"two"'])
      expect(await planning.put(path, emptyDay(3), { 'if-match': tag })).toMatchObject({
        status: 412,
        json: { code: 'VERSION_MISMATCH' },
      })
    expect((await planning.get(path)).json.input.tickets).toHaveLength(2)
    expect((await planning.put(path, emptyDay(3), { 'if-match': '"1", "2"' })).status).toBe(200)
    expect((await planning.put(path, emptyDay(3), { 'if-match': '*' })).status).toBe(200)
  })

  test('of anything makes no new plan', async () => {
    for (const tag of ['*', '"1"'])
      expect((await planning.put('/v1/plans/none', emptyDay(1), { 'if-match': tag })).status).toBe(412)
    expect((await planning.get('/v1/plans/none')).status).toBe(404)
  })

  test('holds for deleting too', async () => {
    const { path } = await planning.planned(emptyDay(1))
    expect((await planning.delete(path, { 'if-match': '"7"' })).status).toBe(412)
    expect((await planning.delete(path, { 'if-match': '"1"' })).status).toBe(204)
  })

  test('that is no list of tags is refused by name', async () => {
    expect(await planning.put('/v1/plans/none', emptyDay(1), { 'if-match': '1' })).toMatchObject({
      status: 400,
      json: { issues: [{ path: '/headers/if-match', code: 'WRONG_FORMAT' }] },
    })
  })

  test('lets one of many win who all have seen the same', async () => {
    const { path } = await planning.planned(emptyDay(1))
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => planning.put(path, emptyDay(index + 1), { 'if-match': '"1"' })),
    )
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9)
    const { json } = await planning.get(path)
    expect([json.version, json.input.tickets.length]).toEqual([2, won[0]!.json.tickets])
    // The desk has the plan that the store has.
    const last = `T-${won[0]!.json.tickets}`
    expect((await planning.post(`${path}/recommendations`, { ticketId: last })).status).toBe(200)
  })
})

describe('tenants', () => {
  test('have names of their own, and see nothing of each other', async () => {
    const plan = await planning.planned(emptyDay(1))
    const { offerId, optionId } = await plan.offered('T-1')
    await planning.restart({ tenant: 'elsewhere' })
    try {
      const answers = [
        await planning.get(plan.path),
        await planning.delete(plan.path),
        await plan.ask({ ticketId: 'T-1' }),
        await planning.confirm(offerId, optionId),
        await planning.release(offerId),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
      expect(await planning.put(plan.path, emptyDay(2))).toMatchObject({ status: 201, json: { version: 1 } })
    } finally {
      await planning.restart()
    }
    expect((await planning.get(plan.path)).json.input.tickets).toHaveLength(1)
    expect((await planning.confirm(offerId, optionId)).status).toBe(200)
  })
})

test('the service describes its plans and offers to machines', async () => {
  const { json } = await planning.get('/openapi.json')
  expect(Object.keys(json.paths)).toEqual(
    expect.arrayContaining([
      '/v1/plans/{planId}',
      '/v1/plans/{planId}/recommendations',
      '/v1/recommendations',
      '/v1/offers/{offerId}/confirm',
      '/v1/offers/{offerId}/release',
    ]),
  )
  expect(json.paths['/v1/offers/{offerId}/confirm'].post.responses['409'].content).toHaveProperty(
    'application/problem+json',
  )
})
