// Webhooks: where a tenant wants to be told, what is sent there, and what became of it. Imports zod only.
import { z } from 'zod'
import { PlanId, PlanVersion } from './plan.ts'
import { RunId, RunStatus } from './run.ts'
import { Id, Instant } from './scalars.ts'

export const WebhookId = Id.meta({ description: 'Chosen by the caller; each tenant has names of its own' })

export const WEBHOOK_KINDS = ['run.finished', 'plan.changed'] as const
export const WebhookKind = z.enum(WEBHOOK_KINDS)
export type WebhookKind = z.infer<typeof WebhookKind>

export const WebhookRequest = z.strictObject({
  /** Of a host that the service is allowed to call; https, except on this machine. */
  url: z.url().max(2000),
  events: z.array(WebhookKind).min(1).max(WEBHOOK_KINDS.length),
})
export type WebhookRequest = z.infer<typeof WebhookRequest>

export const Webhook = z.strictObject({
  webhookId: WebhookId,
  url: z.string(),
  events: z.array(WebhookKind),
  createdAt: Instant,
  /** Told once, when it is made: what is sent is signed with it. */
  secret: z.string().optional(),
})
export type Webhook = z.infer<typeof Webhook>

/** The body of what is sent; the headers are those of the Standard Webhooks specification. */
export const WebhookMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run.finished'),
    /** The same however often it is sent. */
    eventId: z.uuid(),
    at: Instant,
    runId: RunId,
    status: RunStatus,
    cost: z.number().optional(),
    unserved: z.int().optional(),
    code: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('plan.changed'),
    eventId: z.uuid(),
    at: Instant,
    planId: PlanId,
    version: PlanVersion,
  }),
])
export type WebhookMessage = z.infer<typeof WebhookMessage>

export const DeliveryState = z.enum(['waiting', 'delivered', 'dead'])

export const Delivery = z.strictObject({
  eventId: z.uuid(),
  kind: WebhookKind,
  state: DeliveryState,
  attempts: z.int(),
  createdAt: Instant,
  /** When it is tried again. */
  nextAt: Instant.optional(),
  /** Of the latest attempt: what was answered, or why nothing was. */
  status: z.int().optional(),
  error: z.string().optional(),
})
export type Delivery = z.infer<typeof Delivery>

export const Deliveries = z.strictObject({ deliveries: z.array(Delivery) })
export const Webhooks = z.strictObject({ webhooks: z.array(Webhook) })
