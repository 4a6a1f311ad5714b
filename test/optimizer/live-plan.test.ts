// A live plan by itself: what it advises, what it holds against others, what it books, and that it always stands.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Advice } from '../../src/contracts/recommendation.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { windowsOnOffer } from '../../src/optimizer/live/windows-on-offer.ts'
import {
  type Offer,
  TicketPlannedError,
  TicketRefusedError,
  UnknownTicketError,
} from '../../src/optimizer/live/wire.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'
import { createClock } from '../../src/optimizer/question/clock.ts'
import { zoneOffsets } from '../../src/optimizer/question/zones.ts'
import { accepted, smallRequest, tech, ticket } from './inputs.ts'
import { at, between, HOUSES, techs, town } from './town.ts'

const open = (more: Parameters<typeof town>[0]) => LivePlan.open(accepted(town(more)))
const newTicket = (more = {}) => ticket({ id: 'NEW', location: HOUSES.A, ...more })

const offerOf = (
  plan: LivePlan,
  advice: ReturnType<LivePlan['recommend']>,
  of = newTicket(),
  offerId = 'offer',
): Offer => ({
  offerId,
  ticket: of as never,
  options: advice.proposals.map((proposal) => offeredPlace(plan.input, proposal)),
})

describe('advice', () => {
  test('ranked by price, each with its lines, its window and its reasons; everybody is accounted for', async () => {
    const plan = await open({
      tickets: [],
      techs: [...techs({}, {}, { skills: ['GLASS'] }), tech({ id: 'off', start: HOUSES.B, active: false })],
    })
    const advice = Advice.parse(plan.recommend({ ticket: newTicket() as never, count: 20 }))
    const totals = advice.proposals.map(({ cost }) => cost.total)
    expect(totals).toEqual(totals.toSorted((one, other) => one - other))
    for (const { cost, start, window, reasons } of advice.proposals) {
      expect(cost.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(cost.total)
      expect(Date.parse(window.start)).toBeLessThanOrEqual(Date.parse(start))
      expect(Date.parse(start)).toBeLessThan(Date.parse(window.end))
      expect(reasons.length).toBeGreaterThan(0)
    }
    expect(new Set(advice.proposals.map(({ window }) => window.start)).size).toBe(5)
    const named = [
      ...new Set(advice.proposals.map(({ techId }) => techId)),
      ...advice.notOffered.flatMap(({ techIds }) => techIds),
    ]
    expect(named.toSorted()).toEqual(['ana', 'ben', 'cem', 'off'])
    expect(advice.funnel).toMatchObject({
      considered: 4,
      eligible: 3,
      blocking: [{ code: 'TECH_INACTIVE', techs: 1, alone: 1 }],
    })
    expect(advice.unbooked.cost).toBeGreaterThan(totals.at(-1) ?? 0)
  })

  test('the same question twice has the same answer, to the letter, and in Spanish only the sentences differ', async () => {
    const plan = await open({ tickets: [] })
    const ask = { ticket: newTicket() as never, count: 5 }
    const [first, second, spanish] = [ask, ask, { ...ask, language: 'es' as const }].map((one) => plan.recommend(one))
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    const wordless = (advice: unknown) =>
      JSON.parse(JSON.stringify(advice, (key, value) => (key === 'text' ? undefined : value)))
    expect(wordless(spanish)).toEqual(wordless(first))
    expect(JSON.stringify(spanish)).not.toBe(JSON.stringify(first))
  })

  test('a customer who says when they are at home is offered parts of that', async () => {
    const plan = await open({ tickets: [], techs: techs({}) })
    const asked = newTicket({ windows: [between('09:00', '14:00')] })
    const { proposals } = plan.recommend({ ticket: asked as never, count: 5 })
    expect(
      proposals.map(({ window }) => `${window.start.slice(11, 16)} ${window.end.slice(11, 16)}`).toSorted(),
    ).toEqual(['09:00 11:00', '11:00 13:00', '13:00 14:00'])
  })

  test('windows are as long as the policy says', async () => {
    const plan = await open({ tickets: [], techs: techs({}), policy: { offers: { window: 'PT4H' } } })
    const { proposals } = plan.recommend({ ticket: newTicket() as never, count: 5 })
    expect(proposals.map(({ window }) => window.start.slice(11, 16)).toSorted()).toEqual(['08:00', '12:00', '16:00'])
  })

  test('who names what the plan does not have is refused by name; who is planned, or unknown, is told so', async () => {
    const plan = await open({ plan: [{ ticketId: 'T-1', techId: 'ana', start: at('09:00') }] })
    const refused = () => plan.recommend({ ticket: newTicket({ requiredTechs: ['nobody'] }) as never, count: 3 })
    expect(refused).toThrow(TicketRefusedError)
    expect(refused).toThrow(/requiredTechs/)
    expect(() => plan.recommend({ ticketId: 'T-1', count: 3 })).toThrow(TicketPlannedError)
    expect(() => plan.recommend({ ticketId: 'T-9', count: 3 })).toThrow(UnknownTicketError)
  })

  test('a part that nobody has asked for before is on no van, and a van that has it comes', async () => {
    const plan = await open({ tickets: [], techs: techs({}, { parts: { HINGE: 1 } }) })
    const { proposals, notOffered } = plan.recommend({
      ticket: newTicket({ parts: [{ part: 'HINGE', quantity: 1 }] }) as never,
      count: 10,
    })
    expect(new Set(proposals.map(({ techId }) => techId))).toEqual(new Set(['ben']))
    expect(notOffered).toMatchObject([{ techIds: ['ana'], reasons: [{ code: 'PART_NOT_ON_VAN' }] }])
  })
})

describe('holding and booking', () => {
  /** One technician, and time for one more hour of work at most. */
  const oneGap = () =>
    open({
      horizon: between('08:00', '10:00'),
      tickets: [],
      techs: techs({ shifts: [{ start: at('08:00'), end: at('09:30') }] }),
    })

  test('what is held is offered to nobody else, and again when it is let go', async () => {
    const plan = await oneGap()
    const first = plan.recommend({ ticket: newTicket() as never, count: 5 })
    expect(plan.hold(offerOf(plan, first))).toHaveLength(first.proposals.length)
    const other = newTicket({ id: 'OTHER' })
    expect(plan.recommend({ ticket: other as never, count: 5 }).proposals).toEqual([])
    plan.release('offer')
    expect(plan.recommend({ ticket: other as never, count: 5 }).proposals).toEqual(
      first.proposals.map((proposal) => ({ ...proposal, ticketId: 'OTHER' })),
    )
  })

  test('what is confirmed stands in the input, and a plan opened from that stands as it does', async () => {
    const plan = await open({})
    const advice = plan.recommend({ ticket: newTicket() as never, count: 4 })
    plan.hold(offerOf(plan, advice))
    const { optionId, techId, window } = advice.proposals[1] ?? { optionId: '', techId: '', window: undefined }
    const { assignment } = plan.confirm('offer', optionId) ?? {}
    expect(assignment).toMatchObject({ ticketId: 'NEW', techId, promised: window })
    expect(plan.input.plan).toEqual([assignment])
    expect(plan.confirm('offer', optionId)).toBeUndefined()
    const again = await LivePlan.open(plan.input)
    expect(again.unplaced).toEqual([])
    expect(again.recommend({ ticketId: 'T-1', count: 5 })).toEqual(plan.recommend({ ticketId: 'T-1', count: 5 }))
    expect(plan.cancel('NEW')).toBe(true)
    expect(plan.input.tickets.map(({ id }) => id)).toEqual(['T-1'])
  })

  test('assignments that cannot stand are named, and are asked for like others', async () => {
    const plan = await open({
      techs: techs({ shifts: [{ start: at('08:00'), end: at('10:00') }] }),
      tickets: [newTicket({ id: 'T-1' }), newTicket({ id: 'T-2', location: HOUSES.B })] as never,
      plan: [
        { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
        { ticketId: 'T-2', techId: 'ana', start: at('09:10') },
      ],
    })
    expect(plan.unplaced).toHaveLength(1)
    const [left = ''] = plan.unplaced
    expect(plan.recommend({ ticketId: left, count: 3 }).proposals).toEqual([])
  })

  test('who comes in front of others leaves them in their order, also for who opens the plan again', async () => {
    const plan = await open({ tickets: [], techs: techs({ shifts: [between('08:00', '14:00')] }) })
    const told = []
    for (const id of ['first', 'second', 'third', 'fourth']) {
      const asked = newTicket({ id, duration: 'PT30M' })
      const { proposals } = plan.recommend({ ticket: asked as never, count: 5 })
      const [earliest] = proposals.toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start))
      plan.hold(
        offerOf(plan, { ...plan.recommend({ ticket: asked as never, count: 5 }), proposals: [earliest!] }, asked),
      )
      told.push(plan.confirm('offer', earliest!.optionId))
    }
    const starts = new Map((plan.input.plan ?? []).map(({ ticketId, start }) => [ticketId, start]))
    expect(new Set(starts.values()).size).toBe(4)
    // Whoever was told anew is named.
    expect(told.flatMap((booking) => booking?.moved ?? []).length).toBeGreaterThan(0)
    const again = await LivePlan.open(plan.input)
    expect(again.unplaced).toEqual([])
    const next = { ticket: newTicket({ id: 'next' }) as never, count: 10 }
    expect(again.recommend(next)).toEqual(plan.recommend(next))
  })

  test("what a crew leaves behind is nobody else's", async () => {
    const plan = await open({
      tickets: [newTicket({ id: 'T-1', crew: 2 })] as never,
      techs: techs({}, {}),
      plan: [
        { ticketId: 'T-1', techId: 'ana', start: at('09:00') },
        { ticketId: 'T-1', techId: 'ben', start: at('09:00') },
      ],
    })
    expect(plan.unplaced).toEqual([])
    plan.cancel('T-1')
    for (const id of ['one', 'other']) {
      const asked = newTicket({ id })
      const { proposals } = plan.recommend({ ticket: asked as never, count: 1 })
      plan.hold(offerOf(plan, { ...plan.recommend({ ticket: asked as never, count: 1 }), proposals }, asked, id))
    }
    for (const id of ['one', 'other']) expect(plan.confirm(id, 'o1')?.assignment).toMatchObject({ ticketId: id })
    const last = plan.recommend({
      ticket: newTicket({ id: 'last', windows: [between('08:00', '18:00')] }) as never,
      count: 9,
    })
    const again = await LivePlan.open(plan.input)
    expect(
      again.recommend({ ticket: newTicket({ id: 'last', windows: [between('08:00', '18:00')] }) as never, count: 9 }),
    ).toEqual(last)
  })

  test('however it is asked, held, booked and canceled, the plan stands', async () => {
    const step = fc.record({
      kind: fc.constantFrom('hold', 'hold', 'confirm', 'confirm', 'release', 'cancel'),
      pick: fc.nat(1000),
      lat: fc.integer({ min: 0, max: 8 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const plan = await LivePlan.open(accepted(smallRequest({ options: { threads: 1 } })))
        const offers: Offer[] = []
        for (const [turn, { kind, pick, lat }] of steps.entries()) {
          const offer = offers[pick % Math.max(1, offers.length)]
          if (kind === 'hold') {
            const asked = ticket({ id: `N-${turn}`, location: { lat: 47.1 + lat / 100, lon: 9.52 } })
            const made = offerOf(plan, plan.recommend({ ticket: asked as never, count: 3 }), asked, `offer-${turn}`)
            const held = new Set(plan.hold(made))
            // Two of one offer may be after the same hour of one shift: then only the first of them is held.
            if (made.options.length > 0) expect(held.size).toBeGreaterThan(0)
            offers.push({ ...made, options: made.options.filter(({ optionId }) => held.has(optionId)) })
          } else if (offer && kind === 'confirm') {
            const option = offer.options[pick % Math.max(1, offer.options.length)]
            if (option)
              expect(plan.confirm(offer.offerId, option.optionId)?.assignment).toMatchObject({ techId: option.techId })
            offers.splice(offers.indexOf(offer), 1)
          } else if (offer && kind === 'release') {
            plan.release(offer.offerId)
            offers.splice(offers.indexOf(offer), 1)
          } else {
            const booked = plan.input.plan ?? []
            const gone = booked[pick % Math.max(1, booked.length)]
            if (gone) plan.cancel(gone.ticketId)
          }
        }
        expect((await LivePlan.open(plan.input)).unplaced).toEqual([])
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

test('windows on offer keep to the clock on the wall when it is changed', () => {
  const offsetAt = zoneOffsets('Europe/Vienna')
  const from = Date.parse('2026-03-28T00:00:00+01:00') / 1000
  const horizon = { opens: from, plansFrom: from, closes: from + 2 * 86_400 }
  const { windows, spans } = windowsOnOffer([], 7200, horizon, createClock(from), offsetAt)
  const clock = (second: number) => new Date((second + offsetAt(second)) * 1000).toISOString().slice(11, 16)
  expect(new Set(windows.map(({ opens }) => Number(clock(opens).slice(0, 2)) % 2))).toEqual(new Set([0, 1]))
  expect(windows.filter(({ opens }) => clock(opens) === '08:00')).toHaveLength(2)
  for (const [index, { opens }] of spans.entries())
    if (index > 0) expect(opens).toBeGreaterThan(spans[index - 1]?.closes ?? 0)
})

test('windows on offer begin where the policy says, and what is left of the day is one of its own', () => {
  const from = Date.parse('2026-03-03T00:00:00Z') / 1000
  const horizon = { opens: from, plansFrom: from, closes: from + 86_399 }
  const { windows } = windowsOnOffer([], 7200, horizon, createClock(from), () => 0, 8.5 * 3600)
  const hours = windows.map(({ opens, closes }) => [(opens - from) / 3600, (closes - from) / 3600])
  expect(hours.slice(0, 6)).toEqual([
    [0, 0.5],
    [0.5, 2.5],
    [2.5, 4.5],
    [4.5, 6.5],
    [6.5, 8.5],
    [8.5, 10.5],
  ])
  expect(hours.at(-1)).toEqual([22.5, 24])
})

test('the policy of a plan says where its windows begin', async () => {
  const plan = await open({ tickets: [], techs: techs({}), policy: { offers: { window: 'PT3H', from: 'PT7H30M' } } })
  const { proposals } = plan.recommend({ ticket: newTicket() as never, count: 10 })
  const begins = new Set(proposals.map(({ window }) => window.start.slice(11, 16)))
  expect(begins).toEqual(new Set(['07:30', '10:30', '13:30', '16:30']))
})

describe('those who come together', () => {
  test('a job for two that nobody knew before is offered with both of them, held, and booked', async () => {
    const plan = await open({ tickets: [], techs: techs({}, {}, {}) })
    const asked = newTicket({ crew: 2 })
    const advice = Advice.parse(plan.recommend({ ticket: asked as never, count: 3 }))
    expect(advice.proposals.length).toBe(3)
    for (const { techId, start, with: others = [], cost } of advice.proposals) {
      expect(others).toHaveLength(1)
      expect(others[0]?.techId).not.toBe(techId)
      expect(others[0]?.start).toBe(start)
      expect(cost.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(cost.total)
    }
    expect(advice.unbooked.cost).toBeGreaterThan(advice.proposals.at(-1)?.cost.total ?? 0)
    expect(plan.hold(offerOf(plan, advice, asked))).toContain('o1')
    const booking = plan.confirm('offer', 'o1')
    expect([booking?.assignment.techId, booking?.with.map((one) => one.techId)]).toEqual([
      advice.proposals[0]?.techId,
      advice.proposals[0]?.with?.map((one) => one.techId),
    ])
  })

  test('a follow-up comes after what it follows', async () => {
    const plan = await open({
      tickets: [ticket({ id: 'T-1', location: HOUSES.A })] as never,
      plan: [{ ticketId: 'T-1', techId: 'ana', start: at('09:00') }],
    })
    const links = [{ kind: 'after', ticketId: 'T-1', since: 'end', minGap: 'PT2H' }]
    const { proposals } = plan.recommend({ ticket: newTicket({ links }) as never, count: 5 })
    expect(proposals.length).toBeGreaterThan(0)
    for (const { start } of proposals) expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(at('11:10')))
  })
})
