// As much of jsts as is used here: its own types are written for another way of importing it.
// biome-ignore-all lint/style/noDefaultExport: that is how jsts exports
// biome-ignore-all lint/complexity/noStaticOnlyClass: that is how jsts is made
interface Geometry {
  getArea(): number
}
declare module 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js' {
  export default class IsValidOp {
    constructor(geometry: unknown)
    getValidationError(): { getErrorType(): number; getCoordinate(): { x: number; y: number } | null } | null
  }
}
declare module 'jsts/org/locationtech/jts/operation/buffer/BufferOp.js' {
  export default class BufferOp {
    static bufferOp(geometry: unknown, distance: number): Geometry
  }
}
declare module 'jsts/org/locationtech/jts/algorithm/ConvexHull.js' {
  export default class ConvexHull {
    constructor(geometry: unknown)
    getConvexHull(): Geometry
  }
}
declare module 'jsts/org/locationtech/jts/io/GeoJSONReader.js' {
  export default class GeoJSONReader {
    read(json: unknown): Geometry
  }
}
declare module 'jsts/org/locationtech/jts/io/GeoJSONWriter.js' {
  export default class GeoJSONWriter {
    write(geometry: unknown): unknown
  }
}
