// The whole way from an input to an answer, for HTTP, command line and tests alike: nothing is read, nothing is stored.
import type { PlannedDay, SearchProgress, SolverPool } from '../../workers/client.ts'
import type { OptimizationInput, OptimizationOutput } from '../contracts/optimization.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import { spanned } from '../platform/tracing.ts'
import type { Roads } from '../travel/roads.ts'
import { optionsToAskFor } from './answer/alternatives.ts'
import { type Answer, answerOf } from './answer/answer.ts'
import { kpisOf } from './answer/kpis.ts'
import { proposalsOf } from './answer/proposals.ts'
import { linesOf } from './answer/route-lines.ts'
import { routesOf } from './answer/routes.ts'
import { unassignedOf } from './answer/unassigned.ts'
import { unbookedOf } from './answer/unbooked.ts'
import type { Assignment } from './live/wire.ts'
import { assignmentsOf, goingOnFrom } from './question/going-on.ts'
import { questionOf } from './question/question.ts'

export interface OptimizeOptions {
  readonly pool: SolverPool
  readonly runId: string
  /** Without it there is no road service to ask. */
  readonly roads?: Roads
  readonly onProgress?: (progress: SearchProgress) => void
  /** The best plan so far, now and then: to go on from, should everything end at once. */
  readonly onBest?: (plan: Assignment[]) => void
  /** Of an attempt that was cut short: the search begins with it, at no price for changing it. */
  readonly goOnFrom?: readonly Assignment[] | undefined
  /** Aborting means: stop and answer with the best so far. */
  readonly signal?: AbortSignal
}

export async function optimize(
  input: OptimizationInput,
  { pool, runId, roads, onProgress, onBest, goOnFrom, signal }: OptimizeOptions,
): Promise<OptimizationOutput> {
  const question = await spanned('question', { tickets: input.tickets.length, techs: input.techs.length }, () =>
    questionOf(input, roads, signal),
  )
  const model = goOnFrom ? goingOnFrom(question, goOnFrom) : question.model
  const { seconds, iterations, seed, threads, alternatives } = input.options
  const limits = {
    seconds,
    seed,
    threads,
    alternatives: optionsToAskFor(alternatives),
    ...(iterations !== undefined && { iterations }),
  }
  const hooks = {
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
    ...(onBest && { onPlan: (plan: PlannedDay) => onBest(assignmentsOf(question, plan)) }),
  }
  // The work of all threads: they are told no trace, as they know nothing but a problem.
  const solved = await spanned('search threads', { threads, seconds }, async (span) => {
    const found = await pool.solve(model, limits, hooks)
    span.setAttributes({ iterations: found.iterations, unserved: found.unserved.length })
    return found
  })
  const answer = answerOf(question, solved)
  return {
    proposals: await proposalsOf(answer),
    unassigned: await unassignedOf(answer),
    unbooked: unbookedOf(answer),
    routes: routesOf(answer, await linesOf(answer, roads, signal)),
    kpis: kpisOf(answer),
    meta: metaOf(answer, runId),
  }
}

function metaOf({ input, travel, solved }: Answer, runId: string): OptimizationOutput['meta'] {
  const { options, policy } = input
  return {
    engine: options.engine,
    runId,
    seed: options.seed,
    threads: options.threads,
    iterations: solved.iterations,
    inputHash: fingerprint(input),
    policy: { name: policy.name, version: policy.version, hash: fingerprint(policy) },
    travel: travel.meta,
    // The pool hands out judged plans only.
    checked: true,
  }
}
