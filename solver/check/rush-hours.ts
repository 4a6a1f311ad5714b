// Judge: when somebody arrives who sets out into the rush hours. In fractions, not in decimals, because a way that ends in
// the very second in which the roads clear must not seem a second longer. Imports solver/model.ts only.
import type { RushHours } from '../model.ts'

/** The second of arrival, a begun one counted as whole. */
export function arrivalAt(rushHours: RushHours, leaves: number, tableSeconds: number): number {
  if (rushHours.length === 0) return leaves + tableSeconds
  let clock = leaves
  let percent = BigInt(rushHours.findLast(({ from }) => from <= leaves)?.percent ?? 100)
  // What is left of the way, in seconds of the tables: `left / parts`.
  let left = BigInt(tableSeconds)
  let parts = 1n
  for (const next of rushHours) {
    if (next.from <= leaves) continue
    const until = BigInt(next.from - clock)
    // So many seconds at this pace cover `until × 100 / percent` seconds of the tables.
    if (left * percent <= until * 100n * parts) break
    left = left * percent - until * 100n * parts
    parts *= percent
    clock = next.from
    percent = BigInt(next.percent)
  }
  const divisor = 100n * parts
  return clock + Number((left * percent + divisor - 1n) / divisor)
}
