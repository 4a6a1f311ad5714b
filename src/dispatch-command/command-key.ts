// The idempotency key of an intent: the same step for the same ticket of the same run always has the same key. What is sent
// is no part of it, so that other content under the same intent is found out instead of done twice. Imports uuid only.
import { v5 } from 'uuid'

/** Changing it would send everything that was applied already once more. */
const NAMESPACE = '0f6b1e0c-6d0b-5a52-9c57-5f0a5b7c8e21'

export interface IntentName {
  readonly tenant: string
  readonly runId: string
  readonly ticketId: string
  readonly tool: string
}

export const commandKey = ({ tenant, runId, ticketId, tool }: IntentName): string =>
  // As JSON, so that no two different lists read the same.
  v5(JSON.stringify([tenant, runId, ticketId.toLowerCase(), tool]), NAMESPACE)
