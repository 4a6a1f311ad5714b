import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { perKm } from '../../../solver/check/money.ts'
import { arrivalAt } from '../../../solver/check/rush-hours.ts'
import type { RouteModel, RushHours } from '../../../solver/model.ts'
import { aDay, aRoute, aVisit, withRushHours } from '../a-day.ts'
import { billOf, codesOf, dayOf, told, visit } from './told.ts'

// From second 100 to second 1000 everything takes twice as long.
const MORNING: RushHours = [
  { from: 100, percent: 200 },
  { from: 1000, percent: 100 },
]

describe('the way through rush hours', () => {
  test.each<[string, RushHours, leaves: number, tableSeconds: number, arrival: number]>([
    ['nothing said', [], 50, 180, 230],
    ['half of the way before, half within', MORNING, 20, 160, 260],
    ['all of it within', MORNING, 100, 450, 1000],
    ['out of it again', MORNING, 860, 180, 1110],
    ['from before to behind', MORNING, 0, 600, 1050],
    ['after all of it', MORNING, 1000, 180, 1180],
    ['no way at all', MORNING, 500, 0, 500],
    ['half a second counts as a whole one', [{ from: 0, percent: 150 }], 0, 1, 2],
    ['whole seconds stay whole', [{ from: 0, percent: 110 }], 0, 10, 11],
    ['roads that are freer than in the tables', [{ from: -5, percent: 50 }], 0, 10, 5],
  ])('%s', (_, rushHours, leaves, tableSeconds, arrival) => {
    expect(arrivalAt(rushHours, leaves, tableSeconds)).toBe(arrival)
  })

  const percents = [50, 100, 125, 150, 200, 400]
  const bands = (some: readonly number[]) =>
    fc
      .uniqueArray(fc.record({ from: fc.integer({ min: -50, max: 300 }), percent: fc.constantFrom(...some) }), {
        selector: ({ from }) => from,
        maxLength: 6,
      })
      .map((all) => all.sort((one, other) => one.from - other.from))
  const second = fc.integer({ min: -100, max: 400 })
  const way = fc.integer({ min: 0, max: 200 })

  test('is as long as walking it second by second', () =>
    fc.assert(
      fc.property(bands(percents), second, way, (rushHours, leaves, tableSeconds) => {
        const part = 6000 // every percentage above covers a whole number of these parts of a second
        let clock = leaves
        for (let left = tableSeconds * part; left > 0; clock++)
          left -= (100 * part) / (rushHours.findLast(({ from }) => from <= clock)?.percent ?? 100)
        expect(arrivalAt(rushHours, leaves, tableSeconds)).toBe(clock)
      }),
    ))

  test('never lets anybody overtake who left earlier', () =>
    fc.assert(
      fc.property(bands(percents), second, fc.nat(50), way, (rushHours, leaves, later, tableSeconds) => {
        const arrival = arrivalAt(rushHours, leaves, tableSeconds)
        expect(arrivalAt(rushHours, leaves + later, tableSeconds)).toBeGreaterThanOrEqual(arrival)
      }),
    ))

  test('is never shorter than in the tables where nothing is faster, and the same where nothing is slower either', () =>
    fc.assert(
      fc.property(bands([100, 125, 150, 400]), bands([100]), second, way, (slower, same, leaves, tableSeconds) => {
        expect(arrivalAt(slower, leaves, tableSeconds)).toBeGreaterThanOrEqual(leaves + tableSeconds)
        expect(arrivalAt(same, leaves, tableSeconds)).toBe(leaves + tableSeconds)
      }),
    ))

  test('takes longer the longer it is', () =>
    fc.assert(
      fc.property(bands(percents), second, way, way, (rushHours, leaves, one, more) => {
        const arrival = arrivalAt(rushHours, leaves, one)
        expect(arrivalAt(rushHours, leaves, one + more)).toBeGreaterThanOrEqual(arrival)
      }),
    ))
})

describe('a shift in the rush hours', () => {
  // Out: 100 s for 100 of the 180 s, then 160 s for the other 80. Home: 140 s for 70, then 110 s.
  const route = told(0, [visit(0, 260, 860)], 1110)
  const day = (shift: Partial<RouteModel> = {}) =>
    withRushHours(aDay({ visits: [aVisit({ place: 3 })], routes: [aRoute(shift)] }), MORNING)

  test('is judged by the clock, not by the tables', () => {
    expect(codesOf(day(), route)).toEqual([])
    expect(codesOf(day(), told(0, [visit(0, 180, 780)], 1070))).toEqual(['ARRIVAL_WRONG'])
    expect(codesOf(day(), told(0, [visit(0, 260, 860)], 1040))).toEqual(['BACK_WRONG'])
  })

  test('is paid by the clock', () => {
    expect(billOf(day({ centsPerHour: 3600, centsPerKm: 10 }), route).TRAVEL).toBe(260 + 250 + 60)
  })

  test('may be long in all, and on one leg, by the clock', () => {
    expect(codesOf(day({ mostLegSeconds: 260, mostTravelSeconds: 510 }), route)).toEqual([])
    expect(codesOf(day({ mostLegSeconds: 259 }), route)).toEqual(['LEG_TOO_LONG'])
    expect(codesOf(day({ mostTravelSeconds: 509 }), route)).toEqual(['TRAVEL_TOO_LONG'])
  })

  test('names where too long a leg leads to', () => {
    const twoVisits = { ...day({ mostLegSeconds: 109 }), visits: [aVisit({ place: 1 }), aVisit({ place: 3 })] }
    const there = told(1000, [visit(0, 1060, 1660), visit(1, 1780, 2380)], 2560)
    expect(judge(twoVisits, dayOf(twoVisits, there)).violations).toEqual([
      { code: 'LEG_TOO_LONG', route: 0, visit: 1 },
      { code: 'LEG_TOO_LONG', route: 0 },
    ])
  })

  test('is free of them where its own row says so', () => {
    const others = { ...day(), routes: [aRoute()] }
    expect(codesOf(others, told(0, [visit(0, 180, 780)], 960))).toEqual([])
  })
})

describe('scattered visits', () => {
  const model = aDay({
    visits: [aVisit({ place: 1 }), aVisit({ place: 3 }), aVisit({ place: 3 })],
    prices: { scatterCentsPerKm: 250 },
  })

  test('pay for the way between them once more, but not for the ways from and to home', () => {
    const route = told(0, [visit(0, 60, 660), visit(1, 780, 1380), visit(2, 1380, 1980)], 2160)
    expect(billOf(model, route)).toMatchObject({ SCATTER: 500, TRAVEL: 6 })
  })

  test('are not tied by a way over a depot', () => {
    const shift = aRoute({ reloads: [{ place: 2, seconds: 0, windows: [] }] })
    const reloads = [{ entry: 0, before: 1, arrival: 720, start: 720, end: 720 }]
    const route = told(0, [visit(0, 60, 660), visit(1, 780, 1380)], 1560, { reloads })
    expect(billOf({ ...model, routes: [shift] }, route).SCATTER).toBe(0)
  })

  test('pay half a cent up', () => {
    expect([perKm(499, 1), perKm(500, 1), perKm(1500, 3)]).toEqual([0, 1, 5])
  })
})
