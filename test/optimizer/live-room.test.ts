// The second tier of a live plan: room that is made by moving one visit that nobody was promised, what of it can be booked,
// and that the plan always stands.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { AdvisedProposal } from '../../src/contracts/recommendation.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import type { RoomOption } from '../../src/optimizer/live/room.ts'
import { TicketPlannedError, UnknownTicketError } from '../../src/optimizer/live/wire.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'
import { accepted, ticket } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

const open = (more: Partial<OptimizationRequest>) => LivePlan.open(accepted(town(more)))
const EARLY = { windows: [between('08:00', '10:00')] }
const caller = (more = {}) => ticket({ id: 'NEW', location: HOUSES.A, ...EARLY, ...more }) as never
const ask = { ticket: caller(), count: 5 }

/** Ana has time for one hour in the morning, Ben for one at noon; T-1 stands with Ana and may come at any time. */
const morningTaken = (planned: object = {}, more: Partial<OptimizationRequest> = {}) =>
  open({
    tickets: tickets({}),
    techs: techs({ shifts: [between('08:00', '09:20')] }, { shifts: [between('12:00', '13:20')] }),
    plan: [{ ticketId: 'T-1', techId: 'ana', start: at('08:10'), ...planned }],
    ...more,
  })

/** Ben could come to the caller, and would rather stay where T-1 is as well. */
const dearerWithBen = () =>
  morningTaken(
    {},
    {
      tickets: tickets({ location: HOUSES.B }, {}),
      techs: techs({ shifts: [between('08:00', '09:20')] }, {}),
      plan: [
        { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
        { ticketId: 'T-2', techId: 'ben', start: at('09:20') },
      ],
    },
  )

const placesOf = ({ input }: LivePlan) =>
  Object.fromEntries(
    (input.plan ?? []).map(({ ticketId, techId, start }) => [ticketId, `${techId} ${start.slice(11, 16)}`]),
  )

/** As it may be confirmed, from an offer of its own. */
function offer(plan: LivePlan, rooms: readonly RoomOption[], offerId = 'offer', of = caller()) {
  plan.addOptions({ offerId, ticket: of, options: rooms.map(({ place }) => place) }, true)
}

describe('room', () => {
  test('is made where nothing was possible: who moves, where to, and what both cost together', async () => {
    const plan = await morningTaken()
    expect(plan.recommend(ask).proposals).toEqual([])
    const rooms = await plan.makeRoom(ask)
    const proposals = rooms.map(({ proposal }) => AdvisedProposal.parse(proposal))
    expect(proposals).toMatchObject([
      {
        optionId: 'm1',
        rank: 1,
        score: 100,
        tier: 2,
        techId: 'ana',
        start: at('08:10'),
        window: { start: at('08:00'), end: at('10:00') },
        moved: [
          {
            ticketId: 'T-1',
            techId: 'ben',
            fromTechId: 'ana',
            start: at('12:10'),
            by: 'PT4H',
            later: true,
            promiseKept: true,
          },
        ],
      },
    ])
    const [{ cost, reasons } = { cost: { total: 0, lines: [] }, reasons: [] }] = proposals
    expect(reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['VISIT_MOVES', 'TECH_REPLACED']))
    // Ben drives there and back, Ana drives as before.
    expect(cost.lines.find(({ code }) => code === 'TRAVEL')?.amount).toBeGreaterThan(0)
    expect(amountsOf(reasons)).toBe(cost.total)
    expect(placesOf(plan)).toEqual({ 'T-1': 'ana 08:10' })
  })

  test('is made on the same shift too, where somebody may come later', async () => {
    const plan = await open({
      tickets: tickets({}, { windows: [between('09:00', '09:30')] }),
      techs: techs({ shifts: [between('08:00', '12:00')] }),
      plan: [
        { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
        { ticketId: 'T-2', techId: 'ana', start: at('09:20') },
      ],
    })
    const early = caller({ windows: [between('08:00', '08:30')] })
    expect(plan.recommend({ ticket: early, count: 5 }).proposals).toEqual([])
    const rooms = await plan.makeRoom({ ticket: early, count: 5 })
    const [{ proposal } = { proposal: undefined }] = rooms
    expect(proposal).toMatchObject({ techId: 'ana', moved: [{ ticketId: 'T-1', techId: 'ana', start: at('10:30') }] })
    expect(proposal?.moved[0]).not.toHaveProperty('fromTechId')
    offer(plan, rooms, 'offer', early)
    expect(plan.confirm('offer', 'm1')?.moved).toMatchObject([{ ticketId: 'T-1', start: at('10:30') }])
    expect(placesOf(await LivePlan.open(plan.input))).toEqual({
      NEW: 'ana 08:10',
      'T-1': 'ana 10:30',
      'T-2': 'ana 09:20',
    })
  })

  test.each([
    ['was promised a window', { promised: between('08:00', '10:00') }, {}],
    ['was promised this very time', { promised: true }, {}],
    ['is fixed', { pinned: true }, {}],
    ['is fixed to its technician', { pinned: { tech: true } }, {}],
    ['is fixed in its turn', { pinned: { order: true } }, {}],
    ['is frozen', {}, { options: { freezeBefore: at('09:00') } }],
    ['is tied to another', {}, { tickets: tickets({ links: [{ ticketId: 'T-2', kind: 'after' }] }, {}) }],
  ])('is never made by who %s', async (_, planned, more) => {
    const plan = await morningTaken(planned, more as never)
    expect(plan.unplaced).toEqual([])
    expect(await plan.makeRoom(ask)).toEqual([])
  })

  test('is made at a price by who was promised a window, where the policy has one for that, and says that it is not kept', async () => {
    const promised = between('08:00', '10:00')
    const policy = { promise: { movedPerMinute: 10 } }
    const plan = await morningTaken({ promised }, { policy })
    const rooms = await plan.makeRoom(ask)
    const [{ proposal } = { proposal: undefined }] = rooms
    expect(proposal?.moved).toMatchObject([{ ticketId: 'T-1', start: at('12:10'), promiseKept: false }])
    // Two hours and ten minutes later than was told.
    expect(proposal?.cost.lines).toContainEqual(expect.objectContaining({ code: 'PROMISE', amount: 1300 }))
    expect(proposal?.reasons.map(({ code }) => code)).toContain('PROMISES_MOVED')
    expect(amountsOf(proposal?.reasons ?? [])).toBe(proposal?.cost.total)
    offer(plan, rooms)
    expect(plan.confirm('offer', 'm1')?.moved).toEqual([
      { ticketId: 'T-1', techId: 'ben', start: at('12:10'), promised },
    ])
    expect((await LivePlan.open(plan.input)).unplaced).toEqual([])
    expect((await LivePlan.open(plan.input)).asItStands()).toEqual(plan.asItStands())
    const near = { promise: { movedPerMinute: 10, maxMove: 'PT2H' } }
    expect(await (await morningTaken({ promised }, { policy: near })).makeRoom(ask)).toEqual([])
    const veryTime = await morningTaken({ promised: true }, { policy })
    expect(await veryTime.makeRoom(ask)).toEqual([])
  })

  test('is not made by who is only held, nor for who would cost as much without it', async () => {
    const plan = await morningTaken({}, { tickets: [], plan: [] })
    expect(await plan.makeRoom(ask)).toEqual([])
    const other = caller({ id: 'OTHER' })
    const { proposals } = plan.recommend({ ticket: other, count: 1 })
    plan.hold({
      offerId: 'others',
      ticket: other,
      options: proposals.map((one) => offeredPlace(plan.input, one)),
    })
    expect(plan.recommend(ask).proposals).toEqual([])
    expect(await plan.makeRoom(ask)).toEqual([])
  })

  test('is the same whether its own offer holds places or not, and on another asking', async () => {
    const plan = await dearerWithBen()
    const before = await plan.makeRoom({ ...ask, count: 1 })
    expect(before.map(({ proposal }) => [proposal.rank, proposal.score])).toEqual([[2, 100]])
    const { proposals } = plan.recommend(ask)
    const options = proposals.map((one) => offeredPlace(plan.input, one))
    expect(plan.hold({ offerId: 'own', ticket: ask.ticket, options })).not.toEqual([])
    expect(await plan.makeRoom({ ...ask, count: 1 }, 'own')).toEqual(before)
  })

  test('that somebody takes while it is searched for is not offered, and whoever is booked meanwhile is told so', async () => {
    const taken = await morningTaken()
    const searching = taken.makeRoom(ask)
    const noon = { ...ask, ticket: caller({ id: 'NOON', windows: [between('12:00', '13:00')] }) }
    const [place] = taken.recommend(noon).proposals
    taken.hold({ offerId: 'noon', ticket: noon.ticket, options: [offeredPlace(taken.input, place!)] })
    expect(await searching).toEqual([])

    const booked = await morningTaken({}, { techs: techs({}, {}) })
    const late = booked.makeRoom(ask)
    const [own] = booked.recommend(ask).proposals
    booked.hold({ offerId: 'own', ticket: ask.ticket, options: [offeredPlace(booked.input, own!)] })
    booked.confirm('own', own!.optionId)
    await expect(late).rejects.toThrow(TicketPlannedError)

    const canceled = await morningTaken({}, { tickets: tickets({}, EARLY) })
    const last = canceled.makeRoom({ ticketId: 'T-2', count: 5 })
    canceled.cancel('T-2')
    await expect(last).rejects.toThrow(UnknownTicketError)
  })
})

describe('confirming it', () => {
  test('moves the one and books the other at once; a plan opened from that stands as it does', async () => {
    const plan = await morningTaken()
    const rooms = await plan.makeRoom(ask)
    offer(plan, rooms)
    expect(plan.confirm('offer', 'm1')).toEqual({
      assignment: { ticketId: 'NEW', techId: 'ana', start: at('08:10'), promised: rooms[0]?.proposal.window },
      with: [],
      moved: [{ ticketId: 'T-1', techId: 'ben', start: at('12:10') }],
    })
    expect(placesOf(plan)).toEqual({ NEW: 'ana 08:10', 'T-1': 'ben 12:10' })
    const again = await LivePlan.open(plan.input)
    expect(again.unplaced).toEqual([])
    const next = { ticket: caller({ id: 'NEXT', windows: undefined }), count: 5 }
    expect(again.recommend(next)).toEqual(plan.recommend(next))
    // Who moved may have to move again; who was booked may not.
    expect(await plan.makeRoom(next)).toEqual(await again.makeRoom(next))
  })

  test('changes nothing at all where the other place is gone', async () => {
    const plan = await morningTaken()
    offer(plan, await plan.makeRoom(ask))
    const noon = { ...ask, ticket: caller({ id: 'NOON', windows: [between('12:00', '13:00')] }) }
    const [place] = plan.recommend(noon).proposals
    plan.hold({ offerId: 'noon', ticket: noon.ticket, options: [offeredPlace(plan.input, place!)] })
    const [input, told] = [plan.input, plan.recommend(noon)]
    expect(plan.confirm('offer', 'm1')).toBeUndefined()
    expect(plan.input).toBe(input)
    expect(plan.recommend(noon)).toEqual(told)
    // Nor is it left half done: as soon as there is a place, all of it can be had.
    plan.release('noon')
    offer(plan, await plan.makeRoom(ask))
    expect(plan.confirm('offer', 'm1')?.assignment).toMatchObject({ techId: 'ana' })
  })

  test('needs who makes way to be free still', async () => {
    const plan = await morningTaken()
    offer(plan, await plan.makeRoom(ask))
    plan.cancel('T-1')
    expect(plan.confirm('offer', 'm1')).toBeUndefined()
    expect(placesOf(plan)).toEqual({})
  })

  test('lets go what the offer holds beside it', async () => {
    const plan = await dearerWithBen()
    const { proposals } = plan.recommend({ ...ask, count: 1 })
    plan.hold({ offerId: 'own', ticket: ask.ticket, options: [offeredPlace(plan.input, proposals[0]!)] })
    const rooms = await plan.makeRoom({ ...ask, count: 1 }, 'own')
    expect(plan.addOptions({ offerId: 'own', ticket: ask.ticket, options: rooms.map(({ place }) => place) })).toBe(true)
    expect(plan.addOptions({ offerId: 'over', ticket: ask.ticket, options: [] })).toBe(false)
    expect(plan.confirm('own', 'm1')?.moved).toHaveLength(1)
    const other = { ...ask, ticket: caller({ id: 'OTHER' }) }
    const again = await LivePlan.open(plan.input)
    expect(plan.recommend(other)).toEqual(again.recommend(other))
  })
})

const amountsOf = (reasons: AdvisedProposal['reasons']) =>
  reasons.reduce((sum, { code, params }) => sum + (code === 'OUTRANKED' ? 0 : Number(params.cents ?? 0)), 0)

const LENGTHS = ['PT15M', 'PT30M', 'PT1H', 'PT2H'] as const
const step = fc.record({
  kind: fc.constantFrom('book', 'hold', 'room', 'room', 'room', 'release', 'cancel', 'late'),
  pick: fc.nat(1000),
  length: fc.constantFrom(...LENGTHS),
  house: fc.constantFrom('A' as const, 'B' as const),
  from: fc.option(fc.integer({ min: 8, max: 15 })),
})
const planned = fc.array(fc.constantFrom(...LENGTHS), { minLength: 2, maxLength: 8 })

test('whatever is moved, booked, held and canceled, the plan stands, and as it does when it is opened again', async () => {
  let moves = 0
  let late = 0
  await fc.assert(
    fc.asyncProperty(planned, fc.array(step, { minLength: 4, maxLength: 12 }), async (lengths, steps) => {
      const names = ['ana', 'ben'] as const
      const plan = await open({
        tickets: tickets(...lengths.map((duration) => ({ duration }))),
        techs: techs(...names.map(() => ({ shifts: [between('08:00', '14:00')] }))),
        plan: lengths.map((_, index) => ({
          ticketId: `T-${index + 1}`,
          techId: names[index % 2] ?? 'ana',
          start: at(`${String(8 + Math.floor(index / 2)).padStart(2, '0')}:10`),
        })),
      })
      for (const ticketId of plan.unplaced) plan.cancel(ticketId)
      const rooms: { offerId: string; count: number }[] = []
      for (const [turn, { kind, pick, length, house, from }] of steps.entries()) {
        const windows = from === null ? undefined : [between(`${String(from).padStart(2, '0')}:00`, `${from + 2}:00`)]
        const asked = ticket({ id: `N-${turn}`, location: HOUSES[house], duration: length, windows }) as never
        const offerId = `offer-${turn}`
        const promised = promisesOf(plan)
        if (kind === 'book' || kind === 'hold') {
          const { proposals } = plan.recommend({ ticket: asked, count: 3 })
          plan.hold({ offerId, ticket: asked, options: proposals.map((one) => offeredPlace(plan.input, one)) })
          const option = proposals[pick % Math.max(1, proposals.length)]
          if (kind === 'book' && option) plan.confirm(offerId, option.optionId)
        } else if (kind === 'room') {
          const found = await plan.makeRoom({ ticket: asked, count: 4 })
          for (const { proposal } of found) expect(amountsOf(proposal.reasons)).toBe(proposal.cost.total)
          offer(plan, found, offerId, asked)
          const chosen = found[pick % Math.max(1, found.length)]
          if (chosen && pick % 3 > 0) {
            const booking = plan.confirm(offerId, chosen.place.optionId)
            expect(booking?.assignment).toMatchObject({ ticketId: `N-${turn}`, start: chosen.proposal.start })
            const mover = chosen.proposal.moved.find(({ ticketId }) => ticketId === chosen.place.move.ticketId)
            expect(booking?.moved[0]).toMatchObject({
              ticketId: mover?.ticketId,
              techId: mover?.techId,
              start: mover?.start,
            })
            moves++
          } else if (chosen) rooms.push({ offerId, count: found.length })
        } else if (kind === 'late') {
          // What was found some time ago: it still stands, or nothing happens.
          const old = rooms.pop()
          const input = plan.input
          const booking = old && plan.confirm(old.offerId, `m${1 + (pick % old.count)}`)
          if (booking) late++
          else expect(plan.input).toBe(input)
        } else if (kind === 'release') plan.release(`offer-${pick % (turn + 1)}`)
        else {
          const all = plan.input.plan ?? []
          const gone = all[pick % Math.max(1, all.length)]
          if (gone) plan.cancel(gone.ticketId)
          continue
        }
        for (const [ticketId, was] of promised) expect(promisesOf(plan).get(ticketId)).toEqual(was)
      }
      const again = await LivePlan.open(plan.input)
      expect(again.unplaced).toEqual([])
      for (const hold of steps.keys()) plan.release(`offer-${hold}`)
      const anybody = { ticket: ticket({ id: 'LAST', location: HOUSES.B, duration: 'PT15M' }) as never, count: 20 }
      expect(again.recommend(anybody)).toEqual(plan.recommend(anybody))
    }),
    { numRuns: 200 },
  )
  expect(moves).toBeGreaterThan(20)
  expect(late).toBeGreaterThan(0)
}, 120_000)

/** Who was promised what, and by whom. */
const promisesOf = ({ input }: LivePlan) =>
  new Map(
    (input.plan ?? []).flatMap(({ ticketId, techId, promised }) =>
      promised === undefined ? [] : [[ticketId, { techId, promised }] as const],
    ),
  )
