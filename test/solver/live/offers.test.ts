// Offers on a live plan against the long way: every place of the whole plan looked at, and what is offered priced by the judge.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { plannedDayOf } from '../../../solver/day.ts'
import { priceInsertion } from '../../../solver/insertion.ts'
import { offersFor } from '../../../solver/live/offers.ts'
import { COST_LINES, type Model, type PlannedDay, type Span } from '../../../solver/model.ts'
import type { Plan } from '../../../solver/plan.ts'
import { compile } from '../../../solver/problem.ts'
import { startOf } from '../../../solver/rules/roads.ts'
import { noCost, totalOf } from '../../../solver/timetable.ts'
import { liveCopy } from './a-live-day.ts'
import { askingOf, gridOf, planWithout, within } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

const asking = askingOf({ visits: { min: 6, max: 20 }, techs: { min: 2, max: 5 } })

test('the cheapest of each window is the cheapest there is', () => {
  let compared = 0
  fc.assert(
    fc.property(asking, ({ model, plan, asked }) => {
      if (asked === undefined) return
      const { day } = liveCopy(model, plan, new Set([asked]))
      if (day.unplaced.length > 0) return // others need it on their way
      const windows = gridOf(model)
      const { offered } = offersFor(day, { visit: model.visits[asked]!, windows, count: 4 * windows.length })
      for (const [window, span] of windows.entries()) {
        const prices = offered.filter((of) => of.window === window).map(({ cost }) => totalOf(cost))
        const best = prices.length === 0 ? undefined : Math.min(...prices)
        expect({ window, best }).toEqual({ window, best: cheapestPlace(model, plan, asked, span) })
        compared++
      }
    }),
    drawnDays(300),
  )
  expect(compared).toBeGreaterThan(300)
}, 300_000)

test('few are as good as many: the first of a short list are the first of a long one', () => {
  let offers = 0
  fc.assert(
    fc.property(asking, fc.integer({ min: 1, max: 4 }), ({ model, plan, asked }, count) => {
      if (asked === undefined) return
      const { day } = liveCopy(model, plan, new Set([asked]))
      const windows = gridOf(model)
      const visit = model.visits[asked]!
      const long = offersFor(day, { visit, windows, count: windows.length })
      const short = offersFor(day, { visit, windows, count: Math.min(count, windows.length) })
      const best = new Map<number, number>()
      for (const { window, cost } of long.offered) if (!best.has(window)) best.set(window, totalOf(cost))
      if (best.size < count) return // then the short list has the second of some window
      const cheapest = [...best.values()].toSorted((one, other) => one - other).slice(0, count)
      expect(short.offered.map(({ cost }) => totalOf(cost))).toEqual(cheapest)
      offers += short.offered.length
    }),
    drawnDays(200),
  )
  expect(offers).toBeGreaterThan(30)
}, 300_000)

test('what is offered costs what the judge says, line by line, and breaks no rule', () => {
  let judged = 0
  fc.assert(
    fc.property(asking, ({ model, plan, asked }) => {
      if (asked === undefined) return
      const { day, visitOf } = liveCopy(model, plan, new Set([asked]))
      if (day.unplaced.length > 0) return
      const windows = gridOf(model)
      const { offered } = offersFor(day, { visit: model.visits[asked]!, windows, count: 2 * windows.length })
      const without = plannedDayOf(planWithout(compile(model), plan, asked))
      for (const { planned, window, cost } of offered) {
        const inWindow = { ...model.visits[asked]!, windows: within(model.visits[asked]!, windows[window]!) }
        const told = { ...planned, visits: planned.visits.map((of) => ({ ...of, visit: visitOf(of.visit, asked) })) }
        const others = without.routes.filter(({ route }) => route !== planned.route)
        const withIt: PlannedDay = {
          routes: [...others, told].toSorted((one, other) => one.route - other.route),
          unserved: without.unserved.filter((visit) => visit !== asked),
        }
        const own = { ...model, visits: model.visits.map((visit, index) => (index === asked ? inWindow : visit)) }
        const [before, after] = [judge(own, without), judge(own, withIt)]
        expect(after.violations).toEqual(before.violations)
        const lines = noCost()
        for (const line of COST_LINES) if (line !== 'UNSERVED') lines[line] = after.cost[line] - before.cost[line]
        expect(cost).toEqual(lines)
        judged++
      }
    }),
    drawnDays(200),
  )
  expect(judged).toBeGreaterThan(150)
}, 300_000)

function cheapestPlace(model: Model, plan: Plan, asked: number, window: Span): number | undefined {
  const inside = within(model.visits[asked]!, window)
  if (inside.length === 0) return undefined
  const visits = model.visits.map((of, visit) => (visit === asked ? { ...of, windows: inside } : of))
  const problem = compile({ ...model, visits })
  const copy = planWithout(problem, plan, asked)
  let cheapest: number | undefined
  for (let route = 0; route < problem.routeCount; route++) {
    if (!copy.admits(route, asked)) continue
    for (let stop = startOf(problem, route); ; stop = copy.next(stop)) {
      const cents = priceInsertion(copy, asked, stop, Number.POSITIVE_INFINITY)
      if (cents < (cheapest ?? Number.POSITIVE_INFINITY)) cheapest = cents
      if (copy.next(stop) >= problem.visitCount) break
    }
  }
  return cheapest
}
