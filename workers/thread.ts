// A search thread: unpacks, calls the solver, returns plain data, and reads the clock for the solver, which has none.
// Imports solver/ only.
import { ModelRefusedError } from '../solver/accept.ts'
import { blockersOf } from '../solver/blockers.ts'
import { judge } from '../solver/check/judge.ts'
import { plannedDayOf, planOf, type Sequences, sequencesOf } from '../solver/day.ts'
import type { Model } from '../solver/model.ts'
import { optionsOf } from '../solver/options.ts'
import { planOfPart } from '../solver/part.ts'
import { compile, type Problem } from '../solver/problem.ts'
import { firstPlan, type PartResult, search, searchPart, serveLeftOut } from '../solver/search.ts'
import type { SearchTerms } from '../solver/terms.ts'
import { totalOf } from '../solver/timetable.ts'
import { now } from './clock.ts'
import { isAskedToStop, publish, type ThreadProgress } from './control.ts'
import type { CompileOutcome, FinishOutcome, FinishTask, PartTask, SearchOutcome, SearchTask } from './tasks.ts'

export function compileDay(model: Model): CompileOutcome {
  try {
    return { kind: 'compiled', problem: compile(model) }
  } catch (error) {
    if (error instanceof ModelRefusedError) return { kind: 'refused', path: error.path, fault: error.fault }
    throw error
  }
}

export function searchDay(task: SearchTask): SearchOutcome {
  const { plan, iterations } = search(task.problem, termsOf(task, { from: 0, to: 1, elsewhere: NOTHING }))
  return { sequences: sequencesOf(plan), cost: plan.cost, iterations }
}

export function firstDay(task: SearchTask): SearchOutcome {
  const { plan } = firstPlan(task.problem, termsOf(task, { from: 0, to: 0, elsewhere: NOTHING }))
  return { sequences: sequencesOf(plan), cost: plan.cost, iterations: 0 }
}

export function searchPartOfDay(task: PartTask): PartResult {
  const { problem, part, whole, from, to } = task
  const plan = planOfPart(problem, part)
  const elsewhere = { ...whole, cost: whole.cost - plan.cost, unserved: whole.unserved - plan.unservedCount }
  return searchPart(plan, part.routes, termsOf(task, { from, to, elsewhere }))
}

/** Every visit that no search served is looked at once more over the whole day. */
export function completeDay({ problem, sequences }: { problem: Problem; sequences: Sequences }): SearchOutcome {
  const plan = planOf(problem, sequences)
  serveLeftOut(plan)
  return { sequences: sequencesOf(plan), cost: plan.cost, iterations: 0 }
}

const NOTHING: ThreadProgress = { cost: 0, unserved: 0, iterations: 0 }

function termsOf(
  { seed, iterations, endsAt, control, thread }: SearchTask,
  { from, to, elsewhere }: { from: number; to: number; elsewhere: ThreadProgress },
): SearchTerms {
  const startedAt = now()
  // With a count of iterations the clock has no say, so that the same count gives the same plan.
  const gone = Number.isFinite(iterations)
    ? (rounds: number) => rounds / iterations
    : () => (now() - startedAt) / (endsAt - startedAt)
  return {
    seed,
    iterations,
    stop: () => isAskedToStop(control) || now() >= endsAt,
    share: (rounds) => from + (to - from) * gone(rounds),
    onProgress: ({ cost, unservedCount }, done) =>
      publish(control, thread, {
        cost: cost + elsewhere.cost,
        unserved: unservedCount + elsewhere.unserved,
        iterations: done + elsewhere.iterations,
      }),
  }
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
