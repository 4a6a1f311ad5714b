// A search thread: unpacks, calls the solver, returns plain data, and reads the clock for the solver, which has none.
// Imports workers/ and solver/ only.

import { blockersOf } from '../solver/blockers.ts'
import { judge } from '../solver/check/judge.ts'
import { plannedDayOf } from '../solver/day.ts'
import { planOfDraft } from '../solver/draft.ts'
import type { Model, PlannedDay } from '../solver/model.ts'
import { optionsOf } from '../solver/options.ts'
import { compile } from '../solver/problem.ts'
import { ModelRefusedError } from '../solver/refusal.ts'
import { type Found, LOOK_EVERY, perform } from '../solver/task.ts'
import { totalOf } from '../solver/timetable.ts'
import { now } from './clock.ts'
import { isAskedToStop, publish } from './control.ts'
import type { CompileOutcome, FinishOutcome, FinishTask, TellTask, ThreadTask } from './tasks.ts'

export function compileDay(model: Model): CompileOutcome {
  try {
    return { kind: 'compiled', problem: compile(model) }
  } catch (error) {
    if (error instanceof ModelRefusedError) return { kind: 'refused', path: error.path, fault: error.fault }
    throw error
  }
}

export function performTask({
  problem,
  task,
  iterations,
  startedAt,
  endsAt,
  control,
  thread,
  done,
}: ThreadTask): Found {
  const from = task.kind === 'anneal' ? task.from : 0
  return perform(problem, task, {
    stop: () => isAskedToStop(control) || now() >= endsAt,
    lookEvery: Number.isFinite(iterations) ? LOOK_EVERY.count : LOOK_EVERY.clock,
    // With a count of iterations the clock has no say, so that the same count gives the same plan.
    gone: Number.isFinite(iterations)
      ? (rounds) => (iterations === 0 ? 1 : from + rounds / iterations)
      : () => (now() - startedAt) / (endsAt - startedAt),
    onProgress: (cost, unserved, rounds, improvedBy) =>
      publish(control, thread, { cost, unserved, iterations: done + rounds, improvedBy }),
  })
}

/** Nothing for a plan that the judge does not let pass. */
export function tellDay({ model, problem, next }: TellTask): PlannedDay | undefined {
  const day = plannedDayOf(planOfDraft(problem, next))
  return judge(model, day).violations.length > 0 ? undefined : day
}

/** The judge first: nothing is worked out about a plan that nobody may see. */
export function finishDay({ model, problem, next, cost: claimed, alternatives }: FinishTask): FinishOutcome {
  const plan = planOfDraft(problem, next)
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
