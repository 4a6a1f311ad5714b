// What is in the way of a visit that nobody serves, rule by rule: on an empty day where that is enough to say it, else for
// the plan as it is, each with its number.
import { describe, expect, test } from 'vitest'
import { blockersOf, unservedVisits } from '../../solver/blockers.ts'
import type { Blocker } from '../../solver/finding.ts'
import type { LinkModel, Model, VisitModel } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { aDay, aRoute, aTech, aVisit, withRushHours } from './a-day.ts'

/** What is in the way of the last visit, for the first technician. */
function inTheWay(model: Model): readonly Blocker[] | undefined {
  const { plan } = search(compile(model), { seed: 1, iterations: 30, stop: () => false })
  const last = unservedVisits(blockersOf(model, plan)).find(({ visit }) => visit === model.visits.length - 1)
  return last?.blockers[0]?.blockers
}

const asking = (visit: Partial<VisitModel>, route: Parameters<typeof aRoute>[0] = {}, tech = {}) =>
  aDay({ visits: [aVisit(visit)], routes: [aRoute(route)], techs: [aTech(tech)] })

/** Nobody gives this one up for the one that is asked about. */
const dear = (visit: Partial<VisitModel> = {}) => aVisit({ unservedCents: 900_000, ...visit })
const beside = (others: VisitModel[], visit: Partial<VisitModel>, parts: Parameters<typeof aDay>[0] = {}) =>
  aDay({ ...parts, visits: [...others, aVisit(visit)] })

const at = (start: number) => ({ opens: start, closes: start })
const lunch = (opens: number, closes: number, seconds = 1800) => ({ opens, closes, seconds, isPaid: false })

describe('even on an empty day it is', () => {
  test.each<[string, Model, Blocker[]]>([
    [
      'a part that arrives after the window',
      asking({ release: 7000, windows: [{ opens: 0, closes: 6000 }] }),
      [{ code: 'PART_ARRIVES_LATER', release: 7000 }],
    ],
    [
      'a part that arrives too late to be back with',
      asking({ place: 2, release: 32_000, seconds: 600 }),
      [{ code: 'PART_ARRIVES_LATER', release: 32_000 }],
    ],
    [
      'a break in the middle of the only time there is',
      asking({ seconds: 3600, windows: [at(10_000)] }, { breaks: [lunch(11_000, 12_000)] }),
      [{ code: 'BREAK_BLOCKED' }],
    ],
    [
      'a way longer than one drive may be',
      asking({ place: 9 }, { mostLegSeconds: 500 }),
      [{ code: 'LEG_TRAVEL_CAP', overBySeconds: 40 }],
    ],
    [
      'more travel than a shift may have',
      asking({ place: 9 }, { mostTravelSeconds: 1000 }),
      [{ code: 'TRAVEL_CAP', overBySeconds: 80 }],
    ],
    [
      'rush hours that make it so',
      withRushHours(asking({ place: 9 }, { mostTravelSeconds: 1100 }), [{ from: -50_000, percent: 200 }]),
      [{ code: 'TRAVEL_CAP', overBySeconds: 1060 }],
    ],
    [
      'more time out than a shift may have',
      asking({ place: 5, seconds: 3600 }, { mostSeconds: 4000 }),
      [{ code: 'SPAN_CAP', overBySeconds: 200 }],
    ],
    [
      'room that is kept for emergencies',
      asking({ place: 5, seconds: 3600 }, { reserveSeconds: 25_000 }),
      [{ code: 'ROOM_KEPT', overBySeconds: 400 }],
    ],
    [
      'more work than a day may have',
      asking({ place: 5, seconds: 3600 }, {}, { mostBusyPerDay: 4000 }),
      [{ code: 'OVERTIME_CAP', period: 'day', overBySeconds: 200 }],
    ],
    [
      'more work than a week may have',
      asking({ place: 5, seconds: 3600 }, {}, { mostBusyPerWeek: 4100 }),
      [{ code: 'OVERTIME_CAP', period: 'week', overBySeconds: 100 }],
    ],
    ['a shift that takes no visit', asking({}, { maxVisits: 0 }), [{ code: 'MAX_JOBS', most: 0 }]],
    [
      'a tool for which no depot opens in time',
      asking({ tools: ['lift'] }, { reloads: [{ place: 1, seconds: 60, windows: [at(-5)] }] }),
      [{ code: 'TOOL_MISSING', tool: 'lift' }],
    ],
    [
      'a load for which no depot opens in time',
      asking(
        { load: [{ unit: 'kg', amount: 30 }] },
        { reloads: [{ place: 1, seconds: 60, windows: [at(-5)] }] },
        { capacity: [{ unit: 'kg', amount: 10, reloaded: 50 }] },
      ),
      [{ code: 'LOAD_TOO_LARGE', unit: 'kg', needed: 30, capacity: 10 }],
    ],
    [
      'set-up that makes the work longer than the shift',
      asking({ seconds: 30_000, setupSeconds: 2_460, place: 1 }),
      [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: 180 }],
    ],
    [
      'rush hours that make it late',
      withRushHours(asking({ place: 5, windows: [{ opens: 0, closes: 500 }] }), [{ from: 0, percent: 200 }]),
      [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds: 100 }],
    ],
    [
      'clean times, none of which is left',
      { ...asking({ place: 5, windows: [{ opens: 0, closes: 500 }] }), snap: { every: 250, from: 10 } },
      [{ code: 'UNREACHABLE_IN_WINDOW', lateBySeconds: 40 }],
    ],
    [
      'two rules together, where neither alone would do',
      asking({ place: 9, seconds: 3600 }, { mostTravelSeconds: 1000, mostSeconds: 4000 }),
      [
        { code: 'TRAVEL_CAP', overBySeconds: 80 },
        { code: 'SPAN_CAP', overBySeconds: 680 },
      ],
    ],
  ])('%s', (_, model, blockers) => {
    expect(inTheWay(model)).toEqual(blockers)
  })

  test('the nearest miss over all shifts', () => {
    const routes = [4000, 4150, 3000].map((mostSeconds) => aRoute({ mostSeconds }))
    expect(inTheWay(aDay({ visits: [aVisit({ place: 5, seconds: 3600 })], routes }))).toEqual([
      { code: 'SPAN_CAP', overBySeconds: 50 },
    ])
  })
})

describe('in the plan as it is, it is', () => {
  test.each<[string, Model, Blocker[]]>([
    [
      'as many visits as the shift may have',
      beside([dear(), dear()], {}, { routes: [aRoute({ maxVisits: 2 })] }),
      [{ code: 'MAX_JOBS', most: 2 }],
    ],
    [
      'the break between two others',
      beside(
        [dear({ seconds: 3000, windows: [at(0)] }), dear({ seconds: 26_000, windows: [at(6400)] })],
        { seconds: 2000 },
        { routes: [aRoute({ breaks: [lunch(3000, 3600)] })] },
      ),
      [{ code: 'BREAK_BLOCKED' }],
    ],
    [
      'a day that holds no more work',
      beside([dear({ seconds: 3000 })], { seconds: 2000 }, { techs: [aTech({ mostBusyPerDay: 4000 })] }),
      [{ code: 'OVERTIME_CAP', period: 'day', overBySeconds: 1000 }],
    ],
    [
      'a week that holds no more work, on another day of it',
      beside(
        [dear({ seconds: 3000, windows: [at(0)] })],
        { seconds: 2000, windows: [at(50_000)] },
        {
          techs: [aTech({ mostBusyPerWeek: 4000 })],
          routes: [
            aRoute({ day: 0, week: 0 }),
            aRoute({ opens: 50_000, closes: 80_000, latest: 80_000, day: 1, week: 0 }),
          ],
        },
      ),
      [{ code: 'OVERTIME_CAP', period: 'week', overBySeconds: 1000 }],
    ],
    [
      'a day of rest after those that are worked',
      beside(
        [dear({ windows: [at(0)] })],
        { windows: [at(50_000)] },
        {
          techs: [aTech({ rest: { afterDays: 1, days: 1 } })],
          routes: [aRoute({ day: 0 }), aRoute({ opens: 50_000, closes: 80_000, latest: 80_000, day: 1 })],
        },
      ),
      [{ code: 'REST_NEEDED' }],
    ],
    [
      'travel that the day has had already',
      beside(
        [dear({ place: 9, windows: [at(600)] })],
        { place: 4, windows: [at(20_000)] },
        { routes: [aRoute({ mostTravelSeconds: 1100, endPlace: 9 })] },
      ),
      [{ code: 'TRAVEL_CAP', overBySeconds: 40 }],
    ],
    [
      'time out that the day has had already',
      beside([dear({ windows: [at(0)] })], { windows: [at(4000)] }, { routes: [aRoute({ mostSeconds: 4000 })] }),
      [{ code: 'SPAN_CAP', overBySeconds: 600 }],
    ],
    [
      'room for emergencies that nothing is left of',
      beside([dear({ seconds: 20_000 })], { seconds: 5000 }, { routes: [aRoute({ reserveSeconds: 5000 })] }),
      [{ code: 'ROOM_KEPT', overBySeconds: 1200 }],
    ],
    [
      'a van that sets out before the part is there',
      beside([dear({ windows: [at(100)], place: 1 })], { release: 5000 }, { routes: [aRoute()] }),
      [{ code: 'PART_ARRIVES_LATER', release: 5000 }],
    ],
    [
      'either of two rules, where it would be enough to be without one of them',
      beside(
        [dear({ windows: [at(0)] })],
        { seconds: 3000 },
        { routes: [aRoute({ mostSeconds: 5000, breaks: [lunch(600, 1000)] })] },
      ),
      [{ code: 'BREAK_BLOCKED' }, { code: 'SPAN_CAP', overBySeconds: 400 }],
    ],
    [
      'the rest of the plan where no rule is',
      beside(
        [dear({ seconds: 28_000 })],
        { seconds: 9000 },
        { routes: [aRoute({ maxVisits: 1, mostSeconds: 32_000 })] },
      ),
      [{ code: 'NO_GAP' }],
    ],
  ])('%s', (_, model, blockers) => {
    expect(inTheWay(model)).toEqual(blockers)
  })
})

describe('between visits that are tied it is', () => {
  const two = { techs: [aTech(), aTech()], routes: [aRoute(), aRoute({ tech: 1 })] }
  const tied = (others: VisitModel[], visit: Partial<VisitModel>, ...links: LinkModel[]) =>
    beside(others, visit, { ...two, links })
  const after = { kind: 'after', first: 0, second: 1, since: 'end', least: 0 } as const

  test.each<[string, Model, Blocker[]]>([
    [
      'nobody for the one who would have to come along',
      tied([aVisit({ excludedTechs: [1] })], { requiredTechs: [0] }, { kind: 'same-time', visits: [0, 1] }),
      [{ code: 'PARTNER_UNAVAILABLE' }],
    ],
    [
      'nobody to come along at that time',
      tied(
        [aVisit({ windows: [at(500)], requiredTechs: [1] })],
        { windows: [at(900)], requiredTechs: [0] },
        { kind: 'same-time', visits: [0, 1] },
      ),
      [{ code: 'PARTNER_UNAVAILABLE' }],
    ],
    [
      'one that would have to be planned before it',
      tied([aVisit({ mayBePlanned: false })], {}, after),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one that ends too early before it',
      tied([dear({ windows: [at(0)] })], { windows: [at(9000)] }, { ...after, most: 600 }),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one at work when it would have to be',
      tied(
        [dear({ windows: [at(1000)], requiredTechs: [1] })],
        { windows: [at(1300)] },
        { kind: 'other-time', visits: [0, 1] },
      ),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one that somebody else does',
      tied([dear({ requiredTechs: [1] })], { requiredTechs: [0] }, { kind: 'same-tech', visits: [0, 1] }),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one that the same technician does',
      tied([dear({ requiredTechs: [0] })], { requiredTechs: [0] }, { kind: 'other-tech', visits: [0, 1] }),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one on the same shift',
      tied([dear({ requiredTechs: [0] })], { requiredTechs: [0] }, { kind: 'other-route', visits: [0, 1] }),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'one that has to come before it and does not',
      tied(
        [dear({ requiredTechs: [0], windows: [at(5000)] })],
        { requiredTechs: [0], windows: [at(100)] },
        { kind: 'order', first: 0, second: 1 },
      ),
      [{ code: 'TIE_UNMET', link: 0 }],
    ],
    [
      'the one of two ties that does not hold',
      tied(
        [dear({ requiredTechs: [1] })],
        { requiredTechs: [0] },
        { kind: 'other-tech', visits: [0, 1] },
        { kind: 'same-tech', visits: [0, 1] },
      ),
      [{ code: 'TIE_UNMET', link: 1 }],
    ],
    [
      'time, where it would have none without the tie either',
      tied([aVisit({ excludedTechs: [1] })], { seconds: 40_000 }, { kind: 'same-time', visits: [0, 1] }),
      [{ code: 'JOB_LONGER_THAN_SHIFT', overBySeconds: 7600 }],
    ],
    [
      'its price, where all of it is too dear',
      tied(
        [aVisit({ place: 9, unservedCents: 5 })],
        { place: 9, unservedCents: 5 },
        { kind: 'same-time', visits: [0, 1] },
      ),
      [{ code: 'NOT_WORTH_IT', cents: 26 }],
    ],
  ])('%s', (_, model, blockers) => {
    expect(inTheWay(model)).toEqual(blockers)
  })
})
