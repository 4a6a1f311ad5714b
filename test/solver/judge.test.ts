import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import type { ViolationCode } from '../../solver/check/violation.ts'
import {
  COST_LINES,
  type Model,
  type PlannedDay,
  type PlannedRoute,
  UNREACHABLE,
  type VisitModel,
} from '../../solver/model.ts'
import { aDay, aRoute, aTech, aVisit, nobodyServed, withoutRoad } from './a-day.ts'

// Out to kilometre 1 and 3 and home again, ten minutes of work at each; a second shift stays unused.
const MODEL = aDay({
  visits: [aVisit({ place: 1, windows: [{ opens: 300, closes: 900 }] }), aVisit({ place: 3 })],
  techs: [aTech(), aTech()],
  routes: [aRoute(), aRoute({ tech: 1 })],
})
const ROUTE: PlannedRoute = {
  route: 0,
  departure: 240,
  visits: [
    { visit: 0, arrival: 300, start: 300, end: 900 },
    { visit: 1, arrival: 1020, start: 1020, end: 1620 },
  ],
  back: 1800,
}
const DAY: PlannedDay = { routes: [ROUTE], unserved: [] }

const withRoute = (change: Partial<PlannedRoute>): PlannedDay => ({ routes: [{ ...ROUTE, ...change }], unserved: [] })
const withTimes = (position: number, times: Partial<PlannedRoute['visits'][number]>): PlannedDay =>
  withRoute({ visits: ROUTE.visits.map((stop, index) => (index === position ? { ...stop, ...times } : stop)) })
const withVisit = (change: Partial<VisitModel>): Model => ({
  ...MODEL,
  visits: MODEL.visits.map((visit, index) => (index === 1 ? { ...visit, ...change } : visit)),
})
const withShift = (change: Partial<Model['routes'][number]>): Model => ({
  ...MODEL,
  routes: [aRoute(change), aRoute({ tech: 1 })],
})

const NOTHING = Object.fromEntries(COST_LINES.map((line) => [line, 0]))
const codesOf = (model: Model, day: PlannedDay) => judge(model, day).violations.map(({ code }) => code)

describe('the judge', () => {
  test('accepts a plan that keeps every rule', () => {
    expect(judge(MODEL, DAY)).toMatchObject({ violations: [], cost: { TRAVEL: 6, UNSERVED: 0 } })
  })

  test('accepts work that begins later than it could', () => {
    const later = [
      { visit: 0, arrival: 300, start: 800, end: 1400 },
      { visit: 1, arrival: 1520, start: 1520, end: 2120 },
    ]
    expect(codesOf(MODEL, withRoute({ visits: later, back: 2300 }))).toEqual([])
  })

  test.each<[ViolationCode, string, Model, PlannedDay]>([
    ['ROUTE_UNKNOWN', 'a shift that does not exist', MODEL, withRoute({ route: 7 })],
    ['ROUTE_TWICE', 'one shift told twice', MODEL, { routes: [ROUTE, { ...ROUTE, visits: [] }], unserved: [] }],
    [
      'ROUTE_OUT_OF_ORDER',
      'shifts out of order',
      MODEL,
      { routes: [{ route: 1, departure: 0, visits: [], back: 0 }, ROUTE], unserved: [] },
    ],
    [
      'ROUTE_EMPTY',
      'a shift that serves nobody',
      MODEL,
      { routes: [ROUTE, { route: 1, departure: 0, visits: [], back: 0 }], unserved: [] },
    ],
    ['VISIT_UNKNOWN', 'a visit that does not exist', MODEL, { routes: [ROUTE], unserved: [5] }],
    ['VISIT_TWICE', 'a visit both served and left out', MODEL, { routes: [ROUTE], unserved: [1] }],
    ['VISIT_LOST', 'a visit that is neither served nor left out', MODEL, { routes: [], unserved: [0] }],
    ['TIME_NOT_WHOLE', 'half a second', MODEL, withRoute({ back: 1800.5 })],
    ['TIME_NOT_WHOLE', 'no number at all', MODEL, withTimes(0, { start: Number.NaN })],
    ['LEG_UNREACHABLE', 'a leg that no road serves', withoutRoad(MODEL, [[1, 3]], UNREACHABLE), DAY],
    ['LEG_UNREACHABLE', 'a way home that no road serves', withoutRoad(MODEL, [[3, 0]], UNREACHABLE), DAY],
    ['DEPARTURE_BEFORE_SHIFT', 'a start before the shift', withShift({ opens: 241 }), DAY],
    ['ARRIVAL_WRONG', 'an arrival sooner than the road allows', MODEL, withTimes(1, { arrival: 1019 })],
    ['START_BEFORE_ARRIVAL', 'work before the technician is there', MODEL, withTimes(1, { start: 1000 })],
    ['START_OUTSIDE_WINDOWS', 'work before the window', MODEL, withTimes(0, { start: 299 })],
    ['START_OUTSIDE_WINDOWS', 'work after the window', MODEL, withTimes(0, { start: 901 })],
    [
      'START_OUTSIDE_WINDOWS',
      'work between two windows',
      withVisit({
        windows: [
          { opens: 0, closes: 1000 },
          { opens: 1040, closes: 2000 },
        ],
      }),
      DAY,
    ],
    ['END_WRONG', 'work shorter than it takes', MODEL, withTimes(1, { end: 1619 })],
    [
      'END_WRONG',
      'work shorter than it takes this technician',
      withVisit({ secondsByTech: [{ tech: 0, seconds: 700 }] }),
      DAY,
    ],
    ['BACK_WRONG', 'a way home shorter than the road', MODEL, withRoute({ back: 1799 })],
    ['BACK_TOO_LATE', 'coming home after the last second of overtime', withShift({ closes: 1000, latest: 1799 }), DAY],
    ['PROMISE_BROKEN', 'work outside what was promised', withVisit({ promised: { opens: 0, closes: 1019 } }), DAY],
    ['PIN_BROKEN', 'work at another second than fixed', withVisit({ pinned: { tech: 0, start: 1021 } }), DAY],
    ['PIN_BROKEN', 'work by another technician than fixed', withVisit({ pinned: { tech: 1, start: 1020 } }), DAY],
    ['APPROVAL_PENDING', 'work that is not approved', withVisit({ mayBePlanned: false }), DAY],
    ['TECH_EXCLUDED', 'a technician who is excluded', withVisit({ excludedTechs: [0] }), DAY],
    ['TECH_NOT_REQUIRED', 'a technician who is not among the required', withVisit({ requiredTechs: [1] }), DAY],
    ['AREA_OUTSIDE', 'a technician who serves another area', withVisit({ areas: ['north'] }), DAY],
    ['SKILL_MISSING', 'a technician without the skill', withVisit({ skills: [{ skill: 'glass', level: 1 }] }), DAY],
    [
      'SKILL_MISSING',
      'a technician with the skill at too low a level',
      {
        ...withVisit({ skills: [{ skill: 'glass', level: 3 }] }),
        techs: [aTech({ skills: [{ skill: 'glass', level: 2 }] }), aTech()],
      },
      DAY,
    ],
    [
      'LOAD_TOO_LARGE',
      'more than the van holds',
      {
        ...withVisit({ load: [{ unit: 'kg', amount: 41 }] }),
        techs: [aTech({ capacity: [{ unit: 'kg', amount: 40 }] }), aTech()],
      },
      DAY,
    ],
    ['TOO_MANY_VISITS', 'more visits than a shift takes', withShift({ maxVisits: 1 }), DAY],
  ])('refuses with %s %s', (code, _, model, day) => {
    expect(codesOf(model, day)).toContain(code)
  })

  test('finds nothing else wrong with a plan that breaks one rule', () => {
    expect(codesOf(withVisit({ excludedTechs: [0] }), DAY)).toEqual(['TECH_EXCLUDED'])
    expect(codesOf(MODEL, { routes: [], unserved: [0] })).toEqual(['VISIT_LOST'])
  })

  test('accepts what is just allowed', () => {
    expect(codesOf(withShift({ maxVisits: 2, opens: 240, closes: 1000, latest: 1800 }), DAY)).toEqual([])
    for (const windows of [[{ opens: 1020, closes: 1100 }], [{ opens: 0, closes: 1020 }]])
      expect(codesOf(withVisit({ windows: [...windows, { opens: 5000, closes: 6000 }] }), DAY)).toEqual([])
  })

  test('charges nothing for a shift that serves nobody', () => {
    const { cost } = judge(withShift({ centsPerShift: 250 }), {
      routes: [{ route: 0, departure: 0, visits: [], back: 0 }],
      unserved: [0, 1],
    })
    expect(cost).toEqual({ ...NOTHING, UNSERVED: 200_000 })
  })

  test('names the route and the visit', () => {
    expect(judge(withVisit({ excludedTechs: [0] }), DAY).violations).toEqual([
      { code: 'TECH_EXCLUDED', route: 0, visit: 1 },
    ])
    expect(judge(MODEL, withTimes(1, { arrival: 1019 })).violations).toEqual([
      { code: 'ARRIVAL_WRONG', route: 0, visit: 1 },
    ])
    expect(judge(MODEL, withRoute({ back: 1799 })).violations).toEqual([{ code: 'BACK_WRONG', route: 0 }])
  })

  test('prices nothing in a plan that makes no sense', () => {
    expect(judge(MODEL, { routes: [ROUTE], unserved: [5] }).cost).toEqual(NOTHING)
    expect(judge(MODEL, withRoute({ departure: Number.NaN })).cost).toEqual(NOTHING)
  })

  test('prices the lines of every plan to the cent', () => {
    const visits = [
      aVisit({ place: 1, preferredTechs: [{ tech: 0, cents: 30 }], otherTechCents: 500 }),
      aVisit({
        place: 3,
        windows: [{ opens: 3600, closes: 4000 }],
        due: { at: 1800, centsPerHour: 101 },
        planned: { tech: 1, start: 0, techChangedCents: 70 },
        otherTechCents: 9,
      }),
      aVisit({ unservedCents: 1234 }),
    ]
    const shift = aRoute({
      closes: 4000,
      centsPerHour: 4200,
      centsPerKm: 45,
      waitingCentsPerHour: 1000,
      overtimeCentsPerHour: 6300,
      centsPerShift: 250,
    })
    const model = aDay({ visits, techs: [aTech(), aTech()], routes: [shift] })
    const day: PlannedDay = {
      routes: [
        {
          route: 0,
          departure: 0,
          visits: [
            { visit: 0, arrival: 60, start: 60, end: 660 },
            { visit: 1, arrival: 780, start: 3600, end: 4200 },
          ],
          back: 4380,
        },
      ],
      unserved: [2],
    }
    expect(judge(model, day)).toEqual({
      violations: [],
      cost: {
        ...NOTHING,
        TRAVEL: 115 + 230 + 345, // a minute and a kilometre cost 70 + 45
        WAITING: 783, // 2820 s × 1000 / 3600 = 783.33
        OVERTIME: 665, // 380 s × 6300 / 3600
        SHIFT: 250,
        LATENESS: 51, // 1800 s × 101 / 3600 = 50.5, the half rounded up
        PREFERENCE: 39,
        CHANGE: 70,
        UNSERVED: 1234,
      },
    })
  })

  test('counts no waiting before the first visit', () => {
    const model = aDay({ visits: [aVisit({ place: 1 })], routes: [aRoute({ waitingCentsPerHour: 3600 })] })
    const early: PlannedDay = {
      routes: [{ route: 0, departure: 0, visits: [{ visit: 0, arrival: 60, start: 500, end: 1100 }], back: 1160 }],
      unserved: [],
    }
    expect(judge(model, early).cost.WAITING).toBe(0)
  })

  test('charges for every visit that nobody serves', () => {
    expect(judge(MODEL, nobodyServed(MODEL))).toMatchObject({ violations: [], cost: { UNSERVED: 200_000, SHIFT: 0 } })
  })
})
