// For every visit, the visits that may well stand next to it: near by road, with no long wait between them, in an order
// that the windows allow (granular neighbourhoods, Toth and Vigo 2003; time terms as Schneider, Schwahn, Vigo 2017).
// Measured on the roads of the first route; who goes and how long they need is left to the search. Imports solver/ only.
import type { Model } from './model.ts'
import { UNREACHABLE } from './model.ts'
import type { Clock } from './rules/clock.ts'
import type { Roads } from './rules/roads.ts'
import { sharedInts } from './shared.ts'

export interface Neighbours {
  readonly nearCount: number // how many each visit has at most
  readonly near: Int32Array // visit × nearCount, nearest first; NOBODY_NEAR fills the rest
  readonly nearTo: readonly (Int32Array | undefined)[] // by tariff: cents of the leg from each near visit, cell by cell
  readonly nearFrom: readonly (Int32Array | undefined)[] // by tariff: cents of the leg to each near visit
}

const NOBODY_NEAR = -1
/** Cells of all such tables together; further tariffs look their legs up in the whole table. */
const MOST_LEG_CELLS = 2 ** 24
const NEIGHBOUR_LIMITS = { count: 40, waitingShare: 0.1 }

export function compileNeighbours(
  model: Model,
  { windowsFrom, windowOpens, windowCloses }: Clock,
  roads: Roads,
): Neighbours {
  const { visitCount, placeCount, placeOf } = roads
  const nearCount = Math.min(NEIGHBOUR_LIMITS.count, Math.max(0, visitCount - 1))
  const near = sharedInts(visitCount * nearCount).fill(NOBODY_NEAR)
  const seconds = roads.travelSeconds[model.routes[0]?.profile ?? 0]
  if (seconds === undefined) return { nearCount, near, nearTo: [], nearFrom: [] }
  const opens = new Float64Array(visitCount)
  const closes = new Float64Array(visitCount)
  for (let visit = 0; visit < visitCount; visit++) {
    const from = windowsFrom[visit]!
    const to = windowsFrom[visit + 1]!
    opens[visit] = from < to ? windowOpens[from]! : Number.POSITIVE_INFINITY
    closes[visit] = from < to ? windowCloses[to - 1]! : Number.NEGATIVE_INFINITY
  }
  /** How far apart they stand when one follows the other at once; Infinity when it cannot. */
  const apart = (first: number, second: number): number => {
    const travel = seconds[placeOf[first]! * placeCount + placeOf[second]!]!
    const arrival = opens[first]! + model.visits[first]!.seconds + travel
    if (travel >= UNREACHABLE || arrival > closes[second]!) return Number.POSITIVE_INFINITY
    const latest = closes[first]! + model.visits[first]!.seconds + travel
    return travel + NEIGHBOUR_LIMITS.waitingShare * Math.max(0, opens[second]! - latest)
  }
  const nearest = new Float64Array(nearCount)
  for (let visit = 0; visit < visitCount; visit++) {
    let found = 0
    for (let other = 0; other < visitCount; other++) {
      if (other === visit) continue
      const distance = Math.min(apart(visit, other), apart(other, visit))
      if (distance === Number.POSITIVE_INFINITY || (found === nearCount && distance >= nearest[found - 1]!)) continue
      let slot = found < nearCount ? found++ : found - 1
      for (; slot > 0 && nearest[slot - 1]! > distance; slot--) {
        nearest[slot] = nearest[slot - 1]!
        near[visit * nearCount + slot] = near[visit * nearCount + slot - 1]!
      }
      nearest[slot] = distance
      near[visit * nearCount + slot] = other
    }
  }
  return {
    nearCount,
    near,
    nearTo: legsBeside(roads, near, nearCount, (visit, other) => other * placeCount + visit),
    nearFrom: legsBeside(roads, near, nearCount, (visit, other) => visit * placeCount + other),
  }
}

/** A near visit's legs side by side: in the whole table each lies in a row, and so in a cache line, of its own. */
function legsBeside(
  { placeOf, tariffCents }: Roads,
  near: Int32Array,
  nearCount: number,
  cellOf: (place: number, otherPlace: number) => number,
): (Int32Array | undefined)[] {
  return tariffCents.map((cents, tariff) => {
    if (cents === null || (tariff + 1) * near.length > MOST_LEG_CELLS) return undefined
    const legs = sharedInts(near.length)
    for (const [turn, other] of near.entries())
      if (other !== NOBODY_NEAR) legs[turn] = cents[cellOf(placeOf[Math.floor(turn / nearCount)]!, placeOf[other]!)]!
    return legs
  })
}
