import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf, type Sequences, sequencesOf } from '../../solver/day.ts'
import { priceInsertion } from '../../solver/insertion.ts'
import { COST_LINES, type Model, type PlannedDay } from '../../solver/model.ts'
import { optionsOf, tellOption } from '../../solver/options.ts'
import type { Plan } from '../../solver/plan.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { startOf } from '../../solver/rules/roads.ts'
import { search } from '../../solver/search.ts'
import { noCost, timetable, totalOf } from '../../solver/timetable.ts'
import { day } from '../arbitraries/day.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'
import { askingOf, planWithout } from './live/asking.ts'
import { stateOf } from './plan-state.ts'

const dayOf = (problem: Problem, sequences: Sequences): PlannedDay => {
  const served = new Set(sequences.flat())
  return {
    routes: sequences.flatMap((visits, route) => (visits.length > 0 ? [timetable(problem, route, visits).route] : [])),
    unserved: Array.from({ length: problem.visitCount }, (_, visit) => visit).filter((visit) => !served.has(visit)),
  }
}

const searchedDay = fc.tuple(day({ techs: 3, routes: 4, pins: false }), fc.nat()).map(([model, seed]) => {
  const { plan } = search(compile(model), { seed, iterations: 20, stop: () => false })
  return { model, plan }
})

const inserted = (sequences: Sequences, route: number, position: number, visit: number): Sequences =>
  sequences.map((visits, of) => (of === route ? visits.toSpliced(position, 0, visit) : visits))

/** What the judge says serving costs: the plan with it minus the plan without it, what leaving out costs set aside. */
function judgedPrice(model: Model, plan: Plan, without: Sequences, route: number, position: number, visit: number) {
  const dayWithout = judge(model, dayOf(plan.problem, without))
  const dayWith = judge(model, dayOf(plan.problem, inserted(without, route, position, visit)))
  const cost = noCost()
  for (const line of COST_LINES) if (line !== 'UNSERVED') cost[line] = dayWith.cost[line] - dayWithout.cost[line]
  return { possible: dayWith.violations.length === 0, restStands: dayWithout.violations.length === 0, cost }
}

test('a shift with one more visit is told as if nothing were known of when its stops have to be reached', () => {
  let compared = 0
  fc.assert(
    fc.property(askingOf({ visits: { min: 4, max: 14 }, techs: { min: 1, max: 3 } }), ({ plan, asked }) => {
      if (asked === undefined) return
      const { problem } = plan
      const without = planWithout(problem, plan, asked)
      for (let route = 0; route < problem.routeCount; route++) {
        if (!without.admits(route, asked)) continue
        const others = without.visitsOf(route)
        for (const [position, stop] of [startOf(problem, route), ...others].entries()) {
          if (priceInsertion(without, asked, stop, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) continue
          compared++
          const order = others.toSpliced(position, 0, asked)
          const anew = timetable(problem, route, order, without.appointments)
          expect(tellOption(without, asked, route, others, position).planned).toEqual(anew.route)
        }
      }
    }),
    { numRuns: 150 },
  )
  expect(compared).toBeGreaterThan(200)
})

describe('the options of a visit', () => {
  test('cost what the judge says, line by line, and have the times they would have', () => {
    let compared = 0
    fc.assert(
      fc.property(searchedDay, ({ model, plan }) => {
        const sequences = sequencesOf(plan)
        for (const [visit, options] of optionsOf(plan, 4).entries()) {
          const without = sequences.map((visits) => visits.filter((other) => other !== visit))
          for (const { route, position, cost, ...option } of options) {
            const judged = judgedPrice(model, plan, without, route, position, visit)
            expect(judged.possible).toBe(true)
            if (!judged.restStands) continue // over one-way streets the others may need it
            expect(cost).toEqual(judged.cost)
            const day = dayOf(plan.problem, inserted(without, route, position, visit))
            const stop = day.routes.find((planned) => planned.route === route)?.visits[position]
            expect(option).toMatchObject({ arrival: stop?.arrival, start: stop?.start, end: stop?.end })
            compared++
          }
        }
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(300)
  })

  test('are the place it has, then the cheapest on each other route, none forgotten', () => {
    fc.assert(
      fc.property(searchedDay, ({ model, plan }) => {
        const sequences = sequencesOf(plan)
        for (const [visit, options] of optionsOf(plan, 3).entries()) {
          const own = sequences.findIndex((visits) => visits.includes(visit))
          const without = sequences.map((visits) => visits.filter((other) => other !== visit))
          const restStands = judge(model, dayOf(plan.problem, without)).violations.length === 0
          const elsewhere = without
            .flatMap((visits, route) => {
              if (route === own || !restStands) return []
              const prices = Array.from({ length: visits.length + 1 }, (_, position) => {
                const { possible, cost } = judgedPrice(model, plan, without, route, position, visit)
                return possible ? totalOf(cost) : Number.POSITIVE_INFINITY
              })
              const best = Math.min(...prices)
              return best < Number.POSITIVE_INFINITY ? [best] : []
            })
            .sort((a, b) => a - b)
          const taken = own < 0 ? undefined : options[0]
          const others = own < 0 ? options : options.slice(1)
          expect(taken?.route ?? -1).toBe(own)
          expect(taken?.position).toBe(sequences[own]?.indexOf(visit))
          expect(others.map(({ cost }) => totalOf(cost))).toEqual(elsewhere.slice(0, own >= 0 ? 2 : 3))
          expect(new Set(options.map(({ route }) => route)).size).toBe(options.length)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('leave the plan as it was', () => {
    fc.assert(
      fc.property(searchedDay, ({ plan }) => {
        const before = { state: stateOf(plan), day: plannedDayOf(plan) }
        optionsOf(plan, 5)
        expect({ state: stateOf(plan), day: plannedDayOf(plan) }).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })

  test('say how far it is and what it adds', () => {
    const model = aDay({
      visits: [aVisit({ place: 2 }), aVisit({ place: 5 })],
      techs: [aTech(), aTech()],
      routes: [aRoute(), aRoute({ tech: 1, startPlace: 9, endPlace: 9, centsPerShift: 50 })],
    })
    const { plan } = search(compile(model), { seed: 1, iterations: 50, stop: () => false })
    expect(optionsOf(plan, 2)[1]).toMatchObject([
      { route: 0, addedSeconds: 360, addedMetres: 6000, legSeconds: 180, legMetres: 3000, cost: { TRAVEL: 6 } },
      { route: 1, addedSeconds: 480, addedMetres: 8000, legSeconds: 240, cost: { TRAVEL: 8, SHIFT: 50, UNSERVED: 0 } },
    ])
  })

  test('are one for a pinned visit', () => {
    const pinned = aVisit({ place: 2, pinned: { tech: 0, start: 900 } })
    const model = aDay({ visits: [pinned], routes: [aRoute(), aRoute()] })
    const { plan } = search(compile(model), { seed: 1, iterations: 0, stop: () => false })
    expect(optionsOf(plan, 5)[0]).toMatchObject([{ start: 900 }])
  })

  test('are there for a visit that was not worth it, and none for one that nobody can serve', () => {
    const visits = [
      aVisit({ place: 9, unservedCents: 1 }),
      aVisit({ place: 9, skills: [{ skill: 'glass', level: 1 }] }),
    ]
    const { plan } = search(compile(aDay({ visits })), { seed: 1, iterations: 0, stop: () => false })
    expect(optionsOf(plan, 5)).toMatchObject([[{ route: 0, cost: { TRAVEL: 18 } }], []])
  })
})
