// /v1/offers/{offerId}: one of its options is confirmed, or it is given back. Knows HTTP and nothing else.
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Confirmed, ConfirmRequest, OfferProblem } from '../../contracts/offer.ts'
import { OfferId } from '../../contracts/recommendation.ts'
import { ApplyAnswer } from '../../contracts/run.ts'
import type { Outbox } from '../../dispatch-command/outbox.ts'
import { PLANNERS } from '../../platform/access.ts'
import { problem } from '../../platform/http.ts'
import { HttpProblem, PROBLEM_TYPE, type ProblemParts, problemBody } from '../../platform/problem.ts'
import type { ConfirmOutcome } from '../plans/confirm.ts'
import { offerIntent } from '../plans/offer-intents.ts'
import { planProblem } from '../plans/plan-problems.ts'
import type { Plans } from '../plans/plans.ts'
import { actorOf, appliedOf } from '../runs/intents.ts'

const params = z.object({ offerId: OfferId })

const over = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: OfferProblem } },
})

export const offersEndpoint: FastifyPluginAsyncZod<{ plans: Plans; outbox: Outbox }> = async (
  app,
  { plans, outbox },
) => {
  app.setErrorHandler((error, { body }) => {
    throw planProblem(error, body)
  })

  const confirm = {
    summary: 'Book one of the options of an offer; again changes nothing and answers the same',
    params,
    body: ConfirmRequest,
    response: {
      200: Confirmed,
      409: over('Another option is confirmed, or the place is gone; then `offer` has fresh options.'),
      410: over('The offer has expired, or was released; where it has expired, `offer` has fresh options.'),
    },
  }
  app.post(
    '/v1/offers/:offerId/confirm',
    { config: { mayCall: PLANNERS }, schema: confirm },
    async ({ params, body, identity, trace }, reply) => {
      const { optionId, request_id: requestId } = body
      const choice = { offerId: params.offerId, optionId, ...(requestId !== undefined && { requestId }) }
      const outcome = await plans.confirm(identity.tenant, choice)
      if (outcome.kind === 'confirmed') return outcome.answer
      return sendOver(reply, outcome, trace.correlationId)
    },
  )

  const release = {
    summary: 'Give an offer back: its places are free for others; again changes nothing',
    params,
    response: { 204: z.null().meta({ description: 'It holds nothing' }) },
  }
  app.post(
    '/v1/offers/:offerId/release',
    { config: { mayCall: PLANNERS }, schema: release },
    async ({ params, identity }, reply) => {
      if (await plans.release(identity.tenant, params.offerId)) return reply.code(204).send(null)
      throw new HttpProblem({
        status: 409,
        code: 'OFFER_CONFIRMED',
        title: 'The offer is confirmed',
        detail: 'It holds nothing any more, and what was booked stays booked.',
      })
    },
  )

  const apply = {
    summary:
      'Propose the options of an offer to dispatch-api, or the one that is confirmed alone; again changes nothing',
    params,
    response: { 200: ApplyAnswer, 409: problem('The offer has ended without a booking.') },
  }
  app.post(
    '/v1/offers/:offerId/apply',
    { config: { mayCall: PLANNERS }, schema: apply },
    async ({ params, identity, trace }) => {
      const { tenant, id } = identity
      const offer = await plans.offer(tenant, params.offerId)
      const intent = offerIntent(offer, { tenant, actor: actorOf(id), trace })
      if (intent === undefined)
        throw new HttpProblem({
          status: 409,
          code: 'OFFER_OVER',
          title: 'The offer has ended without a booking',
          detail: `It is ${offer.state}.`,
        })
      return appliedOf(await outbox.apply([intent]))
    },
  )
}

type Over = Exclude<ConfirmOutcome, { kind: 'confirmed' }>

/** RFC 9457 lets a problem carry members of its own: what can be had instead. */
function sendOver(reply: FastifyReply, outcome: Over, correlationId: string): FastifyReply {
  const problem = new HttpProblem(problemOf(outcome))
  const known = problemBody(problem, correlationId)
  const whole = 'offer' in outcome ? `${known.slice(0, -1)},"offer":${JSON.stringify(outcome.offer)}}` : known
  return reply.code(problem.status).type(PROBLEM_TYPE).send(Buffer.from(whole))
}

function problemOf(outcome: Over): ProblemParts {
  switch (outcome.kind) {
    case 'confirmed-otherwise':
      return {
        status: 409,
        code: 'OFFER_CONFIRMED',
        title: 'Another option of the offer is confirmed',
        detail: `It is ${outcome.optionId}.`,
      }
    case 'released':
      return { status: 410, code: 'OFFER_RELEASED', title: 'The offer was given back' }
    case 'expired':
      return { status: 410, code: 'OFFER_EXPIRED', title: 'The offer has expired', ...detailOf(outcome) }
    case 'taken':
      return { status: 409, code: 'OPTION_TAKEN', title: 'The place is gone', ...detailOf(outcome) }
  }
}

const INSTEAD = {
  planned: 'The ticket is planned already.',
  gone: 'The plan does not know the ticket any more.',
}

const detailOf = (outcome: Over) => ('noOffer' in outcome ? { detail: INSTEAD[outcome.noOffer] } : {})
