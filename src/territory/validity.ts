// Is a shape one that has an inside? What is wrong with it is named; what can be mended without losing ground is. Knows no
// areas and no tenants. The geometry is that of JTS, the library that PostGIS's own descends from.

import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js'
import GeoJSONWriter from 'jsts/org/locationtech/jts/io/GeoJSONWriter.js'
import BufferOp from 'jsts/org/locationtech/jts/operation/buffer/BufferOp.js'
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js'
import type { AreaFault, Shape } from '../contracts/area.ts'

/** As JTS numbers them (TopologyValidationError). */
const CODES: Readonly<Record<number, AreaFault['code']>> = {
  2: 'AREA_HOLE_OUTSIDE',
  3: 'AREA_HOLES_NESTED',
  4: 'AREA_PARTS_DISCONNECTED',
  5: 'AREA_SELF_INTERSECTS',
  6: 'AREA_SELF_INTERSECTS',
  7: 'AREA_PARTS_OVERLAP',
  8: 'AREA_PARTS_OVERLAP',
  9: 'AREA_TOO_FEW_POINTS',
}

export type Judged =
  | { readonly kind: 'valid'; readonly shape: Shape }
  /** It was not, and is now; the ground is the same to one part in a hundred. */
  | { readonly kind: 'repaired'; readonly shape: Shape; readonly fault: AreaFault }
  | { readonly kind: 'refused'; readonly fault: AreaFault }

/** Of the ground: more may not be won or lost by mending. */
const MOST_CHANGE = 0.01

/** Its rings end where they begin. */
export function judgedShape(shape: Shape): Judged {
  const judged = judgedAsDrawn(shape)
  if (judged.kind !== 'refused') return judged
  // JTS tells inside from outside by the topmost point: upside down it is another one, should that be the one that is wrong.
  const other = judgedAsDrawn(upsideDown(shape))
  return other.kind === 'repaired' ? { ...other, shape: upsideDown(other.shape), fault: judged.fault } : judged
}

function upsideDown(shape: Shape): Shape {
  const turned = (rings: readonly (readonly (readonly [number, number])[])[]) =>
    rings.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, -lat]))
  return shape.type === 'Polygon'
    ? { ...shape, coordinates: turned(shape.coordinates) }
    : { ...shape, coordinates: shape.coordinates.map(turned) }
}

function judgedAsDrawn(shape: Shape): Judged {
  const read = new GeoJSONReader()
  const whole = read.read(shape)
  const fault = faultOf(whole)
  if (fault === undefined) return { kind: 'valid', shape }
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  for (const coordinates of polygons) {
    const one = read.read({ type: 'Polygon', coordinates })
    const own = faultOf(one)
    if (own === undefined) continue
    // Which side of a crossing is meant nobody can say but who drew it.
    const mended = BufferOp.bufferOp(one, 0).getArea()
    if (!(mended > 0) || Math.abs(mended - groundOf(coordinates)) > MOST_CHANGE * mended)
      return { kind: 'refused', fault: own }
  }
  const mended = BufferOp.bufferOp(whole, 0)
  const isSound = mended.getArea() > 0 && faultOf(mended) === undefined
  if (!isSound) return { kind: 'refused', fault }
  // Parts that are sound by themselves lie over each other, and together are one.
  const isOverlap = polygons.every((coordinates) => faultOf(read.read({ type: 'Polygon', coordinates })) === undefined)
  return {
    kind: 'repaired',
    shape: new GeoJSONWriter().write(mended) as Shape,
    fault: isOverlap ? { ...fault, code: 'AREA_PARTS_OVERLAP' } : fault,
  }
}

function faultOf(geometry: unknown): AreaFault | undefined {
  const error = new IsValidOp(geometry).getValidationError()
  if (error === null || error === undefined) return undefined
  const { x, y } = error.getCoordinate() ?? {}
  return {
    code: CODES[error.getErrorType()] ?? 'AREA_NOT_VALID',
    ...(typeof x === 'number' && typeof y === 'number' && { at: { lat: y, lon: x } }),
  }
}

/** In square degrees, as its rings are drawn: what is gone around twice counts twice, what is gone around backwards less. */
const groundOf = ([shell = [], ...holes]: readonly (readonly (readonly [number, number])[])[]): number =>
  Math.abs(signed(shell)) - holes.reduce((sum, hole) => sum + Math.abs(signed(hole)), 0)

const signed = (ring: readonly (readonly [number, number])[]): number =>
  ring.slice(1).reduce((sum, [x, y], index) => {
    const [a = 0, b = 0] = ring[index] ?? []
    return sum + (a * y - x * b) / 2
  }, 0)
