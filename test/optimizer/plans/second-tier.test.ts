// The second tier over HTTP, on a real database: told behind the first, confirmed with who makes way, and never forgotten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Confirmed, OfferProblem } from '../../../src/contracts/offer.ts'
import type { OptimizationRequest } from '../../../src/contracts/optimization.ts'
import { Recommendation, RoomMade } from '../../../src/contracts/recommendation.ts'
import { assignedAt, between, HOUSES, newTicket, techs, tickets, town } from './days.ts'
import { Planning, type PlanUnderTest, placeOf } from './planning.ts'

const UNRULY = { livePlans: { deskEntry: new URL('./unruly-desk.ts', import.meta.url) } }

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start(UNRULY)
})
afterAll(() => planning?.stop())

const EARLY = { windows: [between('08:00', '10:00')] }
const asked = { ticket: newTicket('call-1', EARLY), tier: 2 }

/** Ana is taken in the morning by T-1, which may come at any time; Ben has an hour at noon. */
const morningTaken: OptimizationRequest = town({
  tickets: tickets({}),
  techs: techs({ shifts: [between('08:00', '09:20')] }, { shifts: [between('12:00', '13:20')] }),
  plan: [assignedAt('T-1', '08:10')],
})

/** Ben could come too, at some detour, and would rather stay where T-1 is as well. */
const dearerWithBen: OptimizationRequest = town({
  tickets: tickets({ location: HOUSES.B }, {}),
  techs: techs({ shifts: [between('08:00', '09:20')] }, {}),
  plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '09:20', 'ben')],
})

const utc = (clock: string) => `2026-03-03T${clock}:00.000Z`
const MOVED = { 'T-1': `ben ${utc('11:10')}`, 'call-1': `ana ${utc('07:10')}` }

async function streamed(plan: PlanUnderTest, body: object) {
  const answer = await planning.call('POST', `${plan.path}/recommendations`, body, { accept: 'text/event-stream' })
  const events = answer.text.split('\n\n').filter((block) => block !== '')
  return {
    ...answer,
    events: events.map((block) => {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      return { name, data: JSON.parse(data) }
    }),
  }
}

describe('the second tier', () => {
  test('stands behind the first in one answer, with an offer of its own where the first holds nothing', async () => {
    const plan = await planning.planned(morningTaken)
    const told = Recommendation.parse(await plan.recommended(asked))
    expect(told.offerId).toBeDefined()
    expect(told.proposals.map(({ optionId, tier, held }) => [optionId, tier, held])).toEqual([['m1', 2, false]])
    expect(told.proposals[0]?.moved).toMatchObject([{ ticketId: 'T-1', techId: 'ben', fromTechId: 'ana' }])
    const look = await plan.recommended({ ...asked, hold: 'PT0S' })
    expect(look.proposals.map(({ tier }) => tier)).toEqual([2])
    expect(look).not.toHaveProperty('offerId')
    expect((await plan.recommended({ ...asked, tier: 1 })).proposals).toEqual([])
  })

  test('is of the same offer where the first holds something, and only what is cheaper', async () => {
    const plan = await planning.planned(dearerWithBen)
    const { offerId, proposals } = Recommendation.parse(await plan.recommended({ ...asked, count: 1 }))
    expect(proposals.map(({ optionId, tier, held, rank }) => [optionId, tier, held, rank])).toEqual([
      ['o1', 1, true, 1],
      ['m1', 2, false, 2],
    ])
    const [first, second] = proposals
    expect(second!.cost.total).toBeLessThan(first!.cost.total)
    const { status, json } = await planning.confirm(offerId!, 'o1')
    expect([status, json.moved]).toEqual([200, undefined])
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 409, json: { code: 'OFFER_CONFIRMED' } })
  })

  test('comes as events, the first tier first', async () => {
    const plan = await planning.planned(dearerWithBen)
    const { status, headers, events } = await streamed(plan, { ...asked, count: 1 })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect([headers.get('cache-control'), headers.get('content-encoding')]).toEqual(['no-store', null])
    expect(headers.get('x-correlation-id')).not.toBeNull()
    expect(events.map(({ name }) => name)).toEqual(['offers', 'room', 'end'])
    const offers = Recommendation.parse(events[0]?.data)
    const room = RoomMade.parse(events[1]?.data)
    expect(offers.proposals.map(({ tier, held }) => [tier, held])).toEqual([[1, true]])
    expect(room).toMatchObject({ offerId: offers.offerId, expiresAt: offers.expiresAt, proposals: [{ tier: 2 }] })
    expect((await planning.confirm(room.offerId!, room.proposals[0]!.optionId)).status).toBe(200)
  })

  test('as events is refused like any other answer as long as nothing was told', async () => {
    const plan = await planning.planned(morningTaken)
    const body = { ticketId: 'T-1', tier: 2 }
    const path = `${plan.path}/recommendations`
    const { status, headers, json } = await planning.call('POST', path, body, { accept: 'text/event-stream' })
    expect([status, json.code]).toEqual([409, 'TICKET_PLANNED'])
    expect(headers.get('content-type')).toMatch('application/problem+json')
  })

  test('that fails when the first was told is told as a problem', async () => {
    const plan = await planning.planned({
      ...morningTaken,
      tickets: [...morningTaken.tickets, newTicket('NO-ROOM', EARLY)],
    })
    const { events } = await streamed(plan, { ticketId: 'NO-ROOM', tier: 2 })
    expect(events.map(({ name }) => name)).toEqual(['offers', 'problem', 'end'])
    expect(events[1]?.data).toMatchObject({ status: 503, code: 'PLAN_NOT_READY', correlationId: expect.any(String) })
  })
})

describe('confirming an option of the second tier', () => {
  test('books it and moves who makes way, for good', async () => {
    const plan = await planning.planned(morningTaken)
    const { offerId, proposals } = await plan.recommended(asked)
    const first = await planning.confirm(offerId!, 'm1')
    const { assignment, moved, planVersion } = Confirmed.parse(first.json)
    expect([first.status, planVersion, placeOf(assignment)]).toEqual([200, 2, placeOf(proposals[0]!)])
    expect(moved).toMatchObject([{ ticketId: 'T-1', techId: 'ben' }])
    expect(await plan.assigned()).toEqual(MOVED)
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 200, text: first.text })

    await planning.restart(UNRULY)
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 200, text: first.text })
    expect(await plan.assigned()).toEqual(MOVED)
    // On the desk too: there is room for nobody else, and nobody who could make it.
    const { proposals: others } = await plan.recommended({ ticket: newTicket('call-2', EARLY), tier: 2 })
    expect(others).toEqual([])
  })

  test('can be done after a restart, and by one of many only', async () => {
    const plan = await planning.planned(morningTaken)
    const offers = []
    for (const id of ['call-1', 'call-2', 'call-3'])
      offers.push((await plan.recommended({ ticket: newTicket(id, EARLY), tier: 2 })).offerId!)
    await planning.restart(UNRULY)
    const outcomes = await Promise.all(offers.map((offerId) => planning.confirm(offerId, 'm1')))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    for (const { status, json } of outcomes)
      if (status === 409) expect(OfferProblem.parse(json).code).toBe('OPTION_TAKEN')
    expect(Object.keys(await plan.assigned())).toHaveLength(2)
    expect((await plan.assigned())['T-1']).toBe(MOVED['T-1'])
    expect(await plan.version()).toBe(2)
  })

  test('leaves everybody where they are when the other place is gone', async () => {
    const plan = await planning.planned(morningTaken)
    const { offerId } = await plan.recommended(asked)
    const noon = { ticket: newTicket('noon', { windows: [between('12:00', '13:00')] }) }
    const other = await plan.recommended(noon)
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 409, json: { code: 'OPTION_TAKEN' } })
    expect(await plan.assigned()).toEqual({ 'T-1': `ana ${utc('07:10')}` })
    expect((await planning.confirm(other.offerId!, 'o1')).status).toBe(200)
  })

  test('is over when the offer has expired', async () => {
    const plan = await planning.planned(morningTaken)
    const { offerId } = await plan.recommended(asked)
    await planning.expire(offerId!)
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 410, json: { code: 'OFFER_EXPIRED' } })
    expect(await plan.assigned()).toEqual({ 'T-1': `ana ${utc('07:10')}` })
  })
})
