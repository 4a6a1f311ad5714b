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
  /** Without it: the matrices where there are some, else the roads where the optimizer has a road service, else estimates. */
  source: z.enum(['estimate', 'osrm', 'matrix']).optional(),
  matrices: z.array(TravelMatrix).max(5).optional(),
  /** When the road service gives no answer. Without it: fail where `source` asks for it by name, else estimate. */
  onFailure: z.enum(['fail', 'estimate']).optional(),
  timeOfDay: z.array(TimeOfDay).max(48).optional(),
})
export type Travel = z.infer<typeof Travel>

/** Where the figures of one leg come from: the road service now, the road service earlier, the caller, or nobody but the map's distance. */
export const LegSource = z.enum(['estimate', 'osrm', 'cache', 'given'])
export type LegSource = z.infer<typeof LegSource>

/** What an answer says of all the figures it was planned with. */
export const TravelMeta = z.strictObject({
  source: z.enum(['estimate', 'osrm', 'matrix']),
  estimatedMetres: z.boolean(),
  /** The road service was to be asked, and some figures are estimates because it gave no answer. */
  degraded: z.literal(true).optional(),
  /** Where roads were asked for. */
  roads: z
    .strictObject({
      /** Of the map, as the service names it; null where it does not. */
      dataVersion: z.string().nullable(),
      /** Figures between two places, by where they come from. */
      cells: z.strictObject({ osrm: z.int(), cache: z.int(), estimate: z.int() }),
      /** Between which no road leads. */
      unreachable: z.int(),
      /** Why there are estimates. */
      failure: z.strictObject({ code: z.string(), detail: z.string() }).optional(),
    })
    .optional(),
})
export type TravelMeta = z.infer<typeof TravelMeta>
