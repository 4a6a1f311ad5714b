// Those who come together, over HTTP and on a real database: their places are held together, booked together, once, and given
// back together, whatever happens to the process in between.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Confirmed, OfferProblem } from '../../../src/contracts/offer.ts'
import type { OptimizationRequest } from '../../../src/contracts/optimization.ts'
import type { Recommendation } from '../../../src/contracts/recommendation.ts'
import { assignedAt, between, HOUSES, newTicket, some, techs, town } from './days.ts'
import { Planning, type PlanUnderTest, placeOf } from './planning.ts'

let planning: Planning
beforeAll(async () => {
  planning = await Planning.start({ livePlans: { sweepEveryMs: 20 } })
})
afterAll(() => planning?.stop())

const HOUR = { shifts: [between('08:00', '09:20')] }

/** Two technicians with room for one hour each, and so many tickets that take both. */
const crewGap = (count: number): OptimizationRequest =>
  town({ tickets: some(count, { crew: 2 }), techs: techs(HOUR, HOUR) })

/** T-2 follows T-1, by the same technician, who has room for both and for nobody else. */
const followUp = (more: Partial<OptimizationRequest> = {}): OptimizationRequest => {
  const [first, second, other] = some(3, { location: HOUSES.A, duration: 'PT30M' })
  const links = [
    { kind: 'after' as const, ticketId: 'T-1' },
    { kind: 'same-tech' as const, ticketId: 'T-1' },
  ]
  return town({ tickets: [first!, { ...second!, links }, other!], techs: techs(HOUR), ...more })
}

interface Planned {
  readonly ticketId: string
  readonly techId: string
  readonly start: string
  readonly promised?: unknown
}

const planOf = async (plan: PlanUnderTest): Promise<Planned[]> => (await planning.get(plan.path)).json.input.plan ?? []
const told = (entries: readonly Planned[]) => entries.map((one) => `${one.ticketId} ${placeOf(one)}`).sort()
type Told = Recommendation['proposals'][number]
const placesOf = (proposal: Told): Planned[] => [proposal, ...(proposal.with ?? [])]

/** Asks, and confirms the first option that is held; nothing where none is. */
async function call(plan: PlanUnderTest, ticketId: string) {
  const { offerId, proposals } = await plan.recommended({ ticketId, count: 1 })
  const held = proposals.find((proposal) => proposal.held)
  if (offerId === undefined || held === undefined) return undefined
  return { offerId, held, confirmed: await planning.confirm(offerId, held.optionId) }
}

describe('a crew that is offered', () => {
  test('is held whole, and booked whole: each is promised the same window', async () => {
    const plan = await planning.planned(crewGap(2))
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1' })
    expect(proposals.map(({ held }) => held)).toEqual([true])
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')

    const { status, json } = await planning.confirm(offerId!, 'o1')
    expect(status).toBe(200)
    const { assignment, with: others = [] } = Confirmed.parse(json)
    expect([assignment, ...others].map(({ techId }) => techId).sort()).toEqual(['ana', 'ben'])
    for (const { ticketId, start, promised } of [assignment, ...others])
      expect([ticketId, start, promised]).toEqual(['T-1', proposals[0]!.start, proposals[0]!.window])
    expect(await planOf(plan)).toEqual([assignment, ...others])
    expect((await planning.confirm(offerId!, 'o1')).json).toEqual(json)
    expect(await plan.ask({ ticketId: 'T-1' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
    // A plan that is put as this one stands has them all.
    const { input } = (await planning.get(plan.path)).json
    expect((await planning.put(`${plan.path}-again`, input)).json).toMatchObject({ assigned: 1, unplaced: [] })
  })

  test('is given back whole, and leaves its places to the next', async () => {
    const plan = await planning.planned(crewGap(2))
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1' })
    expect((await planning.release(offerId!)).status).toBe(204)
    const next = await plan.recommended({ ticketId: 'T-2' })
    expect(placesOf(next.proposals[0]!).map(placeOf)).toEqual(placesOf(proposals[0]!).map(placeOf))
    expect(next.proposals[0]!.held).toBe(true)
  })

  test('keeps either technician from whoever needs one alone', async () => {
    const single = newTicket('alone')
    const plan = await planning.planned({ ...crewGap(1), tickets: [...crewGap(1).tickets, single] })
    const { offerId } = await plan.recommended({ ticketId: 'T-1' })
    expect(await plan.recommended({ ticketId: 'alone' })).not.toHaveProperty('offerId')
    await planning.release(offerId!)
    const alone = await plan.offered('alone')
    expect((await planning.confirm(alone.offerId, alone.optionId)).status).toBe(200)
    // One of the two is gone, and so nobody can come.
    expect((await plan.recommended({ ticketId: 'T-1' })).proposals).toEqual([])
  })

  test('for a ticket that no plan knew is held and booked like any other, also after a restart', async () => {
    const plan = await planning.planned({ ...crewGap(2), tickets: some(1, { crew: 2 }) })
    const { offerId, proposals } = await plan.recommended({ ticket: newTicket('call-1', { crew: 2 }) })
    expect(proposals.map(({ held }) => held)).toEqual([true])
    expect(await plan.recommended({ ticketId: 'T-1' })).not.toHaveProperty('offerId')
    await planning.restart({ livePlans: { sweepEveryMs: 20 } })
    expect(await plan.recommended({ ticketId: 'T-1' })).not.toHaveProperty('offerId')
    expect((await planning.confirm(offerId!, 'o1')).status).toBe(200)
    expect(told(await planOf(plan))).toEqual(told(placesOf(proposals[0]!)))
    expect(await plan.ask({ ticketId: 'call-1' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
  })

  test('whose offer has expired is offered anew, or nobody is', async () => {
    const plan = await planning.planned(crewGap(2))
    const first = await plan.recommended({ ticketId: 'T-1' })
    await planning.expire(first.offerId!)
    const again = await planning.confirm(first.offerId!, 'o1')
    expect([again.status, again.json.code]).toEqual([410, 'OFFER_EXPIRED'])
    const { offer } = OfferProblem.parse(again.json)
    expect(offer!.proposals.map(({ held }) => held)).toEqual([true])
    await planning.expire(offer!.offerId!)
    await call(plan, 'T-2')
    const late = await planning.confirm(offer!.offerId!, 'o1')
    expect(OfferProblem.parse(late.json).offer!.proposals).toEqual([])
  })
})

describe('fifty callers and one gap for a crew', () => {
  test('exactly one has it, and confirms it: both technicians or none', async () => {
    const plan = await planning.planned(crewGap(50))
    const callers = Array.from({ length: 50 }, (_, caller) => call(plan, `T-${caller + 1}`))
    const calls = (await Promise.all(callers)).filter((made) => made !== undefined)
    expect(calls.map(({ confirmed }) => confirmed.status)).toEqual([200])
    expect(told(await planOf(plan))).toEqual(told(placesOf(calls[0]!.held)))
    expect(await plan.version()).toBe(2)
  }, 60_000)

  test('of whom some give back and some let it expire: no hold is lost, and both are booked once', async () => {
    const plan = await planning.planned(crewGap(50))
    const statuses: number[] = []
    const callers = Array.from({ length: 50 }, async (_, caller) => {
      for (let tries = 0; tries < 4; tries++) {
        const { offerId, proposals } = await plan.recommended({ ticketId: `T-${caller + 1}`, count: 1 })
        const held = proposals.find((proposal) => proposal.held)
        if (offerId === undefined || held === undefined) continue
        const turn = (caller + tries) % 3
        if (turn === 0) await planning.release(offerId)
        else if (turn === 1) await planning.expire(offerId)
        else return statuses.push((await planning.confirm(offerId, held.optionId)).status)
      }
      return undefined
    })
    await Promise.all(callers)
    // Whoever was told that both are held can have them; where everybody gave them back, the next one does.
    expect(statuses.every((status) => status === 200)).toBe(true)
    if (statuses.length === 0) statuses.push((await call(plan, 'T-1'))!.confirmed.status)
    expect(statuses).toEqual([200])
    const planned = await planOf(plan)
    expect(planned.map(({ techId }) => techId).sort()).toEqual(['ana', 'ben'])
    expect(new Set(planned.map(({ ticketId }) => ticketId)).size).toBe(1)
  }, 60_000)
})

describe('tickets that are planned together', () => {
  test('are held, and booked with one confirmation; only the one that was asked for is promised', async () => {
    const plan = await planning.planned(followUp())
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1', count: 1 })
    expect(proposals[0]!.with).toMatchObject([{ ticketId: 'T-2', techId: 'ana' }])
    expect(proposals[0]!.held).toBe(true)
    expect((await plan.recommended({ ticketId: 'T-3' })).proposals).toEqual([])
    const { status, json } = await planning.confirm(offerId!, 'o1')
    expect([status, json.with.length]).toEqual([200, 1])
    const entries = await planOf(plan)
    expect(told(entries)).toEqual(told(placesOf(proposals[0]!)))
    expect(entries.map(({ promised }) => promised !== undefined)).toEqual([true, false])
    expect(await plan.ask({ ticketId: 'T-2' })).toMatchObject({ status: 409, json: { code: 'TICKET_PLANNED' } })
  })

  test('are offered without what can follow later, where nobody has time for it now', async () => {
    const hour = followUp()
    const tickets = hour.tickets.map((of) => (of.id === 'T-2' ? { ...of, duration: 'PT3H' } : of))
    const plan = await planning.planned({ ...hour, tickets })
    const { proposals } = await plan.recommended({ ticketId: 'T-1', count: 1 })
    expect(proposals.map(({ held, with: others }) => [held, others])).toEqual([[true, undefined]])
  })

  test('cannot be booked when one of them is canceled or booked meanwhile, and what is left is offered', async () => {
    const plan = await planning.planned(followUp())
    const both = await plan.recommended({ ticketId: 'T-2', count: 1 })
    expect(both.proposals[0]!.with).toMatchObject([{ ticketId: 'T-1' }])
    const first = await plan.recommended({ ticketId: 'T-1', count: 1 })
    expect(first.proposals).toEqual([])
    await planning.release(both.offerId!)

    const again = await plan.recommended({ ticketId: 'T-2', count: 1 })
    const replaced = followUp()
    await planning.put(plan.path, { ...replaced, plan: [assignedAt('T-1', '08:10')] })
    const { status, json } = await planning.confirm(again.offerId!, 'o1')
    expect([status, json.code]).toEqual([409, 'OPTION_TAKEN'])
    const { offer } = OfferProblem.parse(json)
    expect(offer!.proposals.map(({ held, with: others }) => [held, others])).toEqual([[true, undefined]])
    expect((await planning.confirm(offer!.offerId!, 'o1')).status).toBe(200)
    expect((await planOf(plan)).map(({ ticketId }) => ticketId)).toEqual(['T-1', 'T-2'])
  })

  test('all at once are offered once: whoever comes with another one is not offered again', async () => {
    const plan = await planning.planned(followUp({ techs: techs(HOUR, HOUR) }))
    const { status, json } = await plan.ask({ ticketIds: 'unplanned', count: 1 })
    expect(status).toBe(200)
    const offers: Recommendation[] = json.offers
    const named = offers.flatMap(({ proposals }) => proposals.flatMap(placesOf))
    expect(named.map(({ ticketId }) => ticketId).sort()).toEqual(['T-1', 'T-2', 'T-3'])
    for (const { offerId, proposals } of offers)
      expect((await planning.confirm(offerId!, proposals[0]!.optionId)).status).toBe(200)
    expect(told(await planOf(plan))).toEqual(told(named))
  })
})

describe('a crew that is held outlives', () => {
  const UNRULY = { livePlans: { deskEntry: new URL('./unruly-desk.ts', import.meta.url) } }
  afterEach(() => vi.useRealTimers())

  test('a restart, a lost thread and an asking for what nobody was asked for before', async () => {
    await planning.restart(UNRULY)
    const plan = await planning.planned(crewGap(2))
    const { offerId, proposals } = await plan.recommended({ ticketId: 'T-1' })
    await planning.restart(UNRULY)
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    expect((await plan.ask({ ticketId: 'CRASH' })).status).toBe(503)
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    // The plan is laid out anew for it.
    await plan.recommended({ ticket: newTicket('strange', { skills: ['GLASS'] }) })
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    expect((await planning.confirm(offerId!, 'o1')).status).toBe(200)
    expect(told(await planOf(plan))).toEqual(told(placesOf(proposals[0]!)))
    await planning.restart({ livePlans: { sweepEveryMs: 20 } })
    expect(await plan.ask({ ticketId: 'T-1' })).toMatchObject({ status: 409 })
  }, 240_000)

  test.each([
    ['forwards', 86_400_000],
    ['backwards', -86_400_000],
  ])('a jump of the clock, a day %s', async (_, jump) => {
    const plan = await planning.planned(crewGap(2))
    const { offerId } = await plan.recommended({ ticketId: 'T-1' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jump })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await plan.recommended({ ticketId: 'T-2' })).not.toHaveProperty('offerId')
    expect((await planning.confirm(offerId!, 'o1')).status).toBe(200)
  })
})
