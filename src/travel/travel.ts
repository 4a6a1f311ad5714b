// Which travel figures an input is planned with, and how good they are: the caller's tables when there are some, else the
// roads where there is a service for them, else the estimate. Every answer knows its source. Knows places and profiles, no tickets or technicians.
import type { TravelTable } from '../../workers/client.ts'
import type { Fault } from '../contracts/references.ts'
import type { Location } from '../contracts/scalars.ts'
import type { TravelProfile } from '../contracts/tech.ts'
import type { Travel, TravelMeta } from '../contracts/travel.ts'
import { estimateTables } from './estimate.ts'
import { matrixTable } from './matrix.ts'
import { ESTIMATED, givenQuality, type TravelFigures } from './quality.ts'
import type { LegsOnly } from './road-port.ts'
import { roadTables } from './road-tables.ts'

export const DEFAULT_PROFILE: TravelProfile = 'car'

/** Figures in all tables together; times and distances of so many take 1.3 GB. */
const MOST_FIGURES = 160_000_000

export type TravelSource = TravelMeta['source']

/** `hasRoads`: there is a road service to ask. */
export function travelSource(travel: Partial<Travel> | undefined, hasRoads = false): TravelSource {
  if (travel?.source !== undefined) return travel.source
  if ((travel?.matrices?.length ?? 0) > 0) return 'matrix'
  return hasRoads ? 'osrm' : 'estimate'
}

/** Who asks for roads by name gets roads or nothing, unless they say otherwise. */
export const onRoadFailure = (travel: Partial<Travel> | undefined): 'fail' | 'estimate' =>
  travel?.onFailure ?? (travel?.source === 'osrm' ? 'fail' : 'estimate')

/** Throws RoadsUnavailableError where roads are a must and nobody answers. */
export async function measureTravel(
  travel: Travel | undefined,
  locations: readonly Location[],
  profiles: readonly TravelProfile[],
  roads?: LegsOnly,
  signal?: AbortSignal,
): Promise<TravelFigures> {
  const source = travelSource(travel, roads !== undefined)
  if (source === 'osrm')
    return roadTables({ roads, onFailure: onRoadFailure(travel), locations, profiles, ...(signal && { signal }) })
  if (source === 'estimate') return { tables: await estimateTables(locations, profiles), ...ESTIMATED }
  const tables: TravelTable[] = []
  let estimatedMetres = false
  for (const profile of profiles) {
    const matrix = travel?.matrices?.find((table) => table.profile === profile)
    if (!matrix) throw new Error(`No travel matrix for profile ${profile}. Maybe travelFaults was not asked first.`)
    tables.push(await matrixTable(locations, matrix))
    estimatedMetres ||= matrix.metres === undefined
  }
  return { tables, ...givenQuality(estimatedMetres) }
}

/** What forbids tables of all these places. */
export function* tableFaults(placeCount: number, profiles: readonly TravelProfile[]): Generator<Fault> {
  const wanted = new Set(profiles)
  if (placeCount ** 2 * wanted.size > MOST_FIGURES)
    yield {
      path: ['tickets'],
      message: `${placeCount} different places with ${wanted.size} travel profiles are too many for one plan`,
      code: 'TOO_MANY_PLACES',
    }
}

/** What forbids measuring, found before anything is measured. `profiles` are those of the technicians, in their order. */
export function* travelFaults(travel: Travel | undefined, profiles: readonly TravelProfile[]): Generator<Fault> {
  if (travelSource(travel) !== 'matrix') return
  const listed = new Set<TravelProfile>()
  for (const [index, { profile }] of (travel?.matrices ?? []).entries()) {
    if (listed.has(profile))
      yield {
        path: ['travel', 'matrices', index, 'profile'],
        message: `there is a table for ${profile} already`,
        code: 'DUPLICATE_PROFILE',
      }
    listed.add(profile)
  }
  for (const [index, profile] of profiles.entries())
    if (!listed.has(profile))
      yield {
        path: ['techs', index, 'profile'],
        message: `there is no travel matrix for ${profile}`,
        code: 'MATRIX_MISSING',
      }
}
