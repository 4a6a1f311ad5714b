import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { type Draft, draftOf, planOfDraft } from '../../solver/draft.ts'
import type { Model } from '../../solver/model.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { fewestRoutes, STRATEGY, strategy } from '../../solver/strategy.ts'
import { type AnnealTask, type Found, LOOK_EVERY, perform, type Task } from '../../solver/task.ts'
import { totalOf } from '../../solver/timetable.ts'
import { day } from '../arbitraries/day.ts'
import { plainDay } from '../arbitraries/plain-day.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from './a-day.ts'

interface Step {
  readonly tasks: readonly Task[]
  readonly found: readonly Found[]
}

interface Told {
  readonly steps: readonly Step[]
  readonly draft: Draft
}

/** The whole course, every task done here and now, counted in rounds on each thread. */
function told(problem: Problem, seed: number, threads: number, iterations: number): Told {
  const steps: Step[] = []
  const course = strategy(problem, { seed, threads })
  let turn = course.next()
  while (!turn.done) {
    const tasks = turn.value
    const found = tasks.map((task) => {
      const from = task.kind === 'anneal' ? task.from : 0
      return perform(problem, task, {
        lookEvery: LOOK_EVERY.count,
        stop: () => false,
        gone: (rounds) => (iterations === 0 ? 1 : from + rounds / iterations),
      })
    })
    steps.push({ tasks, found })
    turn = course.next(found)
  }
  return { steps, draft: turn.value }
}

const annealsOf = ({ tasks }: Step): AnnealTask[] => tasks.filter((task) => task.kind === 'anneal')

const lastAnneals = (steps: readonly Step[]) => steps.map(annealsOf).findLast(({ length }) => length > 0) ?? []

/** Twenty vans that hold what sixteen could, with luck. */
function aLargeDay(visitCount: number): Model {
  const visits = Array.from({ length: visitCount }, (_, index) =>
    aVisit({
      id: `V-${index}`,
      place: (index * 7) % PLACES,
      seconds: 600 + 60 * (index % 11),
      load: [{ unit: 'kg', amount: 1 + (index % 5) }],
    }),
  )
  const techs = Array.from({ length: 20 }, () => aTech({ capacity: [{ unit: 'kg', amount: 90 }] }))
  const routes = techs.map((_, tech) => aRoute({ tech, startPlace: tech % PLACES, endPlace: tech % PLACES }))
  return aDay({ visits, techs, routes })
}

const COURSES: readonly (readonly [string, Model, number, number])[] = [
  ['a small day on one thread', aLargeDay(60), 1, 2000],
  ['a small day on three threads', aLargeDay(60), 3, 2000],
  ['a large day on one thread', aLargeDay(STRATEGY.togetherFrom), 1, 1500],
  ['a large day on two threads', aLargeDay(STRATEGY.togetherFrom), 2, 1500],
]

describe.each(COURSES)('the search of %s', (_, model, threads, iterations) => {
  const problem = compile(model)
  const { steps, draft } = told(problem, 7, threads, iterations)

  test('begins with a first plan, ends with a last look at whoever is left out, and anneals in between', () => {
    const kinds = steps.map(({ tasks }) => tasks.map(({ kind }) => kind))
    expect(kinds[0]).toEqual(['first'])
    expect(kinds.at(-1)).toEqual(['complete'])
    expect(kinds.flat()).toContain('anneal')
    expect(kinds.slice(1, -1).flat()).not.toContain('first')
  })

  test('never asks for more at a time than there are threads', () => {
    for (const { tasks } of steps) {
      expect(tasks.length).toBeGreaterThan(0)
      expect(tasks.length).toBeLessThanOrEqual(threads)
    }
    expect(Math.max(...steps.map(({ tasks }) => tasks.length))).toBe(threads)
  })

  test('goes from its beginning to its end, each step where the one before came to', () => {
    let at = 0
    for (const step of steps) {
      for (const { from, to, cooling } of annealsOf(step)) {
        expect(from).toBe(at)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(1)
        expect(cooling.from).toBeGreaterThanOrEqual(0)
        expect(cooling.to).toBeGreaterThan(cooling.from)
        expect(cooling.to).toBeLessThanOrEqual(1)
      }
      for (const of of step.found) at = Math.max(at, of.at)
    }
    expect(at).toBeGreaterThanOrEqual(1)
    expect(lastAnneals(steps).map(({ to }) => to)).toEqual(lastAnneals(steps).map(() => 1))
  })

  test('cools to the end', () => {
    for (const { cooling } of lastAnneals(steps)) expect(cooling.to).toBeCloseTo(1)
  })

  test('does as many rounds as it was asked for, on each thread', () => {
    const rounds = Array.from({ length: threads }, (_, thread) =>
      steps.reduce((sum, { found }) => sum + (found[thread]?.rounds ?? 0), 0),
    )
    expect(Math.max(...rounds)).toBeGreaterThan(iterations / 2)
    for (const done of rounds) expect(done).toBeLessThanOrEqual(iterations)
  })

  test('ends with the best plan that any of its tasks found, or a better one', () => {
    const plan = planOfDraft(problem, draft.next)
    expect(draftOf(plan)).toEqual(draft)
    const { violations, cost } = judge(model, plannedDayOf(plan))
    expect(violations).toEqual([])
    expect(totalOf(cost)).toBe(draft.cost)
    const whole = steps.flatMap(({ tasks, found }) =>
      found.filter((_, turn) => {
        const task = tasks[turn]
        return task?.kind !== 'anneal' || task.part === undefined
      }),
    )
    for (const { best } of whole) expect(draft.cost).toBeLessThanOrEqual(best.cost)
  })

  test('gives parts of a day no route twice', () => {
    for (const step of steps) {
      const parts = annealsOf(step).flatMap(({ part }) => (part ? [part] : []))
      if (parts.length === 0) continue
      const routes = parts.flatMap((part) => part.routes)
      expect(routes.toSorted((a, b) => a - b)).toEqual([...problem.kindOf.keys()])
      expect(step.tasks).toHaveLength(parts.length)
    }
    expect(steps.some((step) => annealsOf(step).some(({ part }) => part !== undefined))).toBe(
      threads > 1 && problem.visitCount >= STRATEGY.togetherFrom,
    )
  })

  test('is the same again with the same seed', () => {
    expect(told(problem, 7, threads, iterations).draft).toEqual(draft)
  })
})

test('a search of any day on any number of threads comes to an end with a plan that the judge accepts', () => {
  const days = fc.oneof(day({ visits: 10 }), plainDay({ fewestVisits: 0, visits: 12 }))
  const counts = fc.constantFrom(0, 1, 10, 100)
  fc.assert(
    fc.property(days, fc.nat(), fc.integer({ min: 1, max: 4 }), counts, (model, seed, threads, iterations) => {
      const { steps, draft } = told(compile(model), seed, threads, iterations)
      for (const { tasks } of steps) expect(tasks.length).toBeLessThanOrEqual(threads)
      const { violations, cost } = judge(model, plannedDayOf(planOfDraft(compile(model), draft.next)))
      expect(violations).toEqual([])
      expect(totalOf(cost)).toBe(draft.cost)
    }),
    { numRuns: 150 },
  )
})

test.each([
  ['three visits', aDay({ visits: [1, 2, 3].map((place) => aVisit({ place })) })],
  ['two routes', { ...aLargeDay(STRATEGY.togetherFrom), routes: [aRoute(), aRoute({ tech: 1 })] }],
  ['nobody who could go', { ...aLargeDay(STRATEGY.togetherFrom), routes: [aRoute({ maxVisits: 0 })] }],
  ['not even a visit', aDay({ visits: [] })],
])('ten threads find a plan for a day of %s', (_, model) => {
  const problem = compile(model)
  const { draft } = told(problem, 3, 10, 100)
  expect(judge(model, plannedDayOf(planOfDraft(problem, draft.next))).violations).toEqual([])
})

test.each([
  ['a small day', aLargeDay(60), 1, 8],
  ['a large day', aLargeDay(STRATEGY.togetherFrom), 2, 200],
] as const)(
  'a search of %s with hardly any rounds begins nothing that is over already',
  (_, model, threads, rounds) => {
    for (const { from, to, cooling } of told(compile(model), 7, threads, rounds).steps.flatMap(annealsOf)) {
      expect(from).toBeLessThan(1)
      expect(to).toBeGreaterThan(from)
      expect(cooling.to).toBeGreaterThan(cooling.from)
    }
  },
)

test('the fewest routes that could carry everything follow from the scarcest unit and the largest van', () => {
  const load = [
    { unit: 'kg', amount: 30 },
    { unit: 'panes', amount: 5 },
  ]
  const techs = [10, 20, 20].map((panes) =>
    aTech({
      capacity: [
        { unit: 'kg', amount: 100 },
        { unit: 'panes', amount: panes },
      ],
    }),
  )
  const model = (visits: number) =>
    aDay({
      visits: Array.from({ length: visits }, () => aVisit({ load })),
      techs,
      routes: techs.map((_, tech) => aRoute({ tech })),
    })
  expect([1, 3, 4, 6, 7].map((visits) => fewestRoutes(compile(model(visits))))).toEqual([1, 1, 2, 2, 3])
})
