// Days on which a tie between visits decides.
import type { LinkModel } from '../../../solver/model.ts'
import { aDay, aRoute, aVisit } from '../a-day.ts'
import { type DecisiveDay, nearAndFar, onTheWay } from './decisive-day.ts'

const BOTH = [0, 1]
const DAY = 100_000

const shiftOf = (day: number, startPlace = 0) => {
  const opens = day * DAY
  return aRoute({ opens, closes: opens + 28_800, latest: opens + 32_400, day, startPlace, endPlace: startPlace })
}

const twoTogether = (link: LinkModel) => nearAndFar({ visits: [{}, {}] }, { links: [link] })

export const TIE_DAYS: readonly DecisiveDay[] = [
  {
    rule: 'sameTime',
    story: 'two come at once',
    model: twoTogether({ kind: 'same-time', visits: BOTH }),
  },
  {
    rule: 'after',
    story: 'the far one comes first, because the near one needs it',
    model: onTheWay({}, {}, { links: [{ kind: 'after', first: 1, second: 0, since: 'end', least: 0 }] }),
  },
  {
    rule: 'daysBetween',
    story: 'the second comes a day later',
    model: aDay({
      visits: [aVisit({ place: 1 }), aVisit({ place: 1 })],
      routes: [shiftOf(0), shiftOf(1)],
      links: [{ kind: 'after', first: 0, second: 1, since: 'end', least: 0, leastDays: 1 }],
    }),
  },
  {
    rule: 'daysBetween',
    story: 'the second comes as many days later as it must and no more, though the way is longer then',
    model: aDay({
      visits: [
        aVisit({ place: 1, windows: [{ opens: 0, closes: 20_000 }] }),
        aVisit({ place: 1, windows: [{ opens: DAY, closes: 3 * DAY }] }),
      ],
      routes: [shiftOf(0), shiftOf(1, 9), shiftOf(2)],
      links: [{ kind: 'after', first: 0, second: 1, since: 'end', least: 0, leastDays: 1, centsPerDay: 50 }],
    }),
  },
  {
    rule: 'sameTech',
    story: 'one technician does both, though they lie far apart',
    model: nearAndFar({ visits: [{}, { place: 8 }] }, { links: [{ kind: 'same-tech', visits: BOTH }] }),
  },
  {
    rule: 'otherTech',
    story: 'the second is done by somebody else',
    model: twoTogether({ kind: 'other-tech', visits: BOTH }),
  },
  {
    rule: 'otherRoute',
    story: 'the second is done on another shift',
    model: aDay({
      visits: [aVisit({ place: 1 }), aVisit({ place: 1 })],
      routes: [shiftOf(0), shiftOf(1)],
      links: [{ kind: 'other-route', visits: BOTH }],
    }),
  },
  {
    rule: 'otherTime',
    story: 'one waits until the other has finished',
    model: nearAndFar(
      { visits: [{ requiredTechs: [0] }, { requiredTechs: [1], place: 8 }] },
      { links: [{ kind: 'other-time', visits: BOTH }] },
    ),
  },
  {
    rule: 'order',
    story: 'the far one comes first',
    model: onTheWay({}, {}, { links: [{ kind: 'order', first: 1, second: 0 }] }),
  },
]
