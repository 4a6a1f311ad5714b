// Recommendations, on a live plan or on a plain input. Hands everything to the plans; knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PlanId } from '../../contracts/plan.ts'
import {
  OneOffAnswer,
  OneOffRequest,
  Recommendation,
  RecommendationRequest,
  Recommendations,
} from '../../contracts/recommendation.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { OneOffs } from '../plans/one-off.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import type { Wish } from '../plans/wish.ts'
import { AcceptedPlan } from '../question/accept.ts'

export const recommendationsEndpoint: FastifyPluginAsyncZod<{ plans: Plans; oneOffs: OneOffs }> = async (
  app,
  { plans, oneOffs },
) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  const ask = {
    summary: 'Who could go and when, ranked and held; for one ticket, or for several, consistent with one another',
    params: z.object({ planId: PlanId }),
    body: RecommendationRequest,
    response: { 200: z.union([Recommendation, Recommendations]) },
  }
  app.post('/v1/plans/:planId/recommendations', { schema: ask }, ({ params, body, identity }) => {
    const key = { tenant: identity.tenant, planId: params.planId }
    const { ticket, ticketId, ticketIds } = body
    if (ticketIds !== undefined) return plans.recommendSeveral(key, ticketIds, wishOf(body))
    return plans.recommend(key, ticket === undefined ? { ticketId: ticketId ?? '' } : { ticket }, wishOf(body))
  })

  const askOnce = {
    summary: 'The same for a plain input; nothing is kept, and nothing is held',
    body: OneOffRequest.extend({ input: AcceptedPlan }),
    response: { 200: OneOffAnswer },
  }
  app.post('/v1/recommendations', { schema: askOnce }, async ({ body }) => ({
    offers: await oneOffs.advise(body.input, body.ticketIds, wishOf(body)),
  }))
}

type Wishes = Pick<RecommendationRequest, 'count' | 'language' | 'whyNot' | 'hold'>

function wishOf({ count, language, whyNot, hold }: Wishes): Wish {
  return {
    count,
    whyNot,
    ...(language !== undefined && { language }),
    ...(hold !== undefined && { holdSeconds: durationSeconds(hold) }),
  }
}
