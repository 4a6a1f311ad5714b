// DispatchCommand: one order for dispatch-api, whatever its wire looks like. Imports zod only.
import { z } from 'zod'
import { Id } from './scalars.ts'
import { ACTOR_TYPES, CorrelationId, RequestId } from './v0.ts'

export const DispatchCommand = z.strictObject({
  toolName: z.string(),
  ticketId: z.string().exactOptional(),
  actor: z.strictObject({ id: Id, role: z.string(), type: z.enum(ACTOR_TYPES) }),
  /** Names the intent, never the content: sent again it is the same command, or a mismatch. */
  requestId: RequestId,
  correlationId: CorrelationId,
  traceparent: z.string().exactOptional(),
  tracestate: z.string().exactOptional(),
  /** In place of the one that the sender holds. */
  token: z
    .string()
    .regex(/^[\x21-\x7e]{1,8192}$/, 'printable ASCII characters')
    .exactOptional(),
  payload: z.unknown().optional(),
  tenantId: Id.exactOptional(),
})
export type DispatchCommand = z.infer<typeof DispatchCommand>
