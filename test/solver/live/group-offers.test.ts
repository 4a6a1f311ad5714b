// Offers for visits that go together against the long way: every place of each with every place of the others, and what is
// offered put before the judge on the whole model.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { planOfExcerpt } from '../../../solver/live/excerpt.ts'
import { type GroupOffered, groupOffersFor } from '../../../solver/live/group-offers.ts'
import { seatWhere } from '../../../solver/live/group-seats.ts'
import { membersOf } from '../../../solver/live/together.ts'
import { COST_LINES } from '../../../solver/model.ts'
import { compileToPrice } from '../../../solver/problem.ts'
import { noCost, totalOf } from '../../../solver/timetable.ts'
import { PlanRejectedError } from '../../../workers/errors.ts'
import { judgedGroupOffers } from '../../../workers/group-live.ts'
import { judgeAdded } from '../../../workers/judge-added.ts'
import { richDay, tinyDay } from '../../arbitraries/rich-day.ts'
import { askedOn, groupOn, type LiveGroup } from './a-group.ts'
import { within } from './asking.ts'
import { drawnDays } from './drawn-days.ts'
import { cheapestOfAll, inWindow, wholeDay } from './whole-group-day.ts'

const SMALL = groupOn(tinyDay(), { members: { min: 2, max: 3 } })
const LARGE = groupOn(richDay({ visits: { min: 10, max: 24 }, techs: { min: 2, max: 5 } }), {
  members: { min: 2, max: 3 },
})

test('every offer is allowed on the whole model and costs what the judge says, line by line', () => {
  let judged = 0
  let together = 0
  fc.assert(
    fc.property(fc.oneof(SMALL, LARGE), (group) => {
      const live = askedOn(group, 2)
      if (live === undefined) return
      const before = wholeDay(group, live, [])
      const without = judge(group.model, before)
      for (const offered of groupOffersFor(live.day, live.asked)) {
        const model = inWindow(group, live, offered.window)
        const withThem = judge(model, wholeDay(group, live, offered.planned))
        expect(withThem.violations).toEqual(without.violations)
        const lines = noCost()
        for (const line of COST_LINES) if (line !== 'UNSERVED') lines[line] = withThem.cost[line] - without.cost[line]
        expect(offered.cost).toEqual(lines)
        judged++
        if (new Set(offered.places.map(({ route }) => route)).size < offered.places.length) together++
      }
    }),
    drawnDays(250),
  )
  expect(judged).toBeGreaterThan(150)
  expect(together).toBeGreaterThan(10)
}, 180_000)

test('the judge of live plans accepts what is offered, and nothing that costs a cent more or less', () => {
  let judged = 0
  fc.assert(
    fc.property(fc.oneof(SMALL, LARGE), fc.constantFrom(-1, 1), (group, cents) => {
      const live = askedOn(group, 1)
      if (live === undefined) return
      const { day, asked } = live
      for (const { planned, cost, window } of judgedGroupOffers(day, asked)) {
        const [first, ...others] = asked.members
        const members = [{ ...first!, windows: within(first!, asked.windows[window]!) }, ...others]
        const added = { members, links: asked.links, planned, cost: { ...cost, TRAVEL: cost.TRAVEL + cents } }
        expect(() => judgeAdded(day, added)).toThrow(PlanRejectedError)
        judged++
      }
    }),
    drawnDays(100),
  )
  expect(judged).toBeGreaterThan(30)
}, 120_000)

test('on a small plan the best of each window is as cheap as any way to place all of them', () => {
  let compared = 0
  fc.assert(
    fc.property(groupOn(tinyDay({ shiftSeconds: 9000 }), { members: { min: 2, max: 3 } }), (group) => {
      const live = askedOn(group, 1)
      if (live === undefined) return
      const offered = groupOffersFor(live.day, live.asked)
      for (const window of live.asked.windows.keys()) {
        const cheapest = cheapestOfAll(group, live, window)
        const best = offered.find((of) => of.window === window)
        if (cheapest === undefined) continue
        expect({ window, isOffered: best !== undefined }).toEqual({ window, isOffered: true })
        expect(totalOf(best!.cost)).toBeLessThanOrEqual(cheapest)
        compared++
      }
    }),
    drawnDays(500),
  )
  expect(compared).toBeGreaterThan(100)
}, 300_000)

test('who begins at another second is named, and nobody else does', () => {
  let moved = 0
  fc.assert(
    fc.property(LARGE, (group) => {
      const live = askedOn(group, 1)
      if (live === undefined) return
      for (const offered of groupOffersFor(live.day, live.asked)) {
        const starts = new Map(
          offered.planned.flatMap(({ route }) =>
            live.day.tellRoute(route).visits.map(({ visit, start }) => [visit, start] as const),
          ),
        )
        const others = offered.planned.flatMap(({ route, visits }) =>
          visits.flatMap(({ visit, start }) => {
            const from = starts.get(visit)
            return from === undefined || from === start ? [] : [{ visit, route, from, to: start }]
          }),
        )
        expect(offered.moved).toEqual(others)
        moved += others.length
      }
    }),
    drawnDays(60),
  )
  expect(moved).toBeGreaterThan(3)
}, 120_000)

test('whoever is put where an offer says costs what it says', () => {
  let seated = 0
  fc.assert(
    fc.property(SMALL, (group) => {
      const live = askedOn(group, 1)
      if (live === undefined) return
      for (const offered of groupOffersFor(live.day, live.asked)) {
        expect(centsWhere(live, offered)).toBe(totalOf(offered.cost))
        seated++
      }
    }),
    drawnDays(200),
  )
  expect(seated).toBeGreaterThan(10)
}, 120_000)

/** On a plan of the shifts they stand on, and of all that hang together with those; undefined where they do not suit it. */
function centsWhere({ day, asked }: LiveGroup, { window, places, planned }: GroupOffered): number | undefined {
  const members = asked.members.map((visit, member) =>
    member === 0 ? { ...visit, windows: within(visit, asked.windows[window]!) } : visit,
  )
  const tied = asked.links.flatMap(membersOf).filter((visit) => visit < day.model.visits.length)
  const routes = [...planned.map(({ route }) => route), ...tied.map((visit) => day.routeOf(visit))]
  const excerpt = day.excerpt(day.together([...new Set(routes)]), members, asked.links)
  const sequences = excerpt.sequences.map((sequence) => [...sequence])
  const seats = places.map((place, member) => ({ ...place, visit: excerpt.visits.length + member }))
  for (const { route, position, visit } of seats.toSorted((one, other) => one.position - other.position))
    sequences[excerpt.routes.indexOf(route)]!.splice(position, 0, visit)
  const plan = planOfExcerpt(day, excerpt, compileToPrice(excerpt.model))
  const group = seats.map(({ visit }) => visit)
  const before = plan.cost - members.reduce((sum, { unservedCents }) => sum + unservedCents, 0)
  return seatWhere(plan, group, sequences) ? plan.cost - before : undefined
}
