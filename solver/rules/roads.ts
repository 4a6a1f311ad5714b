// Clock, first half: how long a leg takes and what it costs, by the profile and the prices of the route that drives it.
// Knows places and routes, no windows. Imports solver/ only.
import type { Model, TravelTable } from '../model.ts'
import { UNREACHABLE } from '../model.ts'
import { sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'
import { legPrice } from './money.ts'

export interface Roads {
  readonly visitCount: number
  readonly routeCount: number
  readonly placeCount: number
  readonly placeOf: Int32Array // by stop: visits, then route starts, then route ends
  readonly travelSeconds: readonly Int32Array[] // by profile: placeCount × placeCount, row = from
  readonly travelMetres: readonly Int32Array[] // by profile, the same shape
  readonly profileOf: Int32Array // by route
  readonly tariffOf: Int32Array // by route: routes of one tariff price every leg alike
  readonly tariffCents: readonly (Int32Array | null)[] // by tariff: cents of every leg; null where it would take too much memory
  readonly centsPerHour: Float64Array // by route
  readonly centsPerKm: Float64Array // by route
}

/** Cells of all price tables together, half a gigabyte; further tariffs are priced leg by leg. */
const MOST_TABLE_CELLS = 2 ** 27
/** Up to so many places a second copy of the tables is worth its memory. */
const MOST_SORTED_PLACES = 2 ** 12

export function compileRoads(model: Model): Roads {
  const { routes, visits } = model
  const { placeCount } = model.travel
  const { rowOf, travel } = sideBySide(model)
  const placeOf = sharedInts(visits.length + 2 * routes.length)
  for (const [visit, { place }] of visits.entries()) placeOf[visit] = rowOf[place]!
  for (const [route, { startPlace, endPlace }] of routes.entries()) {
    placeOf[visits.length + route] = rowOf[startPlace]!
    placeOf[visits.length + routes.length + route] = rowOf[endPlace]!
  }
  const travelSeconds = travel.map(({ seconds }) => sharedIntsOf(seconds))
  const profileOf = sharedInts(routes.length)
  const tariffOf = sharedInts(routes.length)
  const centsPerHour = sharedNumbers(routes.length)
  const centsPerKm = sharedNumbers(routes.length)
  const tariffs = new Map<string, number>()
  const tariffCents: (Int32Array | null)[] = []
  for (const [route, of] of routes.entries()) {
    profileOf[route] = of.profile
    centsPerHour[route] = of.centsPerHour
    centsPerKm[route] = of.centsPerKm
    const key = `${of.profile} ${of.centsPerHour} ${of.centsPerKm}`
    const known = tariffs.get(key)
    tariffOf[route] = known ?? tariffs.size
    if (known !== undefined) continue
    const fits = (tariffs.size + 1) * placeCount * placeCount <= MOST_TABLE_CELLS
    tariffs.set(key, tariffs.size)
    const { metres } = travel[of.profile]!
    tariffCents.push(fits ? priceTable(travelSeconds[of.profile]!, metres, of.centsPerHour, of.centsPerKm) : null)
  }
  return {
    visitCount: visits.length,
    routeCount: routes.length,
    placeCount,
    placeOf,
    travelSeconds,
    travelMetres: travel.map((table) => sharedIntsOf(table.metres)),
    profileOf,
    tariffOf,
    tariffCents,
    centsPerHour,
    centsPerKm,
  }
}

/**
 * Tables in which places that lie near each other have rows and columns near each other: a search looks at little else,
 * and finds it in the cache.
 */
function sideBySide({ travel }: Model): { rowOf: Int32Array; travel: readonly TravelTable[] } {
  const { placeCount, profiles } = travel
  const [first] = profiles
  if (first === undefined || placeCount > MOST_SORTED_PLACES)
    return { rowOf: Int32Array.from({ length: placeCount }, (_, place) => place), travel: profiles }
  const chain = nearestFirst(first.seconds, placeCount)
  const rowOf = new Int32Array(placeCount)
  for (const [row, place] of chain.entries()) rowOf[place] = row
  const sorted = (table: Int32Array): Int32Array => {
    const shared = sharedInts(table.length)
    for (const [row, from] of chain.entries())
      for (const [column, to] of chain.entries()) shared[row * placeCount + column] = table[from * placeCount + to]!
    return shared
  }
  return {
    rowOf,
    travel: profiles.map(({ name, seconds, metres }) => {
      const own = sorted(seconds)
      return { name, seconds: own, metres: metres === seconds ? own : sorted(metres) }
    }),
  }
}

/** From the first place on, always to the nearest one that is left. */
function nearestFirst(seconds: Int32Array, placeCount: number): Int32Array {
  const chain = Int32Array.from({ length: placeCount }, (_, place) => place)
  for (let turn = 1; turn < placeCount; turn++) {
    const row = chain[turn - 1]! * placeCount
    let nearest = turn
    for (let other = turn + 1; other < placeCount; other++)
      if (seconds[row + chain[other]!]! < seconds[row + chain[nearest]!]!) nearest = other
    const place = chain[nearest]!
    chain[nearest] = chain[turn]!
    chain[turn] = place
  }
  return chain
}

/** Stops are numbered through: every visit, then where each route starts, then where each ends. */
export const startOf = (roads: Roads, route: number): number => roads.visitCount + route
export const endOf = (roads: Roads, route: number): number => roads.visitCount + roads.routeCount + route

function priceTable(seconds: Int32Array, metres: Int32Array, centsPerHour: number, centsPerKm: number): Int32Array {
  const price = (leg: number): number =>
    seconds[leg]! < UNREACHABLE ? legPrice(centsPerHour, seconds[leg]!, centsPerKm, metres[leg]!) : UNREACHABLE
  // Where time is money one to one, as in most published instances, one table does for both and stays in the cache.
  let leg = 0
  while (leg < seconds.length && price(leg) === seconds[leg]) leg++
  if (leg === seconds.length) return seconds
  const cents = sharedInts(seconds.length)
  for (leg = 0; leg < seconds.length; leg++) cents[leg] = price(leg)
  return cents
}

export function legSeconds(roads: Roads, route: number, from: number, to: number): number {
  const leg = roads.placeOf[from]! * roads.placeCount + roads.placeOf[to]!
  return roads.travelSeconds[roads.profileOf[route]!]![leg]!
}

export function legMetres(roads: Roads, route: number, from: number, to: number): number {
  const leg = roads.placeOf[from]! * roads.placeCount + roads.placeOf[to]!
  return roads.travelMetres[roads.profileOf[route]!]![leg]!
}

export function legCents(roads: Roads, route: number, from: number, to: number): number {
  return centsOfLeg(roads, route, roads.placeOf[from]! * roads.placeCount + roads.placeOf[to]!)
}

/** `leg` is a cell of the travel tables: from × placeCount + to. */
export function centsOfLeg(roads: Roads, route: number, leg: number): number {
  const table = roads.tariffCents[roads.tariffOf[route]!]!
  if (table !== null) return table[leg]!
  const profile = roads.profileOf[route]!
  const seconds = roads.travelSeconds[profile]![leg]!
  if (seconds >= UNREACHABLE) return UNREACHABLE
  return legPrice(roads.centsPerHour[route]!, seconds, roads.centsPerKm[route]!, roads.travelMetres[profile]![leg]!)
}
