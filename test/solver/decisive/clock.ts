// Days on which a rule about the hour, the roads or an earlier word decides.
import { UNREACHABLE } from '../../../solver/model.ts'
import { aDay, aRoute, aVisit, withoutRoad } from '../a-day.ts'
import { type DecisiveDay, nearAndFar, onTheWay } from './decisive-day.ts'

const LATER = { opens: 10_000, closes: 12_000 }
const LUNCH = { opens: 10_000, closes: 11_000, seconds: 3600, isPaid: false }
const HALF_THE_MORNING = 10_000
/** A cent a second, and nothing for the way. */
const PAID_BY_TIME = { centsPerHour: 3600, centsPerKm: 0 }

const byRoad = nearAndFar({
  visits: [{ place: 3 }],
  nearShift: PAID_BY_TIME,
  farShift: PAID_BY_TIME,
})

export const CLOCK_DAYS: readonly DecisiveDay[] = [
  {
    rule: 'windows',
    story: 'work begins when the customer is at home',
    model: nearAndFar({ visits: [{ windows: [LATER] }] }),
  },
  {
    rule: 'softWindows',
    story: 'work waits for the hour that costs nothing',
    model: nearAndFar({ visits: [{ softWindows: [{ ...LATER, centsPerHour: 60 }] }] }),
  },
  {
    rule: 'preferredWindows',
    story: 'work waits for the hour that is liked best',
    model: nearAndFar({
      visits: [
        {
          preferredWindows: [
            { opens: 0, closes: 600, cents: 20 },
            { ...LATER, cents: 50 },
          ],
        },
      ],
    }),
  },
  {
    rule: 'due',
    story: 'the urgent one comes first',
    model: onTheWay({}, { due: { at: 600, centsPerHour: 3600 } }),
  },
  {
    rule: 'worstLateness',
    story: 'the one that would be late the longest comes first',
    model: onTheWay(
      { due: { at: 600, centsPerHour: 0 } },
      { due: { at: 540, centsPerHour: 0 }, seconds: 60 },
      { prices: { scatterCentsPerKm: 0, worstLateCentsPerHour: 3600 } },
    ),
  },
  {
    rule: 'asap',
    story: 'the one that should not have to wait comes first',
    model: onTheWay({}, { asap: { from: 0, centsPerHour: 3600 } }),
  },
  {
    rule: 'setup',
    story: 'who has not the time to set everything up does not go',
    model: nearAndFar({ visits: [{ setupSeconds: 32_000 }], farShift: { latest: 40_000 } }),
  },
  {
    rule: 'breaks',
    story: 'a break is taken between two visits',
    model: nearAndFar({
      visits: [{ seconds: HALF_THE_MORNING }, { seconds: HALF_THE_MORNING }],
      nearShift: { breaks: [LUNCH] },
    }),
  },
  {
    rule: 'paidBreaks',
    story: 'a paid break makes a full day too full',
    model: nearAndFar({
      visits: [{ seconds: HALF_THE_MORNING }, { seconds: HALF_THE_MORNING }],
      near: { mostBusyPerDay: 2 * HALF_THE_MORNING + 1000 },
      nearShift: { breaks: [{ ...LUNCH, isPaid: true }] },
    }),
  },
  {
    rule: 'pausable',
    story: 'long work is interrupted for a break',
    model: aDay({
      visits: [aVisit({ place: 1, seconds: 2 * HALF_THE_MORNING, pausable: true })],
      routes: [aRoute({ breaks: [LUNCH] })],
    }),
  },
  {
    rule: 'rushHours',
    story: 'the one whose way is clear goes',
    model: {
      ...byRoad,
      routes: byRoad.routes.map((shift, route) => (route === 0 ? { ...shift, rushHours: 0 } : shift)),
      travel: { ...byRoad.travel, rushHours: [[{ from: 0, percent: 300 }]] },
    },
  },
  {
    rule: 'profiles',
    story: 'the one with the car goes, not the one with the bicycle',
    model: {
      ...byRoad,
      routes: byRoad.routes.map((shift, route) => (route === 0 ? { ...shift, profile: 1 } : shift)),
      travel: {
        ...byRoad.travel,
        profiles: byRoad.travel.profiles.flatMap((car) => [
          car,
          { ...car, name: 'bicycle', seconds: car.seconds.map((leg) => 3 * leg) },
        ]),
      },
    },
  },
  {
    rule: 'closedRoads',
    story: 'who finds no road does not go',
    model: withoutRoad(nearAndFar({ visits: [{}] }), [[0, 1]], UNREACHABLE),
  },
  {
    rule: 'snap',
    story: 'work begins at a quarter of an hour',
    model: nearAndFar({ visits: [{}] }, { snap: { every: 900, from: 0 } }),
  },
  {
    rule: 'planned',
    story: 'the one who was planned stays',
    model: nearAndFar({ visits: [{ planned: { tech: 1, start: 3000, techChangedCents: 50 } }] }),
  },
  {
    rule: 'promises',
    story: 'what was promised is kept',
    model: nearAndFar({ visits: [{ promised: LATER }] }),
  },
  {
    rule: 'movablePromises',
    story: 'what was promised is kept where breaking it would cost',
    model: nearAndFar({ visits: [{ promised: { ...LATER, moved: { centsPerHour: 60, most: 10_000 } } }] }),
  },
  {
    rule: 'pins',
    story: 'what was fixed stays where it is',
    model: nearAndFar({ visits: [{ pinned: { tech: 1, start: 7000 } }] }),
  },
]
