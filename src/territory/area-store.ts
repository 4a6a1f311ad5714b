// The rows of the table `areas`. The connection comes first.
import type { AreaFault, KeptArea, Shape } from '../contracts/area.ts'
import type { Connection } from '../platform/database.ts'

interface Row {
  readonly areaId: string
  readonly shape: Shape
  readonly squareKm: number
  readonly repaired: AreaFault | null
  readonly updatedAt: Date
}

const COLUMNS = 'area_id AS "areaId", shape, square_km AS "squareKm", repaired, updated_at AS "updatedAt"'

const asKept = ({ repaired, updatedAt, ...row }: Row): KeptArea => ({
  ...row,
  ...(repaired && { repaired }),
  updatedAt: updatedAt.toISOString(),
})

export interface NewArea {
  readonly shape: Shape
  readonly squareKm: number
  readonly repaired?: AreaFault
}

/** In place of what was there. */
export async function putArea(
  on: Connection,
  tenant: string,
  areaId: string,
  { shape, squareKm, repaired }: NewArea,
): Promise<{ readonly isNew: boolean; readonly area: KeptArea }> {
  const [row] = await on.query<Row & { isNew: boolean }>(
    `INSERT INTO areas (tenant, area_id, shape, square_km, repaired) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant, area_id) DO UPDATE SET shape = excluded.shape, square_km = excluded.square_km,
       repaired = excluded.repaired, updated_at = clock_timestamp()
     RETURNING ${COLUMNS}, xmax = 0 AS "isNew"`,
    [tenant, areaId, JSON.stringify(shape), squareKm, repaired === undefined ? null : JSON.stringify(repaired)],
  )
  if (!row) throw new Error(`Area ${areaId} was not stored.`)
  const { isNew, ...area } = row
  return { isNew, area: asKept(area) }
}

export async function findAreas(on: Connection, tenant: string, areaIds?: readonly string[]): Promise<KeptArea[]> {
  const rows = await on.query<Row>(
    `SELECT ${COLUMNS} FROM areas WHERE tenant = $1 AND ($2::text[] IS NULL OR area_id = ANY($2)) ORDER BY area_id`,
    [tenant, areaIds ?? null],
  )
  return rows.map(asKept)
}

export const countAreas = async (on: Connection, tenant: string): Promise<number> => {
  const [row] = await on.query<{ count: string }>('SELECT count(*) FROM areas WHERE tenant = $1', [tenant])
  return Number(row?.count ?? 0)
}

/** False where there is none. */
export async function deleteArea(on: Connection, tenant: string, areaId: string): Promise<boolean> {
  const rows = await on.query('DELETE FROM areas WHERE tenant = $1 AND area_id = $2 RETURNING area_id', [
    tenant,
    areaId,
  ])
  return rows.length > 0
}
