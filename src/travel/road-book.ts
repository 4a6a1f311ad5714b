// Travel asked for leg by leg: places join as they are named, and no table of all of them is ever made. The same figures
// as the tables have. Knows no tickets.
import { type LiveTravel, UNREACHABLE } from '../../workers/client.ts'
import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { Travel } from '../contracts/travel.ts'
import { type Leg, type LegsBetween, legEstimator, legsEstimator } from './estimate.ts'
import type { KnownRoads } from './known-roads.ts'
import { rowsByPlace, type TravelMatrix } from './matrix.ts'
import type { Places } from './places.ts'
import { ESTIMATED, givenQuality, type TravelQuality } from './quality.ts'
import { travelSource } from './travel.ts'

type Roads = Pick<LiveTravel, 'legs' | 'isSameBothWays'>

type LegOf = (from: number, to: number) => Leg

export interface RoadBook extends Roads {
  readonly quality: TravelQuality
  /** False where the caller's own tables say nothing of it. */
  knows(location: Location): boolean
}

/** Of these places, and of whatever joins them later. */
export function openRoadBook(
  travel: Travel | undefined,
  { locations }: Places,
  profiles: readonly TravelProfile[],
  known?: KnownRoads,
): RoadBook {
  if (travelSource(travel) !== 'matrix' && !known)
    return {
      quality: ESTIMATED,
      knows: () => true,
      isSameBothWays: true,
      ...roads(profiles.map((profile) => legsEstimator(profile, locations))),
    }
  const estimates = profiles.map((profile) => legEstimator(profile, locations))
  if (known) return knownRoadBook(known, locations, profiles, estimates)
  const matrices = profiles.map((profile) => {
    const matrix = travel?.matrices?.find((table) => table.profile === profile)
    if (!matrix) throw new Error(`No travel matrix for profile ${profile}. Maybe travelFaults was not asked first.`)
    return { matrix, rows: rowsByPlace(matrix) }
  })
  const legs = matrices.map(({ matrix, rows }, profile) => {
    const known: number[] = [] // by place
    const rowOf = (place: number) => (known[place] ??= rows.get(placeKey(locations[place])) ?? -1)
    return matrixLeg(matrix, rowOf, estimates[profile])
  })
  return {
    quality: givenQuality(matrices.some(({ matrix }) => matrix.metres === undefined)),
    knows: (location) => matrices.every(({ rows }) => rows.has(placeKey(location))),
    ...roads(legs.map(eachLeg)),
  }
}

/** Of what the plan has been told; what it has not been told is noted, and estimated until it is. */
function knownRoadBook(
  known: KnownRoads,
  locations: readonly Location[],
  profiles: readonly TravelProfile[],
  estimates: readonly LegOf[],
): RoadBook {
  const numbers: number[] = [] // by place
  const numberOf = (place: number): number => {
    const location = locations[place]
    if (location === undefined) return -1
    numbers[place] ??= known.numberOf(location)
    return numbers[place]
  }
  const legs = profiles.map((profile, index): LegOf => {
    const estimate = estimates[index]
    return (from, to) => {
      const leg = known.leg(profile, numberOf(from), numberOf(to))
      return leg ?? estimate?.(from, to) ?? { seconds: 0, metres: 0 }
    }
  })
  const told = roads(legs.map(eachLeg))
  const noted = (index: number, from: readonly number[], to: readonly number[]) => {
    const profile = profiles[index]
    if (profile === undefined) return
    const isKnown = (here: number, there: number) =>
      here === there || known.leg(profile, numberOf(here), numberOf(there)) !== undefined
    if (from.every((here) => to.every((there) => isKnown(here, there)))) return
    const unique = (places: readonly number[]) => [...new Set(places.map(numberOf))]
    known.want({ profile, from: unique(from), to: unique(to) })
  }
  return {
    quality: known.quality(profiles, numberOf),
    knows: () => true,
    legs: (profile, from, to) => {
      // A shift by itself, from its start to its end.
      if (from === to && from.length > 1) known.noteStops(from.map(numberOf))
      noted(profile, from, to)
      return told.legs(profile, from, to)
    },
  }
}

function matrixLeg(matrix: TravelMatrix, rowOf: (place: number) => number, estimate: LegOf | undefined): LegOf {
  return (from, to) => {
    const [row, column] = [rowOf(from), rowOf(to)]
    // Nobody needs a road to where they stand.
    const nothing = row === column ? 0 : undefined
    const seconds = matrix.seconds[row]?.[column] ?? nothing
    const metres = matrix.metres ? (matrix.metres[row]?.[column] ?? nothing) : estimate?.(from, to).metres
    // A road without a length is no road, and where none leads there is no length either.
    if (seconds === undefined || metres === undefined) return { seconds: UNREACHABLE, metres: UNREACHABLE }
    return { seconds: Math.round(seconds), metres: Math.round(metres) }
  }
}

const roads = (legsOf: readonly LegsBetween[]): Roads => ({
  legs: (profile, from, to) => {
    const legs = legsOf[profile]
    if (!legs) throw new RangeError(`There is no travel profile ${profile}.`)
    return legs(from, to)
  },
})

const eachLeg =
  (legOf: LegOf): LegsBetween =>
  (from, to) => {
    const seconds = new Int32Array(from.length * to.length)
    const metres = new Int32Array(seconds.length)
    let cell = 0
    for (const here of from)
      for (const there of to) {
        const leg = legOf(here, there)
        seconds[cell] = leg.seconds
        metres[cell] = leg.metres
        cell++
      }
    return { seconds, metres }
  }
