import { describe, expect, test } from 'vitest'
import type { RouteModel, VisitModel } from '../../../solver/model.ts'
import { aDay, aRoute, aVisit } from '../a-day.ts'
import { billOf, codesOf, told, visit } from './told.ts'

// Out to kilometre 1 and 3 and home again, ten minutes of work at each.
const dayWith = (shift: Partial<RouteModel>) =>
  aDay({ visits: [aVisit({ place: 1 }), aVisit({ place: 3 })], routes: [aRoute(shift)] })
const ROUTE = told(240, [visit(0, 300, 900), visit(1, 1020, 1620)], 1800)

describe('the time away from home', () => {
  test('has a price', () => {
    expect(billOf(dayWith({ spanCentsPerHour: 3600 }), ROUTE).SPAN).toBe(1560)
    // Who sets out a minute too early waits at the first door, which is no idle time but time away.
    const early = { ...ROUTE, departure: 180, visits: [visit(0, 300, 900, 240), visit(1, 1020, 1620)] }
    const bill = billOf(dayWith({ spanCentsPerHour: 3600, waitingCentsPerHour: 3600 }), early)
    expect(bill).toMatchObject({ SPAN: 1620, WAITING: 0 })
  })

  test('has a limit', () => {
    expect(codesOf(dayWith({ mostSeconds: 1560 }), ROUTE)).toEqual([])
    expect(codesOf(dayWith({ mostSeconds: 1559 }), ROUTE)).toEqual(['SPAN_TOO_LONG'])
  })
})

describe('idle time', () => {
  test('between two visits is one gap, rounded once', () => {
    const shift = { reloads: [{ place: 2, seconds: 300, windows: [] }], waitingCentsPerHour: 1800 }
    // A second at the depot and a second at the door: half a cent each, a cent together.
    const reloads = [{ entry: 0, before: 1, arrival: 720, start: 721, end: 1021 }]
    const route = told(0, [visit(0, 60, 660), visit(1, 1082, 1682, 1081)], 1862, { reloads })
    expect(billOf(dayWith(shift), route).WAITING).toBe(1)
  })

  test('is rounded gap by gap', () => {
    const route = told(0, [visit(0, 60, 660), visit(1, 781, 1381, 780), visit(2, 1442, 2042, 1441)], 2282)
    const model = aDay({
      visits: [aVisit({ place: 1 }), aVisit({ place: 3 }), aVisit({ place: 4 })],
      routes: [aRoute({ waitingCentsPerHour: 1800 })],
    })
    expect(billOf(model, route).WAITING).toBe(2)
  })

  test('before the first visit is free, at a depot too', () => {
    const shift = { reloads: [{ place: 2, seconds: 0, windows: [] }], waitingCentsPerHour: 3600 }
    const reloads = [{ entry: 0, before: 0, arrival: 120, start: 500, end: 500 }]
    const route = told(0, [visit(0, 560, 1160), visit(1, 1280, 1880)], 2060, { reloads })
    expect(billOf(dayWith(shift), route).WAITING).toBe(0)
  })
})

describe('setting up', () => {
  const twoAt = (place: number, shift: Partial<RouteModel> = {}, first: Partial<VisitModel> = {}) =>
    aDay({
      visits: [aVisit({ place: 1, setupSeconds: 100, ...first }), aVisit({ place, setupSeconds: 50 })],
      routes: [aRoute(shift)],
    })

  test('is done once where visits at one place follow each other', () => {
    expect(codesOf(twoAt(1), told(0, [visit(0, 60, 760), visit(1, 760, 1360)], 1420))).toEqual([])
    expect(codesOf(twoAt(1), told(0, [visit(0, 60, 760), visit(1, 760, 1410)], 1470))).toEqual(['END_WRONG'])
    expect(codesOf(twoAt(1), told(0, [visit(0, 60, 660), visit(1, 660, 1260)], 1320))).toEqual(['END_WRONG'])
  })

  test('is done at each other place', () => {
    expect(codesOf(twoAt(2), told(0, [visit(0, 60, 760), visit(1, 820, 1470)], 1590))).toEqual([])
    expect(codesOf(twoAt(2), told(0, [visit(0, 60, 760), visit(1, 820, 1420)], 1540))).toEqual(['END_WRONG'])
  })

  test('is done again after a depot, even one at the same place', () => {
    const model = twoAt(1, { reloads: [{ place: 1, seconds: 0, windows: [] }] })
    const reloads = [{ entry: 0, before: 1, arrival: 760, start: 760, end: 760 }]
    expect(codesOf(model, told(0, [visit(0, 60, 760), visit(1, 760, 1410)], 1470, { reloads }))).toEqual([])
  })

  test('comes on top of what the technician needs', () => {
    const slow = twoAt(1, {}, { secondsByTech: [{ tech: 0, seconds: 900 }] })
    expect(codesOf(slow, told(0, [visit(0, 60, 1060), visit(1, 1060, 1660)], 1720))).toEqual([])
  })
})
