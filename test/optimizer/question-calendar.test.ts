// Days, weeks, breaks and rush hours on real calendars: clocks that change, shifts over midnight, the end of a year.
import { describe, expect, test } from 'vitest'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { ask, at, between, second, span } from './asked.ts'
import { tech } from './inputs.ts'

type Shift = NonNullable<OptimizationRequest['techs'][number]['shifts']>[number]
const VADUZ = { timeZone: 'Europe/Vaduz' }

const routesOf = async (horizon: OptimizationRequest['horizon'], shifts: Shift[], more: object = VADUZ) =>
  (await ask({ horizon, techs: [tech({ shifts, ...more })] })).model.routes

describe('days and weeks', () => {
  const days = async (...shifts: [start: string, end: string][]) => {
    const all = shifts.map(([start, end]) => ({ start, end }))
    const routes = await routesOf({ start: all[0]!.start, end: all.at(-1)!.end }, all)
    return routes.map(({ day = 0, week = 0 }) => [day - routes[0]!.day!, week - routes[0]!.week!])
  }

  test('are counted through over the end of a year, whose weeks begin on Monday', async () =>
    expect(
      await days(
        ['2026-12-27T08:00:00+01:00', '2026-12-27T16:00:00+01:00'], // a Sunday
        ['2026-12-28T08:00:00+01:00', '2026-12-28T16:00:00+01:00'],
        ['2026-12-31T08:00:00+01:00', '2026-12-31T16:00:00+01:00'],
        ['2027-01-01T08:00:00+01:00', '2027-01-01T16:00:00+01:00'],
        ['2027-01-03T08:00:00+01:00', '2027-01-03T16:00:00+01:00'], // the Sunday of that week
        ['2027-01-04T08:00:00+01:00', '2027-01-04T16:00:00+01:00'],
      ),
    ).toEqual([
      [0, 0],
      [1, 1],
      [4, 1],
      [5, 1],
      [7, 1],
      [8, 2],
    ]))

  test('are those on which a shift starts, on the clock of the technician', async () => {
    const late = { start: '2026-03-03T22:00:00+01:00', end: '2026-03-04T06:00:00+01:00' }
    const early = { start: '2026-03-04T07:00:00+01:00', end: '2026-03-04T15:00:00+01:00' }
    const horizon = { start: late.start, end: early.end }
    const daysApart = async (timeZone: string) => {
      const [first, next] = await routesOf(horizon, [late, early], { timeZone })
      return next!.day! - first!.day!
    }
    expect(await daysApart('Europe/Vaduz')).toBe(1)
    expect(await daysApart('Asia/Tokyo')).toBe(0) // there it is the 4th already
  })

  test('stay those of the shift when its beginning has passed', async () => {
    const night = { start: '2026-03-03T22:00:00+01:00', end: '2026-03-04T06:00:00+01:00' }
    const horizon = { start: '2026-03-04T00:00:00+01:00', end: night.end }
    const [whole] = await routesOf(night, [night])
    const [rest] = await routesOf(horizon, [night])
    expect(rest).toMatchObject({ opens: 0, closes: 6 * 3600, day: whole!.day })
  })
})

describe('breaks', () => {
  const breaksOf = async (breaks: NonNullable<Shift['breaks']>, more: Partial<OptimizationRequest> = {}) => {
    const shifts = [{ ...between('08:00', '16:00'), breaks }]
    return (await ask({ techs: [tech({ shifts })], ...more })).route!.breaks
  }

  test('begin inside their window, or at any time at which they end with the shift', async () =>
    expect(
      await breaksOf([
        { duration: 'PT30M', window: between('11:00', '13:00') },
        { duration: 'PT15M', paid: true },
      ]),
    ).toEqual([
      { ...span('11:00', '13:00'), seconds: 1800, isPaid: false },
      { ...span('08:00', '15:45'), seconds: 900, isPaid: true },
    ]))

  test('come in the order in which their windows end, and none of no length', async () => {
    const breaks = [
      { duration: 'PT15M', window: between('14:00', '15:00') },
      { duration: 'PT0S' },
      { duration: 'PT30M', window: between('11:00', '13:00') },
    ]
    expect((await breaksOf(breaks))?.map(({ seconds }) => seconds)).toEqual([1800, 900])
    expect(await breaksOf([{ duration: 'PT0S' }])).toBeUndefined()
  })

  test('that are over keep their time, and so count as had', async () => {
    const breaks = [{ duration: 'PT30M', window: between('09:00', '09:30') }]
    expect(await breaksOf(breaks, { now: at('11:00') })).toEqual([
      { opens: -7200, closes: -5400, seconds: 1800, isPaid: false },
    ])
  })
})

test('room for emergencies is kept in each shift, and less of it when part of the shift is over', async () => {
  const reserveOf = async (more: Partial<OptimizationRequest>) => {
    const techs = [tech({ shifts: [between('08:00', '16:00')] })]
    return (await ask({ techs, policy: { emergencyReserve: 'PT2H' }, ...more })).route!.reserveSeconds
  }
  expect(await reserveOf({})).toBe(7200)
  expect(await reserveOf({ now: at('12:00') })).toBe(3600)
  expect(await reserveOf({ policy: {} })).toBeUndefined()
})

describe('rush hours', () => {
  const MORNING = { from: '07:00', to: '09:00', factor: 1.4 }
  const laidOut = async (
    timeOfDay: NonNullable<NonNullable<OptimizationRequest['travel']>['timeOfDay']>,
    more: Partial<OptimizationRequest> = {},
  ) => {
    const { model, clock } = await ask({ travel: { timeOfDay }, techs: [tech(VADUZ)], ...more })
    const written = model.travel.rushHours?.map((rushHours) =>
      rushHours.map(({ from, percent }) => [
        new Date((clock.origin + from) * 1000).toISOString().slice(5, 16),
        percent,
      ]),
    )
    return { written, routes: model.routes }
  }

  test('begin where the plan begins, and come again every day', async () => {
    const { written, routes } = await laidOut([MORNING])
    expect(written).toEqual([
      [
        ['03-03T07:00', 140],
        ['03-03T08:00', 100],
        ['03-04T06:00', 140],
        ['03-04T08:00', 100],
      ],
    ])
    expect(routes[0]!.rushHours).toBe(0)
  })

  test('follow the clock when it is put forward, and when it is put back', async () => {
    const spring = await laidOut([MORNING, { from: '02:15', to: '02:45', factor: 2 }], {
      horizon: { start: '2026-03-28T12:00:00+01:00', end: '2026-03-29T12:00:00+02:00' },
    })
    // There is no 02:15 that night, and 07:00 comes an hour earlier.
    expect(spring.written![0]!.slice(0, 2)).toEqual([
      ['03-29T05:00', 140],
      ['03-29T07:00', 100],
    ])
    const autumn = await laidOut([{ from: '02:15', to: '02:45', factor: 2 }], {
      horizon: { start: '2026-10-25T00:00:00+02:00', end: '2026-10-25T12:00:00+01:00' },
    })
    expect(autumn.written![0]!.slice(0, 4)).toEqual([
      ['10-25T00:15', 200],
      ['10-25T00:45', 100],
      ['10-25T01:15', 200],
      ['10-25T01:45', 100],
    ])
  })

  test('last over midnight, and make each other slower where they meet', async () => {
    const { written } = await laidOut(
      [
        { from: '22:00', to: '02:00', factor: 0.8 },
        { from: '01:00', to: '03:00', factor: 1.5 },
      ],
      { horizon: { start: '2026-03-03T12:00:00+01:00', end: '2026-03-03T23:00:00+01:00' } },
    )
    expect(written![0]).toEqual([
      ['03-03T21:00', 80],
      ['03-04T00:00', 120],
      ['03-04T01:00', 150],
      ['03-04T02:00', 100],
      ['03-04T21:00', 80],
    ])
  })

  test('are laid out once for each zone and profile that has them', async () => {
    const { written, routes } = await laidOut([{ ...MORNING, profiles: ['van'] }], {
      techs: [
        tech({ ...VADUZ, profile: 'van' }),
        tech({ id: 'ben', ...VADUZ, profile: 'van' }),
        tech({ id: 'cem', ...VADUZ }),
        tech({ id: 'dan', timeZone: 'Europe/London', profile: 'van' }),
      ],
    })
    expect(written).toHaveLength(2)
    expect(routes.map(({ rushHours }) => rushHours)).toEqual([0, 0, undefined, 1])
  })

  test('of the whole day are no rush hours when they change nothing', async () => {
    const { written, routes } = await laidOut([{ from: '00:00', to: '00:00', factor: 1 }])
    expect(written).toBeUndefined()
    expect(routes[0]).not.toHaveProperty('rushHours')
    expect((await laidOut([{ from: '00:00', to: '00:00', factor: 2 }])).written).toEqual([[['03-03T07:00', 200]]])
  })
})

test('a window, a promise and a break of a night when clocks change keep their real length', async () => {
  const horizon = { start: '2026-03-28T20:00:00+01:00', end: '2026-03-29T08:00:00+02:00' }
  const night = { start: '2026-03-28T22:00:00+01:00', end: '2026-03-29T06:00:00+02:00' }
  const window = { start: '2026-03-29T01:30:00+01:00', end: '2026-03-29T03:30:00+02:00' }
  const { visit, route } = await ask({
    horizon,
    tickets: [{ id: 'T-1', location: { lat: 47.14, lon: 9.52 }, windows: [window] }],
    techs: [tech({ ...VADUZ, shifts: [{ ...night, breaks: [{ duration: 'PT30M', window }] }] })],
    plan: [{ ticketId: 'T-1', techId: 'ana', start: window.start, promised: window }],
  })
  const hour = { opens: 5.5 * 3600, closes: 6.5 * 3600 }
  expect(visit).toMatchObject({ windows: [hour], promised: hour })
  expect(route).toMatchObject({ opens: 2 * 3600, closes: 9 * 3600, breaks: [hour] })
  expect(second('09:00')).toBe(3600)
})
