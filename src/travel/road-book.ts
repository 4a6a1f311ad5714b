// Travel asked for leg by leg: places join as they are named, and no table of all of them is ever made. The same figures
// as the tables have. Knows no tickets.
import { type LiveTravel, UNREACHABLE } from '../../workers/client.ts'
import { placeKey } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { Travel } from '../contracts/travel.ts'
import { MANNERS, metresBetween, onUnitSphere, type Point, secondsFor } from './estimate.ts'
import { rowsByPlace, type TravelMatrix } from './matrix.ts'
import type { Places } from './places.ts'
import { type TravelFigures, travelSource } from './travel.ts'

type Quality = Pick<TravelFigures, 'source' | 'estimatedMetres'>
type Roads = Pick<LiveTravel, 'legs' | 'toPlace' | 'fromPlace'>

/** Both in whole numbers; UNREACHABLE where no road leads. */
interface Leg {
  readonly seconds: number
  readonly metres: number
}
type LegOf = (from: number, to: number) => Leg

export interface RoadBook extends Quality, Roads {
  /** False where the caller's own tables say nothing of it. */
  knows(location: Location): boolean
}

/** Of these places, and of whatever joins them later. */
export function openRoadBook(
  travel: Travel | undefined,
  { locations }: Places,
  profiles: readonly TravelProfile[],
): RoadBook {
  const points: Point[] = []
  const pointOf = (place: number): Point | undefined => {
    const location = locations[place]
    if (location) points[place] ??= onUnitSphere(location)
    return points[place]
  }
  const estimates = profiles.map((profile) => estimatedLeg(profile, pointOf))
  if (travelSource(travel) === 'estimate')
    return { source: 'estimate', estimatedMetres: true, knows: () => true, ...roads(estimates, locations) }
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
    source: 'matrix',
    estimatedMetres: matrices.some(({ matrix }) => matrix.metres === undefined),
    knows: (location) => matrices.every(({ rows }) => rows.has(placeKey(location))),
    ...roads(legs, locations),
  }
}

function estimatedLeg(profile: TravelProfile, pointOf: (place: number) => Point | undefined): LegOf {
  const manner = MANNERS[profile]
  return (from, to) => {
    const here = pointOf(from)
    const there = pointOf(to)
    if (from === to || here === undefined || there === undefined) return { seconds: 0, metres: 0 }
    const metres = metresBetween(here, there) * manner.detour
    return { seconds: Math.trunc(secondsFor(metres, manner) + 0.5), metres: Math.trunc(metres + 0.5) }
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

function roads(legOf: readonly LegOf[], places: readonly Location[]): Roads {
  const filled = (count: number, leg: (cell: number) => Leg) => {
    const seconds = new Int32Array(count)
    const metres = new Int32Array(count)
    for (let cell = 0; cell < count; cell++) {
      const figures = leg(cell)
      seconds[cell] = figures.seconds
      metres[cell] = figures.metres
    }
    return { seconds, metres }
  }
  const of = (profile: number): LegOf => {
    const leg = legOf[profile]
    if (!leg) throw new RangeError(`There is no travel profile ${profile}.`)
    return leg
  }
  return {
    legs: (profile, from, to) => {
      const leg = of(profile)
      return filled(from.length * to.length, (cell) =>
        leg(from[Math.floor(cell / to.length)] ?? -1, to[cell % to.length] ?? -1),
      )
    },
    toPlace: (profile, place) => {
      const leg = of(profile)
      return filled(places.length, (from) => leg(from, place))
    },
    fromPlace: (profile, place) => {
      const leg = of(profile)
      return filled(places.length, (to) => leg(place, to))
    },
  }
}
