// Ties between tickets. All but `after` bind both ways, and are said once. Imports zod only.
import { z } from 'zod'
import { Cents, Duration, durationSeconds, Id } from './scalars.ts'

const tied = <Kind extends string>(kind: Kind, description: string) =>
  z.strictObject({ kind: z.literal(kind), ticketId: Id }).meta({ description })

const After = z
  .strictObject({
    kind: z.literal('after'),
    ticketId: Id,
    minGap: Duration.optional(),
    maxGap: Duration.optional(),
    /** From when the other is finished, or from when it begins. */
    since: z.enum(['end', 'start']).default('end'),
    /** The least number of days between the days of the two. */
    minDays: z.int().min(0).max(60).optional(),
    /** Each day that lies between them beyond that. */
    perDay: Cents.optional(),
  })
  .refine(({ minGap = 'PT0S', maxGap = 'P9999W' }) => durationSeconds(minGap) <= durationSeconds(maxGap), {
    path: ['maxGap'],
    message: 'must not be below minGap',
    params: { code: 'GAP_REVERSED' },
  })
  .meta({ description: 'Only when the other is planned too, and after it, with a least and a greatest gap' })

export const Link = z.discriminatedUnion('kind', [
  tied('same-time', 'Both begin together, by different technicians, or neither is planned'),
  After,
  tied('same-tech', 'By one technician, as far as both are planned'),
  tied('other-tech', 'By different technicians, as far as both are planned'),
  tied('not-same-route', 'Never on one shift of one technician'),
  tied('not-same-time', 'Never worked on at one time, whoever does'),
])
export type Link = z.infer<typeof Link>
