// Where a search begins, and how hot, by how much of its day was planned before.
import { describe, expect, test } from 'vitest'
import { sequencesOf } from '../../solver/day.ts'
import { type Draft, draftOf, planOfDraft } from '../../solver/draft.ts'
import { GIVEN, mend, shareGiven } from '../../solver/given-start.ts'
import type { Model } from '../../solver/model.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { STRATEGY, strategy } from '../../solver/strategy.ts'
import { type AnnealTask, type Found, perform, type Task } from '../../solver/task.ts'
import { timetable } from '../../solver/timetable.ts'
import { aDay, aRoute, aTech, aVisit, PLACES } from './a-day.ts'

const PACE = { lookEvery: 1, stop: () => false }

function aLargeDay(count: number): Model {
  const visits = Array.from({ length: count }, (_, index) =>
    aVisit({ id: `V-${index}`, place: (index * 7) % PLACES, seconds: 300 + 60 * (index % 11) }),
  )
  const techs = Array.from({ length: 12 }, () => aTech())
  return aDay({ visits, techs, routes: techs.map((_, tech) => aRoute({ tech, startPlace: tech % PLACES })) })
}

/** The first plan of the day as its plan, for the first visits of it. */
function planned(model: Model, share: number): Model {
  const problem = compile(model)
  const plan = planOfDraft(problem, firstOf(problem).best.next)
  const starts = new Map<number, { tech: number; start: number }>()
  for (const [route, sequence] of sequencesOf(plan).entries())
    for (const { visit, start } of timetable(problem, route, sequence).route.visits)
      starts.set(visit, { tech: model.routes[route]?.tech ?? 0, start })
  const visits = model.visits.map((visit, at) => {
    const stands = at < share * model.visits.length ? starts.get(at) : undefined
    return stands ? { ...visit, planned: { ...stands, techChangedCents: 0 } } : visit
  })
  return { ...model, visits }
}

const firstOf = (problem: Problem): Found => perform(problem, { kind: 'first' }, { ...PACE, gone: () => 0 })

/** The whole course, counted in rounds, with what each step found. */
function coursed(problem: Problem, threads: number, iterations: number) {
  const steps: { tasks: readonly Task[]; found: readonly Found[] }[] = []
  const course = strategy(problem, { seed: 3, threads })
  let turn = course.next()
  while (!turn.done) {
    const found = turn.value.map((task) => {
      const from = task.kind === 'anneal' ? task.from : 0
      return perform(problem, task, { ...PACE, gone: (rounds) => from + rounds / iterations })
    })
    steps.push({ tasks: turn.value, found })
    turn = course.next(found)
  }
  return { steps, draft: turn.value }
}
const anneals = ({ tasks }: { tasks: readonly Task[] }): AnnealTask[] => tasks.filter((task) => task.kind === 'anneal')

describe.each([
  ['a small day on one thread', 60, 1],
  ['a small day on two threads', 60, 2],
  ['a large day on two threads', STRATEGY.togetherFrom, 2],
])('%s that was planned before', (_, count, threads) => {
  const problem = compile(planned(aLargeDay(count), 0.9))
  const { steps, draft } = coursed(problem, threads, 200)
  const kinds = steps.map(({ tasks }) => tasks.map(({ kind }) => kind))

  test('begins with its plan alone, and mends it before anything else', () => {
    expect(kinds[0]).toEqual(['first'])
    expect(steps[0]!.tasks[0]).not.toHaveProperty('afresh')
    const mending = anneals(steps[1]!)
    expect(mending).toHaveLength(threads)
    for (const { cooling, part, to } of mending) {
      expect(cooling).toEqual({ from: 1, to: 1, heat: 1 })
      expect(part).toBeUndefined()
      expect(to).toBeCloseTo(GIVEN.mending)
    }
  })

  test('is searched without a race for fewer routes, and never so hot that its plan would be lost', () => {
    const later = steps.slice(2).flatMap(anneals)
    expect(later.length).toBeGreaterThan(0)
    for (const { cooling, fewer } of later) {
      expect(cooling.from).toBeGreaterThanOrEqual(1 - GIVEN.heat)
      expect(fewer).toBeUndefined()
    }
  })

  test('ends no dearer than any plan on the way', () => {
    const whole = steps.flatMap(({ tasks, found }) =>
      found.filter((_, at) => {
        const task = tasks[at]
        return task?.kind !== 'anneal' || task.part === undefined
      }),
    )
    for (const { best } of whole) expect(draft.cost).toBeLessThanOrEqual(best.cost)
  })
})

test.each([1, 2])('a day of which little was planned tries a plan without it too, on %i threads', (threads) => {
  const problem = compile(planned(aLargeDay(60), 0.2))
  expect(shareGiven(problem)).toBeCloseTo(0.2)
  const { steps } = coursed(problem, threads, 20)
  const firsts = steps.filter(({ tasks }) => tasks.some(({ kind }) => kind === 'first'))
  expect(firsts.map(({ tasks }) => tasks.length)).toEqual(threads === 1 ? [1, 1] : [2])
  const begun = firsts.flatMap(({ tasks, found }) => tasks.map((task, at) => ({ task, cost: found[at]!.best.cost })))
  expect(begun.map(({ task }) => task)).toEqual([{ kind: 'first' }, { kind: 'first', afresh: true }])
  const next = anneals(steps[firsts.length]!)
  expect(next[0]!.whole.cost).toBe(Math.min(...begun.map(({ cost }) => cost)))
  expect(next[0]!.cooling.from).toBe(0)
})

test('a day of which nothing was planned makes one first plan', () => {
  const problem = compile(aLargeDay(30))
  expect(shareGiven(problem)).toBe(0)
  const { steps } = coursed(problem, 2, 20)
  expect(steps.filter(({ tasks }) => tasks.some(({ kind }) => kind === 'first')).map(({ tasks }) => tasks)).toEqual([
    [{ kind: 'first' }],
  ])
})

describe('what mending tells', () => {
  const problem = compile(planned(aLargeDay(40), 1))
  const first = { ...firstOf(problem), at: 0.1 }
  const seeds = () => 1
  const mended = (best: Draft, rounds: number) => {
    const course = mend(problem, 1, first, seeds)
    course.next()
    const turn = course.next([{ best, last: best, at: 0.1 + GIVEN.mending, rounds }])
    if (!turn.done) throw new Error('mending takes one step')
    return turn.value
  }
  const roundsFor = (share: number) => share * GIVEN.roundsPerVisit * problem.visitCount * GIVEN.mending

  test('is how hot there is time to get: with little time hardly at all', () => {
    expect(mended(first.best, roundsFor(0.1)).cooling?.from).toBeCloseTo(1 - 0.1 * GIVEN.heat)
    expect(mended(first.best, roundsFor(1)).cooling?.from).toBeCloseTo(1 - GIVEN.heat)
    expect(mended(first.best, roundsFor(50)).cooling?.from).toBeCloseTo(1 - GIVEN.heat)
    expect(mended(first.best, 0).cooling?.from).toBe(1)
  })

  test('is that the plan was worth little, when hardly anybody stays where they were', () => {
    const plan = planOfDraft(problem, first.best.next)
    for (let route = 0; route < problem.routeCount; route++) {
      const sequence = plan.visitsOf(route)
      if (sequence.length < 3) continue
      plan.unload(route)
      plan.fill(route, sequence.toReversed())
    }
    const other = { ...draftOf(plan), cost: first.best.cost - 1 }
    expect(mended(other, roundsFor(1))).toEqual({ best: other, at: 0.1 + GIVEN.mending })
  })

  test('is not a plan that is dearer than the one it began with', () => {
    expect(mended({ ...first.best, cost: first.best.cost + 1 }, 10).best).toBe(first.best)
  })
})
