// How long it takes from place to place: by estimate, by OSRM, or by tables the caller brings. Imports zod only.
import { z } from 'zod'
import { Location } from './scalars.ts'
import { TravelProfile } from './tech.ts'

/** Null: no road leads there. */
const Figure = z.number().min(0).max(10_000_000).nullable()

export const TravelMatrix = z
  .strictObject({
    profile: TravelProfile.default('car'),
    /** Every location of the input, in the order of rows and columns. */
    places: z.array(Location).min(1).max(20_000),
    seconds: z.array(z.array(Figure)),
    /** Without it, metres are estimated. */
    metres: z.array(z.array(Figure)).optional(),
  })
  .superRefine(({ places, seconds, metres }, context) => {
    for (const [name, rows] of [
      ['seconds', seconds],
      ['metres', metres],
    ] as const) {
      const fault = (path: (string | number)[]) =>
        context.addIssue({
          code: 'custom',
          path: [name, ...path],
          message: `must have ${places.length} figures`,
          params: { code: 'WRONG_SIZE' },
        })
      if (rows && rows.length !== places.length) fault([])
      rows?.forEach((row, index) => {
        if (row.length !== places.length) fault([index])
      })
    }
  })

/**
 * Slower (above 1) or faster at some time of day, on the clock of the technician's zone; over midnight when `to` is not
 * after `from`. Where several hold at once, each makes it so much slower or faster.
 */
export const TimeOfDay = z.strictObject({
  from: z.iso.time({ precision: -1 }),
  to: z.iso.time({ precision: -1 }),
  factor: z.number().min(0.1).max(10),
  profiles: z.array(TravelProfile).optional(),
})
export type TimeOfDay = z.infer<typeof TimeOfDay>

export const Travel = z.strictObject({
  source: z.enum(['estimate', 'osrm', 'matrix']).optional(),
  matrices: z.array(TravelMatrix).max(5).optional(),
  onFailure: z.enum(['fail', 'estimate']).optional(),
  timeOfDay: z.array(TimeOfDay).max(48).optional(),
})
export type Travel = z.infer<typeof Travel>
