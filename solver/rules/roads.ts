// Clock, first half: how long a leg takes and what it costs, by the profile and the prices of the route that drives it.
// Where rush hours change that, the tables hold the least it can be, and the course of the route counts the rest.
// Knows places and routes, no windows. Imports solver/ only.
import type { Model, RouteModel, RushHours, TravelTable } from '../model.ts'
import { UNREACHABLE } from '../model.ts'
import { sharedFlags, sharedInts, sharedIntsOf, sharedNumbers } from '../shared.ts'
import { legPrice, wholeCentsFor } from './money.ts'
import { leastPercent } from './rush-hours.ts'
import { homesApart, scatterCents, visitPlaces } from './scatter.ts'

export interface Roads {
  readonly visitCount: number
  readonly routeCount: number
  readonly placeCount: number
  readonly placeOf: Int32Array // by stop: visits, then route starts, then route ends
  readonly reloadPlaceOf: Int32Array // by depot, route by route
  readonly travelSeconds: readonly Int32Array[] // by profile: placeCount × placeCount, row = from; the least a leg can take
  readonly roadSeconds: readonly Int32Array[] // by profile: as the model has it, before rush hours and limits
  readonly travelMetres: readonly Int32Array[] // by profile, the same shape
  readonly profileOf: Int32Array // by route
  readonly tariffOf: Int32Array // by route: routes of one tariff price every leg alike
  readonly tariffCents: readonly (Int32Array | null)[] // by tariff: cents of every leg; null where it would take too much memory
  readonly centsPerHour: Float64Array // by route
  readonly centsPerKm: Float64Array // by route
  readonly spanCentsPerHour: Float64Array // by route: for every hour from setting out to being back
  readonly scatterCentsPerKm: number
  readonly isVisitRow: Uint8Array // by place: 1 where some visit is
}

/** Cells of all price tables together, half a gigabyte; further tariffs are priced leg by leg. */
const MOST_TABLE_CELLS = 2 ** 27
/** Up to so many places a second copy of the tables is worth its memory. */
const MOST_SORTED_PLACES = 2 ** 12

/** Without `isSearched` rows stay where they are: putting them in order pays only for who looks at them a million times. */
export function compileRoads(asked: Model, isSearched = true): Roads {
  const model = homesApart(asked)
  const { routes, visits } = model
  const { placeCount } = model.travel
  const { rowOf, travel } = isSearched ? sideBySide(model) : asTheyCome(model)
  const placeOf = sharedInts(visits.length + 2 * routes.length)
  for (const [visit, { place }] of visits.entries()) placeOf[visit] = rowOf[place]!
  for (const [route, { startPlace, endPlace }] of routes.entries()) {
    placeOf[visits.length + route] = rowOf[startPlace]!
    placeOf[visits.length + routes.length + route] = rowOf[endPlace]!
  }
  const tables = travel.map(({ seconds, metres }) => ({ seconds: sharedIntsOf(seconds), metres: sharedIntsOf(metres) }))
  const kinds = new Kinds<LegLimits & { readonly profile: number }>()
  const tariffs = new Kinds<{
    readonly profile: number
    readonly perHour: number
    readonly perKm: number
    readonly out: number
  }>()
  const profileOf = sharedInts(routes.length)
  const tariffOf = sharedInts(routes.length)
  const centsPerHour = sharedNumbers(routes.length)
  const centsPerKm = sharedNumbers(routes.length)
  const spanCentsPerHour = sharedNumbers(routes.length)
  for (const [route, of] of routes.entries()) {
    profileOf[route] = kinds.numberOf({ profile: of.profile, ...legLimits(of, model.travel.rushHours) })
    spanCentsPerHour[route] = of.spanCentsPerHour ?? 0
    const out = spanCentsPerHour[route]!
    tariffOf[route] = tariffs.numberOf({
      profile: profileOf[route]!,
      perHour: of.centsPerHour,
      perKm: of.centsPerKm,
      out,
    })
    centsPerHour[route] = of.centsPerHour
    centsPerKm[route] = of.centsPerKm
  }
  const travelSeconds = kinds.all.map(({ profile, ...limits }) => withinLimits(tables[profile]!.seconds, limits))
  const travelMetres = kinds.all.map(({ profile }) => tables[profile]!.metres)
  const scatterCentsPerKm = model.prices?.scatterCentsPerKm ?? 0
  const isVisited = visitPlaces(model)
  const isVisitRow = sharedFlags(placeCount)
  for (let place = 0; place < placeCount; place++) isVisitRow[rowOf[place]!] = isVisited[place]!
  const scatter = (leg: number, metres: number): number =>
    scatterCentsPerKm > 0 && isVisitRow[Math.floor(leg / placeCount)] === 1 && isVisitRow[leg % placeCount] === 1
      ? scatterCents(scatterCentsPerKm, metres)
      : 0
  return {
    visitCount: visits.length,
    routeCount: routes.length,
    placeCount,
    placeOf,
    reloadPlaceOf: sharedIntsOf(routes.flatMap(({ reloads = [] }) => reloads.map(({ place }) => rowOf[place]!))),
    travelSeconds,
    roadSeconds: kinds.all.map(({ profile }) => tables[profile]!.seconds),
    travelMetres,
    profileOf,
    tariffOf,
    tariffCents: tariffs.all.map(({ profile, perHour, perKm, out }, tariff) => {
      if ((tariff + 1) * placeCount * placeCount > MOST_TABLE_CELLS) return null
      const metres = travelMetres[profile]!
      const seconds = travelSeconds[profile]!
      return priceTable(
        seconds,
        (leg) =>
          legPrice(perHour, seconds[leg]!, perKm, metres[leg]!) +
          wholeCentsFor(seconds[leg]!, out) +
          scatter(leg, metres[leg]!),
      )
    }),
    centsPerHour,
    centsPerKm,
    spanCentsPerHour,
    scatterCentsPerKm,
    isVisitRow,
  }
}

/** Numbers what is equal with one number, in the order it comes. */
class Kinds<T extends object> {
  readonly all: T[] = []
  private readonly numbers = new Map<string, number>()

  numberOf(kind: T): number {
    const key = JSON.stringify(Object.values(kind))
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.all.length)
    return this.all.push(kind) - 1
  }
}

/** The least percent that any hour makes of a leg, and the most seconds that it may take. */
export interface LegLimits {
  readonly least: number
  readonly most: number
}

export const legLimits = (
  { rushHours, mostLegSeconds = UNREACHABLE }: RouteModel,
  lists: readonly RushHours[] = [],
): LegLimits => ({
  least: rushHours === undefined ? 100 : leastPercent(lists[rushHours] ?? []),
  most: mostLegSeconds,
})

function withinLimits(seconds: Int32Array, limits: LegLimits): Int32Array {
  if (limits.least === 100 && limits.most >= UNREACHABLE) return seconds
  const limited = sharedInts(seconds.length)
  for (let leg = 0; leg < seconds.length; leg++) limited[leg] = leastSeconds(seconds[leg]!, limits)
  return limited
}

/** The least that a leg can take; one that takes longer than allowed leads nowhere. */
function leastSeconds(seconds: number, { least, most }: LegLimits): number {
  const time = seconds < UNREACHABLE ? Math.floor((seconds * least) / 100) : UNREACHABLE
  return time <= most ? time : UNREACHABLE
}

/** One leg of a shift is another one from now on; no other shift may have the same tables. */
export function rewriteLeg(
  roads: Roads,
  route: number,
  leg: number,
  { seconds, metres }: { readonly seconds: number; readonly metres: number },
  limits: LegLimits,
): void {
  const profile = roads.profileOf[route]!
  roads.roadSeconds[profile]![leg] = seconds
  roads.travelMetres[profile]![leg] = metres
  roads.travelSeconds[profile]![leg] = leastSeconds(seconds, limits)
  const table = roads.tariffCents[roads.tariffOf[route]!]!
  if (table !== null) table[leg] = untabledCents(roads, route, leg)
}

interface SortedTravel {
  readonly rowOf: Int32Array // by place
  readonly travel: readonly TravelTable[]
}

/**
 * Tables in which places that lie near each other have rows and columns near each other: a search looks at little else,
 * and finds it in the cache.
 */
function sideBySide({ travel }: Model): SortedTravel {
  const { placeCount, profiles } = travel
  const [first] = profiles
  if (first === undefined || placeCount > MOST_SORTED_PLACES) return asTheyCome({ travel })
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

function asTheyCome({ travel: { placeCount, profiles } }: Pick<Model, 'travel'>): SortedTravel {
  return { rowOf: Int32Array.from({ length: placeCount }, (_, place) => place), travel: profiles }
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

function priceTable(seconds: Int32Array, priceOf: (leg: number) => number): Int32Array {
  const price = (leg: number): number => (seconds[leg]! < UNREACHABLE ? priceOf(leg) : UNREACHABLE)
  // Where time is money one to one, as in most published instances, one table does for both and stays in the cache.
  let leg = 0
  while (leg < seconds.length && price(leg) === seconds[leg]) leg++
  if (leg === seconds.length) return seconds
  const cents = sharedInts(seconds.length)
  for (leg = 0; leg < seconds.length; leg++) cents[leg] = price(leg)
  return cents
}

export function legMetres(roads: Roads, route: number, from: number, to: number): number {
  const leg = roads.placeOf[from]! * roads.placeCount + roads.placeOf[to]!
  return roads.travelMetres[roads.profileOf[route]!]![leg]!
}

export function legCents(roads: Roads, route: number, from: number, to: number): number {
  return centsOfLeg(roads, route, roads.placeOf[from]! * roads.placeCount + roads.placeOf[to]!)
}

/**
 * What a leg adds to a plan at least; `leg` is a cell of the travel tables: from × placeCount + to. Time that is paid from
 * setting out to being back is counted here as far as it is spent on the road, so that what is near is cheap.
 */
export function centsOfLeg(roads: Roads, route: number, leg: number): number {
  const table = roads.tariffCents[roads.tariffOf[route]!]!
  return table !== null ? table[leg]! : untabledCents(roads, route, leg)
}

function untabledCents(roads: Roads, route: number, leg: number): number {
  const seconds = roads.travelSeconds[roads.profileOf[route]!]![leg]!
  if (seconds >= UNREACHABLE) return UNREACHABLE
  const out = wholeCentsFor(seconds, roads.spanCentsPerHour[route]!)
  return drivenCents(roads, route, leg, seconds) + out + scatterOfLeg(roads, route, leg)
}

/** The drive alone, when it takes so long. */
export const drivenCents = (roads: Roads, route: number, leg: number, seconds: number): number =>
  legPrice(
    roads.centsPerHour[route]!,
    seconds,
    roads.centsPerKm[route]!,
    roads.travelMetres[roads.profileOf[route]!]![leg]!,
  )

/** What is charged for each kilometre between two visits. */
export function scatterOfLeg(roads: Roads, route: number, leg: number): number {
  const { scatterCentsPerKm, isVisitRow, placeCount } = roads
  if (scatterCentsPerKm === 0) return 0
  if (isVisitRow[Math.floor(leg / placeCount)] === 0 || isVisitRow[leg % placeCount] === 0) return 0
  return scatterCents(scatterCentsPerKm, roads.travelMetres[roads.profileOf[route]!]![leg]!)
}
