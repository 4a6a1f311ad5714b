// What time costs, in whole cents, half a cent rounded up. Exact, because every product stays a whole number below 2^53:
// the model is refused where it would not (solver/accept.ts). Imports nothing.

/** No single price may be larger: times 3600 it is still exact, and thousands of them add up without losing a cent. */
export const MOST_CENTS = 2 ** 41

export function centsFor(seconds: number, centsPerHour: number): number {
  return Math.floor((seconds * centsPerHour + 1800) / 3600)
}

/** The same without the last part of a cent: parts of a time never come to more than the whole. */
export function wholeCentsFor(seconds: number, centsPerHour: number): number {
  return Math.floor((seconds * centsPerHour) / 3600)
}

export function legPrice(centsPerHour: number, seconds: number, centsPerKm: number, metres: number): number {
  return Math.floor((centsPerHour * seconds * 1000 + centsPerKm * metres * 3600 + 1_800_000) / 3_600_000)
}
