// The vehicles of a VRPLIB file where it tells them apart: depots, capacities, who may serve whom, the longest time on the
// road, loading again. Names of sections and headers are those of PyVRP's dialect.
import { UnreadableInstanceError, type Vehicle } from './instance.ts'
import { AMOUNT, bounded, TIME } from './text.ts'
import { numberIn, rowsOf } from './vrplib-rows.ts'
import type { VrplibFile } from './vrplib-sections.ts'

export const FLEET_HEADERS = ['VEHICLES_MAX_DURATION']
export const FLEET_SECTIONS = [
  ...['VEHICLES_DEPOT_SECTION', 'VEHICLES_RELOAD_DEPOT_SECTION', 'VEHICLES_MAX_DURATION_SECTION'],
  ...['VEHICLES_ALLOWED_CLIENTS_SECTION', 'CAPACITY_SECTION'],
]
/** More than any published file has; each of them becomes a route of its own. */
const MOST_VEHICLES = 20_000

interface Size {
  readonly nodeCount: number
  readonly depotCount: number
  readonly vehicles: number
}

/** Undefined where all that is known of the vehicles is how many there are and what each carries. */
export function readFleet(file: VrplibFile, size: Size): Vehicle[] | undefined {
  const { headers, sections } = file
  const isTold = FLEET_HEADERS.some((name) => headers.has(name)) || FLEET_SECTIONS.some((name) => sections.has(name))
  if (!isTold && size.depotCount === 1) return undefined
  if (size.vehicles > MOST_VEHICLES)
    throw new UnreadableInstanceError(`${size.vehicles} vehicles that differ are more than ${MOST_VEHICLES}`)
  const depots = readDepots(file, size)
  const capacities = readCapacities(file, size)
  const longest = readLongest(file, size)
  const clienteles = readClienteles(file, size)
  const loadsAgain = readLoadsAgain(file, size, depots)
  return depots.map((depot, vehicle) => {
    const mayServe = clienteles?.[vehicle]
    return {
      depot,
      capacity: capacities[vehicle] ?? 0,
      longest: longest[vehicle] ?? Number.POSITIVE_INFINITY,
      loadsAgain: loadsAgain?.[vehicle] ?? false,
      ...(mayServe && { mayServe }),
    }
  })
}

function readDepots(file: VrplibFile, { vehicles, depotCount }: Size): number[] {
  if (depotCount === 1 && !file.sections.has('VEHICLES_DEPOT_SECTION')) return Array(vehicles).fill(0)
  return perVehicle(file, 'VEHICLES_DEPOT_SECTION', vehicles).map(
    ({ numbers: [depot], line }) => bounded('the depot', depot, { min: 1, max: depotCount, whole: true }, line) - 1,
  )
}

function readCapacities(file: VrplibFile, { vehicles }: Size): number[] {
  if (!file.sections.has('CAPACITY_SECTION')) return Array(vehicles).fill(numberIn(file, 'CAPACITY', AMOUNT))
  return perVehicle(file, 'CAPACITY_SECTION', vehicles).map(({ numbers: [capacity], line }) =>
    bounded('the capacity', capacity, AMOUNT, line),
  )
}

function readLongest(file: VrplibFile, { vehicles }: Size): number[] {
  if (file.sections.has('VEHICLES_MAX_DURATION_SECTION'))
    return perVehicle(file, 'VEHICLES_MAX_DURATION_SECTION', vehicles).map(({ numbers: [longest], line }) =>
      bounded('the longest time', longest, TIME, line),
    )
  if (!file.headers.has('VEHICLES_MAX_DURATION')) return []
  return Array(vehicles).fill(numberIn(file, 'VEHICLES_MAX_DURATION', TIME))
}

/** As nodes in the file, as customers here. */
function readClienteles(file: VrplibFile, { vehicles, nodeCount, depotCount }: Size): Set<number>[] | undefined {
  const name = 'VEHICLES_ALLOWED_CLIENTS_SECTION'
  if (!file.sections.has(name)) return undefined
  return rowsOf(file, name, { what: 'vehicle', count: vehicles, columns: 'any' }).map(({ numbers, line }) => {
    const customers = { min: depotCount + 1, max: nodeCount, whole: true }
    return new Set(numbers.map((node) => bounded('the client', node, customers, line) - depotCount))
  })
}

function readLoadsAgain(file: VrplibFile, { vehicles }: Size, depots: readonly number[]): boolean[] | undefined {
  const name = 'VEHICLES_RELOAD_DEPOT_SECTION'
  if (!file.sections.has(name)) return undefined
  return perVehicle(file, name, vehicles).map(({ numbers: [depot], line }, vehicle) => {
    const own = (depots[vehicle] ?? 0) + 1
    if (depot === own) return true
    throw new UnreadableInstanceError(`loading again at depot ${depot} instead of ${own} is not supported`, line)
  })
}

const perVehicle = (file: VrplibFile, name: string, count: number) =>
  rowsOf(file, name, { what: 'vehicle', count, columns: 1 })
