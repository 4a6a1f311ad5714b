// What happens to a live plan: what follows for others, and that a plan that has lived through it is the plan that anybody
// gets who puts what it says.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Change } from '../../src/contracts/change.ts'
import { OptimizationInput, type OptimizationRequest } from '../../src/contracts/optimization.ts'
import { Consequences } from '../../src/contracts/plan-patch.ts'
import { ChangeRefusedError } from '../../src/optimizer/changes/refused.ts'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { replayed } from '../../src/optimizer/plans/plan-event.ts'
import { AcceptedPlan } from '../../src/optimizer/question/accept.ts'
import { accepted } from './inputs.ts'
import { at, between, HOUSES, techs, tickets, town } from './town.ts'

const planned = (ticketId: string, clock: string, techId = 'ana', more = {}) => ({
  ticketId,
  techId,
  start: at(clock),
  ...more,
})

/** Ana has three visits one after the other, Ben has nothing. */
const day = (more: Partial<OptimizationRequest> = {}) =>
  town({
    tickets: tickets({}, {}, {}),
    techs: techs({ shifts: [between('08:00', '16:00')] }, { shifts: [between('08:00', '16:00')] }),
    plan: [planned('T-1', '08:10'), planned('T-2', '09:20'), planned('T-3', '10:30')],
    ...more,
  })
const open = (request: OptimizationRequest) => LivePlan.open(accepted(request))
const happen = (plan: LivePlan, ...changes: object[]) => plan.happen(changes.map((change) => Change.parse(change)))
const planOf = (plan: LivePlan) =>
  (plan.input.plan ?? []).map(({ ticketId, techId, start }) => `${ticketId} ${techId} ${start.slice(11, 16)}`)

describe('a day with a limit of work', () => {
  /** Three hours of work and four ways of ten minutes: as much as the limit allows. */
  const limited = () =>
    day({ techs: techs({ shifts: [between('08:00', '16:00')], maxWorkPerDay: 'PT3H40M' }, { active: false }) })
  const finished = (ticketId: string, clock: string) => [
    { kind: 'visit-started', ticketId, at: at('08:10') },
    { kind: 'visit-finished', ticketId, at: at(clock) },
  ]

  test('counts what is done already: all of it is still done where it takes as long as was thought', async () => {
    const plan = await open(limited())
    expect(happen(plan, ...finished('T-1', '09:10')).consequences.lost).toEqual([])
    expect(plan.input.techs[0]?.shifts?.[0]?.worked).toBe('PT1H10M')
    expect(planOf(plan)).toHaveLength(2)
  })

  test('has no room for one of the others where the first one took longer', async () => {
    const plan = await open(limited())
    const { lost } = happen(plan, ...finished('T-1', '09:40')).consequences
    expect(lost).toHaveLength(1)
    const { proposals, notOffered } = plan.recommend({ ticketId: lost[0]!.ticketId, count: 1 })
    expect([proposals, notOffered.map(({ verdict }) => verdict)]).toEqual([[], ['not_found', 'blocked']])
  })

  test('does not count what somebody waited', async () => {
    const plan = await open(limited())
    const started = { kind: 'visit-started', ticketId: 'T-1', at: at('09:30') }
    expect(happen(plan, started).consequences.lost).toEqual([])
    expect(plan.input.techs[0]?.shifts?.[0]?.worked).toBe('PT10M')
  })

  test('takes the time that work under way takes, and has room for nothing else then', async () => {
    const plan = await open(limited())
    happen(plan, { kind: 'visit-started', ticketId: 'T-1', at: at('08:10') })
    const { consequences } = happen(plan, { kind: 'visit-overrun', ticketId: 'T-1', until: at('11:45') })
    expect(consequences.lost.map(({ ticketId }) => ticketId)).toEqual(['T-2', 'T-3'])
    expect(planOf(plan)).toEqual(['T-1 ana 08:10'])
  })
})

describe('a hard day', () => {
  test('a technician who is ill loses what was planned from then on, and nothing before', async () => {
    const plan = await open(day())
    const { consequences } = happen(plan, { kind: 'tech-ill', techId: 'ana', from: at('09:25') })
    expect(consequences.lost.map(({ ticketId }) => ticketId)).toEqual(['T-2', 'T-3'])
    expect(consequences.changes.map(({ ticketId, kind }) => `${ticketId} ${kind}`)).toEqual([
      'T-2 unassigned',
      'T-3 unassigned',
    ])
    expect(planOf(plan)).toEqual(['T-1 ana 08:10'])
    const { proposals } = plan.recommend({ ticketId: 'T-2', count: 5 })
    expect(new Set(proposals.map(({ techId }) => techId))).toEqual(new Set(['ben']))
  })

  test('a technician who is late begins later, and says who is late then', async () => {
    const plan = await open(
      day({ tickets: tickets({ due: at('08:30') }, {}, { windows: [between('10:00', '10:45')] }) }),
    )
    const { consequences } = happen(plan, { kind: 'tech-late', techId: 'ana', until: at('09:00') })
    expect(planOf(plan)).toEqual(['T-1 ana 09:10', 'T-3 ana 10:10', 'T-2 ana 11:20'].toSorted())
    expect(consequences.late).toMatchObject([{ ticketId: 'T-1', start: at('09:10'), due: at('08:30'), by: 'PT40M' }])
    expect(consequences.lost).toEqual([])
  })

  test('work that is fixed for when nobody is there any more is lost, whichever shift is nearest to it then', async () => {
    const shifts = [{ ...between('08:00', '12:00'), overtimeUntil: at('13:00') }, between('13:30', '17:00')]
    const plan = await open(day({ techs: techs({ shifts }), plan: [planned('T-1', '14:00', 'ana', { pinned: true })] }))
    const { consequences } = happen(plan, { kind: 'tech-late', techId: 'ana', until: at('15:15') })
    expect(consequences.lost).toMatchObject([{ ticketId: 'T-1' }])
    expect(planOf(plan)).toEqual([])
  })

  test('a technician who is back is offered again', async () => {
    const plan = await open(day({ plan: [] }))
    happen(plan, { kind: 'tech-ill', techId: 'ana', from: at('08:00') }, { kind: 'tech-removed', techId: 'ben' })
    expect(plan.recommend({ ticketId: 'T-1', count: 5 }).proposals).toEqual([])
    happen(plan, { kind: 'tech-back', techId: 'ana', from: at('13:00') })
    const [first] = plan.recommend({ ticketId: 'T-1', count: 5 }).proposals
    expect(first).toMatchObject({ techId: 'ana', start: at('13:10') })
  })

  test('work that overruns moves those behind it, and the one whose promise it breaks loses its place', async () => {
    const promised = { promised: between('09:00', '09:30') }
    const plan = await open(
      day({ plan: [planned('T-1', '08:10'), planned('T-2', '09:20', 'ana', promised), planned('T-3', '10:30')] }),
    )
    const { consequences } = happen(
      plan,
      { kind: 'visit-started', ticketId: 'T-1', at: at('08:10') },
      { kind: 'visit-overrun', ticketId: 'T-1', until: at('10:00') },
    )
    expect(planOf(plan)).toEqual(['T-3 ana 10:00', 'T-1 ana 08:10'])
    expect(consequences.lost).toMatchObject([{ ticketId: 'T-2', techId: 'ana' }])
    expect(consequences.promisesNotKept).toMatchObject([{ ticketId: 'T-2', promised: promised.promised }])
  })

  test('work that lasts beyond the shift is not lost: the day ends with it', async () => {
    const plan = await open(day({ plan: [planned('T-1', '15:00')] }))
    const { consequences } = happen(
      plan,
      { kind: 'visit-started', ticketId: 'T-1', at: at('14:50') },
      { kind: 'visit-overrun', ticketId: 'T-1', until: at('17:00') },
    )
    expect(consequences.lost).toEqual([])
    expect(planOf(plan)).toEqual(['T-1 ana 14:50'])
  })

  const lunch = (window: ReturnType<typeof between>) => ({
    shifts: [{ ...between('08:00', '16:00'), breaks: [{ duration: 'PT30M', window }] }],
  })

  test('work that lasts through the break is not lost: the break comes after it', async () => {
    const plan = await open(
      day({ techs: techs(lunch(between('11:30', '12:30')), {}), plan: [planned('T-1', '08:10')] }),
    )
    const { consequences } = happen(
      plan,
      { kind: 'visit-overrun', ticketId: 'T-1', until: at('12:45') },
      { kind: 'visit-placed', ticketId: 'T-2', techId: 'ana', start: at('12:55') },
    )
    expect(consequences.lost).toEqual([])
    expect(planOf(plan)).toEqual(['T-1 ana 08:10', 'T-2 ana 13:25'])
  })

  test('nobody is told twice that a visit is lost', async () => {
    const promised = { promised: between('08:00', '08:30') }
    const plan = await open(day({ plan: [planned('T-1', '08:10', 'ana', promised)] }))
    const { consequences } = happen(
      plan,
      { kind: 'ticket-changed', ticket: { ...plan.input.tickets[0], duration: 'PT9H' } },
      { kind: 'visit-placed', ticketId: 'T-1', techId: 'ana', start: at('08:20') },
    )
    expect(consequences.lost).toMatchObject([{ ticketId: 'T-1', techId: 'ana', start: at('08:10') }])
  })

  test('whoever is lost keeps no shift open: the next sets out from now on', async () => {
    const plan = await open(
      day({
        techs: techs(lunch(between('11:30', '12:30')), {}),
        plan: [planned('T-1', '08:10'), planned('T-2', '09:20')],
      }),
    )
    happen(
      plan,
      { kind: 'visit-placed', ticketId: 'T-1', techId: 'ana', start: at('08:10'), pinned: true },
      { kind: 'clock', now: at('09:00') },
    )
    const { outcome } = happen(plan, {
      kind: 'ticket-changed',
      ticket: { ...plan.input.tickets[0], duration: 'PT4H35M' },
    })
    expect(outcome.lost).toMatchObject([{ ticketId: 'T-1' }])
    expect(planOf(plan)).toEqual(['T-2 ana 09:10'])
    const put = await LivePlan.open(accepted(plan.input))
    expect(put.asItStands()).toEqual(plan.asItStands())
  })

  test('work that is done leaves the plan, and the technician goes on from there', async () => {
    const plan = await open(day())
    happen(plan, { kind: 'visit-started', ticketId: 'T-1', at: at('08:30') })
    const { consequences } = happen(plan, { kind: 'visit-finished', ticketId: 'T-1', at: at('09:00') })
    expect(planOf(plan)).toEqual(['T-2 ana 09:10', 'T-3 ana 10:20'])
    expect(consequences.changes.map(({ ticketId }) => ticketId)).toEqual(['T-2', 'T-3'])
    expect(plan.input.tickets.map(({ id }) => id)).toEqual(['T-2', 'T-3'])
    expect(plan.input.techs[0]?.shifts?.[0]).toMatchObject({ start: at('09:00'), from: HOUSES.A })
  })

  test('where nobody is at home, the ticket stays and its time is free', async () => {
    const plan = await open(day())
    const { consequences } = happen(plan, { kind: 'visit-no-show', ticketId: 'T-1', at: at('08:20') })
    expect(consequences.lost).toMatchObject([{ ticketId: 'T-1' }])
    expect(planOf(plan)).toEqual(['T-2 ana 08:30', 'T-3 ana 09:40'])
    expect(plan.recommend({ ticketId: 'T-1', count: 1 }).proposals).toHaveLength(1)
  })

  test('an emergency joins, and has a place at once', async () => {
    const plan = await open(day())
    const emergency = { id: 'E-1', location: HOUSES.B, duration: 'PT1H', priority: 'EMERGENCY', createdAt: at('08:00') }
    const { consequences } = happen(plan, { kind: 'ticket-added', ticket: emergency })
    expect(consequences.changes).toMatchObject([{ ticketId: 'E-1', kind: 'added' }])
    expect(plan.recommend({ ticketId: 'E-1', count: 1 }).proposals[0]).toMatchObject({
      start: at('08:10'),
    })
  })

  test('whoever else comes has begun: the one who was planned goes on without it', async () => {
    const plan = await open(day())
    happen(plan, { kind: 'visit-started', ticketId: 'T-2', techId: 'ben', at: at('08:05') })
    expect(planOf(plan)).toEqual(['T-1 ana 08:10', 'T-3 ana 09:10', 'T-2 ben 08:05'])
  })

  test('what is held stays held where there is room, and is told where there is none', async () => {
    const plan = await open(day())
    const ticket = accepted(town({ tickets: tickets({ id: 'NEW' }) })).tickets[0]!
    const options = [
      { optionId: 'o1', techId: 'ben', shiftStart: at('08:00'), start: at('08:10'), window: between('08:00', '10:00') },
    ]
    expect(plan.hold({ offerId: 'offer', ticket, options })).toEqual(['o1'])
    expect(happen(plan, { kind: 'tech-late', techId: 'ben', until: at('09:00') }).offersLost).toEqual([])
    expect(happen(plan, { kind: 'tech-late', techId: 'ben', until: at('10:00') }).offersLost).toEqual(['offer'])
  })

  test.each([
    [
      'names a ticket that is not there',
      { kind: 'ticket-canceled', ticketId: 'nobody' },
      '/events/0/ticketId',
      'UNKNOWN_ID',
    ],
    [
      'names a technician who is not there',
      { kind: 'tech-ill', techId: 'nobody', from: at('09:00') },
      '/events/0/techId',
      'UNKNOWN_ID',
    ],
    [
      'begins what nobody has',
      { kind: 'visit-finished', ticketId: 'T-4', at: at('09:00') },
      '/events/0/ticketId',
      'NOT_PLANNED',
    ],
    ['adds a ticket twice', { kind: 'ticket-added', ticket: tickets({})[0] }, '/events/0/ticket/id', 'DUPLICATE_ID'],
    [
      'ties a ticket to nothing',
      { kind: 'ticket-added', ticket: { ...tickets({})[0], id: 'T-9', links: [{ kind: 'after', ticketId: 'T-8' }] } },
      '/events/0/ticket/links/0/ticketId',
      'UNKNOWN_ID',
    ],
  ])('refuses what %s, and nothing is otherwise', async (_, change, path, code) => {
    const plan = await open(day({ tickets: tickets({}, {}, {}, {}) }))
    const before = JSON.stringify(plan.input)
    let refused: unknown
    try {
      happen(plan, change)
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(ChangeRefusedError)
    expect((refused as ChangeRefusedError).issues).toMatchObject([{ path, code }])
    expect(JSON.stringify(plan.input)).toBe(before)
  })
})

describe('what-if', () => {
  test('tells money, who moves and who is served, and changes nothing', async () => {
    const plan = await open(day({ plan: [planned('T-1', '08:10'), planned('T-2', '09:20')] }))
    const before = JSON.stringify(plan.input)
    const card = plan.evaluate([
      Change.parse({ kind: 'visit-placed', ticketId: 'T-3', techId: 'ana', start: at('08:00') }),
    ])
    expect(JSON.stringify(plan.input)).toBe(before)
    expect(card).toMatchObject({
      feasible: true,
      violations: [],
      unassigned: { before: 1, after: 0, fewer: ['T-3'], more: [] },
    })
    expect(card.moved).toMatchObject([
      { ticketId: 'T-1', by: 'PT1H', later: true },
      { ticketId: 'T-2', by: 'PT1H', later: true },
    ])
    expect(card.cost.lines.reduce((sum, { difference }) => sum + difference, 0)).toBe(card.cost.difference)
    expect(card.cost.lines.find(({ code }) => code === 'UNSERVED')?.difference).toBeLessThan(0)
  })

  test('names the rule that would be broken, by visit and technician', async () => {
    const plan = await open(
      day({
        tickets: tickets({}, { windows: [between('09:00', '09:30')] }, { skills: ['GLASS'] }),
        plan: [planned('T-1', '08:10'), planned('T-2', '09:20')],
        techs: techs({ shifts: [between('08:00', '16:00')], skills: ['LOCKS'] }),
      }),
    )
    const placed = (ticketId: string, clock: string) =>
      Change.parse({ kind: 'visit-placed', ticketId, techId: 'ana', start: at(clock) })
    expect(plan.evaluate([placed('T-3', '15:00')])).toMatchObject({
      feasible: false,
      violations: [{ code: 'SKILL_MISSING', ticketId: 'T-3', techId: 'ana' }],
      lost: [{ ticketId: 'T-3' }],
    })
    const pinned = { ...placed('T-2', '15:00'), pinned: true } as Change
    const { feasible, violations } = plan.evaluate([pinned])
    expect([feasible, violations.map(({ code }) => code)]).toEqual([false, ['PIN_BROKEN']])
  })
})

const minutes = fc.integer({ min: 0, max: 31 })
const clock = (quarter: number) =>
  at(`${String(8 + Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`)
const ticketId = fc.constantFrom('T-1', 'T-2', 'T-3', 'T-4', 'T-5', 'T-6', 'N-1', 'N-2')
const techId = fc.constantFrom('ana', 'ben')
const instant = minutes.map(clock)
const ticketOf = (id: string) =>
  fc.record(
    {
      id: fc.constant(id),
      location: fc.constantFrom(HOUSES.A, HOUSES.B),
      duration: fc.constantFrom('PT30M', 'PT1H'),
      windows: fc
        .tuple(minutes, fc.integer({ min: 1, max: 8 }))
        .map(([from, length]) => [{ start: clock(from), end: clock(from + length) }]),
      due: instant,
      priority: fc.constantFrom('URGENT', 'EMERGENCY'),
      skills: fc.constantFrom([], ['GLASS']),
      parts: fc.constant([{ part: 'hinge', quantity: 1 }]),
      links: fc
        .tuple(fc.constantFrom('after', 'same-tech', 'other-tech', 'same-time'), ticketId)
        .map(([kind, other]) => (other === id ? [] : [{ kind, ticketId: other }])),
    },
    { requiredKeys: ['id', 'location', 'duration'] },
  )
const change = fc.oneof(
  ticketId.chain(ticketOf).map((ticket) => ({ kind: 'ticket-added', ticket })),
  ticketId.chain(ticketOf).map((ticket) => ({ kind: 'ticket-changed', ticket })),
  ticketId.map((id) => ({ kind: 'ticket-canceled', ticketId: id })),
  fc.record(
    { kind: fc.constant('tech-ill'), techId, from: instant, until: instant },
    { requiredKeys: ['kind', 'techId', 'from'] },
  ),
  fc.record({ kind: fc.constant('tech-late'), techId, until: instant }),
  fc.record({ kind: fc.constant('tech-back'), techId, from: instant }),
  fc.record(
    { kind: fc.constant('visit-started'), ticketId, at: instant, techId },
    { requiredKeys: ['kind', 'ticketId', 'at'] },
  ),
  fc.record({ kind: fc.constant('visit-finished'), ticketId, at: instant }),
  fc.record({ kind: fc.constant('visit-overrun'), ticketId, until: instant }),
  fc.record({ kind: fc.constant('visit-no-show'), ticketId, at: instant }),
  fc.record(
    {
      kind: fc.constant('visit-placed'),
      ticketId,
      techId,
      start: instant,
      pinned: fc.boolean(),
      promised: fc.boolean(),
    },
    { requiredKeys: ['kind', 'ticketId', 'techId', 'start'] },
  ),
  ticketId.map((id) => ({ kind: 'visit-unplaced', ticketId: id })),
  instant.map((now) => ({ kind: 'clock', now })),
  techId.map((id) => ({ kind: 'tech-removed', techId: id })),
  techId.map((id) => ({
    kind: 'tech-changed',
    tech: { id, start: HOUSES.A, skills: ['GLASS'], shifts: [between('08:30', '15:00')] },
  })),
)

const busy = () =>
  day({
    tickets: tickets({}, {}, {}, { due: at('10:00') }, {}, { parts: [{ part: 'hinge' }] }),
    techs: techs(
      {
        shifts: [{ ...between('08:00', '16:00'), breaks: [{ duration: 'PT30M', window: between('11:30', '12:30') }] }],
        parts: { hinge: 2 },
      },
      {
        shifts: [{ ...between('08:00', '12:00'), overtimeUntil: at('13:00') }, between('13:30', '17:00')],
        skills: ['GLASS'],
      },
    ),
    plan: [
      planned('T-1', '08:10'),
      planned('T-2', '09:20', 'ana', { promised: between('09:00', '10:00') }),
      planned('T-3', '08:10', 'ben'),
      planned('T-4', '14:00', 'ben', { pinned: true }),
    ],
  })

describe('whatever happens', () => {
  test('the plan is the one that is had by putting what it says, and by replaying what happened', async () => {
    let applied = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        async (requests) => {
          const first = accepted(busy())
          const plan = await LivePlan.open(first)
          const events: Parameters<typeof replayed>[1][number][] = []
          for (const request of requests) {
            const before = JSON.stringify(plan.input)
            const changes = request.map((one) => Change.parse(one))
            try {
              const { outcome, consequences } = plan.happen(changes)
              Consequences.parse(consequences)
              events.push({
                kind: 'happened',
                events: changes.map((one, index) => ({ ...one, eventId: `${index}` })),
                outcome,
              })
              applied++
            } catch (error) {
              if (!(error instanceof ChangeRefusedError)) throw error
              expect(JSON.stringify(plan.input)).toBe(before)
            }
          }
          expect(JSON.stringify(replayed(first, events))).toBe(JSON.stringify(plan.input))
          const put = await LivePlan.open(
            AcceptedPlan.parse(JSON.parse(JSON.stringify(OptimizationInput.parse(plan.input)))),
          )
          expect(put.unplaced).toEqual([])
          expect(put.asItStands()).toEqual(plan.asItStands())
        },
      ),
      { numRuns: 250 },
    )
    expect(applied).toBeGreaterThan(40)
  }, 60_000)
})
