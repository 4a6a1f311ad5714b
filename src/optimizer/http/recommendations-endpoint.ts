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
  TicketsForTech,
} from '../../contracts/recommendation.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { PLANNERS } from '../../platform/access.ts'
import { EVENT_STREAM, openEventStream, wantsEvents } from '../../platform/event-stream.ts'
import { problemFor } from '../../platform/http.ts'
import type { KeptAreasOf } from '../../territory/kept-areas.ts'
import type { OneOffs } from '../plans/one-off.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import type { Wish } from '../plans/wish.ts'
import { AcceptedPlan } from '../question/accept.ts'
import type { AtHand } from '../question/at-hand.ts'
import { sendJson } from '../runs/run-wire.ts'

export const recommendationsEndpoint: FastifyPluginAsyncZod<{
  plans: Plans
  oneOffs: OneOffs
  areas: KeptAreasOf
  atHand: AtHand
}> = async (app, { plans, oneOffs, areas, atHand }) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  const ask = {
    summary: 'Who could go and when, ranked and held; for one ticket, or for several, consistent with one another',
    description: `With tier 2 and Accept: ${EVENT_STREAM} the answer comes in events: "offers", the first tier; "room", the second; "end". An error in between is "problem".`,
    params: z.object({ planId: PlanId }),
    body: RecommendationRequest,
    response: { 200: z.union([Recommendation, Recommendations, TicketsForTech]) },
  }
  app.post(
    '/v1/plans/:planId/recommendations',
    { config: { mayCall: PLANNERS }, schema: ask },
    async (request, reply) => {
      const { params, body, identity } = request
      const key = { tenant: identity.tenant, planId: params.planId }
      const { ticket, ticketId, ticketIds, forTech, tier, count, language } = body
      // Made here and held against the contract by the tests: checking it once more would take longer than making it.
      const answered = async (told: Promise<unknown>) => sendJson(reply, JSON.stringify(await told))
      if (forTech !== undefined)
        return answered(plans.ticketsFor(key, { ...forTech, count, ...(language && { language }) }))
      const wish = wishOf(body)
      if (ticketIds !== undefined) return answered(plans.recommendSeveral(key, ticketIds, wish))
      const subject = ticket === undefined ? { ticketId: ticketId ?? '' } : { ticket }
      if (tier === 1) return sendJson(reply, (await plans.recommendJson(key, subject, wish)).json)
      if (!wantsEvents(request)) return answered(plans.recommendBoth(key, subject, wish))
      const first = await plans.recommendJson(key, subject, wish)
      const events = openEventStream(reply)
      events.send('offers', first.json)
      try {
        events.send('room', JSON.stringify(await plans.makeRoom(key, subject, wish, first)))
      } catch (error) {
        events.send('problem', problemFor(planProblem(error, body), request))
      }
      events.send('end', '{}')
      events.end()
      return reply
    },
  )

  const askOnce = {
    summary: 'The same for a plain input; nothing is kept, and nothing is held',
    body: OneOffRequest.extend({ input: atHand(AcceptedPlan) }),
    response: { 200: OneOffAnswer },
  }
  app.post('/v1/recommendations', { config: { mayCall: PLANNERS }, schema: askOnce }, async ({ body, identity }) => ({
    offers: await oneOffs.advise(await areas.lend(identity.tenant, body.input), body.ticketIds, wishOf(body)),
  }))
}

type Wishes = Pick<RecommendationRequest, 'count' | 'language' | 'whyNot' | 'hold'> & { readonly move?: boolean }

function wishOf({ count, language, whyNot, hold, move = false }: Wishes): Wish {
  return {
    count,
    whyNot,
    ...(language !== undefined && { language }),
    ...(hold !== undefined && { holdSeconds: durationSeconds(hold) }),
    ...(move && { move, holdSeconds: 0 }),
  }
}
