// Whole tables by road. What the road service does not say is estimated leg by leg where that is allowed, and each leg
// knows which it is. Knows no tickets.
import { type TravelTable, UNREACHABLE } from '../../workers/client.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { TravelMeta } from '../contracts/travel.ts'
import { type Leg, legEstimator } from './estimate.ts'
import { type RoadFailure, RoadsUnavailableError } from './osrm/failure.ts'
import { createPace } from './pace.ts'
import type { TravelFigures } from './quality.ts'
import type { LegsOnly } from './road-port.ts'
import { blankLegs, LEG_SOURCES, type RoadLegs, sourceNumber, UNKNOWN } from './roads.ts'

export interface RoadQuestion {
  /** Without it, every figure is as if nobody had answered. */
  readonly roads: LegsOnly | undefined
  readonly onFailure: 'fail' | 'estimate'
  readonly locations: readonly Location[]
  readonly profiles: readonly TravelProfile[]
  readonly signal?: AbortSignal
}

export const NO_ROAD_SERVICE: RoadFailure = { kind: 'absent', detail: 'there is no road service' }

export async function roadTables({
  roads,
  onFailure,
  locations,
  profiles,
  signal,
}: RoadQuestion): Promise<TravelFigures> {
  const count = new RoadCount()
  const answers: RoadLegs[] = []
  for (const profile of profiles) {
    const asked = { profile, from: locations, to: locations }
    const legs = (await roads?.legs(asked, signal)) ?? {
      ...blankLegs(locations.length, locations.length),
      version: undefined,
      failure: NO_ROAD_SERVICE,
    }
    if (legs.failure !== undefined && onFailure === 'fail') throw new RoadsUnavailableError(legs.failure)
    await fillIn(legs, legEstimator(profile, locations))
    count.add(legs)
    answers.push(legs)
  }
  const tables: TravelTable[] = answers.map(({ seconds, metres }, index) => ({
    name: profiles[index]!,
    seconds,
    metres,
  }))
  return {
    tables,
    meta: count.meta(),
    legSource: (profile, from, to) =>
      LEG_SOURCES[answers[profile]?.sources[from * locations.length + to] ?? 0] ?? 'estimate',
    snapOf: (place) => {
      const snap = answers[0]?.fromSnaps[place]
      return snap === undefined || Number.isNaN(snap) ? undefined : snap
    },
  }
}

/** Where nobody could say. */
async function fillIn(
  { seconds, metres, sources }: RoadLegs,
  estimate: (from: number, to: number) => Leg,
): Promise<void> {
  const places = Math.sqrt(seconds.length)
  const pace = createPace()
  for (let from = 0; from < places; from++) {
    for (let to = 0; to < places; to++) {
      const cell = from * places + to
      if (seconds[cell] !== UNKNOWN) continue
      const leg = estimate(from, to)
      seconds[cell] = leg.seconds
      metres[cell] = leg.metres
      sources[cell] = sourceNumber('estimate')
    }
    await pace()
  }
}

/** What an answer says of all figures that went into it. */
export class RoadCount {
  readonly #cells = [0, 0, 0, 0]
  #unreachable = 0
  #version: string | undefined
  #failure: RoadFailure | undefined

  add({ seconds, sources, version, failure }: Pick<RoadLegs, 'seconds' | 'sources' | 'version' | 'failure'>): void {
    for (let cell = 0; cell < seconds.length; cell++) {
      if (seconds[cell] === UNKNOWN) continue
      this.#cells[sources[cell]!]!++
      if (seconds[cell]! >= UNREACHABLE) this.#unreachable++
    }
    this.#version = version ?? this.#version
    if (failure) this.fail(failure)
  }

  fail(failure: RoadFailure): void {
    this.#failure ??= failure
  }

  meta(): TravelMeta {
    const [estimate = 0, osrm = 0, cache = 0] = this.#cells
    const failure = this.#failure
    return {
      source: 'osrm',
      estimatedMetres: estimate > 0 || failure !== undefined,
      ...(failure && { degraded: true as const }),
      roads: {
        dataVersion: this.#version ?? null,
        cells: { osrm, cache, estimate },
        unreachable: this.#unreachable,
        ...(failure && { failure: { code: failureCode(failure), detail: failure.detail } }),
      },
    }
  }
}

export const failureCode = ({ kind }: RoadFailure): string => `ROADS_${kind.toUpperCase()}`
