// A service area: a GeoJSON shape with an id, or only an id when tickets name their area themselves. Imports zod only.
import { z } from 'zod'
import { Id } from './scalars.ts'

/** GeoJSON writes longitude first. */
const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const Ring = z.array(Position).min(4).max(10_000)

export const Polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1).max(100) })
export const MultiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(Ring).min(1).max(100)).min(1).max(100),
})

export const Area = z.strictObject({ id: Id, shape: z.discriminatedUnion('type', [Polygon, MultiPolygon]).optional() })
export type Area = z.infer<typeof Area>
