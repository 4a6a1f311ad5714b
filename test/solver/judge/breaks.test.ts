import { describe, expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import type { BreakModel, PlannedBreak, PlannedRoute, RouteModel, VisitModel } from '../../../solver/model.ts'
import { aDay, aRoute, aVisit } from '../a-day.ts'
import { billOf, codesOf, dayOf, told, visit } from './told.ts'

const aBreak = (part: Partial<BreakModel> = {}): BreakModel => ({
  opens: 1000,
  closes: 2000,
  seconds: 300,
  isPaid: false,
  ...part,
})
const taken = (start: number, end = start + 300, entry = 0): PlannedBreak => ({ entry, start, end })

/** Out to kilometre 1 and 3 and home again, ten minutes of work at each. */
const dayWith = (breaks: readonly BreakModel[], shift: Partial<RouteModel> = {}, first: Partial<VisitModel> = {}) =>
  aDay({ visits: [aVisit({ place: 1, ...first }), aVisit({ place: 3 })], routes: [aRoute({ breaks, ...shift })] })
const ONE = dayWith([aBreak()])

const FIRST = visit(0, 60, 660)
// At kilometre 3 at second 780, and a break before the work there.
const onArrival = (...breaks: PlannedBreak[]): PlannedRoute => {
  const end = breaks.at(-1)?.end ?? 780
  return told(0, [FIRST, visit(1, end, end + 600, 780)], end + 780, { breaks })
}

describe('a break', () => {
  test('is taken on arrival, waited for if need be', () => {
    expect(codesOf(ONE, onArrival(taken(1000)))).toEqual([])
    expect(billOf(dayWith([aBreak()], { waitingCentsPerHour: 3600 }), onArrival(taken(1000))).WAITING).toBe(220)
  })

  test('is taken before leaving', () => {
    const route = told(0, [FIRST, visit(1, 1420, 2020)], 2200, { breaks: [taken(1000)] })
    expect(codesOf(ONE, route)).toEqual([])
    expect(billOf(dayWith([aBreak()], { waitingCentsPerHour: 3600 }), route).WAITING).toBe(340)
  })

  test('is taken before the way home, and waiting for it is paid', () => {
    const model = dayWith([aBreak({ opens: 3000, closes: 3100 })], { waitingCentsPerHour: 3600 })
    const route = told(0, [FIRST, visit(1, 780, 1380)], 3480, { breaks: [taken(3000)] })
    expect(billOf(model, route).WAITING).toBe(1620)
  })

  test('follows another one at the same stop', () => {
    const model = dayWith([aBreak(), aBreak({ opens: 1100, seconds: 100 })])
    expect(codesOf(model, onArrival(taken(1000), taken(1300, 1400, 1)))).toEqual([])
  })

  test('of no length may end in the second in which work begins', () => {
    const model = dayWith([aBreak({ opens: 700, closes: 800, seconds: 0 })])
    expect(codesOf(model, onArrival(taken(780, 780)))).toEqual([])
  })

  test('is not owed by who is back when it would have to begin', () => {
    const route = told(0, [FIRST, visit(1, 780, 1380)], 1560)
    expect(codesOf(dayWith([aBreak({ closes: 1560 })]), route)).toEqual([])
    expect(codesOf(dayWith([aBreak({ closes: 1559 })]), route)).toEqual(['BREAK_MISSING'])
  })

  test('is not owed by who sets out when it could be over', () => {
    const from = (departure: number) =>
      told(
        departure,
        [visit(0, departure + 60, departure + 660), visit(1, departure + 780, departure + 1380)],
        departure + 1560,
      )
    expect(codesOf(ONE, from(1300))).toEqual([])
    expect(codesOf(ONE, from(1299))).toEqual(['BREAK_MISSING'])
  })

  test('interrupts work that may pause', () => {
    // Twenty minutes of work, from second 60 on, and the break in between.
    const route = (start: number) =>
      told(0, [visit(0, 60, 1560), visit(1, 1680, 2280)], 2460, { breaks: [taken(start)] })
    const long = { seconds: 1200, pausable: true }
    expect(codesOf(dayWith([aBreak()], {}, long), route(1000))).toEqual([])
    expect(codesOf(dayWith([aBreak({ opens: 0 })], {}, long), route(60))).toEqual([])
    expect(codesOf(dayWith([aBreak()], {}, { ...long, pausable: false }), route(1000))).toEqual(['BREAK_OVERLAP'])
    // Nothing is left to do after it: no interruption.
    expect(codesOf(dayWith([aBreak()], {}, long), route(1260))).toEqual(['BREAK_OVERLAP'])
  })

  test('makes the work that it interrupts end later', () => {
    const model = dayWith([aBreak()], {}, { seconds: 1200, pausable: true })
    const route = told(0, [visit(0, 60, 1500), visit(1, 1620, 2220)], 2400, { breaks: [taken(1000)] })
    expect(codesOf(model, route)).toEqual(['END_WRONG'])
  })

  test.each<[string, ReturnType<typeof dayWith>, PlannedRoute, readonly string[]]>([
    ['before its span', ONE, onArrival(taken(999)), ['BREAK_OUTSIDE_SPAN']],
    ['after its span', dayWith([aBreak({ closes: 1100 })]), onArrival(taken(1101)), ['BREAK_OUTSIDE_SPAN']],
    ['too short', ONE, onArrival(taken(1000, 1299)), ['BREAK_END_WRONG']],
    [
      'that runs into the work',
      dayWith([aBreak({ closes: 1500 })]),
      told(0, [FIRST, visit(1, 1200, 1800, 780)], 1980, { breaks: [taken(1000)] }),
      ['BREAK_OVERLAP'],
    ],
    [
      'that runs into another one',
      dayWith([aBreak(), aBreak({ seconds: 100 })]),
      onArrival(taken(1000), taken(1299, 1399, 1)),
      ['BREAK_OVERLAP'],
    ],
    [
      'on the road',
      dayWith([aBreak({ opens: 500, closes: 1000 })]),
      told(0, [FIRST, visit(1, 780, 1380)], 1560, { breaks: [taken(700)] }),
      ['ARRIVAL_WRONG'],
    ],
    [
      'at home',
      ONE,
      told(900, [visit(0, 1360, 1960), visit(1, 2080, 2680)], 2860, { breaks: [taken(1000)] }),
      ['BREAK_AT_HOME'],
    ],
    [
      'after coming back',
      ONE,
      told(0, [FIRST, visit(1, 780, 1380)], 1560, { breaks: [taken(1600)] }),
      ['BREAK_AT_HOME'],
    ],
    [
      'before an earlier one',
      dayWith([aBreak(), aBreak({ seconds: 100 })]),
      onArrival(taken(1000, 1100, 1), taken(1100)),
      ['BREAK_OUT_OF_ORDER'],
    ],
    ['twice', ONE, onArrival(taken(1000), taken(1300)), ['BREAK_TWICE']],
    ['that the shift does not have', ONE, onArrival(taken(1000, 1300, 7)), ['BREAK_UNKNOWN']],
    ['at half a second', ONE, onArrival(taken(1000.5)), ['TIME_NOT_WHOLE', 'TIME_NOT_WHOLE']],
  ])('is refused %s', (_, model, route, codes) => {
    expect(codesOf(model, route)).toEqual(codes)
  })

  test('is told in the order of time', () => {
    const model = dayWith([aBreak(), aBreak({ opens: 700, seconds: 100 })])
    const breaks = [taken(1000), taken(780, 880, 1)]
    expect(codesOf(model, told(0, [FIRST, visit(1, 1300, 1900, 780)], 2080, { breaks }))).toContain('BREAK_OVERLAP')
  })

  test('that nobody can look up leaves nothing to price', () => {
    const { cost } = judge(ONE, dayOf(ONE, onArrival(taken(1000, 1300, 7))))
    expect(Object.values(cost).every((cents) => cents === 0)).toBe(true)
  })
})
