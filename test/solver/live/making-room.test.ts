// Room that is made by moving one visit: judged on the whole plan, and never cheaper than what the judge says.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { plannedDayOf } from '../../../solver/day.ts'
import { makingRoom } from '../../../solver/live/making-room.ts'
import type { PlannedDay } from '../../../solver/model.ts'
import { COST_LINES } from '../../../solver/model.ts'
import { compile } from '../../../solver/problem.ts'
import { totalOf } from '../../../solver/timetable.ts'
import { liveCopy } from './a-live-day.ts'
import { askingOf, gridOf, planWithout, within } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

function atOnce(search: ReturnType<typeof makingRoom>) {
  let step = search.next()
  while (step.done !== true) step = search.next()
  return step.value
}

test('both changes together break no rule and cost what the judge says', () => {
  let moved = 0
  let elsewhere = 0
  fc.assert(
    fc.property(askingOf({ visits: { min: 8, max: 24 }, techs: { min: 2, max: 4 } }), ({ model, plan, asked }) => {
      if (asked === undefined) return
      const { day, visitOf } = liveCopy(model, plan, new Set([asked]))
      if (day.unplaced.length > 0) return
      const windows = gridOf(model)
      const mayMove = (visit: number) => !day.model.visits[visit]!.pinned
      const question = { visit: model.visits[asked]!, windows, count: windows.length }
      const { first, offers } = atOnce(makingRoom(day, question, mayMove))
      // Nothing was left changed behind.
      expect(atOnce(makingRoom(day, question, mayMove))).toEqual({ first, offers })
      const without = plannedDayOf(planWithout(compile(model), plan, asked))
      for (const { planned, moved: other, window, cents, route } of offers) {
        const changed = [planned, ...(other.to === route ? [] : [other.planned])]
        const told = changed.map((of) => ({
          ...of,
          visits: of.visits.map((stop) => ({ ...stop, visit: visitOf(stop.visit, asked) })),
        }))
        const routes = new Set(changed.map((of) => of.route))
        const withIt: PlannedDay = {
          routes: [...without.routes.filter((of) => !routes.has(of.route)), ...told]
            .filter(({ visits }) => visits.length > 0)
            .toSorted((one, next) => one.route - next.route),
          unserved: without.unserved.filter((visit) => visit !== asked),
        }
        const own = {
          ...model,
          visits: model.visits.map((visit, index) => {
            if (index === asked) return { ...visit, windows: within(visit, windows[window]!) }
            const live = day.model.visits.findIndex((_, number) => visitOf(number, asked) === index)
            return day.model.visits[live]?.planned ? { ...visit, planned: day.model.visits[live].planned } : visit
          }),
        }
        const [before, after] = [judge(own, without), judge(own, withIt)]
        // Where the plan without it breaks a rule already, that may be mended, but nothing is broken beside it.
        for (const violation of after.violations) expect(before.violations).toContainEqual(violation)
        const lines = COST_LINES.filter((line) => line !== 'UNSERVED').map(
          (line) => after.cost[line] - before.cost[line],
        )
        expect(lines.reduce((sum, line) => sum + line, 0)).toBe(cents)
        expect(mayMove(other.visit)).toBe(true)
        // Nobody moves for nothing.
        for (const { cost } of first.filter((of) => of.window === window)) expect(cents).toBeLessThan(totalOf(cost))
        moved++
        if (other.to !== route) elsewhere++
      }
    }),
    drawnDays(250),
  )
  expect(moved).toBeGreaterThan(3)
  expect(elsewhere).toBeGreaterThan(0)
}, 180_000)
