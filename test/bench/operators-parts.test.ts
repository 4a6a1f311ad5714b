import { describe, expect, test } from 'vitest'
import { DAYS, type DayName } from '../../bench/operators/arguments.ts'
import { openDay } from '../../bench/operators/days.ts'
import { PARTS } from '../../bench/operators/parts.ts'
import { Rounds } from '../../bench/operators/rounds.ts'
import type { Work } from '../../bench/operators/timing.ts'
import { construct } from '../../solver/construct.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import { Plan } from '../../solver/plan.ts'
import type { Problem } from '../../solver/problem.ts'

const problems: Readonly<Record<DayName, Problem>> = {
  plain: await openDay('plain', 60, 3),
  city: await openDay('city', 0, 0),
}

const firstDraft = (problem: Problem): Int32Array => {
  const plan = new Plan(problem)
  construct(plan)
  return draftOf(plan).next
}
const drafts = { plain: firstDraft(problems.plain), city: firstDraft(problems.city) }

/** One of its own for each part, as the bench has it. */
const firstPlan = (day: DayName): Plan => planOfDraft(problems[day], drafts[day])

const PASSES = 3

/** What each pass of a turn returns. */
function turnOf(work: Work): number[] {
  work.rewind?.()
  return Array.from({ length: PASSES }, () => {
    work.prepare?.()
    const result = work.run()
    work.restore?.()
    return result
  })
}

const unusedOn = (day: DayName): string[] =>
  PARTS.filter((part) => part.open(firstPlan(day), 1) === undefined).map(({ name }) => name)

describe('the days', () => {
  test('are a plain one and a rich one', () => {
    expect(problems.plain).toMatchObject({ visitCount: 60, isPlain: true })
    expect(problems.city).toMatchObject({ visitCount: 1014, routeCount: 100, isPlain: false, isPicky: true })
  })

  test('use every part, but the short cut of plain days on them alone', () => {
    expect(unusedOn('plain')).toEqual([])
    expect(unusedOn('city')).toEqual(['NearMoves.find'])
  })
})

interface Case {
  readonly name: string
  readonly day: DayName
  readonly plan: Plan
  readonly work: Work
}
const CASES = DAYS.flatMap((day) =>
  PARTS.flatMap(({ name, open }): Case[] => {
    const plan = firstPlan(day)
    const work = open(plan, 1)
    return work ? [{ name, day, plan, work }] : []
  }),
)

test.each(CASES)('$name on the $day day leaves its plan as it was, and does the same in every turn', (of) => {
  const { plan, work } = of
  const before = draftOf(plan)
  const first = turnOf(work)
  expect(turnOf(work)).toEqual(first)
  expect(draftOf(plan)).toEqual(before)
  expect(first.every(Number.isFinite)).toBe(true)
  expect(work.evaluations).toBeGreaterThan(0)
})

describe.each(DAYS)('rounds on the %s day', (day) => {
  const rounds = new Rounds(firstPlan(day), 1)

  test('change the plan, are improved by a descent, and are taken back', () => {
    const { cost } = rounds
    for (let round = 0; round < 20; round++) {
      rounds.ruinAndRecreateToChange()
      const recreated = rounds.cost
      expect(recreated).not.toBe(cost)
      rounds.descend()
      expect(rounds.cost).toBeLessThanOrEqual(recreated)
      rounds.takeBack()
      expect(rounds.cost).toBe(cost)
    }
  })
})
