// A plan that was given is kept with all its ties, as long as it still is possible; what is not is mended.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf, sequencesOf } from '../../solver/day.ts'
import type { LinkModel, Model, PlannedDay, VisitModel } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { totalOf } from '../../solver/timetable.ts'
import { richDay, tinyDay } from '../arbitraries/rich-day.ts'
import type { RuleName } from '../arbitraries/rich-rules.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'

/** Always the same days, so that whoever changes the search sees what it changes. */
const SEED = 20_261_121

const searched = (model: Model, iterations: number, seed = 1) =>
  search(compile(model), { seed, iterations, stop: () => false }).plan

/** The same day, on which the plan stands already. */
function given(model: Model, day: PlannedDay): Model {
  const stands = new Map<number, NonNullable<VisitModel['planned']>>()
  for (const { route, visits } of day.routes)
    for (const { visit, start } of visits)
      stands.set(visit, { tech: model.routes[route]!.tech, start, techChangedCents: 100 })
  const visits = model.visits.map(({ planned: _, ...visit }, index) => {
    const planned = stands.get(index)
    return planned ? { ...visit, planned } : visit
  })
  return { ...model, visits }
}

const TIES: readonly RuleName[] = [
  'sameTime',
  'after',
  'daysBetween',
  'sameTech',
  'otherTech',
  'otherRoute',
  'otherTime',
  'order',
]
/** A few ties, and rules that make a shift's course one of several. */
const tiedDay = fc
  .tuple(
    fc.shuffledSubarray([...TIES], { minLength: 1, maxLength: 4 }),
    fc.shuffledSubarray<RuleName>(['breaks', 'pausable', 'windows', 'softWindows', 'rest', 'waiting', 'setup'], {
      maxLength: 3,
    }),
  )
  .chain(([ties, others]) =>
    tinyDay({ rules: [...others, ...ties], visits: { min: 5, max: 10 }, shiftSeconds: 14_400 }),
  )

describe('a plan that was given', () => {
  test('is never made worse, whatever rules and ties the day has', () => {
    let tied = 0
    fc.assert(
      fc.property(
        fc.oneof(tiedDay, tiedDay, tinyDay(), richDay({ visits: { min: 6, max: 20 } })),
        fc.nat(),
        (model, seed) => {
          const day = plannedDayOf(searched(model, 40, seed))
          const again = given(model, day)
          const before = judge(again, day)
          expect(before.violations).toEqual([])
          const found = searched(again, 0, seed)
          const after = judge(again, plannedDayOf(found))
          expect(after.violations).toEqual([])
          expect(totalOf(after.cost)).toBe(found.cost)
          expect(found.cost).toBeLessThanOrEqual(totalOf(before.cost))
          const { bondVisits } = found.problem
          tied += bondVisits.filter((visit) => found.routeOf(visit) >= 0).length
        },
      ),
      { numRuns: 400, seed: SEED },
    )
    expect(tied).toBeGreaterThan(300)
  }, 120_000)

  test('is mended where it breaks a tie, or cannot be kept at all', () => {
    const anything = fc
      .tuple(tiedDay, fc.infiniteStream(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 60_000 }))))
      .map(([model, stands]) => ({
        ...model,
        visits: model.visits.map((visit) => {
          const [tech, start] = stands.next().value as [number, number]
          return { ...visit, planned: { tech: tech % model.techs.length, start, techChangedCents: 0 } }
        }),
      }))
    fc.assert(
      fc.property(anything, (model) => {
        const plan = searched(model, 0)
        const { violations, cost } = judge(model, plannedDayOf(plan))
        expect(violations).toEqual([])
        expect(totalOf(cost)).toBe(plan.cost)
      }),
      { numRuns: 400, seed: SEED },
    )
  }, 120_000)
})

describe('visits that are tied and were planned', () => {
  const stands = (tech: number, start: number) => ({ planned: { tech, start, techChangedCents: 0 } })
  const two = { techs: [aTech(), aTech()], routes: [aRoute(), aRoute({ tech: 1 })] }
  const tied = (visits: VisitModel[], ...links: LinkModel[]) => searched(aDay({ ...two, visits, links }), 0)

  test('begin together at the second at which they were planned to, though earlier would do', () => {
    const plan = tied([aVisit({ place: 2, ...stands(0, 5000) }), aVisit({ place: 2, ...stands(1, 5000) })], {
      kind: 'same-time',
      visits: [0, 1],
    })
    const starts = plannedDayOf(plan).routes.flatMap(({ visits }) => visits.map(({ start }) => start))
    expect(starts).toEqual([5000, 5000])
  })

  test('stay where they stand when the second at which they were planned has become impossible', () => {
    const late = { windows: [{ opens: 6000, closes: 9000 }] }
    const plan = tied([aVisit({ place: 2, ...stands(1, 5000) }), aVisit({ place: 2, ...late, ...stands(0, 5000) })], {
      kind: 'same-time',
      visits: [0, 1],
    })
    expect(sequencesOf(plan)).toEqual([[1], [0]])
    expect(plannedDayOf(plan).routes[0]?.visits[0]?.start).toBe(6000)
  })

  test('are one technician’s again where they were planned with two', () => {
    const plan = tied([aVisit({ place: 2, ...stands(0, 500) }), aVisit({ place: 3, ...stands(1, 500) })], {
      kind: 'same-tech',
      visits: [0, 1],
    })
    expect(plan.unservedCount).toBe(0)
    expect(plan.routeOf(0)).toBe(plan.routeOf(1))
  })

  test('leave the plan together when one of them may not be done any more', () => {
    const gone = { mayBePlanned: false }
    const plan = tied([aVisit({ place: 2, ...stands(0, 500) }), aVisit({ place: 2, ...gone, ...stands(1, 500) })], {
      kind: 'same-time',
      visits: [0, 1],
    })
    expect(plan.unservedCount).toBe(2)
  })
})
