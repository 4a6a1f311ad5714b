// The travel of one shift as it stands: from each of its places to each. Two shifts never share a table, so that a plan of
// thousands of visits takes as much as its shifts do, and not the square of it. Imports solver/ only.
import type { RouteModel, TravelTable } from '../model.ts'
import type { Legs, LiveModel } from './live-model.ts'

export interface RouteLegs extends Legs {
  /** Where it starts, where it ends, its depots, then each address that it visits. */
  readonly places: readonly number[]
}

/** Where they stand among the places. */
export const START_PLACE = 0
export const END_PLACE = 1
export const FIRST_DEPOT = 2

/** Places of a shift before its first visit. */
export const placesBeforeVisits = ({ reloads = [] }: RouteModel): number => FIRST_DEPOT + reloads.length

export function routeLegs({ visits, travel }: LiveModel, route: RouteModel, sequence: readonly number[]): RouteLegs {
  const depots = (route.reloads ?? []).map(({ place }) => place)
  const stops = new Set(sequence.map((visit) => visits[visit]!.place))
  const places = [route.startPlace, route.endPlace, ...depots, ...stops]
  return { places, ...travel.legs(route.profile, places, places) }
}

/** The same as a table that others share a width with, behind a row and a column for each of the places that are asked about. */
export function tableWith(
  { travel }: LiveModel,
  { profile }: RouteModel,
  own: RouteLegs,
  asked: readonly number[],
  width: number,
): TravelTable {
  const seconds = new Int32Array(width * width)
  const metres = new Int32Array(width * width)
  const copy = (from: Legs, rows: number, columns: number, row: number, column: number) => {
    for (let of = 0; of < rows; of++)
      for (let to = 0; to < columns; to++) {
        const cell = (row + of) * width + column + to
        seconds[cell] = from.seconds[of * columns + to]!
        metres[cell] = from.metres[of * columns + to]!
      }
  }
  const { length } = own.places
  const first = asked.length
  copy(own, length, length, first, first)
  copy(travel.legs(profile, asked, asked), first, first, 0, 0)
  copy(travel.legs(profile, asked, own.places), first, length, 0, first)
  copy(travel.legs(profile, own.places, asked), length, first, first, 0)
  return { name: travel.profiles[profile]!, seconds, metres }
}
