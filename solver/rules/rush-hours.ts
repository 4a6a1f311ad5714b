// Rush hours: at some times of day the same way takes longer. Who drives through several such times drives a part of the
// way in each, so that whoever sets out later never arrives earlier. Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedIntsOf, sharedOffsetsOf } from '../shared.ts'

export interface Rush {
  readonly rushOf: Int32Array // by route: which of the lists below; NO_RUSH where the tables hold at any time
  readonly bandsFrom: Int32Array // by list, and one more
  readonly bandStarts: Int32Array // by band, rising within a list
  readonly bandPercent: Int32Array // by band: 150 is half as long again
}

export const NO_RUSH = -1
const AS_IN_THE_TABLE = 100
/** Far below any fraction of a second that comes about, far above what adding them up loses. */
const HAIR = 1e-9

export function compileRush({ routes, travel }: Model): Rush {
  const lists = travel.rushHours ?? []
  return {
    rushOf: sharedIntsOf(routes.map(({ rushHours }) => rushHours ?? NO_RUSH)),
    bandsFrom: sharedOffsetsOf(lists),
    bandStarts: sharedIntsOf(lists.flatMap((list) => list.map(({ from }) => from))),
    bandPercent: sharedIntsOf(lists.flatMap((list) => list.map(({ percent }) => percent))),
  }
}

/** The least that any time of day makes of a way, in hundredths; the tables of the search hold that. */
export const leastPercent = (list: readonly { readonly percent: number }[]): number =>
  list.reduce((least, { percent }) => Math.min(least, percent), AS_IN_THE_TABLE)

/** How long so many seconds of the tables take when one sets out then. */
export function drivenSeconds(rush: Rush, list: number, departure: number, seconds: number): number {
  const { bandsFrom, bandStarts, bandPercent } = rush
  const last = bandsFrom[list + 1]! - 1
  let band = bandAt(rush, list, departure)
  let clock = departure
  let left = seconds
  for (;;) {
    const percent = band < bandsFrom[list]! ? AS_IN_THE_TABLE : bandPercent[band]!
    const needed = (left * percent) / AS_IN_THE_TABLE
    if (band === last || clock + needed <= bandStarts[band + 1]!) return Math.ceil(clock - departure + needed - HAIR)
    left -= ((bandStarts[band + 1]! - clock) * AS_IN_THE_TABLE) / percent
    clock = bandStarts[band + 1]!
    band++
  }
}

/** The latest second to set out and be there by `arrival`, on a way that takes so long by the tables. */
export function latestDeparture(rush: Rush, list: number, arrival: number, seconds: number): number {
  let late = arrival // too late, unless there is no way to go
  let early = arrival - seconds
  if (drivenSeconds(rush, list, late, seconds) === 0) return late
  for (let step = Math.max(1, seconds); early + drivenSeconds(rush, list, early, seconds) > arrival; step *= 2) {
    late = early
    early -= step
  }
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (middle + drivenSeconds(rush, list, middle, seconds) <= arrival) early = middle
    else late = middle
  }
  return early
}

/** The band that holds this second; one before the first of the list where none does. */
function bandAt({ bandsFrom, bandStarts }: Rush, list: number, second: number): number {
  let low = bandsFrom[list]! - 1
  let high = bandsFrom[list + 1]! - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (bandStarts[middle]! <= second) low = middle
    else high = middle - 1
  }
  return low
}
