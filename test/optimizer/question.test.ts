// An input as the solver is asked it: which rule of a ticket or a technician becomes what in the model.
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { ask, askTicket, at, second } from './asked.ts'
import { HORIZON, tech, ticket } from './inputs.ts'

const SKILLED = { techs: [tech({ skills: ['LOCKS'] })] }

describe('a ticket', () => {
  test('without windows may begin at any time of the horizon', async () =>
    expect((await askTicket({})).visit.windows).toEqual([{ opens: 0, closes: second('18:00') }]))

  test('has windows cut to the horizon and to now, sorted, and merged where they overlap', async () => {
    const windows = [
      { start: at('15:00'), end: at('23:00') },
      { start: at('06:00'), end: at('07:00') },
      { start: at('09:00'), end: at('11:00') },
      { start: at('10:30'), end: at('12:00') },
    ]
    expect((await askTicket({ windows }, { now: at('09:30') })).visit.windows).toEqual(
      // Nothing reaches back before now, so the clock starts then.
      [
        { opens: 0, closes: second('12:00') - second('09:30') },
        { opens: second('15:00') - second('09:30'), closes: second('18:00') - second('09:30') },
      ],
    )
  })

  test('whose windows have all passed is not free to begin at any time', async () => {
    const { visit, route } = await askTicket({ windows: [{ start: at('06:00'), end: at('07:00') }] })
    expect(visit.windows).toHaveLength(1)
    expect(visit.windows[0]!.opens).toBeGreaterThan(route!.latest)
  })

  test('takes its duration from itself, the policy, the incident type, or the default, and knows which', async () => {
    const durationOf = async (more: object, durations: Record<string, string> = {}) => {
      const { duration, ...bare } = ticket()
      expect(duration).toBeDefined()
      const { facts } = await ask({ tickets: [{ ...bare, ...more }], policy: { durations, defaultDuration: 'PT20M' } })
      return [facts[0]!.seconds / 60, facts[0]!.durationFrom]
    }
    expect(await durationOf({ duration: 'PT90M', incidentType: 'DOOR_WONT_LATCH' })).toEqual([90, undefined])
    expect(await durationOf({ incidentType: 'A/B' }, { 'A/B': 'PT5M' })).toEqual([5, '/policy/durations/A~1B'])
    expect(await durationOf({ incidentType: 'DOOR_WONT_LATCH_V2' })).toEqual([45, '/tickets/0/incidentType'])
    expect(await durationOf({ incidentType: 'DOOR_WONT_LATCH_V2' }, { DOOR_WONT_LATCH: 'PT50M' })).toEqual([
      50,
      '/policy/durations/DOOR_WONT_LATCH',
    ])
    expect(await durationOf({ incidentType: 'toString' })).toEqual([20, '/policy/defaultDuration'])
    expect(await durationOf({})).toEqual([20, '/policy/defaultDuration'])
  })

  test('takes longer with a slower technician, unless it says itself how long it takes them', async () => {
    const techs = [tech({ id: 'ana', pace: 1.5 }), tech({ id: 'ben' }), tech({ id: 'cem', pace: 0.5 })]
    const { visit } = await askTicket({ durations: [{ techId: 'cem', duration: 'PT7M' }] }, { techs })
    expect(visit.secondsByTech).toEqual([
      { tech: 0, seconds: 5400 },
      { tech: 2, seconds: 420 },
    ])
  })

  test('is due when it says, else so long after it was created as its priority allows', async () => {
    const due = async (more: object) => {
      const { facts } = await askTicket(more)
      return [facts[0]!.due === undefined ? undefined : new Date(facts[0]!.due * 1000).toISOString(), facts[0]!.dueFrom]
    }
    expect(await due({ due: at('12:00'), createdAt: at('07:00') })).toEqual(['2026-03-03T11:00:00.000Z', undefined])
    expect(await due({ createdAt: at('07:00'), priority: 'URGENT' })).toEqual([
      '2026-03-03T10:00:00.000Z',
      '/policy/response/URGENT',
    ])
    expect(await due({})).toEqual([undefined, undefined])
  })

  test('is priced for the lateness that the plan can still avoid, and left out it owes all of that', async () => {
    const { visit } = await askTicket({ due: '2025-12-24T18:00:00+01:00', priority: 'URGENT' })
    expect(visit.due).toEqual({ at: 0, centsPerHour: 12_000 })
    expect(visit.unservedCents).toBe(5_000_000 + 10 * 12_000)
    expect((await askTicket({})).visit).toMatchObject({ unservedCents: 500_000 })
  })

  test('asks for the skills it names; else for its incident type, where technicians have skills at all', async () => {
    const skills = async (more: object, rest: object = SKILLED) => (await askTicket(more, rest)).visit.skills
    expect(await skills({ skills: ['LOCKS', { skill: 'GLASS', level: 3 }], incidentType: 'X' })).toEqual([
      { skill: 'LOCKS', level: 1 },
      { skill: 'GLASS', level: 3 },
    ])
    expect(await skills({ incidentType: 'DOOR_WONT_LATCH_V12' })).toEqual([{ skill: 'DOOR_WONT_LATCH', level: 1 }])
    expect(await skills({ incidentType: 'X', skills: [] })).toEqual([])
    expect(await skills({ incidentType: 'X' }, {})).toEqual([])
  })

  test('likes technicians by grade: the best costs nothing, a lower one its share, anybody else all of it', async () => {
    const preferredTechs = [{ techId: 'ben', grade: 70 }, 'ana']
    const { visit } = await askTicket({ preferredTechs }, { policy: { preferredTechMissed: 1000 } })
    expect(visit.preferredTechs).toEqual([
      { tech: 1, cents: 300 },
      { tech: 0, cents: 0 },
    ])
    expect(visit.otherTechCents).toBe(1000)
    expect((await askTicket({})).visit.otherTechCents).toBe(0)
  })

  test('that is promised keeps its start, or its window, and nothing is worth giving it up', async () => {
    const planned = async (promised: boolean | { start: string; end: string }) =>
      (await askTicket({}, { plan: [{ ticketId: 'T-1', techId: 'ben', start: at('09:00'), promised }] })).visit
    expect(await planned(true)).toMatchObject({
      promised: { opens: 3600, closes: 3600 },
      planned: { tech: 1, start: 3600, techChangedCents: 800 },
      unservedCents: 1_000_000_000,
    })
    expect((await planned({ start: at('09:00'), end: at('11:00') })).promised).toEqual({
      opens: 3600,
      closes: 3 * 3600,
    })
    expect(await planned(false)).toMatchObject({ planned: { tech: 1 }, unservedCents: 500_000 })
    expect(await planned(false)).not.toHaveProperty('promised')
  })

  test('that was planned for a time that is over keeps its turn', async () => {
    const plannedAt = async (clock: string) => {
      const plan = [{ ticketId: 'T-1', techId: 'ana', start: at(clock) }]
      return (await askTicket({}, { plan, now: at('11:00') })).visit.planned?.start ?? Number.NaN
    }
    expect(await plannedAt('12:00')).toBe(3600)
    expect(await plannedAt('09:00')).toBe(-7200)
    expect(await plannedAt('08:30')).toBe(-9000)
  })

  test('that is pinned keeps technician and start, bound by its own windows only', async () => {
    const plan = [{ ticketId: 'T-1', techId: 'ana', start: at('09:00'), pinned: true }]
    const windows = [{ start: at('07:00'), end: at('12:00') }]
    const { visit, clock } = await askTicket({ windows }, { plan, now: at('09:30') })
    expect(visit.pinned).toEqual({ tech: 0, start: second('09:00') })
    expect(clock.origin).toBe(Date.parse(HORIZON.start) / 1000)
    expect(visit.windows).toEqual([{ opens: -1, closes: second('12:00') }])
  })

  test('with an open approval may not be planned', async () => {
    expect((await askTicket({ approvalPending: true })).visit.mayBePlanned).toBe(false)
    expect((await askTicket({ approvalPending: false })).visit.mayBePlanned).toBe(true)
  })

  test('at the address of another shares its place', async () => {
    const tickets = [ticket(), ticket({ id: 'T-2' }), ticket({ id: 'T-3', location: { lat: 47.2, lon: 9.5 } })]
    const { model } = await ask({ tickets })
    expect(model.visits.map(({ place }) => place)).toEqual([0, 0, 1])
    expect(model.travel.placeCount).toBe(4)
  })

  test('whose window is shorter than a second still has a moment to begin', async () => {
    const instant = { start: '2026-03-03T09:00:00.200+01:00', end: '2026-03-03T09:00:00.800+01:00' }
    const plan = [{ ticketId: 'T-1', techId: 'ana', start: at('09:00'), promised: instant }]
    const { visit } = await askTicket({ windows: [instant] }, { plan })
    expect(visit.windows).toEqual([{ opens: 3601, closes: 3601 }])
    expect(visit.promised).toEqual({ opens: 3601, closes: 3601 })
  })

  test('of absurd length stays within what the model counts', async () => {
    const { model } = await askTicket({ duration: 'P9999W', due: '9999-12-31T23:59:59Z' })
    expect(model.visits[0]!.seconds).toBeLessThan(2 ** 28)
    expect(model.visits[0]!.due!.at).toBeLessThan(2 ** 28)
  })
})

describe('a shift', () => {
  const shifts = async (
    list: { start: string; end: string; overtimeUntil?: string }[],
    more: Partial<OptimizationRequest> = {},
  ) =>
    (await ask({ techs: [tech({ shifts: list })], ...more })).model.routes.map(({ opens, closes, latest }) => [
      opens,
      closes,
      latest,
    ])

  test('is cut to the horizon, and is no route when nothing is left', async () =>
    expect(
      await shifts([
        { start: at('04:00'), end: at('07:00') },
        { start: at('07:00'), end: at('12:00'), overtimeUntil: at('13:00') },
        { start: at('14:00'), end: at('17:30'), overtimeUntil: at('20:00') },
      ]),
    ).toEqual([
      [0, second('12:00'), second('13:00')],
      [second('14:00'), second('17:30'), second('18:00')],
    ]))

  test('begins now when it has begun', async () =>
    expect(await shifts([{ start: at('08:00'), end: at('12:00') }], { now: at('10:00') })).toEqual([[0, 7200, 7200]]))

  test('keeps open backwards for work that is fixed and under way', async () => {
    const plan = [{ ticketId: 'T-1', techId: 'ana', start: at('09:40'), pinned: true }]
    expect(await shifts([{ start: at('07:00'), end: at('12:00') }], { now: at('10:00'), plan })).toEqual([
      [0, 18_000, 18_000],
    ])
  })

  test('lasts as long as the horizon when a technician has none, and nobody has one who is not active', async () => {
    const { model } = await ask({
      techs: [tech(), tech({ id: 'ben', active: false }), tech({ id: 'cem', shifts: [] })],
    })
    expect(model.routes).toHaveLength(1)
    expect(model.routes[0]).toMatchObject({ tech: 0, opens: 0, closes: second('18:00'), latest: second('18:00') })
    expect(model.techs.map(({ id }) => id)).toEqual(['ana', 'ben', 'cem'])
  })

  test('starts and ends where it says, else where the technician does', async () => {
    const home = { lat: 47.3, lon: 9.6 }
    const hotel = { lat: 47.4, lon: 9.7 }
    const day = (hour: string) => ({ start: at(`${hour}:00`), end: at(`${hour}:30`) })
    const techs = [tech({ end: home, shifts: [day('08'), { ...day('10'), to: hotel }, { ...day('12'), from: hotel }] })]
    const { model } = await ask({ tickets: [], techs })
    // Places in the order in which they are met: start, home, hotel.
    expect(model.routes.map(({ startPlace, endPlace }) => [startPlace, endPlace])).toEqual([
      [0, 1],
      [0, 2],
      [2, 1],
    ])
  })

  test('costs what its technician costs, else what the policy says', async () => {
    const { model } = await ask({
      techs: [tech({ costs: { perHour: 1, perShift: 0 }, maxVisits: 4 }), tech({ id: 'ben' })],
      policy: { costs: { perHour: 7, perKm: 8, perShift: 9, waitingPerHour: 10, overtimePerHour: 11 } },
    })
    const usual = { centsPerKm: 8, waitingCentsPerHour: 10, overtimeCentsPerHour: 11 }
    expect(model.routes).toMatchObject([
      { ...usual, centsPerHour: 1, centsPerShift: 0, maxVisits: 4 },
      { ...usual, centsPerHour: 7, centsPerShift: 9, maxVisits: 1_000_000 },
    ])
  })

  test('over the night when clocks go forward is an hour shorter than the clock says', async () => {
    const night = { start: '2026-03-28T22:00:00+01:00', end: '2026-03-29T06:00:00+02:00' }
    const { model } = await ask({ horizon: night, techs: [tech({ shifts: [night], timeZone: 'Europe/Vaduz' })] })
    expect(model.routes[0]!.closes).toBe(7 * 3600)
  })
})

describe('a technician', () => {
  test('holds each skill at the highest level listed, and all of them with DEFAULT', async () => {
    const { model } = await ask({
      techs: [
        tech({ skills: ['LOCKS', { skill: 'LOCKS', level: 3 }, 'GLASS'] }),
        tech({ id: 'ben', skills: ['DEFAULT'] }),
      ],
    })
    expect(model.techs[0]).toMatchObject({
      anySkill: false,
      skills: [
        { skill: 'LOCKS', level: 3 },
        { skill: 'GLASS', level: 1 },
      ],
    })
    expect(model.techs[1]!.anySkill).toBe(true)
  })

  test('travels by their own profile', async () => {
    const { model } = await ask({
      techs: [tech({ profile: 'foot' }), tech({ id: 'ben' }), tech({ id: 'cem', profile: 'foot' })],
    })
    expect(model.travel.profiles.map(({ name }) => name)).toEqual(['foot', 'car'])
    expect(model.routes.map(({ profile }) => profile)).toEqual([0, 1, 0])
  })
})

describe('areas', () => {
  const shape = (west: number) => ({
    type: 'Polygon' as const,
    coordinates: [[[west, 47], [west + 0.1, 47], [west + 0.1, 48], [west, 48], [west, 47]] as [number, number][]], // biome-ignore format: a ring reads better in one line
  })
  const areas = [
    { id: 'west', shape: shape(9.5) },
    { id: 'east', shape: shape(9.6) },
  ]
  const located = (lon: number, more: object = {}) => ticket({ id: `at ${lon}`, location: { lat: 47.5, lon }, ...more })
  const serves = async (request: Partial<OptimizationRequest>) => {
    const { model } = await ask(request)
    return model.visits.map((visit) =>
      model.techs
        .filter((tech) => visit.areas.length === 0 || visit.areas.some((area) => tech.areas.includes(area)))
        .map(({ id }) => id),
    )
  }
  const techs = [tech({ areas: ['west'] }), tech({ id: 'ben', areas: [{ areaId: 'east' }] }), tech({ id: 'cem' })]

  test('bind who names them; who names none serves everywhere, and alone serves what lies outside all', async () => {
    const tickets = [located(9.55), located(9.6), located(9.65), located(9.9)]
    expect(await serves({ tickets, techs, areas })).toEqual([
      ['ana', 'cem'],
      ['ana', 'ben', 'cem'],
      ['ben', 'cem'],
      ['cem'],
    ])
  })

  test('that a ticket names come before the shape it lies in', async () =>
    expect(await serves({ tickets: [located(9.55, { areas: ['east'] })], techs, areas })).toEqual([['ben', 'cem']]))

  test('bind nobody while no technician names one, or while nobody knows where a ticket lies', async () => {
    expect(await serves({ tickets: [located(9.9)], techs: [tech()], areas })).toEqual([['ana']])
    expect(await serves({ tickets: [located(9.55)], techs })).toEqual([['ana', 'ben', 'cem']])
  })
})
