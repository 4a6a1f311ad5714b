// Where travel comes from while recommendations are measured: the estimate, or a real OSRM on a made-up map of the whole area,
// installed and started for it. Knows no plan.
import { writtenCountry } from '../../scripts/osrm/country-server.ts'
import { osrmPrograms } from '../../scripts/osrm/install.ts'
import { METROPOLIS } from '../../scripts/osrm/made-country.ts'
import { prepareMap } from '../../scripts/osrm/map.ts'
import { startOsrm } from '../../scripts/osrm/server.ts'
import { openRoadService, type RoadService } from '../../src/travel/road-service.ts'

export const TRAVEL_SOURCES = ['estimate', 'osrm'] as const
export type TravelSource = (typeof TRAVEL_SOURCES)[number]

/** Plain data, for the processes that measure; the estimate where there is no server. */
export interface TravelFrom {
  readonly osrmUrl?: string
  /** Of the map. */
  readonly version?: string
}

/** As long as `measure` takes. */
export async function travellingBy<Result>(
  source: TravelSource,
  measure: (travel: TravelFrom) => Promise<Result>,
): Promise<Result> {
  if (source === 'estimate') return measure({})
  const programs = await osrmPrograms()
  const map = await prepareMap(programs, await writtenCountry('made-metropolis', METROPOLIS), {})
  const osrm = await startOsrm(programs, map)
  try {
    return await measure({ osrmUrl: osrm.url, version: map.version })
  } finally {
    await osrm.stop()
  }
}

/** The same as the service asks it, on connections of its own. */
export async function withRoads<Result>(
  { osrmUrl }: TravelFrom,
  use: (roads: RoadService | undefined) => Promise<Result>,
): Promise<Result> {
  if (osrmUrl === undefined) return use(undefined)
  const roads = openRoadService({ servers: { car: osrmUrl } })
  try {
    return await use(roads)
  } finally {
    await roads.close()
  }
}
