// Prices every part of the search on one day, from a first plan and from a good one. Parts take turns, so that what slows
// the machine down for a while hits all of them, and so that none is optimised for itself alone.
import { setImmediate as breath } from 'node:timers/promises'
import { construct } from '../../solver/construct.ts'
import { draftOf, planOfDraft } from '../../solver/draft.ts'
import { Plan } from '../../solver/plan.ts'
import type { Problem } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import type { DayName, OperatorsArguments } from './arguments.ts'
import { openDay } from './days.ts'
import { timingOf } from './figures.ts'
import { PARTS, type SearchPart } from './parts.ts'
import { type MeasuredDay, type MeasuredPlan, PLANS, type PlanName, type Speed } from './record.ts'
import { TURNS, takeTurn, type Work, warmUp } from './timing.ts'

export interface DayTask extends Pick<OperatorsArguments, 'visits' | 'seed' | 'only' | 'repetitions'> {
  readonly day: DayName
}

/** Of the search that makes the good plan. */
const ROUNDS_PER_VISIT = 10

interface Rota {
  readonly part: SearchPart
  readonly plan: PlanName
  readonly work: Work
  passes: number
  /** Nanoseconds of one evaluation, one figure a repetition. */
  readonly times: number[]
}

export async function measureDay(task: DayTask, tell: (note: string) => void): Promise<MeasuredDay> {
  const { day, seed } = task
  tell(`${day}: compiling`)
  const problem = await openDay(day, task.visits, seed)
  tell(`${day}: searching for a good plan`)
  const made = { first: firstPlan(problem), good: goodPlan(problem, seed) }
  const parts = PARTS.filter(({ name }) => task.only?.includes(name) ?? true)
  const rota = parts.flatMap((part) =>
    PLANS.flatMap((plan): Rota[] => {
      const own = planOfDraft(problem, draftOf(made[plan].plan).next)
      const work = part.open(own, seed)
      return work ? [{ part, plan, work, passes: 0, times: [] }] : []
    }),
  )
  await takeTurns(rota, task, tell)
  const speedOf = (part: SearchPart, plan: PlanName): Speed | null => {
    const entry = rota.find((other) => other.part === part && other.plan === plan)
    return entry ? speed(entry.times) : null
  }
  return {
    day,
    visits: problem.visitCount,
    routes: problem.routeCount,
    plans: { first: measuredPlan(made.first), good: measuredPlan(made.good) },
    parts: parts.map((part) => ({
      name: part.name,
      evaluation: part.evaluation,
      plans: { first: speedOf(part, 'first'), good: speedOf(part, 'good') },
    })),
  }
}

async function takeTurns(rota: readonly Rota[], { day, repetitions }: DayTask, tell: (note: string) => void) {
  for (let turn = 1; turn <= TURNS.warmUp; turn++) {
    tell(`${day}: warm-up ${turn} of ${TURNS.warmUp}`)
    await breath() // so that the word gets out
    for (const entry of rota) entry.passes = warmUp(entry.work)
  }
  for (let turn = 1; turn <= repetitions; turn++) {
    tell(`${day}: repetition ${turn} of ${repetitions}`)
    await breath()
    for (const { work, passes, times } of rota) times.push(takeTurn(work, passes))
  }
}

interface Made {
  readonly plan: Plan
  readonly rounds: number
}

function firstPlan(problem: Problem): Made {
  const plan = new Plan(problem)
  construct(plan)
  return { plan, rounds: 0 }
}

function goodPlan(problem: Problem, seed: number): Made {
  const iterations = ROUNDS_PER_VISIT * problem.visitCount
  const found = search(problem, { seed, iterations, stop: () => false })
  return { plan: found.plan, rounds: found.iterations }
}

const measuredPlan = ({ plan, rounds }: Made): MeasuredPlan => ({
  cost: plan.cost,
  leftOut: plan.unservedCount,
  rounds,
})

function speed(times: readonly number[]): Speed {
  const nanoseconds = timingOf(times)
  return { perSecond: 1e9 / nanoseconds.median, nanoseconds }
}
