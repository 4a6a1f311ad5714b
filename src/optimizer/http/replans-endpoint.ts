// /v1/plans/{planId}/replans: a live plan is mended as a run, and what it found is put back. Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import { PlanId } from '../../contracts/plan.ts'
import { ReplanAnswer, ReplanRequest } from '../../contracts/replan.ts'
import { RunAccepted, RunId } from '../../contracts/run.ts'
import { PLANNERS } from '../../platform/access.ts'
import { HttpProblem } from '../../platform/http.ts'
import { planProblem } from '../plans/plan-problems.ts'
import { etagOf } from '../plans/plan-wire.ts'
import type { Plans } from '../plans/plans.ts'
import { replanInput } from '../plans/replan.ts'
import { AcceptedInput } from '../question/accept.ts'
import { acceptedOf, found, linksOf, sendJson } from '../runs/run-wire.ts'
import type { Runs } from '../runs/runs.ts'
import { SubmitHeaders, submitted } from './optimizations-endpoint.ts'

export const replansEndpoint: FastifyPluginAsyncZod<{ plans: Plans; runs: Runs }> = async (app, { plans, runs }) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  const ask = {
    summary: 'Mend a live plan: a run that begins with it, at the price of its changes; the plan itself is not touched',
    params: z.object({ planId: PlanId }),
    headers: SubmitHeaders,
    body: ReplanRequest,
    response: { 202: RunAccepted },
  }
  app.post(
    '/v1/plans/:planId/replans',
    { config: { mayCall: PLANNERS }, schema: ask },
    async ({ params, headers, body, identity, trace }, reply) => {
      const { planId } = params
      const plan = await plans.find({ tenant: identity.tenant, planId })
      const asked = AcceptedInput.safeParse(replanInput(JSON.parse(plan.input) as OptimizationInput, body))
      if (!asked.success) throw tooLarge()
      const { name = `Replan of ${planId} at version ${plan.version}`, note } = body
      const label = { name, ...(note !== undefined && { note }), basePlan: { planId, version: plan.version } }
      const idempotencyKey = headers['idempotency-key']
      const accepted = await submitted(runs, {
        input: asked.data,
        tenant: identity.tenant,
        idempotencyKey,
        trace,
        label,
      })
      return reply.code(202).header('location', linksOf(accepted.id).self).send(acceptedOf(accepted))
    },
  )

  const accept = {
    summary:
      'Put what a replan has found in place of what is planned, if the plan is still at the version it was made for',
    params: z.object({ planId: PlanId, runId: RunId }),
    response: { 200: ReplanAnswer },
  }
  app.post(
    '/v1/plans/:planId/replans/:runId/accept',
    { config: { mayCall: PLANNERS }, schema: accept },
    async ({ params: { planId, runId }, identity }, reply) => {
      const run = found(await runs.find(identity.tenant, runId))
      if (run.basePlan !== planId || run.basePlanVersion === null)
        throw new HttpProblem({ status: 409, code: 'NOT_A_REPLAN', title: 'The run was not made for this plan' })
      if (run.output === null)
        throw new HttpProblem({
          status: 409,
          code: 'RUN_NOT_DONE',
          title: 'The run has no output to put back',
          detail: `It is ${run.status}.`,
        })
      const output = JSON.parse(run.output) as OptimizationOutput
      const answer = await plans.putBack({ tenant: identity.tenant, planId }, runId, output, run.basePlanVersion)
      reply.header('etag', etagOf(answer.version))
      return sendJson(reply, JSON.stringify(answer))
    },
  )
}

const tooLarge = () =>
  new HttpProblem({
    status: 422,
    code: 'TOO_MANY_PLACES',
    title: 'The plan is too large to be planned as a whole',
    detail: 'Plan it area by area, each as an input of its own.',
  })
