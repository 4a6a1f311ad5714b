import { describe, expect, test } from 'vitest'
import type { Model, VisitModel } from '../../../solver/model.ts'
import { aDay, aVisit } from '../a-day.ts'
import { billOf, codesOf, told, visit } from './told.ts'

/** One visit, a minute from home, where work begins at that second. */
const begunAt = (start: number) => told(start - 60, [visit(0, start, start + 600)], start + 660)
const dayWith = (wanted: Partial<VisitModel>, parts: Partial<Omit<Model, 'travel'>> = {}) =>
  aDay({ visits: [aVisit({ place: 1, ...wanted })], ...parts })

describe('clean times', () => {
  const snap = { every: 900, from: 100 }
  const codes = (start: number, wanted: Partial<VisitModel> = {}, steps = snap) =>
    codesOf(dayWith(wanted, { snap: steps }), begunAt(start))

  test('are kept from the first one on, and counted back from it too', () => {
    expect(codes(1000)).toEqual([])
    expect(codes(1001)).toEqual(['START_NOT_SNAPPED'])
    expect(codes(1000, {}, { every: 900, from: 10_000 })).toEqual([])
    expect(codes(999, {}, { every: 900, from: 10_000 })).toEqual(['START_NOT_SNAPPED'])
  })

  test('do not bind a visit that does not snap, is fixed, or was promised more precisely', () => {
    expect(codes(1001, { isUnsnapped: true })).toEqual([])
    expect(codes(1001, { pinned: { tech: 0, start: 1001 } })).toEqual([])
    expect(codes(1001, { promised: { opens: 1001, closes: 1900 } })).toEqual([])
    expect(codes(1001, { promised: { opens: 1001, closes: 1901 } })).toEqual(['START_NOT_SNAPPED'])
  })
})

describe('soft windows', () => {
  const softWindows = [
    { opens: 2000, closes: 3000, centsPerHour: 360 },
    { opens: 5000, closes: 6000, centsPerHour: 36_000 },
  ]
  test.each([
    ['inside', 2500, 0],
    ['at the very end', 3000, 0],
    ['before', 1000, 100],
    ['nearer to one that costs more', 4900, 190], // 1900 s at 6 a minute against 100 s at 600
    ['so near that it is worth it', 4990, 100],
    ['behind all', 6010, 100], // 10 s at 600 a minute, not 3010 s at 6
  ])('%s', (_, start, cents) => {
    expect(billOf(dayWith({ softWindows }), begunAt(start)).SOFT_WINDOW).toBe(cents)
  })

  test('round half a cent up', () => {
    const half = [{ opens: 2000, closes: 3000, centsPerHour: 1 }]
    expect(billOf(dayWith({ softWindows: half }), begunAt(200)).SOFT_WINDOW).toBe(1)
    expect(billOf(dayWith({ softWindows: half }), begunAt(201)).SOFT_WINDOW).toBe(0)
  })
})

describe('preferred windows', () => {
  const preferredWindows = [
    { opens: 0, closes: 1000, cents: 300 },
    { opens: 900, closes: 2000, cents: 500 },
  ]
  test.each([
    ['the best', 1500, 0],
    ['the best and another', 950, 0],
    ['another', 500, 200],
    ['none', 2001, 500],
  ])('%s', (_, start, cents) => {
    expect(billOf(dayWith({ preferredWindows }), begunAt(start)).PREFERRED_WINDOW).toBe(cents)
  })
})

describe('promises', () => {
  const span = { opens: 1000, closes: 2000 }
  const moved = { ...span, moved: { centsPerHour: 3600, most: 300 } }

  test('that must hold do so to the second', () => {
    expect([1000, 2000].map((start) => codesOf(dayWith({ promised: span }), begunAt(start)))).toEqual([[], []])
    expect(codesOf(dayWith({ promised: span }), begunAt(999))).toEqual(['PROMISE_BROKEN'])
    expect(codesOf(dayWith({ promised: span }), begunAt(2001))).toEqual(['PROMISE_BROKEN'])
  })

  test('that may be moved cost each second, as far as they may', () => {
    const centsAt = (start: number) => billOf(dayWith({ promised: moved }), begunAt(start)).PROMISE
    expect([700, 900, 1000, 2000, 2100, 2300].map(centsAt)).toEqual([300, 100, 0, 0, 100, 300])
    expect(codesOf(dayWith({ promised: moved }), begunAt(699))).toEqual(['PROMISE_BROKEN'])
    expect(codesOf(dayWith({ promised: moved }), begunAt(2301))).toEqual(['PROMISE_BROKEN'])
  })
})

describe('urgency', () => {
  test('costs from a second on, half a cent up', () => {
    const asap = { from: 1000, centsPerHour: 101 }
    const centsAt = (start: number) => billOf(dayWith({ asap }), begunAt(start)).ASAP
    expect([900, 1000, 2800].map(centsAt)).toEqual([0, 0, 51])
  })

  test('of the visit that is late the longest costs once, even where its own lateness is free', () => {
    const visits = [
      aVisit({ place: 1, due: { at: 0, centsPerHour: 3600 } }),
      aVisit({ place: 2, due: { at: 600, centsPerHour: 0 } }),
      aVisit({ place: 3, due: { at: -5000, centsPerHour: 0 } }),
    ]
    const model = aDay({ visits, prices: { worstLateCentsPerHour: 7200 } })
    const route = told(0, [visit(0, 60, 660), visit(1, 720, 1320)], 1440)
    expect(billOf(model, route)).toMatchObject({ LATENESS: 60, WORST_LATENESS: 240 })
  })

  test('that is met costs nothing', () => {
    const model = dayWith({ due: { at: 1000, centsPerHour: 3600 } }, { prices: { worstLateCentsPerHour: 3600 } })
    expect(billOf(model, begunAt(1000))).toMatchObject({ LATENESS: 0, WORST_LATENESS: 0 })
  })
})
