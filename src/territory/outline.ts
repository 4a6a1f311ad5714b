// The ground around some places, as a shape without a dent. Knows no areas.
import ConvexHull from 'jsts/org/locationtech/jts/algorithm/ConvexHull.js'
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js'
import GeoJSONWriter from 'jsts/org/locationtech/jts/io/GeoJSONWriter.js'
import BufferOp from 'jsts/org/locationtech/jts/operation/buffer/BufferOp.js'
import type { Polygon } from '../contracts/area.ts'
import type { Location } from '../contracts/scalars.ts'

/** About ten metres: so that one place, or several in a line, have ground around them, and none lies on the very edge. */
const MARGIN_DEGREES = 1e-4

export function outlineOf(places: readonly Location[]): Polygon {
  const coordinates = places.map(({ lat, lon }) => [lon, lat])
  const points = new GeoJSONReader().read({ type: 'MultiPoint', coordinates })
  const around = BufferOp.bufferOp(new ConvexHull(points).getConvexHull(), MARGIN_DEGREES)
  return new GeoJSONWriter().write(around) as Polygon
}
