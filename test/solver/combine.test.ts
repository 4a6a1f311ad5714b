import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { combine } from '../../solver/combine.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import type { Model } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { Random } from '../../solver/random.ts'
import { type Columns, mergedColumns, RoutePool } from '../../solver/route-pool.ts'
import { timetable, totalOf } from '../../solver/timetable.ts'
import { day } from '../arbitraries/day.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { anyPlan, insertAnywhere, type PlannedModel } from '../arbitraries/plan.ts'
import { aDay, aVisit } from './a-day.ts'
import { bestOfAll, bestOrders } from './exhaustive.ts'
import { stateOf } from './plan-state.ts'

const ANY_GAP = 1e9

interface Column {
  readonly kind: number
  readonly visits: readonly number[]
  readonly cents: number
  readonly planCents: number
}

const listed = ({ count, kind, visits, from, cents, planCents }: Columns): Column[] =>
  Array.from({ length: count }, (_, column) => ({
    kind: kind[column] ?? -1,
    visits: [...visits.subarray(from[column], from[column + 1])],
    cents: cents[column] ?? Number.NaN,
    planCents: planCents[column] ?? Number.NaN,
  }))

/** The same visits on routes of one kind are one column, whatever their order. */
const nameOf = ({ kind, visits }: Column) => `${kind}: ${visits.toSorted((a, b) => a - b).join()}`
const byName = (columns: readonly Column[]) => new Map(columns.map((column) => [nameOf(column), column]))

const centsOn = (problem: Problem, route: number, visits: readonly number[]): number =>
  totalOf(timetable(problem, route, visits).cost)

/** The routes of the plan as it is now, as a pool should know them. */
const columnsOf = (plan: Plan): Column[] =>
  sequencesOf(plan).flatMap((visits, route) =>
    visits.length === 0
      ? []
      : [
          {
            kind: plan.problem.kindOf[route] ?? -1,
            visits,
            cents: centsOn(plan.problem, route, visits),
            planCents: plan.cost,
          },
        ],
  )

/** Each set once: its cheapest order, and the cheapest plan it was in. */
function cheapestOfEach(columns: readonly Column[]): Map<string, { cents: number; planCents: number }> {
  const cheapest = new Map<string, { cents: number; planCents: number }>()
  for (const column of columns) {
    const { cents, planCents } = cheapest.get(nameOf(column)) ?? column
    cheapest.set(nameOf(column), {
      cents: Math.min(cents, column.cents),
      planCents: Math.min(planCents, column.planCents),
    })
  }
  return cheapest
}

const pricesOf = (columns: readonly Column[]) =>
  new Map(columns.map((column) => [nameOf(column), { cents: column.cents, planCents: column.planCents }]))

/** Takes some visits out and puts others in, wherever they fit. */
function shakeUp(plan: Plan, random: Random): void {
  for (const visit of plan.visits) {
    if (plan.routeOf(visit) < 0 || !random.chance(0.4)) continue
    plan.trial.from(plan.previous(visit))
    if (plan.trial.rest(plan.next(visit))) plan.remove(visit)
  }
  const open = plan.unserved.slice(0, plan.unservedCount)
  random.shuffle(open, open.length)
  for (const visit of open) if (random.chance(0.7)) insertAnywhere(plan, visit, random)
}

/** One plan, and the routes of a dozen others of the same day. */
const pooled = fc.oneof(anyPlan({ visits: 10, routes: 5 }), anyPlan({ visits: 10, routes: 6, techs: 1 }))

function seenBy(planned: PlannedModel, times: number): { pool: RoutePool; seen: Column[] } {
  const { plan, random } = planned
  const pool = new RoutePool(plan, ANY_GAP)
  const seen: Column[] = []
  for (let turn = 0; turn < times; turn++) {
    pool.collectAll()
    seen.push(...columnsOf(plan))
    shakeUp(plan, random)
  }
  return { pool, seen }
}

describe('a route pool', () => {
  test('holds every route that plans held, once, in its cheapest order and at its exact price', () => {
    fc.assert(
      fc.property(pooled, (planned) => {
        const { problem } = planned.plan
        const { pool, seen } = seenBy(planned, 12)
        const columns = listed(pool.columns())
        expect(byName(columns).size).toBe(columns.length)
        expect(pricesOf(columns)).toEqual(cheapestOfEach(seen))
        for (const { kind, visits, cents } of columns)
          expect(centsOn(problem, problem.kindOf.indexOf(kind), visits)).toBe(cents)
      }),
      { numRuns: 150 },
    )
  })

  test('notes what changed last, of plans that are good enough only', () => {
    fc.assert(
      fc.property(pooled, fc.constantFrom(0, 0.1, 3), ({ plan, random }, gap) => {
        const pool = new RoutePool(plan, gap)
        const changed: string[] = []
        const goodEnough = new Set<string>()
        let best = plan.cost
        for (let turn = 0; turn < 8; turn++) {
          const before = new Set(columnsOf(plan).map(({ visits }) => visits.join()))
          plan.begin()
          shakeUp(plan, random)
          best = Math.min(best, plan.cost)
          pool.collect(best)
          if (plan.cost > best * (1 + gap)) continue
          const now = columnsOf(plan)
          for (const column of now) goodEnough.add(nameOf(column))
          changed.push(...now.filter(({ visits }) => !before.has(visits.join())).map(nameOf))
        }
        const names = new Set(listed(pool.columns()).map(nameOf))
        expect(changed.filter((name) => !names.has(name))).toEqual([])
        expect([...names].filter((name) => !goodEnough.has(name))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('merges with another into one, the cheaper order of each, the best plans first', () => {
    fc.assert(
      fc.property(pooled, ({ model, plan, random }) => {
        const other = new Plan(compile(model)) // as another thread has it
        const pools = [
          seenBy({ model, plan, random }, 6),
          seenBy({ model, plan: other, random: new Random(random.next()) }, 6),
        ]
        const merged = listed(mergedColumns(pools.map(({ pool }) => pool.columns())))
        expect(pricesOf(merged)).toEqual(cheapestOfEach(pools.flatMap(({ seen }) => seen)))
        const order = merged.map(({ planCents }) => planCents)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }),
      { numRuns: 100 },
    )
  })
})

/** Every order worth having of every subset, on one route of each kind. */
function allColumns(model: Model, problem: Problem): Columns {
  const plan = new Plan(problem)
  const pool = new RoutePool(plan, ANY_GAP)
  for (const kind of new Set(problem.kindOf)) {
    const route = problem.kindOf.indexOf(kind)
    for (const order of bestOrders(model, route)) {
      if (order === undefined || order.visits.length === 0) continue
      plan.fill(route, order.visits)
      pool.collectAll()
      plan.unload(route)
    }
  }
  return pool.columns()
}

describe('combining routes', () => {
  test('never makes a plan dearer, loses nobody, serves nobody twice, and takes no route that is not there', () => {
    let cheaper = 0
    fc.assert(
      fc.property(pooled, (planned) => {
        const { model, plan } = planned
        const { pool } = seenBy(planned, 12)
        const before = draftOf(plan)
        const combined = combine(plan, [pool.columns()])
        const { violations, cost } = judge(model, plannedDayOf(combined))
        expect(violations).toEqual([])
        expect(totalOf(cost)).toBe(combined.cost)
        expect(combined.cost).toBeLessThanOrEqual(before.cost)
        expect(stateOf(combined)).toEqual(stateOf(planOfDraft(plan.problem, draftOf(combined).next)))
        if (combined.cost < before.cost) cheaper++
        else expect([...draftOf(combined).next]).toEqual([...before.next])
      }),
      { numRuns: 200 },
    )
    expect(cheaper).toBeGreaterThan(50)
  })

  test('finds the best plan there is when it is given every route there is', () => {
    const tiny = fc.oneof(
      day({ fewestVisits: 3, visits: 5, routes: 4, pins: false }),
      plainDay({ fewestVisits: 4, visits: 6, routes: 4 }),
    )
    fc.assert(
      fc.property(tiny, (model) => {
        const problem = compile(model)
        const combined = combine(new Plan(problem), [allColumns(model, problem)])
        expect(combined.cost).toBe(bestOfAll(model).cents)
        expect(judge(model, plannedDayOf(combined)).violations).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('of nothing leaves the plan as it is', () => {
    fc.assert(
      fc.property(pooled, ({ plan }) => {
        const before = stateOf(plan)
        combine(plan, [])
        combine(plan, [new RoutePool(plan, ANY_GAP).columns()])
        expect(stateOf(plan)).toEqual(before)
      }),
      { numRuns: 20 },
    )
  })

  test('keeps a pinned visit that the plan serves, though leaving it out were cheaper', () => {
    const model = aDay({ visits: [aVisit({ place: 5, pinned: { tech: 0, start: 3000 }, unservedCents: 0 })] })
    const plan = new Plan(compile(model))
    plan.fill(0, [0])
    const pool = new RoutePool(plan, ANY_GAP)
    pool.collectAll()
    expect(combine(plan, [pool.columns()]).visitsOf(0)).toEqual([0])
  })
})
