// CommsEnvelope: one message in or out, whatever carried it: as the provider said it, and as we read it. Imports zod only.
import { z } from 'zod'
import { CorrelationId } from './v0.ts'

export const CommsEnvelope = z.strictObject({
  channel: z.enum(['sms', 'voice', 'email']),
  direction: z.enum(['inbound', 'outbound']),
  /** Who is at the other end, as the channel addresses them. */
  peer: z.string().min(1).max(320),
  ticketId: z.uuid().exactOptional(),
  correlationId: CorrelationId,
  /** As it came: it is evidence, so it may not be missing. */
  raw: z.unknown().refine((raw) => raw !== undefined, { message: 'is missing', params: { code: 'RAW_MISSING' } }),
  normalized: z.unknown().optional(),
  providerMeta: z.unknown().optional(),
})
export type CommsEnvelope = z.infer<typeof CommsEnvelope>
