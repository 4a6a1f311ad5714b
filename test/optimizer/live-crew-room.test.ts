// The second tier for those who come together: room for a crew and for tied tickets that is made by moving one visit, what of it
// can be booked, all of it or nothing, and that the plan always stands.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { AdvisedProposal } from '../../src/contracts/recommendation.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import type { RoomOption } from '../../src/optimizer/live/room.ts'
import { TicketPlannedError } from '../../src/optimizer/live/wire.ts'
import { offeredPlace } from '../../src/optimizer/plans/offered-place.ts'
import { drawnDays } from '../solver/live/drawn-days.ts'
import { anyTown, COUNT } from './any-town.ts'
import { accepted, ticket } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

const open = (more: Partial<OptimizationRequest>) => LivePlan.open(accepted(town(more)))
const EARLY = { windows: [between('08:00', '10:00')] }
const HOUR = { shifts: [between('08:00', '09:20')] }
const NOON = { shifts: [between('12:00', '13:20')] }
const caller = (more = {}) => ticket({ id: 'NEW', location: HOUSES.A, ...EARLY, ...more }) as never
const crew = { ticket: caller({ crew: 2 }), count: 5 }

/** Ana and Ben have time for one hour in the morning, Cem for one at noon; T-1 stands with Ana and may come at any time. */
const morningTaken = (planned: object = {}, more: Partial<OptimizationRequest> = {}) =>
  open({
    tickets: tickets({}),
    techs: techs(HOUR, HOUR, NOON),
    plan: [{ ticketId: 'T-1', techId: 'ana', start: at('08:10'), ...planned }],
    ...more,
  })

const placesOf = ({ input }: LivePlan) =>
  (input.plan ?? []).map(({ ticketId, techId, start }) => `${ticketId} ${techId} ${start.slice(11, 16)}`).sort()

/** As it may be confirmed, from an offer of its own. */
function offer(plan: LivePlan, rooms: readonly RoomOption[], of = crew.ticket, offerId = 'offer') {
  plan.addOptions({ offerId, ticket: of, options: rooms.map(({ place }) => place) }, true)
}

const amountsOf = (reasons: AdvisedProposal['reasons']) =>
  reasons.reduce((sum, { code, params }) => sum + (code === 'OUTRANKED' ? 0 : Number(params.cents ?? 0)), 0)

describe('room for a crew', () => {
  test('is made where one of them has none: who comes, who moves, and what all of it costs together', async () => {
    const plan = await morningTaken()
    expect(plan.recommend(crew).proposals).toEqual([])
    const rooms = await plan.makeRoom(crew)
    const [proposal, ...others] = rooms.map((room) => AdvisedProposal.parse(room.proposal))
    expect(others).toEqual([])
    expect(proposal).toMatchObject({
      ...{ optionId: 'm1', rank: 1, score: 100, tier: 2, start: at('08:10') },
      window: { start: at('08:00'), end: at('10:00') },
      with: [{ ticketId: 'NEW', start: at('08:10') }],
      moved: [
        {
          ...{ ticketId: 'T-1', techId: 'cem', fromTechId: 'ana', start: at('12:10') },
          ...{ by: 'PT4H', later: true, promiseKept: true },
        },
      ],
    })
    expect([proposal?.techId, proposal?.with?.[0]?.techId].sort()).toEqual(['ana', 'ben'])
    const codes = proposal?.reasons.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['VISIT_MOVES', 'TECH_REPLACED']))
    expect(amountsOf(proposal?.reasons ?? [])).toBe(proposal?.cost.total)
    expect(placesOf(plan)).toEqual(['T-1 ana 08:10'])
  })

  test('is made on the same shift too, where somebody may come later', async () => {
    const day = { shifts: [between('08:00', '12:00')] }
    const plan = await morningTaken({}, { techs: techs(day, day) })
    const early = { ...crew, ticket: caller({ crew: 2, windows: [between('08:00', '08:30')] }) }
    expect(plan.recommend(early).proposals).toHaveLength(1)
    const fixed = await morningTaken(
      {},
      {
        tickets: tickets({ requiredTechs: ['ana'] }, {}),
        techs: techs(day, day),
        plan: [
          { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
          { ticketId: 'T-2', techId: 'ana', start: at('09:20'), pinned: true },
        ],
      },
    )
    expect(fixed.recommend(early).proposals).toEqual([])
    const rooms = await fixed.makeRoom(early)
    expect(rooms.map(({ proposal }) => proposal.moved)).toMatchObject([
      [{ ticketId: 'T-1', start: at('10:30'), techId: 'ana' }],
    ])
    expect(rooms[0]?.proposal.moved[0]).not.toHaveProperty('fromTechId')
  })

  test.each([
    ['was promised a window', { promised: between('08:00', '10:00') }, {}],
    ['is fixed', { pinned: true }, {}],
    ['is frozen', {}, { options: { freezeBefore: at('09:00') } }],
    ['is tied to another', {}, { tickets: tickets({ links: [{ ticketId: 'T-2', kind: 'after' }] }, {}) }],
  ])('is never made by who %s', async (_, planned, more) => {
    const plan = await morningTaken(planned, more as never)
    expect(plan.unplaced).toEqual([])
    expect(await plan.makeRoom(crew)).toEqual([])
  })

  test('is the same whether its own offer holds places or not', async () => {
    // Cem could come in Ana's place, and would rather stay where T-1 is as well.
    const plan = await morningTaken(
      {},
      {
        tickets: tickets({ location: HOUSES.B }, {}),
        techs: techs(HOUR, HOUR, {}),
        plan: [
          { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
          { ticketId: 'T-2', techId: 'cem', start: at('09:20') },
        ],
      },
    )
    const one = { ...crew, count: 1 }
    const before = await plan.makeRoom(one)
    expect(before.map(({ proposal }) => [proposal.rank, proposal.score])).toEqual([[2, 100]])
    const { proposals } = plan.recommend(one)
    const options = proposals.map((of) => offeredPlace(plan.input, of))
    expect(plan.hold({ offerId: 'own', ticket: crew.ticket, options })).toEqual(['o1'])
    expect(await plan.makeRoom(one, 'own')).toEqual(before)
  })

  test('that somebody takes while it is searched for is not offered, and whoever is booked meanwhile is told so', async () => {
    const taken = await morningTaken()
    const searching = taken.makeRoom(crew)
    const noon = { ticket: caller({ id: 'NOON', windows: [between('12:00', '13:00')] }), count: 1 }
    const [place] = taken.recommend(noon).proposals
    taken.hold({ offerId: 'noon', ticket: noon.ticket, options: [offeredPlace(taken.input, place!)] })
    expect(await searching).toEqual([])

    const booked = await morningTaken({}, { techs: techs({}, {}) })
    const late = booked.makeRoom(crew)
    const [own] = booked.recommend(crew).proposals
    booked.hold({ offerId: 'own', ticket: crew.ticket, options: [offeredPlace(booked.input, own!)] })
    booked.confirm('own', own!.optionId)
    await expect(late).rejects.toThrow(TicketPlannedError)
  })
})

describe('room for tied tickets', () => {
  test('is made by the very ticket that they are tied to, where both have room elsewhere', async () => {
    const plan = await open({
      tickets: tickets({}),
      techs: techs(HOUR, { shifts: [between('08:00', '10:20')] }),
      plan: [{ ticketId: 'T-1', techId: 'ana', start: at('08:10') }],
    })
    const tied = { ticket: caller({ links: [{ kind: 'same-tech', ticketId: 'T-1' }] }), count: 5 }
    expect(plan.recommend(tied).proposals).toEqual([])
    const rooms = await plan.makeRoom(tied)
    expect(rooms[0]?.proposal).toMatchObject({
      techId: 'ben',
      moved: [{ ticketId: 'T-1', fromTechId: 'ana', techId: 'ben' }],
    })
    offer(plan, rooms, tied.ticket)
    expect(plan.confirm('offer', 'm1')?.moved).toMatchObject([{ ticketId: 'T-1', techId: 'ben' }])
    expect((await LivePlan.open(plan.input)).unplaced).toEqual([])
  })

  test('is made for all of them: a visit and what follows it by the same technician', async () => {
    const [other, first, second] = tickets(
      {},
      { location: HOUSES.A, duration: 'PT30M', ...EARLY },
      { location: HOUSES.B, duration: 'PT20M' },
    )
    const follows = [
      { kind: 'after' as const, ticketId: 'T-2' },
      { kind: 'same-tech' as const, ticketId: 'T-2' },
    ]
    const plan = await open({
      tickets: [other!, first!, { ...second!, links: follows }],
      techs: techs(HOUR, NOON),
      plan: [{ ticketId: 'T-1', techId: 'ana', start: at('08:10') }],
    })
    const ask = { ticketId: 'T-2', count: 5 }
    expect(plan.recommend(ask).proposals).toEqual([])
    const rooms = await plan.makeRoom(ask)
    expect(rooms).toHaveLength(1)
    expect(rooms[0]?.proposal).toMatchObject({
      ...{ techId: 'ana', start: at('08:10') },
      with: [{ ticketId: 'T-3', techId: 'ana', start: at('08:50') }],
      moved: [{ ticketId: 'T-1', fromTechId: 'ana', techId: 'ben', start: at('12:10') }],
    })
    offer(plan, rooms, first as never)
    plan.confirm('offer', 'm1')
    expect(placesOf(plan)).toEqual(['T-1 ben 12:10', 'T-2 ana 08:10', 'T-3 ana 08:50'])
  })
})

describe('confirming it', () => {
  test('moves the one and books all of them at once; a plan opened from that stands as it does', async () => {
    const plan = await morningTaken()
    const rooms = await plan.makeRoom(crew)
    offer(plan, rooms)
    const booking = plan.confirm('offer', 'm1')
    expect(booking?.moved).toEqual([{ ticketId: 'T-1', techId: 'cem', start: at('12:10') }])
    expect(booking?.with).toHaveLength(1)
    for (const one of [booking!.assignment, ...booking!.with])
      expect(one).toMatchObject({ ticketId: 'NEW', start: at('08:10'), promised: rooms[0]?.proposal.window })
    expect(placesOf(plan)).toEqual(['NEW ana 08:10', 'NEW ben 08:10', 'T-1 cem 12:10'])
    const again = await LivePlan.open(plan.input)
    expect(again.unplaced).toEqual([])
    expect(placesOf(again)).toEqual(placesOf(plan))
  })

  test('changes nothing at all where the other place is gone, or one of theirs', async () => {
    const plan = await morningTaken()
    offer(plan, await plan.makeRoom(crew))
    for (const [id, windows] of [
      ['NOON', [between('12:00', '13:00')]],
      ['MORNING', [between('08:00', '09:00')]],
    ] as const) {
      const one = { ticket: caller({ id, windows }), count: 1 }
      const [place] = plan.recommend(one).proposals
      plan.hold({ offerId: id, ticket: one.ticket, options: [offeredPlace(plan.input, place!)] })
      const [input, told] = [plan.input, plan.recommend({ ...one, ticket: caller({ id: 'ANY', windows: undefined }) })]
      expect(plan.confirm('offer', 'm1')).toBeUndefined()
      expect(plan.input).toBe(input)
      expect(plan.recommend({ ...one, ticket: caller({ id: 'ANY', windows: undefined }) })).toEqual(told)
      plan.release(id)
      offer(plan, await plan.makeRoom(crew))
    }
    expect(plan.confirm('offer', 'm1')?.with).toHaveLength(1)
  })

  test('needs who makes way to be free still', async () => {
    const plan = await morningTaken()
    offer(plan, await plan.makeRoom(crew))
    plan.cancel('T-1')
    expect(plan.confirm('offer', 'm1')).toBeUndefined()
    expect(placesOf(plan)).toEqual([])
  })
})

const step = fc.record({
  what: fc.constantFrom('book', 'room', 'room', 'room', 'room', 'hold', 'cancel', 'late'),
  ticket: fc.nat(COUNT - 1),
  option: fc.nat(2),
})

/** By technician, in which order. */
const inOrder = (plan: LivePlan) =>
  plan
    .placed()
    .toSorted((one, other) => one.techId.localeCompare(other.techId) || Date.parse(one.start) - Date.parse(other.start))
    .map(({ techId, ticketId }) => `${techId} ${ticketId}`)

/** Of one ticket after the other some place, as if somebody had planned them who promised nothing. */
async function planned(input: LivePlan['input'], turns: readonly { ticket: number; option: number }[]) {
  const shifts = [between('08:00', '11:00'), between('08:00', '10:30'), between('09:00', '12:00')]
  const short = {
    ...input,
    techs: input.techs.map((tech, index) => ({
      ...tech,
      shifts: (tech.shifts ?? [{ breaks: [] }]).slice(0, 1).map((shift) => ({ ...shift, ...shifts[index]! })),
    })),
    policy: { ...input.policy, techChanged: 0 },
  }
  const plan = await LivePlan.open(short as never)
  for (const [turn, { ticket: number, option }] of turns.entries()) {
    const ticketId = `T-${number}`
    const of = plan.input.tickets.find(({ id }) => id === ticketId)
    if (of === undefined || plan.input.plan?.some((one) => one.ticketId === ticketId)) continue
    const { proposals } = plan.recommend({ ticketId, count: 4 })
    const options = proposals.map((proposal) => offeredPlace(plan.input, proposal))
    const held = plan.hold({ offerId: `first-${turn}`, ticket: of, options })
    const chosen = held[option % Math.max(1, held.length)]
    if (chosen !== undefined) plan.confirm(`first-${turn}`, chosen)
  }
  return LivePlan.open({ ...plan.input, plan: (plan.input.plan ?? []).map(({ promised: _, ...one }) => one) })
}

test('whatever is moved, booked, held and canceled, the plan stands, and as it does when it is opened again', async () => {
  const seen = { rooms: 0, together: 0, late: 0 }
  await fc.assert(
    fc.asyncProperty(anyTown, fc.array(step, { minLength: 6, maxLength: 14 }), async (input, steps) => {
      const plan = await planned(input, steps.slice(0, 4))
      expect(plan.unplaced).toEqual([])
      const rooms: string[] = []
      for (const [turn, { what, ticket: number, option }] of steps.entries()) {
        const { tickets, plan: standing = [] } = plan.input
        const unplanned = tickets.filter(({ id }) => standing.every((one) => one.ticketId !== id))
        const choices = what === 'cancel' ? tickets : unplanned
        const of = choices[number % Math.max(1, choices.length)]
        if (of === undefined) continue
        const { id: ticketId } = of
        const offerId = `offer-${turn}`
        if (what === 'cancel') plan.cancel(ticketId)
        else if (what === 'late') {
          const before = plan.input
          const old = rooms.pop()
          const booking = old && plan.confirm(old, 'm1')
          if (booking) seen.late++
          else expect(plan.input).toBe(before)
        } else if (what === 'room') {
          const found = await plan.makeRoom({ ticketId, count: 3 })
          for (const { proposal } of found) expect(amountsOf(proposal.reasons)).toBe(proposal.cost.total)
          const chosen = found[option % Math.max(1, found.length)]
          if (chosen === undefined) continue
          offer(plan, found, of as never, offerId)
          if (option === 2) rooms.push(offerId)
          else {
            const booking = plan.confirm(offerId, chosen.place.optionId)
            expect(booking?.assignment).toMatchObject({
              ticketId,
              techId: chosen.proposal.techId,
              start: chosen.proposal.start,
            })
            expect(booking?.with.map((one) => [one.ticketId, one.techId, one.start])).toEqual(
              (chosen.proposal.with ?? []).map((one) => [one.ticketId, one.techId, one.start]),
            )
            const { move } = chosen.place
            expect(booking?.moved[0]).toMatchObject({ ticketId: move.ticketId, techId: move.techId, start: move.start })
            seen.rooms++
            if ((booking?.with.length ?? 0) > 0) seen.together++
          }
        } else {
          const { proposals } = plan.recommend({ ticketId, count: 2 })
          const held = plan.hold({
            offerId,
            ticket: of,
            options: proposals.map((proposal) => offeredPlace(plan.input, proposal)),
          })
          if (what === 'book' && held.length > 0) expect(plan.confirm(offerId, 'o1')).toBeDefined()
        }
      }
      for (const turn of steps.keys()) plan.release(`offer-${turn}`)
      const again = await LivePlan.open(plan.input)
      expect(again.unplaced).toEqual([])
      // Whoever is tied may begin later than they could; everybody is where they were, in that order.
      expect(inOrder(again)).toEqual(inOrder(plan))
    }),
    drawnDays(100),
  )
  expect(seen.rooms).toBeGreaterThan(3)
  expect(seen.together).toBeGreaterThan(0)
}, 240_000)
