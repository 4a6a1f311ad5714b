import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import type { ViolationCode } from '../../solver/check/violation.ts'
import { day } from '../arbitraries/day.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { tinyDay } from '../arbitraries/rich-day.ts'
import { RULE_NAMES } from '../arbitraries/rich-rules.ts'
import { cheapestDay } from './enumerate.ts'
import { dayOf, totalOf } from './enumerate-bounds.ts'
import { ShiftClock } from './enumerate-clock.ts'
import { coursesOf } from './enumerate-courses.ts'
import { bestOfAll } from './exhaustive.ts'

const SEED = 20_261_121

describe.each([
  ['days of legs alone', plainDay({ visits: 5, routes: 2 })],
  ['days of windows, skills, loads and promises', day({ visits: 5, techs: 2, routes: 2 })],
])('on %s', (_, days) => {
  test('enumeration finds what trying every order finds', () => {
    fc.assert(
      fc.property(days, (model) => {
        expect(cheapestDay(model).cost).toBe(bestOfAll(model).cents)
      }),
      { numRuns: 100, seed: SEED },
    )
  })
})

/** What the enumeration sees to itself; about the rest it asks the judge. */
const OF_THE_COURSE: readonly ViolationCode[] = [
  'LEG_UNREACHABLE',
  'DEPARTURE_BEFORE_SHIFT',
  'ARRIVAL_WRONG',
  'START_BEFORE_ARRIVAL',
  'START_OUTSIDE_WINDOWS',
  'START_NOT_SNAPPED',
  'PROMISE_BROKEN',
  'END_WRONG',
  'BACK_WRONG',
  'BACK_TOO_LATE',
  'BREAK_MISSING',
  'BREAK_AT_HOME',
  'BREAK_OUTSIDE_SPAN',
  'BREAK_END_WRONG',
  'BREAK_OVERLAP',
  'TOO_MANY_RELOADS',
  'RELOAD_BEFORE_ARRIVAL',
  'RELOAD_OUTSIDE_WINDOWS',
  'RELOAD_END_WRONG',
  'TRIP_BEFORE_RELEASE',
  'LOAD_TOO_LARGE',
  'TOOL_MISSING',
  'TOO_MANY_VISITS',
]

test('no course is left out because the enumeration reads another clock than the judge', () => {
  fc.assert(
    fc.property(tinyDay({ visits: { min: 2, max: 4 } }), (model) => {
      for (const route of model.routes.keys()) {
        const clock = new ShiftClock(model, route)
        for (const course of coursesOf(model, route, clock, [...model.visits.keys()])) {
          const earliest = clock.earliest(course)
          const timed = earliest && clock.sparing(earliest, new Set())
          if (timed === undefined || !clock.restsEnough(timed)) continue
          const codes = judge(model, dayOf(model, [timed])).violations.map(({ code }) => code)
          expect(codes.filter((code) => OF_THE_COURSE.includes(code))).toEqual([])
        }
      }
    }),
    { numRuns: 200, seed: SEED },
  )
})

describe.each(RULE_NAMES)('on a day whose only rule is %s', (only) => {
  test('the day found is one that the judge allows, at the price it is said to have', () => {
    fc.assert(
      fc.property(tinyDay({ rules: [only], visits: { min: 3, max: 4 } }), (model) => {
        const { cost, day: found } = cheapestDay(model)
        const verdict = judge(model, found)
        expect(verdict.violations).toEqual([])
        expect(totalOf(verdict.cost)).toBe(cost)
      }),
      { numRuns: 10, seed: SEED },
    )
  })
})
