// A service area: a GeoJSON shape with an id, or only an id when tickets name their area themselves. Imports contracts only.
import { z } from 'zod'
import { Duration, Id, Location } from './scalars.ts'
import { MOST_IN_CREW } from './ticket.ts'

/** GeoJSON writes longitude first. */
const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const Ring = z.array(Position).min(4).max(10_000)

export const Polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1).max(100) })
export type Polygon = z.infer<typeof Polygon>
export const MultiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(Ring).min(1).max(100)).min(1).max(100),
})

export const Shape = z.discriminatedUnion('type', [Polygon, MultiPolygon])
export type Shape = z.infer<typeof Shape>

export const Area = z.strictObject({ id: Id, shape: Shape.optional() })
export type Area = z.infer<typeof Area>

export const AREA_FAULTS = [
  'AREA_SELF_INTERSECTS',
  'AREA_HOLE_OUTSIDE',
  'AREA_HOLES_NESTED',
  'AREA_PARTS_DISCONNECTED',
  'AREA_PARTS_OVERLAP',
  'AREA_TOO_FEW_POINTS',
  'AREA_NOT_VALID',
] as const

/** What is wrong with a shape, and where. */
export const AreaFault = z.strictObject({ code: z.enum(AREA_FAULTS), at: Location.optional() })
export type AreaFault = z.infer<typeof AreaFault>

/** `repair: false`: a shape that is not sound is refused, also where it could be mended without losing ground. */
export const AreaUpload = z.strictObject({ shape: Shape, repair: z.boolean().default(true) })

/** An area that is kept; inputs may name it by its id, without the shape. */
export const KeptArea = z.strictObject({
  areaId: Id,
  shape: Shape,
  squareKm: z.number().min(0),
  /** What was wrong with the shape as it was sent; it was mended. */
  repaired: AreaFault.optional(),
  updatedAt: z.string(),
})
export type KeptArea = z.infer<typeof KeptArea>

export const KeptAreas = z.strictObject({ areas: z.array(KeptArea.omit({ shape: true })) })

/** RFC 7946: the kept areas for a map. */
export const AreaFeatures = z.strictObject({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.strictObject({
      type: z.literal('Feature'),
      id: Id,
      geometry: Shape,
      properties: KeptArea.omit({ shape: true }).extend({ kind: z.literal('area') }),
    }),
  ),
})
export type AreaFeatures = z.infer<typeof AreaFeatures>

/** Tickets may come as they stand in an input: what is not asked for is not read. */
export const RegionsRequest = z.strictObject({
  tickets: z
    .array(
      z.object({
        id: Id,
        location: Location,
        duration: Duration.default('PT1H'),
        crew: z.int().min(1).max(MOST_IN_CREW).default(1),
      }),
    )
    .min(1)
    .max(20_000),
  count: z.int().min(1).max(200),
})
/** Each ticket is in one of them; some may be empty, and are not told. */
export const Regions = z.strictObject({
  regions: z.array(
    z.strictObject({
      ticketIds: z.array(Id),
      /** Of all its tickets and whoever comes for them: an ISO 8601 duration, which may be longer than any that is accepted. */
      work: z.string(),
      /** Around its tickets: may be kept as an area. */
      shape: Polygon,
    }),
  ),
})
export type Regions = z.infer<typeof Regions>

export const LocateRequest = z.strictObject({ places: z.array(Location).min(1).max(20_000) })
/** By place: the areas that hold it, the boundary included. */
export const Located = z.strictObject({ places: z.array(z.strictObject({ areaIds: z.array(Id) })) })
