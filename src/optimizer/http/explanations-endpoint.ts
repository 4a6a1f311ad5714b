// Explanations of a live plan (why this, why not, what would unlock it, A against B, why it is not what it was) and of two
// runs. Hands everything to the plans; knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  Explanation,
  ExplanationRequest,
  PlanChanges,
  RunChanges,
  RunChangesRequest,
} from '../../contracts/explanation.ts'
import { PlanId } from '../../contracts/plan.ts'
import { RunId } from '../../contracts/run.ts'
import { READERS } from '../../platform/access.ts'
import { HttpProblem } from '../../platform/http.ts'
import type { OneOffs } from '../plans/one-off.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import { found } from '../runs/run-wire.ts'
import type { Runs } from '../runs/runs.ts'

export const explanationsEndpoint: FastifyPluginAsyncZod<{ plans: Plans; runs: Runs; oneOffs: OneOffs }> = async (
  app,
  { plans, runs, oneOffs },
) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })
  const ask = {
    summary:
      'Why a ticket has a place or none, and the smallest change that would give it one; or why the plan changed',
    description:
      'With `between`, two versions of the plan: what became of each visit from the one to the other, and what explains it.',
    params: z.object({ planId: PlanId }),
    body: ExplanationRequest,
    response: { 200: z.union([Explanation, PlanChanges]) },
  }
  app.post(
    '/v1/plans/:planId/explanations',
    { config: { mayCall: READERS }, schema: ask },
    ({ params, body, identity }) => {
      const key = { tenant: identity.tenant, planId: params.planId }
      const { between, ...asked } = body
      if (between === undefined) return plans.explain(key, asked)
      return plans.whyChanged(key, { ...asked, between }, oneOffs.changesBetween)
    },
  )

  const compare = {
    summary: 'What became of each visit from one run to another, and what in their inputs explains it',
    params: z.object({ runId: RunId }),
    body: RunChangesRequest,
    response: { 200: RunChanges },
  }
  app.post(
    '/v1/optimizations/:runId/explanations',
    { config: { mayCall: READERS }, schema: compare },
    async ({ params: { runId }, body: { since, ticketId, language }, identity: { tenant } }) => {
      const [older, newer] = await Promise.all([since, runId].map((id) => answeredRun(runs, tenant, id)))
      if (older === undefined || newer === undefined) throw new RangeError('Two runs are held against each other.')
      const asked = { older, newer, ...(ticketId !== undefined && { ticketId }), ...(language && { language }) }
      return { runId, since, changes: await oneOffs.changesBetween(asked) }
    },
  )
}

async function answeredRun(runs: Runs, tenant: string, id: string) {
  const { input, output } = found(await runs.answered(tenant, id))
  if (output !== null) return { kind: 'run' as const, input, output }
  throw new HttpProblem({
    status: 409,
    code: 'RUN_NOT_DONE',
    title: 'The run has no plan yet, or never will',
    detail: `It is run ${id}.`,
  })
}
