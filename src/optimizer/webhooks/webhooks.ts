// Webhooks: made, listed, and told, again and again until somebody has heard or it is given up.
import { randomBytes } from 'node:crypto'
import type { Delivery, Webhook, WebhookRequest } from '../../contracts/webhook.ts'
import type { Database } from '../../platform/database.ts'
import { HttpProblem, invalidInput } from '../../platform/http.ts'
import type { Logger } from '../../platform/log.ts'
import { addressFault, type WebhookHosts } from './allowed-address.ts'
import { send } from './send.ts'
import {
  deleteWebhook,
  forgetOldDeliveries,
  listDeliveries,
  listWebhooks,
  noteAttempt,
  putWebhook,
  retryDelivery,
  takeDue,
} from './webhook-store.ts'

export interface WebhookSettings extends WebhookHosts {
  readonly lookEveryMs?: number
  readonly firstWaitMs?: number
  readonly mostAttempts?: number
}

export interface Webhooks {
  /** Throws a problem for an address that is not allowed. */
  put(tenant: string, webhookId: string, request: WebhookRequest): Promise<{ webhook: Webhook; isNew: boolean }>
  list(tenant: string): Promise<Webhook[]>
  remove(tenant: string, webhookId: string): Promise<boolean>
  deliveries(tenant: string, webhookId: string, state?: Delivery['state']): Promise<Delivery[]>
  retry(tenant: string, webhookId: string, eventId: string): Promise<boolean>
  close(): Promise<void>
}

const AT_ONCE = 10
const LONGEST_WAIT_MS = 3_600_000
const FORGET_EVERY_MS = 3_600_000

export function openWebhooks(database: Database, log: Logger, settings: WebhookSettings): Webhooks {
  const { lookEveryMs = 1000, firstWaitMs = 5000, mostAttempts = 10 } = settings
  let sending: Promise<void> | undefined
  let forgetAt = 0

  async function tellAll(): Promise<void> {
    for (;;) {
      const due = await takeDue(database, AT_ONCE)
      await Promise.all(
        due.map(async (delivery) => {
          const sent = await send(delivery, settings, Date.now())
          const isHeard = 'status' in sent && sent.status >= 200 && sent.status < 300
          const { attempts } = delivery
          const state = isHeard ? 'delivered' : attempts >= mostAttempts ? 'dead' : 'waiting'
          if (state === 'dead') log.warn({ eventId: delivery.eventId, attempts }, 'A webhook was given up')
          const waitMs = Math.min(firstWaitMs * 2 ** (attempts - 1), LONGEST_WAIT_MS)
          await noteAttempt(database, delivery.eventId, { ...sent, state, ...(state === 'waiting' && { waitMs }) })
        }),
      )
      if (due.length < AT_ONCE) break
    }
    if (performance.now() < forgetAt) return
    forgetAt = performance.now() + FORGET_EVERY_MS
    await forgetOldDeliveries(database)
  }

  const timer = setInterval(() => {
    sending ??= tellAll()
      .catch((error) => log.warn({ err: error }, 'Webhooks could not be sent'))
      .finally(() => {
        sending = undefined
      })
  }, lookEveryMs)
  timer.unref()

  return {
    put: (tenant, webhookId, request) => {
      const fault = addressFault(request.url, settings)
      if (fault !== undefined)
        throw new HttpProblem(invalidInput([{ path: '/url', code: 'ADDRESS_NOT_ALLOWED', message: fault }]))
      return putWebhook(database, tenant, webhookId, request, `whsec_${randomBytes(32).toString('base64')}`)
    },
    list: (tenant) => listWebhooks(database, tenant),
    remove: (tenant, webhookId) => deleteWebhook(database, tenant, webhookId),
    deliveries: (tenant, webhookId, state) => listDeliveries(database, tenant, webhookId, state),
    retry: (tenant, webhookId, eventId) => retryDelivery(database, tenant, webhookId, eventId),
    close: async () => {
      clearInterval(timer)
      await sending
    },
  }
}
