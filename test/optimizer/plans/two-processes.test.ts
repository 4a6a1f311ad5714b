// Two processes on one database: one of them has the live plans, the other says so, and takes them over when that one ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignedAt, gaps, oneGap } from './days.ts'
import { Planning } from './planning.ts'

let first: Planning
let second: Planning
beforeAll(async () => {
  first = await Planning.start()
  await first.put('/v1/plans/shared', gaps(2, 3))
  second = await first.beside()
})
afterAll(async () => {
  await second?.end()
  await second?.rows.close()
  await first?.stop()
})

const path = '/v1/plans/shared'
const ask = { ticketId: 'T-1', count: 1 }
let offer: { offerId: string; proposals: { optionId: string }[] }

describe('the other process', () => {
  test('refuses whatever may be held or changed, by name, and does not offer what is held', async () => {
    const held = await first.post(`${path}/recommendations`, ask)
    offer = held.json
    expect([held.status, offer.proposals.length]).toEqual([200, 1])
    const event = { eventId: 'E', kind: 'visit-placed', ...assignedAt('T-2', '08:10') }
    const refused = await Promise.all([
      second.post(`${path}/recommendations`, { ...ask, ticketId: 'T-2' }),
      second.put(path, oneGap(1)),
      second.call('PATCH', path, { events: [event] }),
      second.post(`${path}/evaluations`, { changes: [{ kind: 'visit-placed', ...assignedAt('T-2', '08:10') }] }),
      second.confirm(offer.offerId, offer.proposals[0]!.optionId),
      second.release(offer.offerId),
      second.delete(path),
    ])
    for (const { status, json, headers } of refused)
      expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'PLANS_ELSEWHERE', '2'])
    // Nothing of it was done.
    expect((await first.get(path)).json.version).toBe(1)
  })

  test('reads what is stored, answers about plain inputs, and says that it has no plans', async () => {
    expect((await second.get(path)).json.input.tickets).toHaveLength(3)
    expect((await second.post('/v1/recommendations', { input: oneGap(1), ticketIds: 'unplanned' })).status).toBe(200)
    expect((await second.get('/readyz')).json.detail.livePlansHere).toBe(0)
    expect((await first.get('/readyz')).json.detail.livePlansHere).toBe(1)
  })

  test('takes them over when that one ends, with all that is held', async () => {
    await first.end()
    const booked = async () => (await second.confirm(offer.offerId, offer.proposals[0]!.optionId)).status
    await expect.poll(booked, { timeout: 10_000, interval: 50 }).toBe(200)
    expect((await second.get(path)).json.input.plan).toMatchObject([{ ticketId: 'T-1' }])
  })
})

test('whose connection to the database is lost goes on with the plans when it is back, and has not forgotten what it held', async () => {
  const before = await second.post(`${path}/recommendations`, { ...ask, ticketId: 'T-2' })
  expect(before.json.proposals).toHaveLength(1)
  // Some of its connections are idle at that moment: it finds out when it uses them.
  for (let round = 0; round < 10; round++) {
    await second.cutAll()
    const after = await second.post(`${path}/recommendations`, { ...ask, ticketId: 'T-3' })
    expect([after.status, after.json.proposals], after.text).toEqual([200, []])
  }
  const booked = await second.confirm(before.json.offerId, before.json.proposals[0].optionId)
  expect(booked.status).toBe(200)
})
