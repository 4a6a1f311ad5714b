// Several threads on one plan: in each round it is cut into parts that share no route, one thread anneals each, and what
// they come to is put together again. So two threads get twice as far, while islands would each go the whole way alone.
// Runs on the main thread and only waits. Imports workers/ and solver/ only.
import type { Sequences } from '../solver/day.ts'
import { type Part, partsOf } from '../solver/part.ts'
import type { Problem } from '../solver/problem.ts'
import { Random, seedOf } from '../solver/random.ts'
import type { PartResult } from '../solver/search.ts'
import { now } from './clock.ts'
import { type Control, isAskedToStop } from './control.ts'
import type { RunTask } from './run-task.ts'
import type { SearchOutcome } from './tasks.ts'

export const TOGETHER = {
  /** With fewer visits a part would be too small to find anything in; then each thread searches the whole day. */
  visits: 400,
  rounds: 20,
  /** From here on each part hands back the best it saw instead of where it came to. */
  bestFrom: 0.7,
}

export interface TogetherTerms {
  readonly problem: Problem
  readonly seed: number
  readonly threads: number
  /** For each thread. */
  readonly iterations: number
  readonly endsAt: number
  readonly control: Control
  readonly run: RunTask
  /** Waits for all; when one is lost the others are stopped. */
  readonly all: <T>(tasks: readonly Promise<T>[]) => Promise<T[]>
}

export async function searchTogether(terms: TogetherTerms): Promise<SearchOutcome> {
  const { problem, seed, threads, iterations, endsAt, control, run, all } = terms
  const random = new Random(seed)
  const startedAt = now()
  const first = await all([run('firstDay', { problem, seed, iterations, endsAt, control, thread: 0 })])
  let current = first[0]!
  let best = current
  let done = 0
  const gone = (round: number) =>
    Number.isFinite(iterations) ? round / TOGETHER.rounds : Math.min(1, (now() - startedAt) / (endsAt - startedAt))
  for (let round = 0; round < TOGETHER.rounds && !isAskedToStop(control) && now() < endsAt; round++) {
    const parts = partsOf(problem, current.sequences, threads, random)
    const from = gone(round)
    const to = (round + 1) / TOGETHER.rounds
    const whole = { cost: current.cost, unserved: unservedIn(problem, current.sequences), iterations: done / threads }
    const found = await all(
      parts.map((part, thread) =>
        run('searchPartOfDay', {
          problem,
          part,
          whole,
          from: Math.min(from, to),
          to,
          seed: seedOf(seed, round * threads + thread + 1),
          iterations: Math.ceil(iterations / TOGETHER.rounds),
          endsAt: startedAt + (endsAt - startedAt) * to,
          control,
          thread,
        }),
      ),
    )
    done += found.reduce((sum, { iterations }) => sum + iterations, 0)
    const together = (which: 'last' | 'best') => joined(problem, parts, found, which)
    const reached = together('best')
    if (reached.cost < best.cost) best = reached
    current = to >= TOGETHER.bestFrom ? reached : together('last')
  }
  const complete = await all([run('completeDay', { problem, sequences: best.sequences })])
  return { ...complete[0]!, iterations: done }
}

function joined(
  problem: Problem,
  parts: readonly Part[],
  found: readonly PartResult[],
  which: 'last' | 'best',
): SearchOutcome {
  const sequences: (readonly number[])[] = Array.from({ length: problem.routeCount }, () => [])
  let cost = 0
  for (const [index, { routes }] of parts.entries()) {
    const result = found[index]!
    for (const [at, route] of routes.entries()) sequences[route] = result[which][at]!
    cost += which === 'best' ? result.bestCost : result.lastCost
  }
  return { sequences, cost, iterations: 0 }
}

const unservedIn = ({ visitCount }: Problem, sequences: Sequences) =>
  visitCount - sequences.reduce((sum, { length }) => sum + length, 0)
