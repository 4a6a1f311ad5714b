// What an option costs is what the judge would say of the plan with it minus what it says of the plan without it, on days
// with every rule: also on lines that are counted over several shifts.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { type Sequences, sequencesOf } from '../../solver/day.ts'
import { COST_LINES, type CostLine, type PlannedDay } from '../../solver/model.ts'
import { optionsOf } from '../../solver/options.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { noCost, timetable } from '../../solver/timetable.ts'
import { richDay, tinyDay } from '../arbitraries/rich-day.ts'
import type { RuleName } from '../arbitraries/rich-rules.ts'

const dayOf = ({ problem, appointments }: Plan, sequences: Sequences): PlannedDay => {
  const served = new Set(sequences.flat())
  return {
    routes: sequences.flatMap((visits, route) =>
      visits.length > 0 ? [timetable(problem, route, visits, appointments).route] : [],
    ),
    unserved: Array.from({ length: problem.visitCount }, (_, visit) => visit).filter((visit) => !served.has(visit)),
  }
}

/** Who is tied to others by time is missed by them when it is thought away, and the others begin when they did. */
const isOfTies = (code: string) => code === 'SAME_TIME_BROKEN' || code === 'AFTER_BROKEN'

const SHARED: readonly CostLine[] = ['HEAD', 'FAIRNESS', 'WORST_LATENESS', 'GAP']
const SHARED_RULES: readonly RuleName[] = ['headPrice', 'fairness', 'worstLateness', 'daysBetween', 'waiting']

/** Always the same days, so that whoever changes the search sees what it changes. */
const SEED = 20_261_121

const searched = fc
  .tuple(
    fc.oneof(
      tinyDay(),
      tinyDay({ rules: SHARED_RULES, visits: { min: 4, max: 8 } }),
      richDay({ visits: { min: 5, max: 16 }, techs: { min: 2, max: 4 } }),
    ),
    fc.nat(),
  )
  .map(([model, seed]) => ({ model, plan: search(compile(model), { seed, iterations: 30, stop: () => false }).plan }))

test('line by line, whatever rules the day has', () => {
  let compared = 0
  const seen = new Set<CostLine>()
  fc.assert(
    fc.property(searched, ({ model, plan }) => {
      const sequences = sequencesOf(plan)
      for (const [visit, options] of optionsOf(plan, 4).entries()) {
        const without = sequences.map((visits) => visits.filter((other) => other !== visit))
        const before = judge(model, dayOf(plan, without))
        if (before.violations.some(({ code }) => !isOfTies(code))) continue // the others need it on their way
        for (const { route, position, cost } of options) {
          const withIt = without.map((visits, of) => (of === route ? visits.toSpliced(position, 0, visit) : visits))
          const after = judge(model, dayOf(plan, withIt))
          const judged = noCost()
          for (const line of COST_LINES) if (line !== 'UNSERVED') judged[line] = after.cost[line] - before.cost[line]
          expect(after.violations).toEqual([])
          expect(cost).toEqual(judged)
          for (const line of SHARED) if (judged[line] !== 0) seen.add(line)
          compared++
        }
      }
    }),
    { numRuns: 250, seed: SEED },
  )
  expect(compared).toBeGreaterThan(2000)
  expect([...seen].sort()).toEqual([...SHARED].sort())
}, 120_000)
