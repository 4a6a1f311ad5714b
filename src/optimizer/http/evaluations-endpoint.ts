// /v1/plans/{planId}/evaluations and /v1/evaluations: what changes would make of a plan, and what a plan made elsewhere is
// worth. Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Evaluation, EvaluationRequest, PlanScore, ScoreRequest } from '../../contracts/evaluation.ts'
import { PlanId } from '../../contracts/plan.ts'
import { READERS } from '../../platform/access.ts'
import type { KeptAreasOf } from '../../territory/kept-areas.ts'
import { areasNamed } from '../changes/areas-named.ts'
import type { OneOffs } from '../plans/one-off.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import { AcceptedInput } from '../question/accept.ts'
import type { AtHand } from '../question/at-hand.ts'
import { sendJson } from '../runs/run-wire.ts'

export const evaluationsEndpoint: FastifyPluginAsyncZod<{
  plans: Plans
  oneOffs: OneOffs
  areas: KeptAreasOf
  atHand: AtHand
}> = async (app, { plans, oneOffs, areas, atHand }) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })
  const tried = {
    summary:
      'What changes would make of a plan: money line by line, who moves, what would be broken; nothing is changed',
    params: z.object({ planId: PlanId }),
    body: EvaluationRequest,
    response: { 200: Evaluation },
  }
  app.post(
    '/v1/plans/:planId/evaluations',
    { config: { mayCall: READERS }, schema: tried },
    async ({ params, body, identity }, reply) => {
      const key = { tenant: identity.tenant, planId: params.planId }
      const lent = await areas.named(key.tenant, areasNamed(body.changes))
      return sendJson(reply, JSON.stringify(await plans.evaluate(key, body, lent)))
    },
  )

  const scored = {
    summary: 'What a plan made elsewhere costs, and which rules it breaks; nothing is kept',
    body: ScoreRequest.extend({ input: atHand(AcceptedInput) }),
    response: { 200: PlanScore },
  }
  app.post('/v1/evaluations', { config: { mayCall: READERS }, schema: scored }, async ({ body, identity }, reply) =>
    sendJson(reply, JSON.stringify(await oneOffs.score(await areas.lend(identity.tenant, body.input)))),
  )
}
