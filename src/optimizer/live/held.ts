// A place that is only held for somebody else: whether there would be one if what is held were not confirmed, and since when.
// Changes nothing; when an offer expires is told by whoever knows the clock that counts.
import type { LiveDay } from '../../../workers/client.ts'

export interface HeldPlaces {
  readonly visits: readonly number[]
  /** When the offer expires. */
  readonly until: string
}

export interface FreeLater<T> {
  readonly until: string
  readonly place: T
}

/** As soon as it can be, all that expires later still being held; `placeOn` answers nothing where there is no place. */
export function freeLater<T>(
  day: LiveDay,
  held: readonly HeldPlaces[],
  placeOn: (day: LiveDay) => T | undefined,
): FreeLater<T> | undefined {
  const byExpiry = held.toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until))
  const withoutFirst = (count: number): T | undefined => {
    const seen = day.copy()
    for (const { visits } of byExpiry.slice(0, count)) for (const visit of visits) seen.remove(visit)
    return placeOn(seen)
  }
  let enough = byExpiry.length
  let place = enough === 0 ? undefined : withoutFirst(enough)
  if (place === undefined) return undefined
  // The fewer are held, the more room there is.
  for (let tooFew = 0; enough - tooFew > 1; ) {
    const middle = Math.floor((tooFew + enough) / 2)
    const found = withoutFirst(middle)
    if (found === undefined) tooFew = middle
    else [enough, place] = [middle, found]
  }
  const last = byExpiry[enough - 1]
  return last && { until: last.until, place }
}
