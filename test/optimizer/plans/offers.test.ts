// Offers over HTTP, on a real database: confirmed once, given back, expired by the clock of the database, overtaken.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Confirmed, OfferProblem } from '../../../src/contracts/offer.ts'
import { assignedAt, emptyDay, newTicket, oneGap, some } from './days.ts'
import { Planning, placeOf } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

describe('confirming an option', () => {
  test('books it as it was promised, and answers the same however often it is asked', async () => {
    const plan = await planning.planned(emptyDay(2))
    const { offerId, optionId, place, proposals } = await plan.offered('T-1')
    const first = await planning.confirm(offerId, optionId, { request_id: 'call-17' })
    expect(first.status).toBe(200)
    const { assignment, ...rest } = Confirmed.parse(first.json)
    expect(rest).toEqual({ offerId, optionId, planId: plan.path.split('/').at(-1), planVersion: 2 })
    expect(placeOf(assignment)).toBe(place)
    expect(assignment).toMatchObject({ ticketId: 'T-1', promised: proposals[0]!.window })

    for (const more of [{}, { request_id: 'call-17' }, { request_id: 'call-18' }])
      expect(await planning.confirm(offerId, optionId, more)).toMatchObject({ status: 200, text: first.text })
    expect(await plan.assigned()).toEqual({ 'T-1': place })
    expect(await plan.version()).toBe(2)
    const events = await planning.rows.query<{ event: object }>(`SELECT event FROM plan_events WHERE plan_id = $1`, [
      rest.planId,
    ])
    expect(events).toMatchObject([{ event: { kind: 'booked', offerId, optionId, requestId: 'call-17' } }])
  })

  test('gives the other options of the offer free, and none of them can be confirmed', async () => {
    const plan = await planning.planned(emptyDay(2))
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1', count: 2 })
    const [first, second] = proposals
    expect((await planning.confirm(offerId!, second!.optionId)).status).toBe(200)
    expect(await planning.confirm(offerId!, first!.optionId)).toMatchObject({
      status: 409,
      json: { code: 'OFFER_CONFIRMED', detail: expect.stringContaining(second!.optionId) },
    })
    expect(await plan.assigned()).toEqual({ 'T-1': placeOf(second!) })
  })

  test('that the offer does not have, or of an offer that there is not, is refused', async () => {
    const plan = await planning.planned(oneGap(1))
    const { offerId } = await plan.offered('T-1')
    expect(await planning.confirm(offerId, 'o99')).toMatchObject({
      status: 400,
      json: { issues: [{ path: '/optionId', code: 'UNKNOWN_ID' }] },
    })
    const nobodys = '0198c4f0-0000-7000-8000-000000000000'
    expect(await planning.confirm(nobodys, 'o1')).toMatchObject({ status: 404, json: { code: 'OFFER_NOT_FOUND' } })
    expect(await planning.release(nobodys)).toMatchObject({ status: 404, json: { code: 'OFFER_NOT_FOUND' } })
    expect(await planning.confirm('latest', 'o1')).toMatchObject({ status: 400 })
  })

  test('of a ticket that was booked from another offer says so', async () => {
    const plan = await planning.planned(emptyDay(1))
    const [one, other] = [await plan.offered('T-1'), await plan.offered('T-1')]
    const booked = await planning.confirm(one.offerId, one.optionId)
    expect(booked.status).toBe(200)
    const { status, json } = await planning.confirm(other.offerId, other.optionId)
    expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
    expect(json.detail).toMatch('planned already')
    expect(json).not.toHaveProperty('offer')
    expect(await plan.assigned()).toEqual({ 'T-1': placeOf(booked.json.assignment) })
    // What the other held is free.
    expect(await planning.confirm(other.offerId, other.optionId)).toMatchObject({ json: { code: 'OPTION_TAKEN' } })
  })
})

describe('an offer that is given back', () => {
  test('holds nothing, and cannot be confirmed', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId, place } = await plan.offered('T-1')
    expect([(await planning.release(offerId)).status, (await planning.release(offerId)).status]).toEqual([204, 204])
    expect((await plan.offered('T-2')).place).toBe(place)
    expect(await planning.confirm(offerId, optionId)).toMatchObject({ status: 410, json: { code: 'OFFER_RELEASED' } })
  })

  test('after it was confirmed is told that its booking stays', async () => {
    const plan = await planning.planned(oneGap(1))
    const { offerId, optionId, place } = await plan.offered('T-1')
    await planning.confirm(offerId, optionId)
    expect(await planning.release(offerId)).toMatchObject({ status: 409, json: { code: 'OFFER_CONFIRMED' } })
    expect(await plan.assigned()).toEqual({ 'T-1': place })
  })
})

describe('an offer that has expired', () => {
  test('is gone, and its caller is offered the place anew while it is free', async () => {
    const plan = await planning.planned(oneGap(1))
    const { offerId, optionId, place } = await plan.offered('T-1')
    await planning.expire(offerId)
    const { status, headers, json } = await planning.confirm(offerId, optionId)
    expect([status, json.code]).toEqual([410, 'OFFER_EXPIRED'])
    expect(headers.get('content-type')).toMatch('application/problem+json')
    const { offer } = OfferProblem.parse(json)
    expect(offer!.offerId).not.toBe(offerId)
    expect(offer!.proposals.map(placeOf)).toEqual([place])
    expect((await planning.confirm(offer!.offerId!, offer!.proposals[0]!.optionId)).status).toBe(200)
    expect(await plan.assigned()).toEqual({ 'T-1': place })
  })

  test('leaves its place to who asks next, and its caller without one', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId, place } = await plan.offered('T-1')
    await planning.expire(offerId)
    const next = await plan.offered('T-2')
    expect(next.place).toBe(place)
    const { status, json } = await planning.confirm(offerId, optionId)
    expect([status, json.code]).toEqual([410, 'OFFER_EXPIRED'])
    expect(OfferProblem.parse(json).offer).not.toHaveProperty('offerId')
    expect((await planning.confirm(next.offerId, next.optionId)).status).toBe(200)
  })

  test('is offered anew as it was asked for', async () => {
    const plan = await planning.planned(emptyDay(1))
    const asked = { ticket: newTicket('call-1'), count: 3, hold: 'PT1H', whyNot: 'none' }
    const { offerId, proposals } = await plan.recommended(asked)
    await planning.expire(offerId!)
    const { offer } = OfferProblem.parse((await planning.confirm(offerId!, proposals[0]!.optionId)).json)
    expect([offer!.ticketId, offer!.proposals.length]).toEqual(['call-1', proposals.length])
    const [{ seconds } = { seconds: 0 }] = await planning.rows.query<{ seconds: number }>(
      `SELECT extract(epoch FROM expires_at - made_at)::float AS seconds FROM offers WHERE id = $1`,
      [offer!.offerId],
    )
    expect(seconds).toBeCloseTo(3600, 0)
  })

  test('is found by the sweep too, when nobody asks', async () => {
    await planning.restart({ livePlans: { sweepEveryMs: 20 } })
    const plan = await planning.planned(oneGap(1))
    const { offerId } = await plan.offered('T-1')
    const state = async () => {
      const [row] = await planning.rows.query<{ state: string }>('SELECT state FROM offers WHERE id = $1', [offerId])
      return row?.state
    }
    expect(await state()).toBe('held')
    await planning.expire(offerId)
    while ((await state()) !== 'expired') await new Promise((resolve) => setTimeout(resolve, 10))
    await planning.rows.query(`UPDATE offers SET expires_at = expires_at - interval '2 days' WHERE id = $1`, [offerId])
    while ((await state()) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10))
    await planning.restart()
  })
})

describe('whatever the clock of the process says', () => {
  afterEach(() => vi.useRealTimers())

  test.each([
    ['a day too late', 86_400_000],
    ['a day too early', -86_400_000],
  ])('such as %s, an offer is held until the database says otherwise', async (_, jump) => {
    await planning.restart({ livePlans: { sweepEveryMs: 20 } })
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId } = await plan.offered('T-1')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jump })
    // Long enough for many a sweep.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    expect((await planning.confirm(offerId, optionId)).status).toBe(200)

    // Without a sweep that gives it free a moment later than the question asks.
    await planning.restart()
    const late = await planning.planned(oneGap(2))
    const expired = await late.offered('T-1')
    await planning.expire(expired.offerId)
    await late.offered('T-2')
    expect((await planning.confirm(expired.offerId, expired.optionId)).json.code).toBe('OFFER_EXPIRED')
  })
})

describe('a plan that is replaced', () => {
  test('drops what was held, and a clash is answered with what the new plan has', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId, place } = await plan.offered('T-1')
    await planning.put(plan.path, oneGap(2))
    const { status, json } = await planning.confirm(offerId, optionId)
    expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
    const { offer } = OfferProblem.parse(json)
    expect([offer!.planVersion, offer!.proposals.map(placeOf)]).toEqual([2, [place]])
    expect((await planning.confirm(offer!.offerId!, offer!.proposals[0]!.optionId)).status).toBe(200)
  })

  test('gives the places that were held to whoever asks', async () => {
    const plan = await planning.planned(oneGap(2))
    const { place } = await plan.offered('T-1')
    await planning.put(plan.path, oneGap(2))
    expect((await plan.offered('T-2')).place).toBe(place)
  })

  test('by one without the ticket has nothing to offer for it', async () => {
    const plan = await planning.planned(emptyDay(2))
    const { offerId, optionId } = await plan.offered('T-2')
    await planning.put(plan.path, { ...emptyDay(1), tickets: some(1) })
    const { status, json } = await planning.confirm(offerId, optionId)
    expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
    expect(json).not.toHaveProperty('offer')
    expect(json.detail).toMatch('does not know the ticket')
  })

  test('by one in which the place is taken offers another', async () => {
    const plan = await planning.planned(oneGap(2))
    const { offerId, optionId } = await plan.offered('T-1')
    await planning.put(plan.path, { ...oneGap(2), plan: [assignedAt('T-2', '08:10')] })
    const { status, json } = await planning.confirm(offerId, optionId)
    expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
    expect(OfferProblem.parse(json).offer!.proposals.filter(({ held }) => held)).toEqual([])
  })
})
