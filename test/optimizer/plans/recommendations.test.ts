// Recommendations over HTTP, on a real database: for one ticket and for several, held or only looked at.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OneOffAnswer, Recommendation, Recommendations, TicketsForTech } from '../../../src/contracts/recommendation.ts'
import { assignedAt, between, emptyDay, gaps, newTicket, oneGap, some } from './days.ts'
import { Planning, placeOf } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const heldPlaces = ({ proposals }: Recommendation) => proposals.filter(({ held }) => held).map(placeOf)

describe('a recommendation', () => {
  test('holds what it offers until the database says otherwise, as long as the policy says', async () => {
    const plan = await planning.planned({ ...emptyDay(2), policy: { offers: { hold: 'PT20M' } } })
    const told = Recommendation.parse(await plan.recommended({ ticketId: 'T-1', count: 2 }))
    expect(told).toMatchObject({ ticketId: 'T-1', planVersion: 1, meta: { engine: 'native', checked: true } })
    expect(told.proposals.map(({ rank, held }) => [rank, held])).toEqual([
      [1, true],
      [2, true],
    ])
    const [{ seconds } = { seconds: 0 }] = await planning.rows.query<{ seconds: number }>(
      `SELECT extract(epoch FROM $1::timestamptz - clock_timestamp())::float AS seconds`,
      [told.expiresAt],
    )
    expect(seconds).toBeGreaterThan(19 * 60)
    expect(seconds).toBeLessThanOrEqual(20 * 60)
  })

  test('says nothing of a place that is held for somebody else', async () => {
    const plan = await planning.planned(gaps(2, 3))
    const [first, second] = [await plan.offered('T-1'), await plan.offered('T-2')]
    expect(first.place).not.toBe(second.place)
    const third = await plan.recommended({ ticketId: 'T-3' })
    expect(heldPlaces(third)).toEqual([])
    expect(third).not.toHaveProperty('offerId')
    expect(third).not.toHaveProperty('expiresAt')
  })

  test('that only looks holds nothing', async () => {
    const plan = await planning.planned(oneGap(2))
    const look = await plan.recommended({ ticketId: 'T-1', hold: 'PT0S' })
    expect(look).not.toHaveProperty('offerId')
    expect(look.proposals.map(({ held }) => held)).toEqual([false])
    await plan.offered('T-2')
  })

  test('may be asked for a ticket that the plan need not know, which joins it only when it is booked', async () => {
    const plan = await planning.planned(oneGap(1))
    const { proposals, offerId } = await plan.recommended({ ticket: newTicket('call-1') })
    expect(proposals.map(({ ticketId }) => ticketId)).toEqual(['call-1'])
    expect((await planning.get(plan.path)).json.input.tickets).toHaveLength(1)
    await planning.confirm(offerId!, proposals[0]!.optionId)
    const { json } = await planning.get(plan.path)
    expect(json.input.tickets.map(({ id }: { id: string }) => id)).toEqual(['T-1', 'call-1'])
    expect(Object.keys(await plan.assigned())).toEqual(['call-1'])
  })

  test('of a ticket that is planned, or that nobody knows, is refused', async () => {
    const plan = await planning.planned({ ...emptyDay(2), plan: [assignedAt('T-1', '09:00')] })
    expect(await plan.ask({ ticketId: 'T-1' })).toMatchObject({
      status: 409,
      json: { code: 'TICKET_PLANNED', issues: [{ path: '/ticketId', code: 'TICKET_PLANNED' }] },
    })
    expect(await plan.ask({ ticketId: 'T-9' })).toMatchObject({
      status: 400,
      json: { code: 'INVALID_INPUT', issues: [{ path: '/ticketId', code: 'UNKNOWN_ID' }] },
    })
    expect(await plan.ask({ ticket: newTicket('call-1', { requiredTechs: ['ana', 'nobody'] }) })).toMatchObject({
      status: 400,
      json: { code: 'INVALID_INPUT', issues: [{ path: '/ticket/requiredTechs/1', code: 'UNKNOWN_ID' }] },
    })
  })

  test.each([
    ['no ticket', {}, ' ONE_OF_NEEDED'],
    ['two kinds of ticket', { ticketId: 'T-1', ticketIds: ['T-1'] }, ' ONE_OF_NEEDED'],
    ['no options', { ticketId: 'T-1', count: 0 }, '/count TOO_SMALL'],
    ['more options than there are', { ticketId: 'T-1', count: 21 }, '/count TOO_LARGE'],
    ['a tier that there is not', { ticketId: 'T-1', tier: 3 }, '/tier NOT_ALLOWED'],
    ['the second tier of several', { ticketIds: ['T-1'], tier: 2 }, '/tier NOT_ALLOWED'],
    ['a hold without end', { ticketId: 'T-1', hold: 'P8D' }, '/hold TOO_LARGE'],
    ['a field too many', { ticketId: 'T-1', tech: 'ana' }, '/tech UNKNOWN_FIELD'],
    ['a list of nothing', { ticketIds: [] }, '/ticketIds TOO_SMALL'],
  ])('with %s is refused by name', async (_, body, fault) => {
    const plan = await planning.planned(oneGap(1))
    const { status, json } = await plan.ask(body)
    const faults = json.issues.map(({ path, code }: Record<string, string>) => `${path} ${code}`)
    expect([status, faults]).toEqual([400, [fault]])
  })
})

describe('recommendations for several tickets', () => {
  test('promise no place twice', async () => {
    const plan = await planning.planned(gaps(3, 5))
    const { json } = await plan.ask({ ticketIds: ['T-4', 'T-1', 'T-2', 'T-4'], count: 1 })
    const { offers } = Recommendations.parse(json)
    const held = offers.flatMap(heldPlaces)
    expect([held.length, new Set(held).size, new Set(offers.map(({ offerId }) => offerId)).size]).toEqual([3, 3, 3])
    expect(heldPlaces(await plan.recommended({ ticketId: 'T-5' }))).toEqual([])
    for (const { offerId, proposals } of offers)
      expect((await planning.confirm(offerId!, proposals[0]!.optionId)).status).toBe(200)
    expect(await plan.version()).toBe(4)
  })

  test('let those choose first who are dearest to leave out, then who is due first', async () => {
    const day = oneGap(4)
    const more = [
      { due: '2026-03-03T12:00:00+01:00' },
      {},
      { priority: 'URGENT' as const },
      { due: '2026-03-03T09:00:00+01:00' },
    ]
    const plan = await planning.planned({
      ...day,
      tickets: day.tickets.map((ticket, index) => ({ ...ticket, ...more[index] })),
    })
    const { json } = await plan.ask({ ticketIds: 'unplanned' })
    const { offers } = Recommendations.parse(json)
    expect(offers.map(({ ticketId }) => ticketId)).toEqual(['T-3', 'T-4', 'T-1', 'T-2'])
    expect(offers.map(({ offerId }) => offerId !== undefined)).toEqual([true, false, false, false])
  })

  test('of all that are not planned leave out who is', async () => {
    const plan = await planning.planned({ ...emptyDay(3), plan: [assignedAt('T-2', '09:00')] })
    const { json } = await plan.ask({ ticketIds: 'unplanned', count: 1 })
    expect(json.offers.map(({ ticketId }: Recommendation) => ticketId)).toEqual(['T-1', 'T-3'])
    const allPlanned = await planning.planned({ ...emptyDay(1), plan: [assignedAt('T-1', '09:00')] })
    expect((await allPlanned.ask({ ticketIds: 'unplanned' })).json).toMatchObject({ planVersion: 1, offers: [] })
  })

  test('that only look are consistent too, and leave nothing held', async () => {
    const plan = await planning.planned(gaps(2, 3))
    const { json } = await plan.ask({ ticketIds: 'unplanned', hold: 'PT0S' })
    const { offers } = Recommendations.parse(json)
    const seen = offers.flatMap(({ proposals }) => proposals.map(placeOf))
    expect(seen).toHaveLength(new Set(seen).size)
    expect(offers.flatMap(heldPlaces)).toEqual([])
    expect(offers.some(({ offerId }) => offerId !== undefined)).toBe(false)
    await plan.offered('T-3')
    await plan.offered('T-2')
  })

  test('name every ticket that they cannot be asked for, and hold nothing', async () => {
    const plan = await planning.planned({ ...emptyDay(3), plan: [assignedAt('T-2', '09:00')] })
    const count = async () => (await planning.rows.query('SELECT FROM offers')).length
    const before = await count()
    expect((await plan.ask({ ticketIds: ['T-1', 'T-8', 'T-9'] })).json.issues).toMatchObject([
      { path: '/ticketIds/1', code: 'UNKNOWN_ID' },
      { path: '/ticketIds/2', code: 'UNKNOWN_ID' },
    ])
    expect(await plan.ask({ ticketIds: ['T-1', 'T-2'] })).toMatchObject({
      status: 409,
      json: { code: 'TICKET_PLANNED', issues: [{ path: '/ticketIds/1', code: 'TICKET_PLANNED' }] },
    })
    expect(await count()).toBe(before)
  })
})

describe('a plain input', () => {
  test('is asked without being kept, and its answers are consistent', async () => {
    const { status, json } = await planning.post('/v1/recommendations', {
      input: gaps(2, 3),
      ticketIds: ['T-1', 'T-2'],
      count: 1,
    })
    expect(status).toBe(200)
    const { offers } = OneOffAnswer.parse(json)
    const seen = offers.flatMap(({ proposals }) => proposals.map(placeOf))
    expect([seen.length, new Set(seen).size]).toEqual([2, 2])
    expect(json.offers[0]).not.toHaveProperty('planId')
  })

  test('is refused with every fault named', async () => {
    const { status, json } = await planning.post('/v1/recommendations', {
      input: { ...oneGap(1), plan: [assignedAt('T-9', '09:00')] },
      ticketIds: ['T-1'],
      hold: 'PT5M',
    })
    const faults = json.issues.map(({ path, code }: Record<string, string>) => `${path} ${code}`)
    expect([status, faults.sort()]).toEqual([400, ['/hold UNKNOWN_FIELD', '/input/plan/0/ticketId UNKNOWN_ID']])
    const unknown = await planning.post('/v1/recommendations', { input: oneGap(1), ticketIds: ['T-2'] })
    expect(unknown).toMatchObject({ status: 400, json: { issues: [{ path: '/ticketIds/0', code: 'UNKNOWN_ID' }] } })
  })

  test('may name tickets that are left out for a reason', async () => {
    const input = { ...oneGap(1), tickets: some(1, { requiredTechs: ['ana'], excludedTechs: ['ana'] }) }
    const { json } = await planning.post('/v1/recommendations', { input, ticketIds: 'unplanned', whyNot: 'full' })
    expect(json.offers).toMatchObject([{ ticketId: 'T-1', proposals: [] }])
  })
})

describe('the other way round: somebody is free', () => {
  const askedFor = (techId: string, more: object = {}) => ({ forTech: { techId, ...more }, count: 5 })

  test('the tickets that are worth most with them, each with its price, best first', async () => {
    const plan = await planning.planned(emptyDay(3))
    const told = TicketsForTech.parse((await plan.ask(askedFor('ana'))).json)
    expect(told).toMatchObject({ techId: 'ana', planVersion: 1 })
    expect(told.tickets.map(({ ticketId }) => ticketId).toSorted()).toEqual(['T-1', 'T-2', 'T-3'])
    const gains = told.tickets.map(({ gain }) => gain)
    expect(gains).toEqual(gains.toSorted((one, other) => other - one))
    for (const { cost, unbooked, gain, reasons } of told.tickets) {
      expect(gain).toBe(unbooked - cost.total)
      expect(reasons.length).toBeGreaterThan(0)
    }
  })

  test('in a gap they begin and end inside it; where nothing fits there is nothing', async () => {
    const plan = await planning.planned(emptyDay(2))
    const { json } = await plan.ask(askedFor('ana', { gap: between('13:00', '14:30') }))
    for (const { start, end } of TicketsForTech.parse(json).tickets) {
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(between('13:00', '14:30').start))
      expect(Date.parse(end)).toBeLessThanOrEqual(Date.parse(between('13:00', '14:30').end))
    }
    expect(json.tickets).toHaveLength(2)
    expect((await plan.ask(askedFor('ana', { gap: between('13:00', '13:30') }))).json.tickets).toEqual([])
  })

  test('who is not there is named', async () => {
    const plan = await planning.planned(emptyDay(1))
    const { status, json } = await plan.ask(askedFor('nobody'))
    expect([status, json.issues]).toEqual([
      400,
      [{ path: '/forTech/techId', code: 'UNKNOWN_ID', message: expect.any(String) }],
    ])
  })
})

test('of a ticket that has its place: where it would be better, and nothing is held', async () => {
  const plan = await planning.planned({ ...emptyDay(2), plan: [assignedAt('T-1', '09:00')] })
  const { status, json } = await plan.ask({ ticketId: 'T-1', move: true, count: 2 })
  expect(status).toBe(200)
  const { proposals, current, offerId } = Recommendation.parse(json)
  expect([proposals.map(({ held }) => held), offerId]).toEqual([[false, false], undefined])
  expect(current).toMatchObject({ techId: 'ana' })
  expect(await plan.version()).toBe(1)
  expect(await plan.ask({ ticketId: 'T-1' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
  expect(await plan.ask({ ticketId: 'T-1', move: true, hold: 'PT5M' })).toMatchObject({
    status: 400,
    json: { issues: [{ path: '/move', code: 'NOT_ALLOWED' }] },
  })
})
