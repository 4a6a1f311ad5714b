// Days on which a rule about shifts decides: what they cost, and how much may be done on one.
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'
import { type DecisiveDay, nearAndFar, onTheWay } from './decisive-day.ts'

const TOMORROW = 100_000
const TODAY_ONLY = [{ opens: 0, closes: 30_000 }]
const TOMORROW_ONLY = [{ opens: TOMORROW, closes: TOMORROW + 30_000 }]
const NEXT_SHIFT = { opens: TOMORROW, closes: TOMORROW + 28_800, latest: TOMORROW + 32_400 }
/** More than one visit keeps busy, less than two. */
const ONE_VISIT = 800

const oneEachDay = (near: Parameters<typeof aTech>[0]) =>
  aDay({
    visits: [aVisit({ place: 1, windows: TODAY_ONLY }), aVisit({ place: 1, windows: TOMORROW_ONLY })],
    techs: [aTech(near), aTech()],
    routes: [
      aRoute({ day: 0, week: 0 }),
      aRoute({ day: 1, week: 0, ...NEXT_SHIFT }),
      aRoute({ tech: 1, startPlace: 9, endPlace: 9, day: 1, week: 0, ...NEXT_SHIFT }),
    ],
  })

export const SHIFT_DAYS: readonly DecisiveDay[] = [
  {
    rule: 'overtime',
    story: 'somebody else helps before the evening gets long',
    model: nearAndFar({ visits: [{}, {}], nearShift: { closes: 1000, overtimeCentsPerHour: 3600 } }),
  },
  {
    rule: 'waiting',
    story: 'a detour is cheaper than waiting before a closed door',
    model: onTheWay(
      {},
      { windows: [{ opens: 10_000, closes: 12_000 }] },
      {
        routes: [aRoute({ endPlace: 9, waitingCentsPerHour: 3600 })],
      },
    ),
  },
  {
    rule: 'shiftPrice',
    story: 'the dear shift is not used',
    model: nearAndFar({ visits: [{}], nearShift: { centsPerShift: 50 } }),
  },
  {
    rule: 'headPrice',
    story: 'the dear technician is not called in',
    model: nearAndFar({ visits: [{}], near: { centsPerHead: 50 } }),
  },
  {
    rule: 'spanPrice',
    story: 'who has to wait at noon begins later in the morning',
    model: onTheWay(
      {},
      { windows: [{ opens: 10_000, closes: 12_000 }] },
      {
        routes: [aRoute({ endPlace: 9, spanCentsPerHour: 36 })],
      },
    ),
  },
  {
    rule: 'spanLimit',
    story: 'who may be away only so long begins later in the morning',
    model: onTheWay(
      {},
      { windows: [{ opens: 10_000, closes: 12_000 }] },
      {
        routes: [aRoute({ endPlace: 9, mostSeconds: 5000 })],
      },
    ),
  },
  {
    rule: 'travelLimit',
    story: 'who may drive no longer stays at home',
    model: nearAndFar({ visits: [{}], nearShift: { mostTravelSeconds: 100 } }),
  },
  {
    rule: 'legLimit',
    story: 'nobody drives so far at a stretch',
    model: nearAndFar({ visits: [{}], nearShift: { mostLegSeconds: 50 } }),
  },
  {
    rule: 'reserve',
    story: 'room is kept for an emergency',
    model: nearAndFar({ visits: [{}, {}], nearShift: { reserveSeconds: 28_800 - ONE_VISIT } }),
  },
  {
    rule: 'busyPerDay',
    story: 'the day has enough work',
    model: nearAndFar({ visits: [{}, {}], near: { mostBusyPerDay: ONE_VISIT } }),
  },
  {
    rule: 'busyPerDay',
    story: 'the day has had enough work before',
    model: nearAndFar({
      visits: [{}, {}],
      near: { mostBusyPerDay: 3 * ONE_VISIT },
      nearShift: { busyBeforeOnDay: 2 * ONE_VISIT },
    }),
  },
  {
    rule: 'busyPerWeek',
    story: 'the week has enough work',
    model: oneEachDay({ mostBusyPerWeek: ONE_VISIT }),
  },
  {
    rule: 'fairness',
    story: 'the one who did less until now goes',
    model: nearAndFar(
      { visits: [{}], near: { busyBefore: 36_000, fairShare: 36_000 }, far: { busyBefore: 0, fairShare: 36_000 } },
      { prices: { unfairCentsPerHour: 3600 } },
    ),
  },
  {
    rule: 'rest',
    story: 'after a day of work comes a day without',
    model: oneEachDay({ rest: { afterDays: 1, days: 1 } }),
  },
  {
    rule: 'scatter',
    story: 'each does what lies close together',
    model: aDay({
      visits: [aVisit({ place: 1 }), aVisit({ place: 8 })],
      techs: [aTech(), aTech()],
      routes: [aRoute({ endPlace: 9 }), aRoute({ tech: 1, startPlace: 9, endPlace: 9 })],
      prices: { scatterCentsPerKm: 10 },
    }),
  },
]
