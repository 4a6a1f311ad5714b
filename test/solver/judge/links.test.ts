import { describe, expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import type { LinkModel, Model, PlannedRoute, RouteModel } from '../../../solver/model.ts'
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'
import { billOf, codesOf, dayOf, told, visit } from './told.ts'

// Three visits a minute from home, ten minutes of work each; two shifts of the first technician, one of the second.
const linked = (link: LinkModel, shifts: readonly Partial<RouteModel>[] = [{}, {}, {}]): Model =>
  aDay({
    visits: [aVisit({ place: 1 }), aVisit({ place: 1 }), aVisit({ place: 1 })],
    techs: [aTech(), aTech()],
    routes: shifts.map((shift, route) => aRoute({ tech: route === 2 ? 1 : 0, ...shift })),
    links: [link],
  })
/** One after the other on that route, the first of them begun at that second. */
const on = (route: number, start: number, ...visits: readonly number[]): PlannedRoute =>
  told(
    start - 60,
    visits.map((one, index) => visit(one, start + 600 * index, start + 600 * index + 600)),
    start + 600 * visits.length + 60,
    { route },
  )

describe('visits at the same time', () => {
  const model = linked({ kind: 'same-time', visits: [0, 1] })

  test('begin in the same second with different technicians', () => {
    expect(codesOf(model, on(0, 100, 0), on(2, 100, 1))).toEqual([])
    expect(codesOf(model, on(0, 100, 0), on(2, 101, 1))).toEqual(['SAME_TIME_BROKEN'])
    expect(codesOf(model, on(0, 100, 0), on(1, 100, 1))).toEqual(['SAME_TIME_BROKEN'])
  })

  test('are all served, or none is', () => {
    expect(judge(model, dayOf(model, on(0, 100, 0))).violations).toEqual([{ code: 'SAME_TIME_BROKEN', visit: 1 }])
    expect(codesOf(model, on(0, 100, 2))).toEqual([])
  })
})

describe('a visit after another one', () => {
  const link = { kind: 'after', first: 0, second: 1, since: 'end', least: 300, most: 900 } as const

  test('begins neither too soon after its end nor too late', () => {
    const codes = (start: number) => codesOf(linked(link), on(0, 100, 0), on(2, start, 1))
    expect([1000, 1600].map(codes)).toEqual([[], []])
    expect([999, 1601].map(codes)).toEqual([['AFTER_BROKEN'], ['AFTER_BROKEN']])
  })

  test('begins neither too soon after its start nor too late', () => {
    const codes = (start: number) => codesOf(linked({ ...link, since: 'start' }), on(0, 100, 0), on(2, start, 1))
    expect([400, 1000].map(codes)).toEqual([[], []])
    expect([399, 1001].map(codes)).toEqual([['AFTER_BROKEN'], ['AFTER_BROKEN']])
  })

  test('needs that one, but is not needed by it', () => {
    expect(codesOf(linked(link), on(2, 1000, 1))).toEqual(['AFTER_BROKEN'])
    expect(codesOf(linked(link), on(0, 100, 0))).toEqual([])
  })

  test('has no latest second where none is said', () => {
    const { most: _, ...open } = link
    expect(codesOf(linked(open), on(0, 100, 0), on(2, 20_000, 1))).toEqual([])
  })

  test('comes days later, and each day more costs', () => {
    const { most: _, ...open } = link
    const onDays = (first: number, second: number) =>
      linked({ ...open, leastDays: 1, centsPerDay: 30 }, [{ day: first }, {}, { day: second }])
    const routes = [on(0, 100, 0), on(2, 1000, 1)]
    expect(codesOf(onDays(4, 4), ...routes)).toEqual(['AFTER_BROKEN'])
    expect(billOf(onDays(4, 5), ...routes).GAP).toBe(0)
    expect(billOf(onDays(4, 7), ...routes).GAP).toBe(60)
    expect(billOf(onDays(4, 7), on(0, 100, 0)).GAP).toBe(0)
  })

  test('costs each day where none has to lie between', () => {
    const { most: _, ...open } = link
    const model = linked({ ...open, centsPerDay: 30 }, [{ day: 4 }, {}, { day: 6 }])
    expect(billOf(model, on(0, 100, 0), on(2, 1000, 1)).GAP).toBe(60)
    const dayless = linked({ ...open, centsPerDay: 30 })
    expect(billOf(dayless, on(0, 100, 0), on(2, 1000, 1)).GAP).toBe(0)
  })
})

test('visits of the same technician may be on different routes', () => {
  const model = linked({ kind: 'same-tech', visits: [0, 1, 2] })
  expect(codesOf(model, on(0, 100, 0), on(1, 100, 1))).toEqual([])
  expect(codesOf(model, on(0, 100, 0, 2), on(2, 100, 1))).toEqual(['SAME_TECH_BROKEN'])
  expect(codesOf(model, on(2, 100, 1))).toEqual([])
})

test('visits of different technicians may not even be on different routes of one', () => {
  const model = linked({ kind: 'other-tech', visits: [0, 1] })
  expect(codesOf(model, on(0, 100, 0), on(2, 100, 1))).toEqual([])
  expect(codesOf(model, on(0, 100, 0), on(1, 100, 1))).toEqual(['OTHER_TECH_BROKEN'])
  expect(codesOf(model, on(0, 100, 0, 1))).toEqual(['OTHER_TECH_BROKEN'])
})

test('visits on different routes may be of one technician', () => {
  const model = linked({ kind: 'other-route', visits: [0, 1, 2] })
  expect(codesOf(model, on(0, 100, 0), on(1, 100, 1), on(2, 100, 2))).toEqual([])
  expect(codesOf(model, on(0, 100, 0, 1), on(2, 100, 2))).toEqual(['OTHER_ROUTE_BROKEN'])
  expect(codesOf(model, on(0, 100, 0, 1, 2))).toEqual(['OTHER_ROUTE_BROKEN', 'OTHER_ROUTE_BROKEN'])
})

test('visits at other times do not overlap by a second', () => {
  const model = linked({ kind: 'other-time', visits: [0, 1] })
  expect(codesOf(model, on(0, 100, 0), on(2, 700, 1))).toEqual([])
  expect(codesOf(model, on(0, 700, 0), on(2, 100, 1))).toEqual([])
  expect(codesOf(model, on(0, 100, 0), on(2, 699, 1))).toEqual(['OTHER_TIME_BROKEN'])
  expect(codesOf(model, on(0, 699, 0), on(2, 100, 1))).toEqual(['OTHER_TIME_BROKEN'])
  expect(codesOf(model, on(0, 100, 0), on(2, 699, 2))).toEqual([])
})

test('visits in order stand so where they are on one route', () => {
  const model = linked({ kind: 'order', first: 0, second: 1 })
  expect(codesOf(model, on(0, 100, 0, 2, 1))).toEqual([])
  expect(codesOf(model, on(0, 100, 1, 2, 0))).toEqual(['ORDER_BROKEN'])
  expect(codesOf(model, on(0, 100, 2, 1, 0))).toEqual(['ORDER_BROKEN'])
  expect(codesOf(model, on(0, 100, 1), on(1, 900, 0))).toEqual([])
  expect(codesOf(model, on(0, 100, 1))).toEqual([])
})
