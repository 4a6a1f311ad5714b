// The ground around some places, as a shape without a dent. Knows no areas.
import ConvexHull from 'jsts/org/locationtech/jts/algorithm/ConvexHull.js'
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js'
import GeoJSONWriter from 'jsts/org/locationtech/jts/io/GeoJSONWriter.js'
import type { Polygon } from '../contracts/area.ts'
import type { Location } from '../contracts/scalars.ts'

/** About ten metres: so that one place, or several in a line, have ground around them, and none lies on the very edge. */
const MARGIN_DEGREES = 1e-4

export function outlineOf(places: readonly Location[]): Polygon {
  const points = new GeoJSONReader().read({ type: 'MultiPoint', coordinates: places.flatMap(cornersAround) })
  return new GeoJSONWriter().write(new ConvexHull(points).getConvexHull()) as Polygon
}

/** At the end of the map there is ground on one side only. */
function cornersAround({ lat, lon }: Location): [number, number][] {
  const west = Math.max(-180, lon - MARGIN_DEGREES)
  const east = Math.min(180, lon + MARGIN_DEGREES)
  const south = Math.max(-90, lat - MARGIN_DEGREES)
  const north = Math.min(90, lat + MARGIN_DEGREES)
  return [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
  ]
}
