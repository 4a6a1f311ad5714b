// /v1/webhooks: where a tenant wants to be told, and what became of what was sent. Knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  Deliveries,
  DeliveryState,
  Webhook,
  WebhookId,
  Webhooks as WebhookList,
  WebhookRequest,
} from '../../contracts/webhook.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import { HttpProblem } from '../../platform/http.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'

const params = z.object({ webhookId: WebhookId })
const notFound = () =>
  new HttpProblem({
    status: 404,
    code: 'WEBHOOK_NOT_FOUND',
    title: 'There is no such webhook, or nothing to send again',
  })

export const webhooksEndpoint: FastifyPluginAsyncZod<{ webhooks: Webhooks }> = async (app, { webhooks }) => {
  const put = {
    summary: 'Be told of what happens at an address of your own; its secret is told once',
    description:
      'Sent as POST, signed by the Standard Webhooks specification (webhook-id, webhook-timestamp, webhook-signature), at least once, always under the same id, and again with growing pauses until it is answered with 2xx or given up.',
    params,
    body: WebhookRequest,
    response: { 200: Webhook, 201: Webhook },
  }
  app.put(
    '/v1/webhooks/:webhookId',
    { config: { mayCall: PLANNERS }, schema: put },
    async ({ params, body, identity }, reply) => {
      const { webhook, isNew } = await webhooks.put(identity.tenant, params.webhookId, body)
      return reply.code(isNew ? 201 : 200).send(webhook)
    },
  )

  const list = { summary: 'The webhooks of the tenant, without their secrets', response: { 200: WebhookList } }
  app.get('/v1/webhooks', { config: { mayCall: READERS }, schema: list }, async ({ identity }) => ({
    webhooks: await webhooks.list(identity.tenant),
  }))

  const remove = {
    summary: 'Be told no more',
    params,
    response: { 204: z.null().meta({ description: 'It is gone, with what was still to be sent' }) },
  }
  app.delete(
    '/v1/webhooks/:webhookId',
    { config: { mayCall: PLANNERS }, schema: remove },
    async ({ params, identity }, reply) => {
      if (!(await webhooks.remove(identity.tenant, params.webhookId))) throw notFound()
      return reply.code(204).send(null)
    },
  )

  const deliveries = {
    summary: 'What was sent, is to be sent, or was given up: the latest hundred',
    params,
    querystring: z.strictObject({ state: DeliveryState.optional() }),
    response: { 200: Deliveries },
  }
  app.get(
    '/v1/webhooks/:webhookId/deliveries',
    { config: { mayCall: READERS }, schema: deliveries },
    async ({ params, query, identity }) => {
      const all = await webhooks.list(identity.tenant)
      if (!all.some(({ webhookId }) => webhookId === params.webhookId)) throw notFound()
      return { deliveries: await webhooks.deliveries(identity.tenant, params.webhookId, query.state) }
    },
  )

  const retry = {
    summary: 'Send again what was given up',
    params: params.extend({ eventId: z.uuid() }),
    response: { 202: z.null().meta({ description: 'It is sent again' }) },
  }
  app.post(
    '/v1/webhooks/:webhookId/deliveries/:eventId/retry',
    { config: { mayCall: PLANNERS }, schema: retry },
    async ({ params, identity }, reply) => {
      if (!(await webhooks.retry(identity.tenant, params.webhookId, params.eventId))) throw notFound()
      return reply.code(202).send(null)
    },
  )
}
