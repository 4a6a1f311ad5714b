// The second tier for those who come together, over HTTP and on a real database: told behind the first, confirmed once with who
// makes way, all of it or nothing, whatever happens to the process in between.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Confirmed, OfferProblem } from '../../../src/contracts/offer.ts'
import type { OptimizationRequest } from '../../../src/contracts/optimization.ts'
import { Recommendation } from '../../../src/contracts/recommendation.ts'
import { assignedAt, between, HOUSES, newTicket, some, techs, tickets, town } from './days.ts'
import { Planning, type PlanUnderTest } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start()
})
afterAll(() => planning?.stop())

const EARLY = { windows: [between('08:00', '10:00')] }
const HOUR = { shifts: [between('08:00', '09:20')] }
const NOON = { shifts: [between('12:00', '13:20')] }
const asked = { ticket: newTicket('call-1', { ...EARLY, crew: 2 }), tier: 2 }

/** Ana and Ben have an hour each in the morning, Cem one at noon; T-1 has that of Ana, and may come at any time. */
const morningTaken = (more: Partial<OptimizationRequest> = {}): OptimizationRequest =>
  town({ tickets: tickets({}), techs: techs(HOUR, HOUR, NOON), plan: [assignedAt('T-1', '08:10')], ...more })

interface Planned {
  readonly ticketId: string
  readonly techId: string
  readonly start: string
}

const planOf = async (plan: PlanUnderTest): Promise<Planned[]> => (await planning.get(plan.path)).json.input.plan ?? []
const told = (entries: readonly Planned[]) =>
  entries
    .map(({ ticketId, techId, start }) => `${ticketId} ${techId} ${new Date(start).toISOString().slice(11, 16)}`)
    .sort()
const BEFORE = ['T-1 ana 07:10']
const AFTER = ['T-1 cem 11:10', 'call-1 ana 07:10', 'call-1 ben 07:10']

describe('the second tier of a crew', () => {
  test('stands behind the first in one answer, with an offer of its own where the first holds nothing', async () => {
    const plan = await planning.planned(morningTaken())
    const { offerId, proposals } = Recommendation.parse(await plan.recommended(asked))
    expect(offerId).toBeDefined()
    expect(proposals.map(({ optionId, tier, held }) => [optionId, tier, held])).toEqual([['m1', 2, false]])
    expect(proposals[0]).toMatchObject({
      with: [{ ticketId: 'call-1' }],
      moved: [{ ticketId: 'T-1', techId: 'cem', fromTechId: 'ana' }],
    })
    expect((await plan.recommended({ ...asked, tier: 1 })).proposals).toEqual([])
    const look = await plan.recommended({ ...asked, hold: 'PT0S' })
    expect([look.proposals.length, look.offerId]).toEqual([1, undefined])
  })

  test('is booked with one confirmation, for good: both come, and who makes way is moved', async () => {
    const plan = await planning.planned(morningTaken())
    const { offerId } = await plan.recommended(asked)
    const first = await planning.confirm(offerId!, 'm1')
    expect(first.status).toBe(200)
    const { moved, with: others, planVersion } = Confirmed.parse(first.json)
    expect([others?.length, moved?.map(({ ticketId }) => ticketId), planVersion]).toEqual([1, ['T-1'], 2])
    expect(told(await planOf(plan))).toEqual(AFTER)
    await planning.restart()
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 200, text: first.text })
    expect(told(await planOf(plan))).toEqual(AFTER)
    const again = await planning.put(`${plan.path}-again`, (await planning.get(plan.path)).json.input)
    expect(again.json).toMatchObject({ assigned: 2, unplaced: [] })
  })

  test('is of the same offer where the first holds something, and only what is cheaper', async () => {
    // Cem could come in Ana's place, and would rather stay where T-1 is as well.
    const plan = await planning.planned(
      morningTaken({
        tickets: tickets({ location: HOUSES.B }, {}),
        techs: techs(HOUR, HOUR, {}),
        plan: [assignedAt('T-1', '08:10'), assignedAt('T-2', '09:20', 'cem')],
      }),
    )
    const { offerId, proposals } = Recommendation.parse(await plan.recommended({ ...asked, count: 1 }))
    expect(proposals.map(({ optionId, held, rank }) => [optionId, held, rank])).toEqual([
      ['o1', true, 1],
      ['m1', false, 2],
    ])
    expect(proposals[1]!.cost.total).toBeLessThan(proposals[0]!.cost.total)
    expect((await planning.release(offerId!)).status).toBe(204)
    expect((await planning.confirm(offerId!, 'm1')).status).toBe(410)
    const next = await plan.recommended({ ...asked, count: 1 })
    const { status, json } = await planning.confirm(next.offerId!, 'm1')
    expect([status, json.with.length, json.moved[0].ticketId]).toEqual([200, 1, 'T-1'])
  })

  test('can be done after a restart, and by one of many only: the others are told so, and nothing is left half done', async () => {
    const plan = await planning.planned(morningTaken())
    const offers = []
    for (const id of ['call-1', 'call-2', 'call-3'])
      offers.push((await plan.recommended({ ...asked, ticket: newTicket(id, { ...EARLY, crew: 2 }) })).offerId!)
    await planning.restart()
    const outcomes = await Promise.all(offers.map((offerId) => planning.confirm(offerId, 'm1')))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    for (const { status, json } of outcomes)
      if (status === 409) expect(OfferProblem.parse(json).code).toBe('OPTION_TAKEN')
    const planned = await planOf(plan)
    expect(planned.map(({ techId }) => techId).sort()).toEqual(['ana', 'ben', 'cem'])
    expect(new Set(planned.map(({ ticketId }) => ticketId)).size).toBe(2)
    expect(await plan.version()).toBe(2)
  })

  test.each([
    ['the place of who makes way', { windows: [between('12:00', '13:00')] }],
    ['the place of one of the crew', { windows: [between('08:00', '09:00')] }],
  ])('leaves everybody where they are when %s is gone', async (_, where) => {
    const plan = await planning.planned(morningTaken())
    const { offerId } = await plan.recommended(asked)
    const other = await plan.recommended({ ticket: newTicket('other', where) })
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 409, json: { code: 'OPTION_TAKEN' } })
    expect(told(await planOf(plan))).toEqual(BEFORE)
    expect((await planning.confirm(other.offerId!, 'o1')).status).toBe(200)
  })

  test('is over when the offer has expired', async () => {
    const plan = await planning.planned(morningTaken())
    const { offerId } = await plan.recommended(asked)
    await planning.expire(offerId!)
    expect(await planning.confirm(offerId!, 'm1')).toMatchObject({ status: 410, json: { code: 'OFFER_EXPIRED' } })
    expect(told(await planOf(plan))).toEqual(BEFORE)
  })
})

test('tickets that are tied are booked with one confirmation where one of the plan makes way', async () => {
  const [other, first, second] = some(3, { location: HOUSES.A, duration: 'PT30M' })
  const links = [
    { kind: 'after' as const, ticketId: 'T-2' },
    { kind: 'same-tech' as const, ticketId: 'T-2' },
  ]
  const plan = await planning.planned({
    ...morningTaken({ techs: techs(HOUR, NOON), plan: [assignedAt('T-1', '08:10')] }),
    tickets: [
      { ...other!, duration: 'PT1H' },
      { ...first!, ...EARLY },
      { ...second!, links },
    ],
  })
  expect((await plan.recommended({ ticketId: 'T-2' })).proposals).toEqual([])
  const { offerId, proposals } = await plan.recommended({ ticketId: 'T-2', tier: 2 })
  expect(proposals[0]).toMatchObject({ with: [{ ticketId: 'T-3', techId: 'ana' }], moved: [{ ticketId: 'T-1' }] })
  expect((await planning.confirm(offerId!, 'm1')).status).toBe(200)
  expect(told(await planOf(plan))).toEqual(['T-1 ben 11:10', 'T-2 ana 07:10', 'T-3 ana 07:40'])
  // Whoever came with it is planned, and is refused in its turn.
  expect(await plan.ask({ ticketId: 'T-3' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
})

test('one that comes with it and is canceled meanwhile is not booked, nor is anybody else, and nobody makes way', async () => {
  const [other, first, second] = some(3, { location: HOUSES.A, duration: 'PT30M' })
  const plan = await planning.planned({
    ...morningTaken({ techs: techs(HOUR, NOON), plan: [assignedAt('T-1', '08:10')] }),
    tickets: [
      { ...other!, duration: 'PT1H' },
      { ...first!, ...EARLY },
      { ...second!, links: [{ kind: 'after' as const, ticketId: 'T-2', maxGap: 'PT30M' }] },
    ],
  })
  const { offerId } = await plan.recommended({ ticketId: 'T-2', tier: 2 })
  const canceled = { kind: 'ticket-canceled', eventId: 'e1', ticketId: 'T-3' }
  expect((await planning.call('PATCH', plan.path, { events: [canceled] })).status).toBe(200)
  const { status, json } = await planning.confirm(offerId!, 'm1')
  expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
  expect(told(await planOf(plan))).toEqual(BEFORE)
})
