// A search thread: unpacks, calls the solver, returns plain data. The one place of the search that reads the clock.
// Imports solver/ only.
import { ModelRefusedError } from '../solver/accept.ts'
import { blockersOf } from '../solver/blockers.ts'
import { judge } from '../solver/check/judge.ts'
import { plannedDayOf, planOf, sequencesOf } from '../solver/day.ts'
import type { Model } from '../solver/model.ts'
import { optionsOf } from '../solver/options.ts'
import { compile } from '../solver/problem.ts'
import { search } from '../solver/search.ts'
import { totalOf } from '../solver/timetable.ts'
import { isAskedToStop, publish } from './control.ts'
import type { CompileOutcome, FinishOutcome, FinishTask, SearchOutcome, SearchTask } from './tasks.ts'

export function compileDay(model: Model): CompileOutcome {
  try {
    return { kind: 'compiled', problem: compile(model) }
  } catch (error) {
    if (error instanceof ModelRefusedError) return { kind: 'refused', path: error.path, fault: error.fault }
    throw error
  }
}

export function searchDay({ problem, seed, iterations, endsAt, control, thread }: SearchTask): SearchOutcome {
  const now = () => performance.timeOrigin + performance.now()
  const startedAt = now()
  const { plan, iterations: done } = search(problem, {
    seed,
    iterations,
    stop: () => isAskedToStop(control) || now() >= endsAt,
    // With a count of iterations the clock has no say, so that the same count gives the same plan.
    ...(!Number.isFinite(iterations) && { share: () => (now() - startedAt) / (endsAt - startedAt) }),
    onProgress: ({ cost, unservedCount }, iterations) =>
      publish(control, thread, { cost, unserved: unservedCount, iterations }),
  })
  return { sequences: sequencesOf(plan), cost: plan.cost, iterations: done }
}

/** The judge first: nothing is worked out about a plan that nobody may see. */
export function finishDay({ model, problem, sequences, cost: claimed, alternatives }: FinishTask): FinishOutcome {
  const plan = planOf(problem, sequences)
  const day = plannedDayOf(plan)
  const { violations, cost } = judge(model, day)
  if (violations.length > 0 || totalOf(cost) !== claimed) return { kind: 'rejected', violations, claimed, cost }
  return {
    kind: 'accepted',
    plan: day,
    cost,
    options: optionsOf(plan, alternatives),
    unserved: blockersOf(model, plan),
  }
}
