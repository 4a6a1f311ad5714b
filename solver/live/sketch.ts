// What a shift looks like to somebody who has a visit to place: every position with the hours between which it could be
// served there and the least that it could cost. Bounds only: whoever finds one promising prices it exactly.
// Imports solver/ only.
import type { RouteModel } from '../model.ts'
import type { Plan } from '../plan.ts'
import { legPrice, wholeCentsFor } from '../rules/money.ts'
import { endOf, startOf } from '../rules/roads.ts'
import { leastPercent } from '../rules/rush-hours.ts'
import type { LiveModel } from './live-model.ts'
import { END_PLACE, FIRST_DEPOT, START_PLACE } from './route-legs.ts'

/** Whole cents that rounding leg by leg may lose. */
const ROUNDED = 3

export interface Position {
  /** On both sides, among the places of the shift. */
  readonly after: number
  readonly follower: number
  /** When one can leave the stop before, and when the next one has to be reached. */
  readonly ready: number
  readonly latest: number
  /** What is saved at most: the leg that stands there, and all that the hours behind it cost. */
  readonly saved: number
}

export interface Sketch {
  readonly positions: readonly Position[]
  /** Among the places of the shift. */
  readonly depots: readonly number[]
  /** What it costs that the shift is used, where it is not. */
  readonly openingCents: number
  readonly isFull: boolean
}

/** `route` is that of the excerpt the plan is of, `of` and `places` (of its visits) what the live plan says of the same shift. */
export function sketchOf(plan: Plan, route: number, of: RouteModel, places: readonly number[]): Sketch {
  const { problem } = plan
  const stops = [startOf(problem, route), ...plan.visitsOf(route), endOf(problem, route)]
  const placeAt = (turn: number) =>
    turn === 0 ? START_PLACE : turn === stops.length - 1 ? END_PLACE : places[turn - 1]!
  return {
    positions: stops.slice(1).map((follower, turn) => ({
      after: placeAt(turn),
      follower: placeAt(turn + 1),
      ready: plan.ready(stops[turn]!),
      latest: plan.latest(follower),
      saved: plan.centsOn(stops[turn]!) + plan.timedBehind(stops[turn]!),
    })),
    depots: (of.reloads ?? []).map((_, depot) => FIRST_DEPOT + depot),
    openingCents: plan.isEmpty(route) ? plan.openingCents(route) : 0,
    isFull: plan.visitsOn[route]! >= of.maxVisits,
  }
}

/** A price of a tariff as it may be at most. */
export const mostOf = (leastCents: number): number => leastCents + 2 * ROUNDED

/** Prices of a leg on one shift, never more than it costs. */
export class Tariff {
  readonly leastPercent: number
  private readonly route: RouteModel

  constructor({ travel }: LiveModel, route: RouteModel) {
    this.route = route
    this.leastPercent = route.rushHours === undefined ? 100 : leastPercent(travel.rushHours?.[route.rushHours] ?? [])
  }

  leastSeconds(seconds: number): number {
    return this.leastPercent === 100 ? seconds : Math.floor((seconds * this.leastPercent) / 100)
  }

  leastCents(seconds: number, metres: number): number {
    const { centsPerHour, centsPerKm, spanCentsPerHour = 0 } = this.route
    const driven = this.leastSeconds(seconds)
    return legPrice(centsPerHour, driven, centsPerKm, metres) + wholeCentsFor(driven, spanCentsPerHour) - ROUNDED
  }
}
