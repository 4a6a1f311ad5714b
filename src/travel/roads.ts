// The seam between whoever needs ways and whoever knows roads: legs between places, asked for together, each with where it
// comes from. Knows no server and no cache.
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { LegSource } from '../contracts/travel.ts'
import type { Asked, RoadFailure } from './osrm/failure.ts'

/** In figures: nobody could say. */
export const UNKNOWN = -1

/** By number, as tables of sources have them. */
export const LEG_SOURCES = ['estimate', 'osrm', 'cache', 'given'] as const satisfies readonly LegSource[]
export const sourceNumber = (source: LegSource): number => LEG_SOURCES.indexOf(source)

export interface AskedLegs {
  readonly profile: TravelProfile
  readonly from: readonly Location[]
  readonly to: readonly Location[]
}

/** Row by row: from each of the first places to each of the second. Plain data over shared memory: it crosses threads. */
export interface RoadLegs {
  /** UNREACHABLE where no road leads, UNKNOWN where nobody could say. */
  readonly seconds: Int32Array
  readonly metres: Int32Array
  /** By cell: which of LEG_SOURCES. Means nothing where the figure is UNKNOWN. */
  readonly sources: Uint8Array
  /** Metres from each place to the road it was moved to; NaN where it is not known, Infinity where there is none. */
  readonly fromSnaps: Float32Array
  readonly toSnaps: Float32Array
  /** Of the map. */
  readonly version: string | undefined
  /** Why some figures are UNKNOWN. */
  readonly failure: RoadFailure | undefined
}

export interface RoadLine {
  /** [lon, lat] along the roads. */
  readonly line: readonly (readonly [number, number])[]
}

export interface Roads {
  /** Profiles for which there is a server. */
  readonly profiles: readonly TravelProfile[]
  /** Throws nothing that can be expected. */
  legs(asked: AskedLegs, signal?: AbortSignal): Promise<RoadLegs>
  /** Through the places in order. Undefined where no road leads through them. */
  line(profile: TravelProfile, through: readonly Location[], signal?: AbortSignal): Promise<Asked<RoadLine | undefined>>
}

/** Nothing known yet. */
export function blankLegs(rows: number, columns: number): Omit<RoadLegs, 'version' | 'failure'> {
  const shared = (cells: number, bytes: number) => new SharedArrayBuffer(cells * bytes)
  const cells = rows * columns
  return {
    seconds: new Int32Array(shared(cells, 4)).fill(UNKNOWN),
    metres: new Int32Array(shared(cells, 4)).fill(UNKNOWN),
    sources: new Uint8Array(shared(cells, 1)),
    fromSnaps: new Float32Array(shared(rows, 4)).fill(Number.NaN),
    toSnaps: new Float32Array(shared(columns, 4)).fill(Number.NaN),
  }
}
