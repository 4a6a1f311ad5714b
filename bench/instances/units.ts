// Money and travel where a set's own units become the solver's whole seconds, metres and cents.
import type { TravelTable } from '../../solver/model.ts'

/** At these prices one metre, or one second, costs one cent: the total in cents is the distance, or the time. */
export const CENT_A_METRE = 1000
export const CENT_A_SECOND = 3600

/** The farthest from its origin that a model may count, so that no sum of two times overflows. */
export const NEVER = 0x0fff_ffff

/** Fractions stem from decimals; without the hair 0.3 in tenths would become 4. */
const HAIR = 1e-6

/** Later, or longer, never shorter than the file says: what fits then also fits by the exact figure. */
export const roundedUp = (value: number): number => Math.ceil(value - HAIR) + 0 // which makes 0 of −0
export const roundedDown = (value: number): number => Math.floor(value + HAIR)

/** Time and distance are one table, on memory that threads share. */
export function travelTable(placeCount: number, legOf: (from: number, to: number) => number): TravelTable {
  const table = new Int32Array(new SharedArrayBuffer(placeCount * placeCount * Int32Array.BYTES_PER_ELEMENT))
  for (let from = 0; from < placeCount; from++)
    for (let to = 0; to < placeCount; to++) table[from * placeCount + to] = legOf(from, to)
  return { name: 'vehicle', seconds: table, metres: table }
}
