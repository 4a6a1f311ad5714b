// Room for those who come together, made by moving one visit: judged on the whole plan, and on a small one as cheap as any
// way in which one moves.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { groupOffersFor } from '../../../solver/live/group-offers.ts'
import { makingGroupRoom } from '../../../solver/live/group-room.ts'
import { COST_LINES } from '../../../solver/model.ts'
import { noCost, totalOf } from '../../../solver/timetable.ts'
import { PlanRejectedError } from '../../../workers/errors.ts'
import { judgedGroupRoom } from '../../../workers/group-live.ts'
import { judgeAdded } from '../../../workers/judge-added.ts'
import { richDay, tinyDay } from '../../arbitraries/rich-day.ts'
import { askedOn, groupOn, type LiveGroup } from './a-group.ts'
import { within } from './asking.ts'
import { drawnDays } from './drawn-days.ts'
import { asPlanned, cheapestOfAll, inWindow, wholeDay } from './whole-group-day.ts'

const SMALL = groupOn(tinyDay({ shiftSeconds: 7200 }), { members: { min: 2, max: 2 } })
const LARGE = groupOn(richDay({ visits: { min: 10, max: 16 }, techs: { min: 2, max: 4 }, days: 1 }), {
  members: { min: 2, max: 2 },
})

const mayMoveOn =
  ({ day }: LiveGroup) =>
  (visit: number) =>
    !day.model.visits[visit]!.pinned

function room(live: LiveGroup) {
  const search = makingGroupRoom(live.day, live.asked, mayMoveOn(live))
  let step = search.next()
  while (step.done !== true) step = search.next()
  return step.value
}

test('all changes together break no rule on the whole model and cost what the judge says, line by line', () => {
  const seen = { judged: 0, elsewhere: 0, sameShift: 0, large: 0 }
  fc.assert(
    fc.property(fc.oneof(SMALL, LARGE), (drawn) => {
      const live = askedOn(drawn, 1)
      if (live === undefined) return
      const { day, asked } = live
      const group = asPlanned(drawn, live)
      const found = room(live)
      expect(found.first).toEqual(groupOffersFor(day, asked))
      // Nothing was left changed behind.
      expect(room(live)).toEqual(found)
      const without = judge(group.model, wholeDay(group, live, []))
      for (const { planned, cost, cents, window, moving, moved, places } of found.offers) {
        const withThem = judge(inWindow(group, live, window), wholeDay(group, live, planned))
        // Where the plan without them breaks a rule already, that may be mended, but nothing is broken beside it.
        for (const violation of withThem.violations) expect(without.violations).toContainEqual(violation)
        const lines = noCost()
        for (const line of COST_LINES) if (line !== 'UNSERVED') lines[line] = withThem.cost[line] - without.cost[line]
        expect(cost).toEqual(lines)
        expect(totalOf(cost)).toBe(cents)
        expect(moved).toContainEqual(moving)
        expect(mayMoveOn(live)(moving.visit)).toBe(true)
        expect(places).toHaveLength(asked.members.length)
        // Nobody moves for nothing.
        for (const one of found.first) if (one.window === window) expect(cents).toBeLessThan(totalOf(one.cost))
        seen.judged++
        if (moving.fromRoute === undefined) seen.sameShift++
        else seen.elsewhere++
        if (day.model.visits.length > 10) seen.large++
      }
    }),
    drawnDays(80),
  )
  expect(seen.judged).toBeGreaterThan(10)
  expect(seen.elsewhere).toBeGreaterThan(3)
  expect(seen.sameShift).toBeGreaterThan(3)
  expect(seen.large).toBeGreaterThan(3)
}, 180_000)

test('on a small plan nobody could move so that all of them come cheaper', () => {
  const seen = { compared: 0, made: 0 }
  fc.assert(
    fc.property(SMALL, (drawn) => {
      const live = askedOn(drawn, 1)
      if (live === undefined) return
      const { day, asked, visitOf } = live
      const group = asPlanned(drawn, live)
      const movers = [...day.model.visits.keys()].filter(
        (visit) => mayMoveOn(live)(visit) && day.linksOf(visit).length === 0,
      )
      const { first, offers } = room(live)
      for (const window of asked.windows.keys()) {
        const costs = movers.flatMap((visit) => cheapestOfAll(group, live, window, visitOf(visit, -1)) ?? [])
        const cheapest = Math.min(...costs)
        const unmoved = first.find((of) => of.window === window)
        const best = offers.find((of) => of.window === window)
        if (best !== undefined) seen.made++
        if (cheapest >= (unmoved ? totalOf(unmoved.cost) : Number.POSITIVE_INFINITY)) continue
        expect({ window, isOffered: best !== undefined }).toEqual({ window, isOffered: true })
        expect(best!.cents).toBeLessThanOrEqual(cheapest)
        seen.compared++
      }
    }),
    drawnDays(120),
  )
  expect(seen.made).toBeGreaterThanOrEqual(seen.compared)
  expect(seen.compared).toBeGreaterThan(5)
}, 300_000)

test('the judge of live plans accepts what is offered, and nothing that costs a cent more or less', async () => {
  let judged = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(SMALL, LARGE), fc.constantFrom(-1, 1), async (group, cents) => {
      const live = askedOn(group, 1)
      if (live === undefined) return
      const { day, asked } = live
      const { offers } = await judgedGroupRoom(day, asked, mayMoveOn(live))
      for (const { planned, cost, window, moving } of offers) {
        const [first, ...others] = asked.members
        const mover = day.model.visits[moving.visit]!
        const members = [{ ...first!, windows: within(first!, asked.windows[window]!) }, ...others, mover]
        const terms = { members, links: asked.links, planned, unserved: [asked.members.length] }
        expect(() => judgeAdded(day, { ...terms, cost: { ...cost, TRAVEL: cost.TRAVEL + cents } })).toThrow(
          PlanRejectedError,
        )
        judged++
      }
    }),
    drawnDays(40),
  )
  expect(judged).toBeGreaterThan(2)
}, 120_000)
