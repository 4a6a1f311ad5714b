// Travel without a road network: the great circle, stretched by a detour factor, at a steady speed, plus what it takes to
// park and walk to the door. Fills whole tables; knows no tickets.

import type { TravelTable } from '../../workers/client.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import { createPace } from './pace.ts'

export interface Manner {
  /** Road distance over the great circle; towns lie between 1.2 and 1.45 (Ballou et al. 2002, Boscoe et al. 2012). */
  readonly detour: number
  /** Door to door in and around a town, traffic lights included. */
  readonly kmPerHour: number
  /** Parking and the way to the door, once per leg between different places. */
  readonly accessSeconds: number
}

/** All that an estimate is made from. A leg to the same place takes no time. */
export const MANNERS: Readonly<Record<TravelProfile, Manner>> = {
  car: { detour: 1.35, kmPerHour: 38, accessSeconds: 120 },
  van: { detour: 1.35, kmPerHour: 36, accessSeconds: 150 },
  truck: { detour: 1.4, kmPerHour: 31, accessSeconds: 240 },
  bicycle: { detour: 1.25, kmPerHour: 15, accessSeconds: 60 },
  foot: { detour: 1.2, kmPerHour: 4.8, accessSeconds: 0 },
}

const EARTH_RADIUS_METRES = 6_371_008.8

/** Over shared memory, so that search threads read the one copy. */
export function createTable(name: string, placeCount: number): TravelTable {
  const figures = () => new Int32Array(new SharedArrayBuffer(placeCount * placeCount * Int32Array.BYTES_PER_ELEMENT))
  return { name, seconds: figures(), metres: figures() }
}

export async function estimateTables(
  locations: readonly Location[],
  profiles: readonly TravelProfile[],
): Promise<TravelTable[]> {
  const count = locations.length
  const points = locations.map(onUnitSphere)
  const manners = profiles.map((profile) => ({ ...MANNERS[profile], table: createTable(profile, count) }))
  const pace = createPace()
  for (const [from, here] of points.entries()) {
    let to = 0
    for (const there of points) {
      // The same both ways, so each pair is worked out once and written twice.
      if (there === here) break
      const greatCircle = metresBetween(here, there)
      for (const { detour, kmPerHour, accessSeconds, table } of manners) {
        const metres = greatCircle * detour
        // The array cuts the fraction off, so a half more rounds; Math.round would take most of the time of this loop.
        table.metres[from * count + to] = table.metres[to * count + from] = metres + 0.5
        table.seconds[from * count + to] = table.seconds[to * count + from] =
          secondsFor(metres, { kmPerHour, accessSeconds }) + 0.5
      }
      to++
    }
    await pace()
  }
  return manners.map(({ table }) => table)
}

/** Between two different places. */
export const secondsFor = (metres: number, { kmPerHour, accessSeconds }: Omit<Manner, 'detour'>): number =>
  (metres * 3.6) / kmPerHour + accessSeconds

/** Both in whole numbers; UNREACHABLE where no road leads. */
export interface Leg {
  readonly seconds: number
  readonly metres: number
}

/** Row by row: from each of the first places to each of the second. */
export type LegsBetween = (
  from: readonly number[],
  to: readonly number[],
) => { readonly seconds: Int32Array; readonly metres: Int32Array }

/** The same figures as the tables have; places are numbered as they are listed, also those that join later. */
export function legsEstimator(profile: TravelProfile, locations: readonly Location[]): LegsBetween {
  const manner = MANNERS[profile]
  const points = new PointColumns(locations)
  return (from, to) => {
    const seconds = new Int32Array(from.length * to.length)
    const metres = new Int32Array(seconds.length)
    points.reach(from)
    points.reach(to)
    const { x, y, z, count } = points
    let cell = 0
    for (let row = 0; row < from.length; row++) {
      const here = from[row] ?? NOWHERE
      const [hereX = 0, hereY = 0, hereZ = 0] = [x[here], y[here], z[here]]
      for (let column = 0; column < to.length; column++, cell++) {
        const there = to[column] ?? NOWHERE
        if (here === there || here >= count || there >= count) continue
        const dx = hereX - (x[there] ?? 0)
        const dy = hereY - (y[there] ?? 0)
        const dz = hereZ - (z[there] ?? 0)
        const driven = metresOfChord(Math.sqrt(dx * dx + dy * dy + dz * dz)) * manner.detour
        // The array cuts the fraction off.
        seconds[cell] = secondsFor(driven, manner) + 0.5
        metres[cell] = driven + 0.5
      }
    }
    return { seconds, metres }
  }
}

const NOWHERE = -1

/** On the unit sphere, side by side: those of a whole plan are gone through for one answer. */
class PointColumns {
  x = new Float64Array(0)
  y = new Float64Array(0)
  z = new Float64Array(0)
  private readonly locations: readonly Location[]
  /** Of places, as far as they were asked for. */
  count = 0

  constructor(locations: readonly Location[]) {
    this.locations = locations
  }

  /** They are there from now on; places join one after the other, and stay where they are. */
  reach(places: readonly number[]): void {
    for (let index = 0; index < places.length; index++) if ((places[index] ?? NOWHERE) >= this.count) this.grow()
  }

  private grow(): void {
    const { locations, count } = this
    if (locations.length > this.x.length) {
      const room = 2 * locations.length
      this.x = widened(this.x, room)
      this.y = widened(this.y, room)
      this.z = widened(this.z, room)
    }
    for (let place = count; place < locations.length; place++) {
      const location = locations[place]
      if (location === undefined) continue
      const point = onUnitSphere(location)
      this.x[place] = point.x
      this.y[place] = point.y
      this.z[place] = point.z
    }
    this.count = locations.length
  }
}

function widened(figures: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(length)
  wider.set(figures)
  return wider
}

/** The same leg by leg. */
export function legEstimator(
  profile: TravelProfile,
  locations: readonly Location[],
): (from: number, to: number) => Leg {
  const manner = MANNERS[profile]
  const pointOf = pointsOf(locations)
  return (from, to) => {
    const here = pointOf(from)
    const there = pointOf(to)
    if (from === to || here === undefined || there === undefined) return { seconds: 0, metres: 0 }
    const metres = metresBetween(here, there) * manner.detour
    return { seconds: Math.trunc(secondsFor(metres, manner) + 0.5), metres: Math.trunc(metres + 0.5) }
  }
}

function pointsOf(locations: readonly Location[]): (place: number) => Point | undefined {
  const points: Point[] = []
  return (place) => {
    const location = locations[place]
    if (location) points[place] ??= onUnitSphere(location)
    return points[place]
  }
}

export interface Point {
  readonly x: number
  readonly y: number
  readonly z: number
}

export function onUnitSphere({ lat, lon }: Location): Point {
  const latitude = (lat * Math.PI) / 180
  const longitude = (lon * Math.PI) / 180
  const towardsAxis = Math.cos(latitude)
  return { x: towardsAxis * Math.cos(longitude), y: towardsAxis * Math.sin(longitude), z: Math.sin(latitude) }
}

/** Along the great circle; by the chord: one square root and one arc sine, exact for near places, where the arc cosine loses its digits. */
export function metresBetween(a: Point, b: Point): number {
  const [dx, dy, dz] = [a.x - b.x, a.y - b.y, a.z - b.z]
  return metresOfChord(Math.sqrt(dx * dx + dy * dy + dz * dz))
}

/** So short that five terms of the arc sine are all of it to the last digit, and far sooner worked out: 120 km. */
const SHORT = 0.01

function metresOfChord(chord: number): number {
  const half = chord / 2
  if (half > SHORT) return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, half))
  const square = half * half
  const arc = half * (1 + square * (1 / 6 + square * (3 / 40 + square * (15 / 336 + square * (105 / 3456)))))
  return 2 * EARTH_RADIUS_METRES * arc
}
