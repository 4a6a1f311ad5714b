// Days with a plan and one visit that is asked about, for the tests of live plans.
import fc from 'fast-check'
import { judge } from '../../../solver/check/judge.ts'
import { plannedDayOf } from '../../../solver/day.ts'
import { draftOf, NOBODY_NEXT, planOfDraft } from '../../../solver/draft.ts'
import type { Model, Span, VisitModel } from '../../../solver/model.ts'
import type { Plan } from '../../../solver/plan.ts'
import { compile } from '../../../solver/problem.ts'
import { startSpans } from '../../../solver/rules/windows.ts'
import { search } from '../../../solver/search.ts'
import { type RichDaySize, richDay, tinyDay } from '../../arbitraries/rich-day.ts'

const GRID_SECONDS = 7200

export const gridOf = ({ routes }: Model): Span[] => {
  const opens = Math.min(...routes.map((route) => route.opens))
  const latest = Math.max(...routes.map((route) => route.latest))
  return Array.from({ length: Math.ceil((latest - opens + 1) / GRID_SECONDS) }, (_, index) => ({
    opens: opens + index * GRID_SECONDS,
    closes: opens + (index + 1) * GRID_SECONDS - 1,
  }))
}

export const within = (visit: VisitModel, window: Span): Span[] =>
  startSpans(visit)
    .map(({ opens, closes }) => ({ opens: Math.max(opens, window.opens), closes: Math.min(closes, window.closes) }))
    .filter(({ opens, closes }) => opens <= closes)

/** A plan, and one visit of it that is asked about as if it were new. */
export const askingOf = (size: Partial<RichDaySize>) =>
  fc.tuple(fc.oneof(tinyDay(), richDay(size)), fc.nat(), fc.nat()).map(([model, seed, pick]) => {
    const { plan } = search(compile(model), { seed, iterations: 30, stop: () => false })
    const free = model.visits.flatMap(({ mayBePlanned, pinned }, visit) =>
      plan.problem.isLinked[visit] === 0 && mayBePlanned && !pinned ? [visit] : [],
    )
    const picked = free[pick % Math.max(1, free.length)]
    // Where roads are closed, the others may need it on their way; then there is no plan without it.
    const stands = picked !== undefined && isAllowed(model, planWithout(plan.problem, plan, picked))
    return { model, plan, asked: stands ? picked : undefined }
  })

const isAllowed = (model: Model, plan: Plan): boolean => judge(model, plannedDayOf(plan)).violations.length === 0

/** The same plan, but that nobody serves this one. */
export function planWithout(problem: Plan['problem'], plan: Plan, asked: number): Plan {
  const { next } = draftOf(plan)
  const stops = problem.visitCount + problem.routeCount
  const before = next.subarray(0, stops).indexOf(asked)
  if (before >= 0) next[before] = next[asked]!
  next[asked] = NOBODY_NEXT
  return planOfDraft(problem, next)
}
