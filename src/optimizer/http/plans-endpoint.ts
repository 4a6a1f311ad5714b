// /v1/plans/{planId}: put, read and delete a live plan. Hands everything to the plans; knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Plan, PlanAccepted, PlanId } from '../../contracts/plan.ts'
import { PatchAnswer, PatchRequest } from '../../contracts/plan-patch.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import type { KeptAreasOf } from '../../territory/kept-areas.ts'
import { areasNamed } from '../changes/areas-named.ts'
import { planProblem } from '../plans/plan-problems.ts'
import { acceptedOf, etagOf, ifMatchOf, planJson } from '../plans/plan-wire.ts'
import type { Plans } from '../plans/plans.ts'
import { AcceptedPlan } from '../question/accept.ts'
import type { AtHand } from '../question/at-hand.ts'
import { sendJson } from '../runs/run-wire.ts'

const params = z.object({ planId: PlanId })
const ChangeHeaders = z.looseObject({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the version that is to be changed; at any other, nothing is' }),
})

export const plansEndpoint: FastifyPluginAsyncZod<{ plans: Plans; areas: KeptAreasOf; atHand: AtHand }> = async (
  app,
  { plans, areas, atHand },
) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  const put = {
    summary: 'Make an input a live plan, in place of what it was and of everything that is held on it',
    params,
    headers: ChangeHeaders,
    body: atHand(AcceptedPlan),
    response: { 200: PlanAccepted, 201: PlanAccepted },
  }
  app.put(
    '/v1/plans/:planId',
    { config: { mayCall: PLANNERS }, schema: put },
    async ({ params, headers, body, identity }, reply) => {
      const key = { tenant: identity.tenant, planId: params.planId }
      const outcome = await plans.put(key, await areas.lend(key.tenant, body), ifMatchOf(headers['if-match']))
      const accepted = acceptedOf(key, outcome)
      reply.header('etag', etagOf(outcome.version))
      if (outcome.isNew) reply.header('location', accepted.links.self)
      return reply.code(outcome.isNew ? 201 : 200).send(accepted)
    },
  )

  const read = { summary: 'A live plan as it stands, with what was booked since', params, response: { 200: Plan } }
  app.get('/v1/plans/:planId', { config: { mayCall: READERS }, schema: read }, async ({ params, identity }, reply) => {
    const key = { tenant: identity.tenant, planId: params.planId }
    const found = await plans.find(key)
    reply.header('etag', etagOf(found.version))
    return sendJson(reply, planJson(key, found))
  })

  const patch = {
    summary:
      'Tell a live plan what has happened: it is applied to what it touches, and what follows from it is answered',
    description:
      'Events count once by their id, all of a request or none. Kept areas that they name join a plan that lists its areas. With If-Match nothing is applied at any other version; what was applied before is answered as replayed at any.',
    params,
    headers: ChangeHeaders,
    body: PatchRequest,
    response: { 200: PatchAnswer },
  }
  app.patch(
    '/v1/plans/:planId',
    { config: { mayCall: PLANNERS }, schema: patch },
    async ({ params, headers, body, identity }, reply) => {
      const key = { tenant: identity.tenant, planId: params.planId }
      const lent = await areas.named(key.tenant, areasNamed(body.events))
      const answer = await plans.patch(key, body, ifMatchOf(headers['if-match']), lent)
      reply.header('etag', etagOf(answer.version))
      return sendJson(reply, JSON.stringify(answer))
    },
  )

  const remove = {
    summary: 'Forget a live plan and its offers',
    params,
    headers: ChangeHeaders,
    response: { 204: z.null().meta({ description: 'It is gone' }) },
  }
  app.delete(
    '/v1/plans/:planId',
    { config: { mayCall: PLANNERS }, schema: remove },
    async ({ params, headers, identity }, reply) => {
      await plans.remove({ tenant: identity.tenant, planId: params.planId }, ifMatchOf(headers['if-match']))
      return reply.code(204).send(null)
    },
  )
}
