// What the way by a depot can gain on the road it replaces, in seconds and in cents: where a road is closed, or too long for
// one drive, or not as short as two others, or charged for what lies between two visits. Bounds for the search, worked out
// for all routes of a kind together: they may promise too much. Imports solver/ only.
import { UNREACHABLE } from '../model.ts'
import { sharedInts, sharedNumbers } from '../shared.ts'
import { depotsOn, type Reloads } from './reloads.ts'
import { centsOfLeg, type Roads, scatterOfLeg } from './roads.ts'

export interface ByDepots {
  readonly leastSeconds: readonly Int32Array[] // by route: placeCount × placeCount, by road or by way of a depot
  readonly mostSavedByDepot: Float64Array // by route: cents, each time the van passes by one
}

type Rules = Roads & Reloads

export function compileByDepots(rules: Rules): ByDepots {
  const { routeCount, profileOf, tariffOf, travelSeconds, tariffCents } = rules
  const ofProfile = travelSeconds.map(() => new Set<number>())
  const ofTariff = tariffCents.map(() => new Set<number>())
  for (let route = 0; route < routeCount; route++)
    for (const row of depotRows(rules, route)) {
      ofProfile[profileOf[route]!]!.add(row)
      ofTariff[tariffOf[route]!]!.add(row)
    }
  const quickest = ofProfile.map((rows, profile) => quickestBy(rules, profile, rows))
  const saved = ofTariff.map((rows, tariff) => mostSavedBy(rules, tariffOf.indexOf(tariff), rows))
  const mostSavedByDepot = sharedNumbers(routeCount)
  const leastSeconds: Int32Array[] = []
  for (let route = 0; route < routeCount; route++) {
    const isSupplied = rules.mostReloads[route]! > 0
    leastSeconds.push((isSupplied ? quickest : travelSeconds)[profileOf[route]!]!)
    mostSavedByDepot[route] = isSupplied ? saved[tariffOf[route]!]! : 0
  }
  return { leastSeconds, mostSavedByDepot }
}

/** After legs of a route were rewritten. */
export function passDepotsAnew(
  rules: { leastSeconds: readonly Int32Array[] } & Rules & Omit<ByDepots, 'leastSeconds'>,
  route: number,
): void {
  const rows = depotRows(rules, route)
  rules.leastSeconds = rules.leastSeconds.with(route, quickestBy(rules, rules.profileOf[route]!, rows))
  rules.mostSavedByDepot[route] = mostSavedBy(rules, route, rows)
}

/** At least. */
export const legSeconds = (rules: Roads & ByDepots, route: number, from: number, to: number): number =>
  rules.leastSeconds[route]![rules.placeOf[from]! * rules.placeCount + rules.placeOf[to]!]!

const depotRows = (rules: Rules, route: number): number[] =>
  depotsOn(rules, route).map((depot) => rules.reloadPlaceOf[depot]!)

/** The table of the roads itself where no way by one of these is quicker. */
function quickestBy({ travelSeconds, placeCount }: Rules, profile: number, rows: Iterable<number>): Int32Array {
  const seconds = travelSeconds[profile]!
  let least = seconds
  for (const row of rows)
    for (let from = 0; from < placeCount; from++) {
      const there = seconds[from * placeCount + row]!
      for (let to = 0; to < placeCount; to++) {
        const leg = from * placeCount + to
        const by = there + seconds[row * placeCount + to]!
        if (by >= least[leg]!) continue
        if (least === seconds) {
          least = sharedInts(seconds.length)
          least.set(seconds)
        }
        least[leg] = by
      }
    }
  return least
}

function mostSavedBy(rules: Rules, route: number, rows: Iterable<number>): number {
  const { placeCount, tariffCents, tariffOf } = rules
  const driven = (leg: number): number => centsOfLeg(rules, route, leg) - scatterOfLeg(rules, route, leg)
  let most = 0
  for (const row of rows) {
    // Leg by leg that would take as long as the whole search.
    if (tariffCents[tariffOf[route]!] === null) return UNREACHABLE
    for (let from = 0; from < placeCount; from++) {
      const there = driven(from * placeCount + row)
      if (there >= UNREACHABLE) continue
      for (let to = 0; to < placeCount; to++) {
        const saved = centsOfLeg(rules, route, from * placeCount + to) - there - driven(row * placeCount + to)
        if (saved > most) most = saved
      }
    }
  }
  return most
}
