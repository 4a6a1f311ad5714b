// Which service areas a place lies in, by their shapes. The boundary counts as inside; a hole does not.
// Knows no tickets and no technicians.
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Area } from '../contracts/area.ts'
import type { Fault } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'

export interface AreaIndex {
  /** False when no area has a shape; where a place lies is then unknown. */
  readonly knowsShapes: boolean
  areasAt(location: Location): string[]
}

type Shape = NonNullable<Area['shape']>
type Bounds = [west: number, south: number, east: number, north: number]

export function indexAreas(areas: readonly Area[]): AreaIndex {
  const shapes = areas.flatMap(({ id, shape }) =>
    shape
      ? [{ id, feature: { type: 'Feature' as const, properties: {}, geometry: shape, bbox: boundsOf(shape) } }]
      : [],
  )
  const areasAt = ({ lat, lon }: Location) =>
    shapes.filter(({ feature }) => booleanPointInPolygon([lon, lat], feature)).map(({ id }) => id)
  return { knowsShapes: shapes.length > 0, areasAt }
}

/** GeoJSON asks that a ring ends where it begins. */
export function* shapeFaults(areas: readonly Area[]): Generator<Fault> {
  for (const [index, { shape }] of areas.entries())
    for (const { ring, at } of ringsOf(shape)) {
      const [first, last] = [ring[0], ring.at(-1)]
      if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
        yield {
          path: ['areas', index, 'shape', 'coordinates', ...at],
          message: 'must end where it begins',
          code: 'RING_NOT_CLOSED',
        }
    }
}

function* ringsOf(shape: Area['shape']): Generator<{ ring: readonly (readonly [number, number])[]; at: number[] }> {
  if (shape?.type === 'Polygon') for (const [number, ring] of shape.coordinates.entries()) yield { ring, at: [number] }
  if (shape?.type === 'MultiPolygon')
    for (const [part, polygon] of shape.coordinates.entries())
      for (const [number, ring] of polygon.entries()) yield { ring, at: [part, number] }
}

/** With it a point far away is settled by four comparisons. */
function boundsOf(shape: Shape): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { ring } of ringsOf(shape))
    for (const [lon, lat] of ring) {
      bounds[0] = Math.min(bounds[0], lon)
      bounds[1] = Math.min(bounds[1], lat)
      bounds[2] = Math.max(bounds[2], lon)
      bounds[3] = Math.max(bounds[3], lat)
    }
  return bounds
}
