// The areas of a tenant: kept when they are sound, found by place, and lent to inputs that name them without a shape. Knows no
// HTTP.
import { area as squareMetres } from '@turf/area'
import type { Area, AreaFault, KeptArea, Shape } from '../contracts/area.ts'
import type { OptimizationInput } from '../contracts/optimization.ts'
import type { Location } from '../contracts/scalars.ts'
import type { Database } from '../platform/database.ts'
import { countAreas, deleteArea, findAreas, putArea } from './area-store.ts'
import { indexAreas } from './areas.ts'
import { judgedShape } from './validity.ts'

/** The shape has no inside that anybody could be sure of. */
export class AreaRefusedError extends Error {
  override readonly name = 'AreaRefusedError'
  readonly fault: AreaFault
  constructor(areaId: string, fault: AreaFault) {
    super(
      `The shape of area ${areaId} is refused: ${fault.code}. Maybe two of its lines cross, or its rings are mixed up.`,
    )
    this.fault = fault
  }
}

/** A tenant has as many as they may. */
export class TooManyAreasError extends Error {
  override readonly name = 'TooManyAreasError'
  constructor() {
    super(`There are ${MOST_AREAS} areas already. Maybe delete some.`)
  }
}

const MOST_AREAS = 1000

export interface KeptAreasOf {
  /** Throws AreaRefusedError or TooManyAreasError. */
  put(tenant: string, areaId: string, shape: Shape, mayRepair: boolean): Promise<{ isNew: boolean; area: KeptArea }>
  find(tenant: string, areaId: string): Promise<KeptArea | undefined>
  list(tenant: string): Promise<KeptArea[]>
  /** False where there is none. */
  remove(tenant: string, areaId: string): Promise<boolean>
  /** By place: the areas that hold it. */
  locate(tenant: string, places: readonly Location[]): Promise<string[][]>
  /** Those of these ids that are kept. */
  named(tenant: string, areaIds: readonly string[]): Promise<Area[]>
  /** With the shapes of those that it names and that are kept. */
  lend(tenant: string, input: OptimizationInput): Promise<OptimizationInput>
}

export function openKeptAreas(database: Database): KeptAreasOf {
  return {
    async put(tenant, areaId, shape, mayRepair) {
      const judged = judgedShape(shape)
      if (judged.kind === 'refused' || (judged.kind === 'repaired' && !mayRepair))
        throw new AreaRefusedError(areaId, judged.fault)
      const squareKm = squareMetres(judged.shape) / 1e6
      const repaired = judged.kind === 'repaired' ? { repaired: judged.fault } : {}
      return database.transaction(async (on) => {
        const stored = await putArea(on, tenant, areaId, { shape: judged.shape, squareKm, ...repaired })
        if (stored.isNew && (await countAreas(on, tenant)) > MOST_AREAS) throw new TooManyAreasError()
        return stored
      })
    },
    find: async (tenant, areaId) => (await findAreas(database, tenant, [areaId]))[0],
    list: (tenant) => findAreas(database, tenant),
    remove: (tenant, areaId) => deleteArea(database, tenant, areaId),
    async locate(tenant, places) {
      const kept = await findAreas(database, tenant)
      const index = indexAreas(kept.map(({ areaId, shape }) => ({ id: areaId, shape })))
      return places.map((place) => index.areasAt(place))
    },
    async named(tenant, areaIds) {
      if (areaIds.length === 0) return []
      const kept = await findAreas(database, tenant, areaIds)
      return kept.map(({ areaId, shape }) => ({ id: areaId, shape }))
    },
    async lend(tenant, input) {
      const { areas = [] } = input
      const named = areas.filter(({ shape }) => shape === undefined).map(({ id }) => id)
      if (named.length === 0) return input
      const kept = new Map((await findAreas(database, tenant, named)).map(({ areaId, shape }) => [areaId, shape]))
      if (kept.size === 0) return input
      const lent = areas.map((area) => {
        const shape = area.shape ?? kept.get(area.id)
        return shape === undefined ? area : { ...area, shape }
      })
      return { ...input, areas: lent }
    },
  }
}
