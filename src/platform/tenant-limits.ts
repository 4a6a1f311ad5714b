// What one tenant may have of what all of them share. A setting, so that it is read once and checked whole; what it does not
// say of a tenant, "*" says, and else the settings for all. Knows no route and no queue.
import { z } from 'zod'

const TenantLimit = z.strictObject({
  /** Turns of its runs for each turn of a tenant of weight 1. */
  weight: z.number().min(0.1).max(100).optional(),
  running: z.int().min(1).max(64).optional(),
  queued: z.int().min(0).max(100_000).optional(),
  requestsPerMinute: z.int().min(1).max(10_000_000).optional(),
  bodyBytes: z.int().min(1024).max(268_435_456).optional(),
})
export type TenantLimit = z.infer<typeof TenantLimit>

export const TenantLimits = z.record(z.string().regex(/^(\*|[A-Za-z\d][A-Za-z\d\-_.]{0,63})$/), TenantLimit)
export type TenantLimits = z.infer<typeof TenantLimits>

/** As text in one variable. */
export const TenantLimitsText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  })
  .pipe(TenantLimits)
  .meta({
    accepted:
      'JSON such as {"acme":{"weight":3,"running":2,"queued":50,"requestsPerMinute":600,"bodyBytes":1000000},"*":{"queued":20}}',
  })

export type LimitOf = (tenant: string) => TenantLimit

/** Own fields only: a tenant may be named as every object has it. */
export function limitOf(limits: TenantLimits): LimitOf {
  const byTenant = new Map(Object.entries(limits))
  const others = byTenant.get('*') ?? {}
  return (tenant) => ({ ...others, ...byTenant.get(tenant) })
}
