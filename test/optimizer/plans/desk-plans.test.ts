// The plans on the desk, without its thread: opened with what is held, asked in one go, changed only where both sides
// mean the same plan.
import { describe, expect, test } from 'vitest'
import { TicketPlannedError } from '../../../src/optimizer/live/wire.ts'
import { DeskRefusedError } from '../../../src/optimizer/plans/desk-calls.ts'
import { DeskPlans } from '../../../src/optimizer/plans/desk-plans.ts'
import { offeredPlace } from '../../../src/optimizer/plans/offered-place.ts'
import { inPriceOrder } from '../../../src/optimizer/plans/price-order.ts'
import { accepted } from '../inputs.ts'
import { acceptedTicket, assignedAt, at, between, emptyDay, gaps, newTicket, oneGap, some, techs } from './days.ts'

const opening = 1
const open = async (plans: DeskPlans, input = oneGap(2), offers: Parameters<DeskPlans['open']>[0]['offers'] = []) =>
  plans.open({ opening, input: JSON.stringify(input), isOfToday: false, events: [], offers })
const ask = { ticketId: 'T-1', count: 1 }

async function refusalOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    if (error instanceof DeskRefusedError) return error.refusal
    throw error
  }
  return undefined
}

describe('the desk', () => {
  test('holds what it recommends in the same go', async () => {
    const plans = new DeskPlans()
    await open(plans)
    const first = plans.recommend({ opening, ask, offerId: 'one' })
    expect([first.held, first.ticket.id]).toEqual([first.options.map(({ optionId }) => optionId), 'T-1'])
    expect(first.options[0]?.shiftStart).toBe(at('08:00'))
    expect(plans.recommend({ opening, ask: { ...ask, ticketId: 'T-2' }, offerId: 'other' }).held).toEqual([])
    plans.release({ opening, offerIds: ['one', 'never made'] })
    expect(plans.recommend({ opening, ask: { ...ask, ticketId: 'T-2' }, offerId: 'other' }).held).toHaveLength(1)
  })

  test('has nothing to book for who only looks', async () => {
    const plans = new DeskPlans()
    await open(plans)
    const looked = plans.recommend({ opening, ask })
    expect([looked.advice.proposals.length, looked.options, looked.held]).toEqual([1, [], []])
    expect(plans.recommend({ opening, ask, offerId: 'one' }).held).toHaveLength(1)
  })

  test('books only where both sides count the same changes', async () => {
    const plans = new DeskPlans()
    await open(plans, gaps(2, 2))
    const { held } = plans.recommend({ opening, ask, offerId: 'one' })
    const choice = { opening, offerId: 'one', optionId: held[0]! }
    expect(plans.confirm({ ...choice, changes: 1 })).toEqual({ kind: 'stale' })
    expect(plans.confirm({ ...choice, changes: 0 })).toMatchObject({
      what: { assignment: { ticketId: 'T-1', techId: 'ana' } },
    })
    expect(plans.recommend({ opening, ask: { ...ask, ticketId: 'T-2' } }).changes).toBe(1)
    // What comes to nothing is no change.
    expect(plans.confirm({ ...choice, changes: 1 })).toEqual({ kind: 'changed', what: undefined })
    expect(plans.cancel({ opening, changes: 1, ticketId: 'T-9' })).toEqual({ kind: 'changed', what: false })
    expect(plans.cancel({ opening, changes: 1, ticketId: 'T-1' })).toEqual({ kind: 'changed', what: true })
    expect(plans.cancel({ opening, changes: 1, ticketId: 'T-2' })).toEqual({ kind: 'stale' })
  })

  test('refuses what it cannot do by kind', async () => {
    const plans = new DeskPlans()
    expect(await refusalOf(() => plans.recommend({ opening, ask }))).toEqual({ kind: 'not-open' })
    await open(plans, { ...emptyDay(2), plan: [assignedAt('T-1', '09:00')] })
    expect(await refusalOf(() => plans.order({ opening, ticketIds: ['T-8', 'T-1', 'T-9'] }))).toEqual({
      kind: 'unknown-tickets',
      ticketIds: ['T-8', 'T-9'],
    })
    expect(await refusalOf(() => plans.order({ opening, ticketIds: ['T-1'] }))).toEqual({
      kind: 'planned-tickets',
      ticketIds: ['T-1'],
    })
    plans.close({ opening })
    expect(await refusalOf(() => plans.order({ opening, ticketIds: 'unplanned' }))).toEqual({ kind: 'not-open' })
  })

  test('that opens a plan gives places back to who held them, before anybody who did not', async () => {
    const plans = new DeskPlans()
    await open(plans, gaps(2, 3))
    const told = plans.recommend({ opening, ask: { ...ask, count: 2 }, offerId: 'told' })
    const [ofAna, ofBen] = told.options
    expect([ofAna?.techId, ofBen?.techId]).toEqual(['ana', 'ben'])
    const offers = [
      {
        offerId: 'first',
        ticket: acceptedTicket('T-1'),
        options: [
          { ...ofAna!, held: true },
          { ...ofBen!, held: false },
        ],
      },
      { offerId: 'second', ticket: acceptedTicket('T-2'), options: [{ ...ofBen!, held: true }] },
    ]
    const again = new DeskPlans()
    expect((await open(again, gaps(2, 3), offers)).lostOfferIds).toEqual([])
    const choice = { opening, changes: 0, offerId: 'second', optionId: ofBen!.optionId }
    expect(again.confirm(choice)).toMatchObject({ what: { assignment: { ticketId: 'T-2', techId: 'ben' } } })
  })

  test('says whose places it could not give back', async () => {
    const plans = new DeskPlans()
    await open(plans, oneGap(2))
    const [place] = plans.recommend({ opening, ask, offerId: 'told' }).options
    const offers = ['T-1', 'T-2'].map((id) => ({
      offerId: id,
      ticket: acceptedTicket(id),
      options: [{ ...place!, held: true }],
    }))
    expect((await open(new DeskPlans(), oneGap(2), offers)).lostOfferIds).toEqual(['T-2'])
  })

  test('says what is assigned, and knows who was booked that had no place before', async () => {
    const plans = new DeskPlans()
    const plan = [assignedAt('T-1', '09:00'), assignedAt('T-2', '09:30')].map((one) => ({ ...one, pinned: true }))
    const opened = await open(plans, { ...emptyDay(3), plan })
    expect(opened).toMatchObject({ tickets: 3, assigned: 1, holdSeconds: 900 })
    const [{ ticketId, reasons } = { ticketId: '' }, ...others] = opened.unplaced
    expect([others, reasons?.map(({ code }) => code)]).toEqual([[], ['NO_GAP']])
    const { held } = plans.recommend({ opening, ask: { ticketId, count: 1 }, offerId: 'one' })
    plans.confirm({ opening, changes: 0, offerId: 'one', optionId: held[0]! })
    expect(plans.order({ opening, ticketIds: 'unplanned' })).toEqual(['T-3'])
  })
})

describe('room that is made', () => {
  const early = { windows: [between('08:00', '10:00')] }
  const full = {
    ...gaps(1, 1),
    techs: techs({ shifts: [between('08:00', '09:20')] }, { shifts: [between('12:00', '13:20')] }),
    plan: [assignedAt('T-1', '08:10')],
  }
  const task = (id: string, offer?: { id: string; isNew: boolean }) => ({
    opening,
    ask: { ticket: acceptedTicket(id, early), count: 3 },
    ...(offer && { offer }),
  })

  test('is searched for in turns, while others are answered', async () => {
    const plans = new DeskPlans()
    await open(plans, full)
    const order: string[] = []
    const searches = ['one', 'other'].map((id) =>
      plans.makeRoom(task(id, { id, isNew: true })).then(({ options }) => order.push(`${id} ${options.length}`)),
    )
    plans.recommend({ opening, ask: { ticket: acceptedTicket('asking'), count: 1 } })
    order.push('asked')
    await Promise.all(searches)
    expect(order).toEqual(['asked', 'one 1', 'other 1'])
    expect(plans.confirm({ opening, changes: 0, offerId: 'one', optionId: 'm1' })).toMatchObject({
      what: { assignment: { ticketId: 'one', techId: 'ana' }, moved: [{ ticketId: 'T-1', techId: 'ben' }] },
    })
    expect(plans.confirm({ opening, changes: 1, offerId: 'other', optionId: 'm1' })).toEqual({ kind: 'changed' })
  })

  test("is nobody's when its offer has ended meanwhile, and a search that fails stops no other", async () => {
    const plans = new DeskPlans()
    await open(plans, full)
    expect((await plans.makeRoom(task('late', { id: 'over', isNew: false }))).proposals).toEqual([])
    const [refused, found] = [
      plans.makeRoom({ opening: 99, ask: { ticketId: 'T-1', count: 1 } }),
      plans.makeRoom(task('look')),
    ]
    expect(await refusalOf(() => refused)).toEqual({ kind: 'not-open' })
    expect((await found).proposals).toHaveLength(1)
    await expect(plans.makeRoom({ opening, ask: { ticketId: 'T-1', count: 1 } })).rejects.toThrow(TicketPlannedError)
  })

  test('is found again by a desk that opens the plan anew', async () => {
    const plans = new DeskPlans()
    await open(plans, full)
    const { options, ticket } = await plans.makeRoom(task('one'))
    const again = new DeskPlans()
    expect((await open(again, full, [{ offerId: 'one', ticket, options }])).lostOfferIds).toEqual([])
    expect(again.confirm({ opening, changes: 0, offerId: 'one', optionId: 'm1' })).toMatchObject({
      what: { assignment: { ticketId: 'one' } },
    })
  })
})

test('tickets are asked for by price, then by due time, then by id', () => {
  const input = accepted({
    ...emptyDay(0),
    tickets: [
      ...some(2),
      newTicket('late', { due: at('17:00') }),
      newTicket('early', { due: at('09:00') }),
      newTicket('dear', { worth: 9_000_000 }),
      newTicket('cheap', { worth: 1 }),
    ],
  })
  const order = inPriceOrder(input, [], 'unplanned')
  expect(order.ticketIds).toEqual(['dear', 'early', 'late', 'T-1', 'T-2', 'cheap'])
})

test('a shift is named by its start, whatever the offset in which the work is told', () => {
  const input = accepted({
    ...emptyDay(1),
    techs: [
      ...techs({ shifts: [between('12:30', '17:00'), between('08:00', '12:00')] }),
      { id: 'all-day', start: { lat: 47, lon: 9 } },
    ],
  })
  const shiftStart = (techId: string, start: string) =>
    offeredPlace(input, { optionId: 'o1', techId, start, window: between('07:00', '17:00') }).shiftStart
  expect(shiftStart('ana', at('09:00'))).toBe(at('08:00'))
  expect(shiftStart('ana', '2026-03-03T11:30:00Z')).toBe(at('12:30'))
  expect(shiftStart('all-day', at('16:00'))).toBe(at('08:00'))
  expect(() => shiftStart('ana', at('07:00'))).toThrow(RangeError)
})
