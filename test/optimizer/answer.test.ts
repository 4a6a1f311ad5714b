// The answer: ranked, priced and explained proposals, reasons for what is left out, routes and figures that add up.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFixture } from '../../fixtures/read.ts'
import type { OptimizationOutput, OptimizationRequest, Proposal } from '../../src/contracts/optimization.ts'
import { durationSeconds } from '../../src/contracts/scalars.ts'
import { scoreOf } from '../../src/optimizer/answer/proposals.ts'
import { openSolverPool, type SolverPool } from '../../workers/client.ts'
import { accepted, answered, HORIZON, smallRequest, tech, ticket } from './inputs.ts'

let pool: SolverPool
beforeAll(() => {
  pool = openSolverPool({ threads: 1 })
})
afterAll(() => pool.close())

const ask = (more: Partial<OptimizationRequest> = {}) => answered(smallRequest(more), pool)
const corner = (more: object = {}) => ({
  ...(readFixture('corner') as OptimizationRequest),
  options: { seconds: 60, iterations: 300, threads: 1, ...more },
})
const at = (clock: string) => `2026-03-03T${clock}:00+01:00`
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const reason = ({ reasons }: { reasons: Proposal['reasons'] }, code: string) => reasons.find((one) => one.code === code)
const codes = ({ reasons }: { reasons: Proposal['reasons'] }) => reasons.map(({ code }) => code)

describe('on the demo day', () => {
  let output: OptimizationOutput
  let request: OptimizationRequest
  beforeAll(async () => {
    request = corner({ geometry: true })
    output = await answered(request, pool)
  })

  test('every ticket has proposals or a reason why not, and none has both', () => {
    const proposed = new Set(output.proposals.map(({ ticketId }) => ticketId))
    const leftOut = output.unassigned.map(({ ticketId }) => ticketId)
    expect(proposed.size).toBeGreaterThan(30)
    expect([...proposed, ...leftOut].sort()).toEqual(request.tickets.map(({ id }) => id).sort())
    for (const { reasons } of output.unassigned) {
      expect(reasons.length).toBeGreaterThan(0)
      for (const { kind, params } of reasons) {
        expect(kind).toBe('blocker')
        expect(params.techs).toBeGreaterThanOrEqual((params.techIds as string[]).length)
      }
    }
  })

  test('ranks count from one, the first of each is the plan, and the routes are that plan', () => {
    const planned = output.proposals.filter(({ rank }) => rank === 1)
    const stops = output.routes.flatMap(({ techId, stops }) =>
      stops.map(({ ticketId, start, end }) => ({ ticketId, techId, start: Date.parse(start), end: Date.parse(end) })),
    )
    expect(planned).toHaveLength(stops.length)
    expect(stops).toEqual(
      expect.arrayContaining(
        planned.map(({ ticketId, techId, start, end }) => ({
          ticketId,
          techId,
          start: Date.parse(start),
          end: Date.parse(end),
        })),
      ),
    )
    for (const { id } of request.tickets) {
      const ranks = output.proposals.filter(({ ticketId }) => ticketId === id).map(({ rank }) => rank)
      expect(ranks).toEqual([...ranks.keys()].map((index) => index + 1))
      expect(ranks.length).toBeLessThanOrEqual(3)
    }
  })

  test('lines sum to totals, and the amounts of the trade-offs to the price of their proposal', () => {
    expect(sum(output.kpis.cost.lines.map(({ amount }) => amount))).toBe(output.kpis.cost.total)
    for (const { cost, reasons } of output.proposals) {
      expect(sum(cost.lines.map(({ amount }) => amount))).toBe(cost.total)
      expect(sum(reasons.map(({ amount = 0 }) => amount))).toBe(cost.total)
    }
  })

  test('every reason is a sentence made of its numbers', () => {
    const reasons = [...output.proposals, ...output.unassigned].flatMap(({ reasons }) => reasons)
    expect(reasons.length).toBeGreaterThan(100)
    for (const { text } of reasons) {
      expect(text).toMatch(/^[A-Z0-9].*\.$/)
      expect(text).not.toMatch(/undefined|NaN|null|Infinity|\[object/)
    }
  })

  test('each setting leads to something in the input as it was accepted', () => {
    const input = accepted(request)
    const settings = new Set([
      ...output.proposals.flatMap(({ reasons, cost }) => [...reasons, ...cost.lines].map(({ setting }) => setting)),
      ...output.kpis.cost.lines.map(({ setting }) => setting),
    ])
    expect(settings.size).toBeGreaterThan(5)
    for (const setting of settings) {
      if (setting === undefined || setting === '/travel') continue
      const value = setting
        .split('/')
        .slice(1)
        .reduce((inner: unknown, step) => (inner as Record<string, unknown>)[step], input)
      expect(value, setting).toBeDefined()
    }
  })

  test('figures are the sums of the routes', () => {
    const { kpis, routes } = output
    expect(kpis.assigned + kpis.unassigned).toBe(kpis.tickets)
    expect(kpis.routes).toBe(routes.length)
    expect(kpis.travel.metres).toBe(sum(routes.map(({ travel }) => travel.metres)))
    expect(durationSeconds(kpis.travel.duration)).toBe(
      sum(routes.map(({ travel }) => durationSeconds(travel.duration))),
    )
    const work = routes.flatMap(({ stops }) =>
      stops.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / 1000),
    )
    expect(durationSeconds(kpis.work)).toBe(sum(work))
    expect(kpis.promisesKept).toBeGreaterThan(0)
  })

  test('a route goes from stop to stop without a gap in time, and its line on the map through all of them', () => {
    for (const { departure, stops, back, travel, geometry } of output.routes) {
      let clock = Date.parse(departure)
      for (const stop of stops) {
        clock += durationSeconds(stop.travel.duration) * 1000
        expect(Date.parse(stop.arrival)).toBeGreaterThanOrEqual(clock)
        clock = Date.parse(stop.end)
      }
      const home = durationSeconds(travel.duration) - sum(stops.map((stop) => durationSeconds(stop.travel.duration)))
      expect(Date.parse(back)).toBe(clock + home * 1000)
      expect(geometry!.coordinates).toHaveLength(stops.length + 2)
    }
  })

  test('the best option of a ticket scores 100, and a dearer one less', () => {
    for (const { rank, score, cost, ticketId } of output.proposals) {
      const others = output.proposals.filter((other) => other.ticketId === ticketId)
      expect(score === 100).toBe(cost.total === Math.min(...others.map((other) => other.cost.total)))
      if (rank === 1) expect(score).toBeGreaterThan(0)
    }
  })

  test('the same input, seed and iterations give the same bytes', async () => {
    const again = await answered(request, pool)
    expect(JSON.stringify(again)).toBe(JSON.stringify(output))
    const otherRun = await answered(request, pool, 'another-run')
    expect({ ...otherRun, meta: { ...otherRun.meta, runId: 'run' } }).toEqual(output)
  })

  test('renaming every id changes nothing but the names', async () => {
    const rename = (text: string) =>
      text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => `z${[...id].reverse().join('')}`)
    const renamed = await answered(JSON.parse(rename(JSON.stringify(request))), pool)
    const withoutHash = ({ meta, ...rest }: OptimizationOutput) => ({ ...rest, meta: { ...meta, inputHash: '' } })
    expect(withoutHash(renamed)).toEqual(JSON.parse(rename(JSON.stringify(withoutHash(output)))))
  })
})

describe('a proposal says', () => {
  test('what a dispatcher looks for, each fact with its numbers', async () => {
    const techs = [tech({ skills: [{ skill: 'GLASS', level: 2 }], areas: ['north'], timeZone: 'Europe/Vaduz' })]
    const window = { start: at('09:00'), end: at('11:00') }
    const tickets = [
      {
        id: 'T-1',
        location: { lat: 47.14, lon: 9.52 },
        incidentType: 'FRAME_OR_GLASS_DAMAGE',
        skills: [{ skill: 'GLASS', level: 2 }],
        areas: ['north'],
        windows: [window],
        createdAt: at('07:00'),
        priority: 'URGENT' as const,
      },
    ]
    const { proposals } = await ask({ techs, tickets })
    expect(codes(proposals[0]!)).toEqual([
      'SKILL_MATCH',
      'AREA_MATCH',
      'DISTANCE',
      'WINDOW_FIT',
      'SLA_SLACK',
      'DETOUR_ADDED',
      'SHIFT_OPENED',
      'DURATION_DEFAULTED',
      'DUE_DEFAULTED',
      'TRAVEL_ESTIMATED',
    ])
    expect(reason(proposals[0]!, 'WINDOW_FIT')).toMatchObject({
      params: { ...window, timeZone: 'Europe/Vaduz' },
      text: 'Begins in the window Tue 3 Mar 09:00–11:00 (Europe/Vaduz).',
      setting: '/tickets/0/windows/0',
    })
    expect(reason(proposals[0]!, 'SLA_SLACK')).toMatchObject({ params: { minutes: 120, due: at('11:00') } })
    expect(reason(proposals[0]!, 'DURATION_DEFAULTED')).toMatchObject({
      params: { minutes: 150, incidentType: 'FRAME_OR_GLASS_DAMAGE' },
      setting: '/tickets/0/incidentType',
    })
  })

  test('that it is late, by how much, and what that costs', async () => {
    const { proposals, kpis } = await ask({
      tickets: [ticket({ due: at('09:00'), windows: [{ start: at('10:30'), end: at('11:00') }] })],
    })
    expect(reason(proposals[0]!, 'LATE')).toMatchObject({
      params: { minutes: 90, due: at('09:00'), cents: 3000 },
      amount: 3000,
      setting: '/policy/latenessPerHour/ROUTINE',
    })
    expect(kpis.late).toBe(1)
  })

  test('whom the customer prefers, and who was planned before', async () => {
    const { proposals } = await ask({
      tickets: [ticket({ preferredTechs: [{ techId: 'ben', grade: 60 }] })],
      plan: [{ ticketId: 'T-1', techId: 'ana', start: at('09:00') }],
    })
    const [ben, ana] = ['ben', 'ana'].map((techId) => proposals.find((proposal) => proposal.techId === techId)!)
    expect(reason(ben!, 'PREFERRED_TECH')).toMatchObject({ amount: 600, params: { grade: 60 } })
    expect(reason(ben!, 'TECH_CHANGED')).toMatchObject({ amount: 800, params: { plannedTechId: 'ana' } })
    expect(reason(ana!, 'PREFERENCE_MISSED')).toMatchObject({ amount: 1500 })
    expect(reason(ana!, 'TECH_CHANGED')).toBeUndefined()
  })

  test('that a promise or a pin is kept', async () => {
    const { proposals, kpis } = await ask({
      plan: [
        { ticketId: 'T-1', techId: 'ben', start: at('13:00'), pinned: true },
        { ticketId: 'T-2', techId: 'ana', start: at('09:00'), promised: { start: at('15:00'), end: at('16:00') } },
      ],
    })
    const [pinned, promised] = ['T-1', 'T-2'].map((id) => proposals.find(({ ticketId }) => ticketId === id)!)
    expect(pinned).toMatchObject({ techId: 'ben', start: at('13:00') })
    expect(codes(pinned!)).toContain('PINNED')
    expect(reason(promised!, 'PROMISE_KEPT')).toMatchObject({ params: { start: at('15:00'), end: at('16:00') } })
    expect(kpis.promisesKept).toBe(1)
  })

  test('a technician’s own price as the setting where there is one', async () => {
    const { proposals } = await ask({ techs: [tech({ costs: { perKm: 99, perShift: 700 } })] })
    expect(reason(proposals[0]!, 'DETOUR_ADDED')).toMatchObject({ setting: '/techs/0/costs' })
    expect(proposals[0]!.cost.lines.map(({ setting }) => setting)).toContain('/techs/0/costs')
  })
})

describe('a ticket that is left out says why', () => {
  const why = async (request: Partial<OptimizationRequest>) =>
    (await ask(request)).unassigned[0]!.reasons.map(({ code, params }) => [code, params.techIds])

  test('of nobody, when there is nobody', async () =>
    expect(await why({ techs: [] })).toEqual([['NO_SHIFT_IN_WINDOW', []]]))

  test('technician by technician, most widespread cause first', async () => {
    const techs = ['ana', 'ben', 'cem'].map((id) => tech({ id, skills: id === 'cem' ? ['LOCKS'] : ['GLASS'] }))
    const inactive = tech({ id: 'dan', skills: ['GLASS'], active: false })
    const tickets = [ticket({ skills: [{ skill: 'LOCKS', level: 2 }] })]
    expect(await why({ tickets, techs: [...techs, inactive] })).toEqual([
      ['SKILL_MISSING', ['ana', 'ben']],
      ['SKILL_LEVEL_LOW', ['cem']],
      ['TECH_INACTIVE', ['dan']],
    ])
  })

  test.each([
    ['TECH_NOT_AMONG_REQUIRED', { requiredTechs: ['ben'], excludedTechs: ['ben'] }],
    ['TECH_PROHIBITED', { excludedTechs: ['ana', 'ben'] }],
    ['APPROVAL_PENDING', { approvalPending: true }],
    ['NO_SHIFT_IN_WINDOW', { windows: [{ start: at('20:00'), end: at('21:00') }] }],
    ['JOB_LONGER_THAN_SHIFT', { duration: 'PT12H' }],
    ['AREA_OUTSIDE', { areas: ['south'] }],
    ['LOAD_TOO_LARGE', { load: { panes: 9 } }],
  ])('%s', async (code, more) => {
    const ofBoth = { areas: ['north'], capacity: { panes: 8 } }
    const techs = [tech(ofBoth), tech({ id: 'ben', ...ofBoth })]
    expect((await why({ tickets: [ticket({ areas: ['north'], ...more })], techs })).map(([first]) => first)).toContain(
      code,
    )
  })

  test('and costs what its priority says', async () => {
    const { unassigned, kpis } = await ask({ techs: [], tickets: [ticket({ priority: 'URGENT' })] })
    expect(unassigned[0]!.cost).toBe(5_000_000)
    expect(kpis.cost).toEqual({
      total: 5_000_000,
      lines: [{ code: 'UNSERVED', amount: 5_000_000, setting: '/policy/unserved' }],
    })
  })
})

describe('times', () => {
  test('are written on the clock of the ticket, of the technician, or as the horizon was written', async () => {
    const startOf = async (request: Partial<OptimizationRequest>) => (await ask(request)).proposals[0]!.start.slice(19)
    expect(await startOf({ tickets: [ticket({ timeZone: 'America/New_York' })] })).toBe('-05:00')
    expect(await startOf({ tickets: [ticket()], techs: [tech({ timeZone: 'Asia/Kolkata' })] })).toBe('+05:30')
    expect(await startOf({})).toBe('+01:00')
    expect(await startOf({ horizon: { start: '2026-03-03T07:00:00Z', end: '2026-03-03T17:00:00Z' } })).toBe('+00:00')
  })

  test('change their offset in the night when clocks do, and an hour of that night is not lost', async () => {
    const zone = { timeZone: 'Europe/Vaduz' }
    const windows = [{ start: '2026-03-29T01:30:00+01:00', end: '2026-03-29T03:00:00+02:00' }]
    const { proposals, routes } = await ask({
      horizon: { start: '2026-03-29T00:00:00+01:00', end: '2026-03-29T12:00:00+02:00' },
      tickets: [ticket({ ...zone, windows, duration: 'PT1H' })],
      techs: [tech(zone)],
    })
    expect(proposals[0]).toMatchObject({ start: '2026-03-29T01:30:00+01:00', end: '2026-03-29T03:30:00+02:00' })
    expect(reason(proposals[0]!, 'WINDOW_FIT')!.text).toBe(
      'Begins in the window Sun 29 Mar 01:30–03:00 (Europe/Vaduz).',
    )
    expect(routes[0]!.shift).toEqual({ start: '2026-03-29T00:00:00+01:00', end: '2026-03-29T12:00:00+02:00' })
  })
})

describe('travel by matrix', () => {
  const { tickets, techs } = smallRequest()
  const places = [...tickets.map(({ location }) => location), ...techs.map(({ start }) => start)]
  const seconds = (toFirst: number | null) =>
    places.map((_, from) => places.map((_, to) => (from === to ? 0 : to === 0 ? toFirst : 600)))

  test('is used as it is given, and the answer knows its source', async () => {
    const output = await ask({ travel: { matrices: [{ places, seconds: seconds(900) }] } })
    expect(output.meta.travel).toEqual({ source: 'matrix', estimatedMetres: true })
    const stop = output.routes.flatMap(({ stops }) => stops).find(({ ticketId }) => ticketId === 'T-1')!
    expect(stop.travel.duration).toBe('PT15M')
    expect(output.proposals.flatMap(codes)).not.toContain('TRAVEL_ESTIMATED')
  })

  test('leaves out a ticket to which no road leads, and only that', async () => {
    const { unassigned } = await ask({ travel: { matrices: [{ places, seconds: seconds(null) }] } })
    expect(unassigned).toHaveLength(1)
    expect(unassigned[0]).toMatchObject({
      ticketId: 'T-1',
      reasons: [{ code: 'UNREACHABLE_PLACE', params: { techs: 2 } }],
    })
  })
})

describe('an empty', () => {
  test.each([
    ['day', { tickets: [] }],
    ['crew', { techs: [] }],
    ['company', { tickets: [], techs: [] }],
    ['rest of the day', { now: HORIZON.end }],
  ])('%s has an answer', async (_, more) => {
    const { proposals, routes } = await ask(more)
    expect(proposals).toEqual([])
    expect(routes).toEqual([])
  })
})

test('a score falls as the price rises, from 100 for the best down to 0', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5000, max: 5000 }), fc.nat(20_000), fc.nat(20_000), (best, more, evenMore) => {
      const scores = [0, more, more + evenMore].map((dearer) => scoreOf(best + dearer, best, 4200))
      expect(scores[0]).toBe(100)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      expect(scores.at(-1)).toBeGreaterThanOrEqual(0)
    }),
  )
  expect(scoreOf(5200, 1000, 4200)).toBe(50)
  expect(scoreOf(1001, 1000, 4200)).toBe(99.9)
})
