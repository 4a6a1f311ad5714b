import { describe, expect, test } from 'vitest'
import type {
  BreakModel,
  Model,
  PlannedRoute,
  Prices,
  RouteModel,
  TechModel,
  VisitModel,
} from '../../../solver/model.ts'
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'
import { billOf, codesOf, told, visit } from './told.ts'

/** Each shift serves one visit, a minute from home: 720 s busy. */
const daysOf = (
  shifts: readonly Partial<RouteModel>[],
  tech: Partial<TechModel>,
  prices: Partial<Prices> = {},
): Model =>
  aDay({
    visits: shifts.map(() => aVisit({ place: 1 })),
    techs: [aTech(tech), aTech()],
    routes: shifts.map((shift) => aRoute(shift)),
    prices,
  })
const shortRoute = (route: number): PlannedRoute => told(0, [visit(route, 60, 660)], 720, { route })
const codesAfter = (shifts: readonly Partial<RouteModel>[], tech: Partial<TechModel>) =>
  codesOf(daysOf(shifts, tech), ...shifts.map((_, route) => shortRoute(route)))

describe('a day', () => {
  test('has a limit over all routes of a technician', () => {
    expect(codesAfter([{ day: 1 }, { day: 1 }], { mostBusyPerDay: 1440 })).toEqual([])
    expect(codesAfter([{ day: 1 }, { day: 1 }], { mostBusyPerDay: 1439 })).toEqual(['DAY_TOO_BUSY'])
    expect(codesAfter([{ day: 1 }, { day: 2 }], { mostBusyPerDay: 1439 })).toEqual([])
    expect(codesAfter([{ day: 1 }, { day: 1, tech: 1 }], { mostBusyPerDay: 1439 })).toEqual([])
  })

  test('counts what was done on it before', () => {
    expect(codesAfter([{ day: 1, busyBeforeOnDay: 500 }], { mostBusyPerDay: 1220 })).toEqual([])
    expect(codesAfter([{ day: 1, busyBeforeOnDay: 501 }], { mostBusyPerDay: 1220 })).toEqual(['DAY_TOO_BUSY'])
    expect(codesAfter([{ week: 1, busyBeforeInWeek: 501 }], { mostBusyPerWeek: 1220 })).toEqual(['WEEK_TOO_BUSY'])
  })

  test('is a route where nothing is said', () => {
    expect(codesAfter([{}, {}], { mostBusyPerDay: 720 })).toEqual([])
    expect(codesAfter([{}, {}], { mostBusyPerDay: 719 })).toEqual(['DAY_TOO_BUSY', 'DAY_TOO_BUSY'])
  })
})

describe('a week', () => {
  test('has a limit, and is all routes where nothing is said', () => {
    expect(codesAfter([{}, {}], { mostBusyPerWeek: 1440 })).toEqual([])
    expect(codesAfter([{}, {}], { mostBusyPerWeek: 1439 })).toEqual(['WEEK_TOO_BUSY'])
    expect(codesAfter([{ week: 1 }, { week: 2 }], { mostBusyPerWeek: 1439 })).toEqual([])
    expect(codesAfter([{ week: 2 }, { week: 2 }], { mostBusyPerWeek: 1439 })).toEqual(['WEEK_TOO_BUSY'])
  })
})

describe('rest', () => {
  const worked = (...days: readonly number[]) => days.map((day) => ({ day }))
  const rest = (afterDays: number, days: number) => ({ rest: { afterDays, days } })

  test.each<[string, readonly number[], Partial<TechModel>, readonly string[]]>([
    ['comes after enough days in a row', [1, 2, 3], rest(2, 1), ['REST_MISSING']],
    ['is one free day', [1, 2, 4], rest(2, 1), []],
    ['is two free days', [1, 2, 4], rest(2, 2), ['REST_MISSING']],
    ['is over after two free days', [1, 2, 5], rest(2, 2), []],
    ['comes after no days that are not in a row', [1, 3, 4], rest(2, 1), []],
    ['is missed on each day of it', [1, 2, 3, 4], rest(2, 2), ['REST_MISSING', 'REST_MISSING']],
    ['is nothing to who has no such rule', [1, 2, 3], {}, []],
  ])('%s', (_, days, tech, codes) => {
    expect(codesAfter(worked(...days), tech)).toEqual(codes)
  })

  test('is not kept by a day on which others work', () => {
    expect(codesAfter([{ day: 1 }, { day: 2 }, { day: 3, tech: 1 }], rest(2, 1))).toEqual([])
  })
})

describe('a technician', () => {
  const bill = (tech: Partial<TechModel>, ...routes: readonly number[]) =>
    billOf(daysOf([{}, {}], tech, { unfairCentsPerHour: 3600 }), ...routes.map(shortRoute))

  test('has a price once', () => {
    expect(bill({ centsPerHead: 500 }, 0, 1).HEAD).toBe(500)
    expect(bill({ centsPerHead: 500 }).HEAD).toBe(0)
  })

  test('busier than is fair costs, the weeks before counted in', () => {
    expect(bill({ fairShare: 1000 }, 0, 1).FAIRNESS).toBe(440)
    expect(bill({ fairShare: 1440 }, 0, 1).FAIRNESS).toBe(0)
    expect(bill({ busyBefore: 1000, fairShare: 1440 }, 0).FAIRNESS).toBe(280)
    expect(bill({ busyBefore: 2000, fairShare: 1440 }).FAIRNESS).toBe(560)
    expect(bill({ busyBefore: 2000 }, 0, 1).FAIRNESS).toBe(0)
    expect(billOf(daysOf([{}, {}], { busyBefore: 9000, fairShare: 0 }), shortRoute(0)).FAIRNESS).toBe(0)
  })
})

describe('what keeps a technician busy', () => {
  // To kilometre 1, a depot at kilometre 2, kilometre 3 and home: 360 s driven, 300 loaded, 1250 worked. The depot opens late.
  const codes = (mostBusyPerDay: number, isPaid: boolean) => {
    const shift = aRoute({
      reloads: [{ place: 2, seconds: 300, windows: [{ opens: 2000, closes: 3000 }] }],
      breaks: [{ opens: 700, closes: 750, seconds: 100, isPaid }],
    })
    const visits = [aVisit({ place: 1, setupSeconds: 50 }), aVisit({ place: 3 })]
    const route = told(0, [visit(0, 60, 710), visit(1, 2360, 2960)], 3140, {
      reloads: [{ entry: 0, before: 1, arrival: 870, start: 2000, end: 2300 }],
      breaks: [{ entry: 0, start: 710, end: 810 }],
    })
    return codesOf(aDay({ visits, techs: [aTech({ mostBusyPerDay })], routes: [shift] }), route)
  }

  test('is the road, the work, loading and paid breaks, but not waiting', () => {
    expect(codes(1910, false)).toEqual([])
    expect(codes(1909, false)).toEqual(['DAY_TOO_BUSY'])
    expect(codes(2010, true)).toEqual([])
    expect(codes(2009, true)).toEqual(['DAY_TOO_BUSY'])
  })
})

describe('room for emergencies', () => {
  // 1560 s busy in a shift of 2000.
  const route = told(0, [visit(0, 60, 660), visit(1, 780, 1380)], 1560)
  const codes = (
    reserveSeconds: number,
    [first, second]: readonly [Partial<VisitModel>, Partial<VisitModel>] = [{}, {}],
    shift: Partial<RouteModel> = {},
  ) => {
    return codesOf(
      aDay({
        visits: [aVisit({ place: 1, ...first }), aVisit({ place: 3, ...second })],
        routes: [aRoute({ closes: 2000, reserveSeconds, ...shift })],
      }),
      route,
    )
  }

  test('is kept free', () => {
    expect(codes(440)).toEqual([])
    expect(codes(441)).toEqual(['RESERVE_USED'])
  })

  test('is counted from when the shift opens', () => {
    expect(codes(440, [{}, {}], { opens: -100, closes: 1900 })).toEqual([])
    expect(codes(441, [{}, {}], { opens: -100, closes: 1900 })).toEqual(['RESERVE_USED'])
  })

  test('is not asked where nothing is said, overtime or not', () => {
    expect(codes(0, [{}, {}], { closes: 1000 })).toEqual([])
  })

  test('is used by their work, though not by the way to them', () => {
    expect(codes(1040, [{}, { isEmergency: true }])).toEqual([])
    expect(codes(1041, [{}, { isEmergency: true }])).toEqual(['RESERVE_USED'])
    expect(codes(1041, [{}, { isEmergency: true, seconds: 500, setupSeconds: 100 }])).toEqual(['RESERVE_USED'])
    expect(codes(1040, [{}, { isEmergency: true, seconds: 500, setupSeconds: 100 }])).toEqual([])
  })

  test('is not asked of a shift that does nothing else', () => {
    expect(codes(2000, [{ isEmergency: true }, { isEmergency: true }])).toEqual([])
  })

  test('is not had during a break', () => {
    const rested = told(0, [visit(0, 60, 660), visit(1, 880, 1480)], 1660, {
      breaks: [{ entry: 0, start: 660, end: 760 }],
    })
    const withBreak = (reserveSeconds: number, isPaid: boolean) => {
      const rest: BreakModel = { opens: 600, closes: 700, seconds: 100, isPaid }
      const shift = aRoute({ closes: 2000, reserveSeconds, breaks: [rest] })
      return codesOf(aDay({ visits: [aVisit({ place: 1 }), aVisit({ place: 3 })], routes: [shift] }), rested)
    }
    for (const isPaid of [true, false]) {
      expect(withBreak(340, isPaid)).toEqual([])
      expect(withBreak(341, isPaid)).toEqual(['RESERVE_USED'])
    }
  })
})
