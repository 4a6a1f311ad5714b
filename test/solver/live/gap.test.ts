// What is worth most in a gap, against pricing each visit by hand: the shift with it at every turn, told and judged.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../solver/check/judge.ts'
import { draftOf, NOBODY_NEXT, planOfDraft } from '../../../solver/draft.ts'
import { priceInsertion } from '../../../solver/insertion.ts'
import { type GapOffered, visitsForGap } from '../../../solver/live/gap.ts'
import { LiveDay } from '../../../solver/live/live-day.ts'
import { ASKED } from '../../../solver/live/offers.ts'
import { COST_LINES, type Model, type PlannedDay, type Span } from '../../../solver/model.ts'
import { tellOption } from '../../../solver/options.ts'
import type { Plan } from '../../../solver/plan.ts'
import { compile } from '../../../solver/problem.ts'
import { startOf } from '../../../solver/rules/roads.ts'
import { search } from '../../../solver/search.ts'
import { totalOf } from '../../../solver/timetable.ts'
import { judgedVisitsForGap } from '../../../workers/gap-live.ts'
import { richDay, tinyDay } from '../../arbitraries/rich-day.ts'
import { aDay, aRoute, aVisit } from '../a-day.ts'
import { liveCopy, travelOf } from './a-live-day.ts'
import { within } from './asking.ts'
import { drawnDays } from './drawn-days.ts'

const DAY = fc.oneof(tinyDay(), richDay({ visits: { min: 6, max: 18 }, techs: { min: 2, max: 4 } }))

/** A technician with a gap, and visits tied to nobody that no shift serves. */
const gapOn = fc
  .tuple(DAY, fc.nat(), fc.nat(), fc.option(fc.tuple(fc.nat(20_000), fc.integer({ min: 900, max: 14_400 }))))
  .map(([model, seed, pick, hours]) => {
    const { plan } = search(compile(model), { seed, iterations: 30, stop: () => false })
    const free = model.visits.flatMap(({ mayBePlanned, pinned }, visit) =>
      plan.problem.isLinked[visit] === 0 && mayBePlanned && !pinned ? [visit] : [],
    )
    const route = model.routes[pick % model.routes.length]!
    const opens = route.opens + (hours?.[0] ?? 0)
    const gap: Span | undefined = hours === null ? undefined : { opens, closes: opens + hours[1] }
    return { model, plan, visits: free.slice(0, 4), tech: route.tech, gap }
  })

test('the ranking is that of pricing each by hand', () => {
  let ranked = 0
  fc.assert(
    fc.property(gapOn, ({ model, plan, visits, tech, gap }) => {
      const { day } = liveCopy(model, plan, new Set(visits))
      if (visits.length === 0 || day.unplaced.length > 0) return
      const asked = { tech, ...(gap && { gap }), visits: visits.map((visit) => model.visits[visit]!) }
      const byHand = visits.flatMap((visit, index) => {
        const cents = cheapestOf(model, plan, visits, visit, tech, gap)
        return cents === undefined ? [] : [{ visit: index, gainCents: model.visits[visit]!.unservedCents - cents }]
      })
      byHand.sort((one, other) => other.gainCents - one.gainCents || one.visit - other.visit)
      const offered = visitsForGap(day, asked)
      expect(offered.map(({ visit, gainCents }) => ({ visit, gainCents }))).toEqual(byHand)
      for (const { start, end, route } of offered) {
        expect(model.routes[route]!.tech).toBe(tech)
        if (gap !== undefined)
          expect({ start: start >= gap.opens, end: end <= gap.closes }).toEqual({ start: true, end: true })
      }
      ranked += offered.length
    }),
    drawnDays(250),
  )
  expect(ranked).toBeGreaterThan(80)
}, 120_000)

test('each place is allowed and costs what the judge says, line by line', () => {
  let judged = 0
  fc.assert(
    fc.property(gapOn, ({ model, plan, visits, tech, gap }) => {
      const { day, visitOf } = liveCopy(model, plan, new Set(visits))
      if (visits.length === 0 || day.unplaced.length > 0) return
      const asked = { tech, ...(gap && { gap }), visits: visits.map((visit) => model.visits[visit]!) }
      const without = judge(model, wholeDay(model, day, visitOf, undefined, ASKED))
      for (const offered of judgedVisitsForGap(day, asked)) {
        const withIt = judge(model, wholeDay(model, day, visitOf, offered, visits[offered.visit]!))
        expect(withIt.violations).toEqual(without.violations)
        const lines = COST_LINES.map((line) => (line === 'UNSERVED' ? 0 : withIt.cost[line] - without.cost[line]))
        expect(COST_LINES.map((line) => offered.cost[line])).toEqual(lines)
        // What is gained is what the judge finds the day cheaper by.
        expect(offered.gainCents).toBe(totalOf(without.cost) - totalOf(withIt.cost))
        judged++
      }
    }),
    drawnDays(150),
  )
  expect(judged).toBeGreaterThan(50)
}, 120_000)

test('what is worth it comes first, of equals the first named, and what is not comes last with its loss', () => {
  const model = aDay({
    visits: [],
    routes: [aRoute({ centsPerKm: 100 })],
  })
  const { travel, ...rest } = model
  const day = new LiveDay({ ...rest, travel: travelOf(travel) })
  const visits = [
    aVisit({ place: 9, unservedCents: 500 }), // 1,800 there and back
    aVisit({ place: 2, unservedCents: 1000 }),
    aVisit({ place: 1, unservedCents: 5000 }),
    aVisit({ place: 2, unservedCents: 1000 }),
  ]
  const gains = (gap?: Span) =>
    visitsForGap(day, { tech: 0, ...(gap && { gap }), visits }).map(({ visit, gainCents }) => [visit, gainCents])
  expect(gains()).toEqual([
    [2, 4800],
    [1, 600],
    [3, 600],
    [0, -1300],
  ])
  // Ten minutes of work, and the second minute away: not in a gap of eleven minutes from the start of the shift on.
  expect(gains({ opens: 0, closes: 660 })).toEqual([[2, 4800]])
  expect(gains({ opens: 40_000, closes: 50_000 })).toEqual([])
})

/** By pricing every turn of every shift of the technician on the whole plan. */
function cheapestOf(
  model: Model,
  plan: Plan,
  without: readonly number[],
  visit: number,
  tech: number,
  gap: Span | undefined,
): number | undefined {
  const windows = gap === undefined ? undefined : within(model.visits[visit]!, gap)
  if (windows?.length === 0) return undefined
  const inGap = windows === undefined ? {} : { windows }
  const problem = compile({
    ...model,
    visits: model.visits.map((of, index) => (index === visit ? { ...of, ...inGap } : of)),
  })
  const copy = planLess(problem, plan, without)
  let cheapest: number | undefined
  for (let route = 0; route < problem.routeCount; route++) {
    if (model.routes[route]!.tech !== tech || !copy.admits(route, visit)) continue
    const stops = copy.visitsOf(route)
    for (const [position, stop] of [startOf(problem, route), ...stops].entries()) {
      if (priceInsertion(copy, visit, stop, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) continue
      // The plain way, which knows every course of the shift.
      const { option } = tellOption(copy, visit, route, stops, position)
      if (gap !== undefined && option.end > gap.closes) continue
      cheapest = Math.min(cheapest ?? Number.POSITIVE_INFINITY, totalOf(option.cost))
    }
  }
  return cheapest
}

function planLess(problem: Plan['problem'], plan: Plan, without: readonly number[]): Plan {
  const { next } = draftOf(plan)
  const stops = problem.visitCount + problem.routeCount
  for (const visit of without) {
    const before = next.subarray(0, stops).indexOf(visit)
    if (before >= 0) next[before] = next[visit]!
    next[visit] = NOBODY_NEXT
  }
  return planOfDraft(problem, next)
}

function wholeDay(
  model: Model,
  day: LiveDay,
  visitOf: (number: number, asked: number) => number,
  offered: GapOffered | undefined,
  asked: number,
): PlannedDay {
  const routes = model.routes
    .map((_, route) => (offered?.route === route ? offered.planned : day.tellRoute(route)))
    .filter(({ visits }) => visits.length > 0)
    .map((told) => ({ ...told, visits: told.visits.map((of) => ({ ...of, visit: visitOf(of.visit, asked) })) }))
  const served = new Set(routes.flatMap(({ visits }) => visits.map(({ visit }) => visit)))
  return { routes, unserved: [...model.visits.keys()].filter((visit) => !served.has(visit)) }
}
