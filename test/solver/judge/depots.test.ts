import { describe, expect, test } from 'vitest'
import type {
  Model,
  PlannedReload,
  PlannedRoute,
  ReloadModel,
  RouteModel,
  TechModel,
  VisitModel,
} from '../../../solver/model.ts'
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'
import { billOf, codesOf, told, visit } from './told.ts'

const DEPOT: ReloadModel = { place: 2, seconds: 300, windows: [] }
const loaded = (part: Partial<PlannedReload> = {}): PlannedReload => ({
  entry: 0,
  before: 1,
  arrival: 720,
  start: 720,
  end: 1020,
  ...part,
})

interface Parts {
  readonly depot?: Partial<ReloadModel>
  readonly shift?: Partial<RouteModel>
  readonly tech?: Partial<TechModel>
  readonly first?: Partial<VisitModel>
  readonly second?: Partial<VisitModel>
}
/** A pane for kilometre 1 and another one for kilometre 3, a van that holds one, and a depot in between. */
const dayWith = ({ depot, shift, tech, first, second }: Parts = {}): Model =>
  aDay({
    visits: [
      aVisit({ place: 1, load: [{ unit: 'panes', amount: 1 }], ...first }),
      aVisit({ place: 3, load: [{ unit: 'panes', amount: 1 }], ...second }),
    ],
    techs: [aTech({ capacity: [{ unit: 'panes', amount: 1 }], ...tech })],
    routes: [aRoute({ reloads: [{ ...DEPOT, ...depot }], ...shift })],
  })

const FIRST = visit(0, 60, 660)
const ROUTE = told(0, [FIRST, visit(1, 1080, 1680)], 1860, { reloads: [loaded()] })
/** On from the depot at that second. */
const leavingAt = (second: number, reload: Partial<PlannedReload> = {}): PlannedRoute =>
  told(0, [FIRST, visit(1, second + 60, second + 660)], second + 840, { reloads: [loaded(reload)] })

describe('a depot on the way', () => {
  test('fills the van again', () => {
    expect(codesOf(dayWith(), ROUTE)).toEqual([])
    expect(codesOf(dayWith(), told(0, [FIRST, visit(1, 780, 1380)], 1560))).toEqual(['LOAD_TOO_LARGE'])
  })

  test('fills it with as much as it then holds', () => {
    const holding = (amount: number, reloaded: number) =>
      dayWith({ tech: { capacity: [{ unit: 'panes', amount, reloaded }] } })
    expect(codesOf(holding(1, 0), ROUTE)).toEqual(['LOAD_TOO_LARGE'])
    expect(codesOf(holding(0, 1), ROUTE)).toEqual(['LOAD_TOO_LARGE'])
    expect(codesOf(holding(1, 1), ROUTE)).toEqual([])
  })

  test('limits no unit that is not listed', () => {
    expect(codesOf(dayWith({ first: { load: [{ unit: 'kg', amount: 5000 }] } }), ROUTE)).toEqual([])
  })

  test('has all tools', () => {
    const tools = ['lift']
    expect(codesOf(dayWith({ second: { tools } }), ROUTE)).toEqual([])
    expect(codesOf(dayWith({ first: { tools } }), ROUTE)).toEqual(['TOOL_MISSING'])
    expect(codesOf(dayWith({ first: { tools: ['lift', 'saw'] }, tech: { tools } }), ROUTE)).toEqual(['TOOL_MISSING'])
    expect(codesOf(dayWith({ first: { tools }, tech: { tools: ['saw', 'lift'] } }), ROUTE)).toEqual([])
  })

  test('is visited as often as the shift says', () => {
    expect(codesOf(dayWith({ shift: { mostReloads: 1 } }), ROUTE)).toEqual([])
    expect(codesOf(dayWith({ shift: { mostReloads: 0 } }), ROUTE)).toEqual(['TOO_MANY_RELOADS'])
  })

  test('is waited for until it opens', () => {
    const model = dayWith({ depot: { windows: [{ opens: 1000, closes: 1100 }] }, shift: { waitingCentsPerHour: 3600 } })
    expect(billOf(model, leavingAt(1300, { start: 1000, end: 1300 })).WAITING).toBe(280)
    const windows = [
      { opens: 0, closes: 100 },
      { opens: 720, closes: 720 },
    ]
    expect(codesOf(dayWith({ depot: { windows } }), ROUTE)).toEqual([])
    expect(codesOf(model, leavingAt(1299, { start: 999, end: 1299 }))).toEqual(['RELOAD_OUTSIDE_WINDOWS'])
    expect(codesOf(model, leavingAt(1401, { start: 1101, end: 1401 }))).toEqual(['RELOAD_OUTSIDE_WINDOWS'])
  })

  test.each<[string, PlannedRoute, readonly string[]]>([
    ['sooner than the road allows', leavingAt(1020, { arrival: 719 }), ['ARRIVAL_WRONG']],
    ['before the van is there', leavingAt(1019, { start: 719, end: 1019 }), ['RELOAD_BEFORE_ARRIVAL']],
    ['for too short a time', leavingAt(1019, { end: 1019 }), ['RELOAD_END_WRONG']],
    ['that the shift does not have', leavingAt(1020, { entry: 1 }), ['RELOAD_UNKNOWN']],
    ['on the way home', leavingAt(1020, { before: 2 }), ['RELOAD_UNKNOWN']],
    ['at half a second', leavingAt(1020, { start: 720.5 }), ['TIME_NOT_WHOLE']],
    [
      'twice on one way',
      told(0, [FIRST, visit(1, 1380, 1980)], 2160, {
        reloads: [loaded(), loaded({ arrival: 1020, start: 1020, end: 1320 })],
      }),
      ['RELOAD_TWICE'],
    ],
  ])('is refused %s', (_, route, codes) => {
    expect(codesOf(dayWith(), route)).toEqual(codes)
  })

  test('may be the first stop, and the next ones are told in order', () => {
    const reloads = [
      loaded({ before: 0, arrival: 120, start: 120, end: 420 }),
      loaded({ arrival: 1140, start: 1140, end: 1440 }),
    ]
    const visits = [visit(0, 480, 1080), visit(1, 1500, 2100)]
    expect(codesOf(dayWith(), told(0, visits, 2280, { reloads }))).toEqual([])
    expect(codesOf(dayWith(), told(0, visits, 2280, { reloads: reloads.toReversed() }))).toEqual([
      'RELOAD_OUT_OF_ORDER',
    ])
  })

  test('lets nobody rest while loading, but before and after it', () => {
    const resting = (opens: number) =>
      dayWith({ shift: { breaks: [{ opens, closes: opens + 300, seconds: 100, isPaid: false }] } })
    const breakAt = (start: number) => [{ entry: 0, start, end: start + 100 }]
    expect(codesOf(resting(700), { ...leavingAt(1120, { start: 820, end: 1120 }), breaks: breakAt(720) })).toEqual([])
    expect(codesOf(resting(1020), { ...leavingAt(1120), breaks: breakAt(1020) })).toEqual([])
    expect(codesOf(resting(700), { ...ROUTE, breaks: breakAt(800) })).toEqual(['BREAK_OVERLAP'])
  })
})

describe('what comes later', () => {
  test('is waited for at the depot, for pay', () => {
    const model = dayWith({ second: { release: 1500 }, shift: { waitingCentsPerHour: 3600 } })
    expect(billOf(model, leavingAt(1500)).WAITING).toBe(480)
    expect(codesOf(model, ROUTE)).toEqual(['TRIP_BEFORE_RELEASE'])
    expect(codesOf(model, leavingAt(1499))).toEqual(['ARRIVAL_WRONG'])
    expect(codesOf(model, leavingAt(1501))).toEqual(['ARRIVAL_WRONG'])
  })

  test('is waited for at home', () => {
    const model = dayWith({ first: { release: 100 } })
    expect(codesOf(model, ROUTE)).toEqual(['TRIP_BEFORE_RELEASE'])
    const later = told(100, [visit(0, 160, 760), visit(1, 1180, 1780)], 1960, {
      reloads: [loaded({ arrival: 820, start: 820, end: 1120 })],
    })
    expect(codesOf(model, later)).toEqual([])
  })

  test('is waited for even where only the last visit of a trip needs it', () => {
    const { visits, ...model } = dayWith()
    const three = { ...model, visits: [...visits, aVisit({ place: 4, release: 1500 })] }
    const route = (leaves: number) => {
      const [second, third] = [visit(1, leaves + 60, leaves + 660), visit(2, leaves + 720, leaves + 1320)]
      return told(0, [FIRST, second, third], leaves + 1560, { reloads: [loaded()] })
    }
    expect(codesOf(three, route(1500))).toEqual([])
    expect(codesOf(three, route(1020))).toEqual(['TRIP_BEFORE_RELEASE'])
  })
})
