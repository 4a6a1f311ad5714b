// For every visit, the visits that may well stand next to it: near by road, with no long wait between them, in an order
// that the windows allow (granular neighbourhoods, Toth and Vigo 2003; time terms as Schneider, Schwahn, Vigo 2017).
// Measured on the roads of the first route and for whoever works fastest; who goes is left to the search. Imports solver/ only.
import { UNREACHABLE } from './model.ts'
import type { Clock } from './rules/clock.ts'
import { type Fit, FORBIDDEN } from './rules/fit.ts'
import type { Roads } from './rules/roads.ts'
import { sharedInts } from './shared.ts'

export interface Neighbours {
  readonly nearCount: number // how many each visit has at most
  readonly near: Int32Array // visit × nearCount, nearest first; NOBODY_NEAR fills the rest
  readonly nearLegs: readonly (NearLegs | null)[] // by tariff; null where it would take too much memory
}

/** The legs beside each near visit, side by side: in the whole table each lies in a cache line of its own. */
export interface NearLegs {
  /** Cell by cell of `near`, CELL_INTS each; see below. */
  readonly beside: Int32Array
  readonly cents: Int32Array // of every leg, place × place, row = from
  readonly seconds: Int32Array // the same for time
  readonly centsTurned: Int32Array | null // the same, row = to; null where it would take too much memory
  readonly secondsTurned: Int32Array | null
}

/** A cell beside a visit: the near visit, cents from it and to it, seconds from it and to it. */
export const CELL_INTS = 5
export const FROM_CENTS = 1
export const TO_CENTS = 2
export const FROM_SECONDS = 3
export const TO_SECONDS = 4

export const NOBODY_NEAR = -1
/** Cells of all such tables together; further tariffs look their legs up in the whole table. */
const MOST_LEG_CELLS = 2 ** 25
/** Places up to which a table is turned. */
const MOST_TURNED_PLACES = 2 ** 12
export const NEIGHBOURS = { count: 40, waitingShare: 0.1 }

export function compileNeighbours(rules: Roads & Clock & Fit): Neighbours {
  const { visitCount, placeCount, placeOf, opensFirst, closesLast } = rules
  const nearCount = Math.min(NEIGHBOURS.count, Math.max(0, visitCount - 1))
  const near = sharedInts(visitCount * nearCount).fill(NOBODY_NEAR)
  // Limits on legs bind some routes only, so they do not count here.
  const seconds = rules.roadSeconds[rules.profileOf[0] ?? 0]
  if (seconds === undefined || rules.crewCount === 0) return { nearCount, near, nearLegs: [] }
  const work = leastWork(rules)
  /** How far apart they stand when one follows the other at once; Infinity when it cannot. */
  const apart = (first: number, second: number): number => {
    const travel = seconds[placeOf[first]! * placeCount + placeOf[second]!]!
    const arrival = opensFirst[first]! + work[first]! + travel
    if (travel >= UNREACHABLE || arrival > closesLast[second]!) return Number.POSITIVE_INFINITY
    const latest = closesLast[first]! + work[first]! + travel
    return travel + NEIGHBOURS.waitingShare * Math.max(0, opensFirst[second]! - latest)
  }
  const mayMeet = sharingCrews(rules)
  const nearest = new Float64Array(nearCount)
  for (let visit = 0; visit < visitCount; visit++) {
    let found = 0
    for (let other = 0; other < visitCount; other++) {
      if (other === visit) continue
      const distance = Math.min(apart(visit, other), apart(other, visit))
      if (distance === Number.POSITIVE_INFINITY || (found === nearCount && distance >= nearest[found - 1]!)) continue
      if (!mayMeet(visit, other)) continue
      let slot = found < nearCount ? found++ : found - 1
      for (; slot > 0 && nearest[slot - 1]! > distance; slot--) {
        nearest[slot] = nearest[slot - 1]!
        near[visit * nearCount + slot] = near[visit * nearCount + slot - 1]!
      }
      nearest[slot] = distance
      near[visit * nearCount + slot] = other
    }
  }
  const mayFollow = (first: number, second: number) => apart(first, second) < Number.POSITIVE_INFINITY
  const nearLegs = rules.tariffCents.map((cents, tariff) => {
    if (cents === null || (tariff + 1) * near.length * CELL_INTS > MOST_LEG_CELLS) return null
    const profile = rules.profileOf[rules.tariffOf.indexOf(tariff)]!
    // On other roads than those of the first route another order may be possible.
    const follows = rules.travelSeconds[profile] === seconds ? mayFollow : () => true
    return legsBeside(rules, near, cents, rules.travelSeconds[profile]!, follows)
  })
  return { nearCount, near, nearLegs }
}

/** Is there a crew that may serve both? Visits that never stand on one route would only take the place of others. */
function sharingCrews({
  visitCount,
  crewCount,
  likingCents,
  isPicky,
}: Fit & Roads): (one: number, other: number) => boolean {
  if (!isPicky) return () => true
  const words = Math.ceil(crewCount / 32)
  const may = new Int32Array(visitCount * words) // visit × word, a bit for each crew
  for (let visit = 0; visit < visitCount; visit++)
    for (let crew = 0; crew < crewCount; crew++)
      if (likingCents[visit * crewCount + crew] !== FORBIDDEN) may[visit * words + (crew >> 5)]! |= 1 << (crew & 31)
  return (one, other) => {
    for (let word = 0; word < words; word++)
      if ((may[one * words + word]! & may[other * words + word]!) !== 0) return true
    return false
  }
}

/** By visit: an order that is possible for anybody is possible for whoever works fastest. */
function leastWork({ visitCount, crewCount, workSeconds }: Roads & Fit): Int32Array {
  return Int32Array.from({ length: visitCount }, (_, visit) =>
    workSeconds.subarray(visit * crewCount, (visit + 1) * crewCount).reduce((least, own) => Math.min(least, own)),
  )
}

function legsBeside(
  { placeOf, placeCount, visitCount }: Roads,
  near: Int32Array,
  cents: Int32Array,
  seconds: Int32Array,
  mayFollow: (first: number, second: number) => boolean,
): NearLegs {
  const beside = sharedInts(near.length * CELL_INTS)
  const nearCount = near.length / visitCount
  for (const [turn, other] of near.entries()) {
    const cell = turn * CELL_INTS
    beside[cell] = other
    if (other === NOBODY_NEAR) continue
    const visit = Math.floor(turn / nearCount)
    const from = placeOf[other]! * placeCount + placeOf[visit]!
    const to = placeOf[visit]! * placeCount + placeOf[other]!
    // An order that the windows forbid is dearer than any.
    beside[cell + FROM_CENTS] = mayFollow(other, visit) ? cents[from]! : UNREACHABLE
    beside[cell + TO_CENTS] = mayFollow(visit, other) ? cents[to]! : UNREACHABLE
    beside[cell + FROM_SECONDS] = seconds[from]!
    beside[cell + TO_SECONDS] = seconds[to]!
  }
  const isSmall = placeCount <= MOST_TURNED_PLACES
  const centsTurned = isSmall ? turned(cents, placeCount) : null
  const secondsTurned = cents === seconds || !isSmall ? centsTurned : turned(seconds, placeCount)
  return { beside, cents, seconds, centsTurned, secondsTurned }
}

/** The table itself where every way back is like the way there. */
function turned(table: Int32Array, placeCount: number): Int32Array {
  let isSymmetric = true
  const other = sharedInts(table.length)
  for (let from = 0; from < placeCount; from++)
    for (let to = 0; to < placeCount; to++) {
      const leg = table[from * placeCount + to]!
      other[to * placeCount + from] = leg
      isSymmetric &&= leg === table[to * placeCount + from]
    }
  return isSymmetric ? table : other
}
