// /v1/plans/{planId}/explanations: why this, why not, what would unlock it, A against B. Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Explanation, ExplanationRequest } from '../../contracts/explanation.ts'
import { PlanId } from '../../contracts/plan.ts'
import { READERS } from '../../platform/access.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'

export const explanationsEndpoint: FastifyPluginAsyncZod<{ plans: Plans }> = async (app, { plans }) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })
  const ask = {
    summary: 'Why a ticket has a place or none, and the smallest change that would give it one',
    params: z.object({ planId: PlanId }),
    body: ExplanationRequest,
    response: { 200: Explanation },
  }
  app.post(
    '/v1/plans/:planId/explanations',
    { config: { mayCall: READERS }, schema: ask },
    ({ params, body, identity }) => plans.explain({ tenant: identity.tenant, planId: params.planId }, body),
  )
}
