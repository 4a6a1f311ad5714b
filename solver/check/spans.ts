// Judge: spans of seconds, both ends included. Imports solver/model.ts only.
import type { Span } from '../model.ts'

export const isWithin = ({ opens, closes }: Span, second: number): boolean => opens <= second && second <= closes

/** Seconds to the nearest end; none inside. */
export const distanceTo = ({ opens, closes }: Span, second: number): number =>
  Math.max(0, opens - second, second - closes)
