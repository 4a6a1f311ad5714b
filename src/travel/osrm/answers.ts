// The answers of OSRM's HTTP interface, version 1, as far as they are read here. What a server sends is not trusted to be
// any of it.
import { z } from 'zod'

/** Larger ones are no drive on this earth. */
const MOST = 100_000_000
const Figure = z.number().min(0).max(MOST)
type Figures = (number | null)[][]
/** OSRM tells some metres of places on one stretch of road as a little less than none. */
const isFigure = (cell: unknown): boolean => cell === null || (typeof cell === 'number' && cell >= -10 && cell <= MOST)
/** Looked at here and not by a schema for each cell: of a million of them, that takes as long as the server does. */
const Cells = z.custom<Figures>(
  (rows) => Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.every(isFigure)),
  'must be rows of figures, or of nothing',
)

/** Longitude first. */
const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

/** `distance`: metres from what was asked to the road it was moved to. */
const Waypoint = z.object({ location: Position, distance: Figure.optional() })

/** What the map is that it answers from; servers started without say nothing. */
const version = { data_version: z.string().max(200).optional() }

export const TableAnswer = z.object({
  code: z.literal('Ok'),
  durations: Cells,
  distances: Cells,
  sources: z.array(Waypoint.nullable()),
  destinations: z.array(Waypoint.nullable()),
  ...version,
})
export type TableAnswer = z.infer<typeof TableAnswer>

export const RouteAnswer = z.object({
  code: z.literal('Ok'),
  routes: z
    .array(
      z.object({
        duration: Figure,
        distance: Figure,
        geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(Position).min(1).max(1_000_000) }),
        legs: z.array(z.object({ duration: Figure, distance: Figure })),
      }),
    )
    .min(1),
  ...version,
})
export type RouteAnswer = z.infer<typeof RouteAnswer>

export const NearestAnswer = z.object({ code: z.literal('Ok'), waypoints: z.array(Waypoint).min(1), ...version })
export type NearestAnswer = z.infer<typeof NearestAnswer>

/** An error is an answer too: `TooBig`, `NoSegment`, `NoRoute`, `InvalidQuery`, … */
export const ErrorAnswer = z.object({ code: z.string().min(1).max(100), message: z.string().max(10_000).optional() })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
