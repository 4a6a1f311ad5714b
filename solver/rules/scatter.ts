// Scatter: each kilometre between two visits has a price of its own, so that routes stay compact. Ways from and to home
// and depots are not counted, so those get places of their own. Imports solver/ only.
import type { Model, TravelTable } from '../model.ts'
import { sharedFlags, sharedInts } from '../shared.ts'

export const scatterCents = (centsPerKm: number, metres: number): number =>
  Math.floor((centsPerKm * metres + 500) / 1000)

/** By place: 1 where some visit is. */
export function visitPlaces({ visits, travel }: Model): Uint8Array {
  const isVisited = sharedFlags(travel.placeCount)
  for (const { place } of visits) isVisited[place] = 1
  return isVisited
}

/** The same model; where kilometres between visits have a price, no home and no depot shares its place with a visit. */
export function homesApart(model: Model): Model {
  if ((model.prices?.scatterCentsPerKm ?? 0) === 0) return model
  const { travel, routes } = model
  const isVisited = visitPlaces(model)
  const apart = new Map<number, number>()
  const placeApart = (place: number): number => {
    if (isVisited[place] === 0) return place
    const own = apart.get(place) ?? travel.placeCount + apart.size
    apart.set(place, own)
    return own
  }
  const moved = routes.map((route) => ({
    ...route,
    startPlace: placeApart(route.startPlace),
    endPlace: placeApart(route.endPlace),
    ...(route.reloads && { reloads: route.reloads.map((reload) => ({ ...reload, place: placeApart(reload.place) })) }),
  }))
  const origin = [...Array.from({ length: travel.placeCount }, (_, place) => place), ...apart.keys()]
  const widened = (table: Int32Array): Int32Array => {
    const wide = sharedInts(origin.length ** 2)
    for (const [row, from] of origin.entries())
      for (const [column, to] of origin.entries())
        wide[row * origin.length + column] = table[from * travel.placeCount + to]!
    return wide
  }
  const profiles = travel.profiles.map(
    ({ name, seconds, metres }): TravelTable => ({ name, seconds: widened(seconds), metres: widened(metres) }),
  )
  return { ...model, routes: moved, travel: { ...travel, placeCount: origin.length, profiles } }
}
