// A closed ring around a square, in degrees: longitude first, as GeoJSON writes it.
export const square = (west: number, south: number, size: number): [number, number][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
