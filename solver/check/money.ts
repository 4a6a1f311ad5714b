// Judge: prices by the hour and by the kilometre, each rounded once, half a cent up. Imports nothing.

/** Nothing when there are no seconds. */
export function hourly(seconds: number, centsPerHour: number): number {
  if (seconds <= 0) return 0
  const rest = (seconds * centsPerHour) % 3600
  return (seconds * centsPerHour - rest) / 3600 + (rest >= 1800 ? 1 : 0)
}

export const perKm = (metres: number, centsPerKm: number): number => Math.floor((metres * centsPerKm + 500) / 1000)

/** Time and way of one leg, rounded together. */
export const forLeg = (seconds: number, centsPerHour: number, metres: number, centsPerKm: number): number =>
  Math.floor((centsPerHour * seconds * 1000 + centsPerKm * metres * 3600 + 1_800_000) / 3_600_000)

/** What each of them comes to, added up. */
export function sum<T>(items: readonly T[], amount: (item: T, index: number) => number): number {
  let total = 0
  for (let index = 0; index < items.length; index++) total += amount(items[index] as T, index)
  return total
}
