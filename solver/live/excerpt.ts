// A part of a live plan as a model of its own: a few shifts with their visits, and visits that are asked about. Each shift
// has its own travel table, in which a place means its own: visits never leave the shift they stand on, and only those that
// are asked about have a place in every table. Imports solver/ only.
import { draftLength, NOBODY_NEXT } from '../draft.ts'
import type { LinkModel, Model, RouteModel, VisitModel } from '../model.ts'
import { Plan } from '../plan.ts'
import type { Problem } from '../problem.ts'
import { NEVER } from '../rules/never.ts'
import { endOf, startOf } from '../rules/roads.ts'
import type { LiveModel } from './live-model.ts'
import { placesBeforeVisits, type RouteLegs, tableWith } from './route-legs.ts'

/** What a live plan looks like to whoever cuts a part out of it. */
export interface Standing {
  readonly model: LiveModel
  /** By route: its visits in order. */
  readonly sequences: readonly (readonly number[])[]
  /** By visit: the second agreed with those it is tied to. */
  readonly agreed: ReadonlyMap<number, number>
  /** By technician: their shifts. */
  readonly shiftsOf: readonly (readonly number[])[]
  /** Where a visit stands, or NO_ROUTE. */
  routeOf(visit: number): number
  legsOf(route: number): RouteLegs
  /** By visit: which of the links of the model. */
  linksOf(visit: number): readonly number[]
}

export interface Excerpt {
  readonly model: Model
  /** By route of the excerpt: which of the plan. */
  readonly routes: readonly number[]
  /** By visit of the excerpt: which of the plan. Those that are asked about follow behind. */
  readonly visits: readonly number[]
  /** By route of the excerpt: its visits in order, all of the excerpt. */
  readonly sequences: readonly (readonly number[])[]
}

/** `links` tie asked visits, numbered behind all of the plan, to each other and to those of the plan. */
export function excerptOf(
  standing: Standing,
  routes: readonly number[],
  asked: readonly VisitModel[],
  links: readonly LinkModel[] = [],
): Excerpt {
  const { model } = standing
  const askedPlaces = [...new Set(asked.map(({ place }) => place))]
  const width = routes.reduce((most, route) => Math.max(most, standing.legsOf(route).places.length), 0)
  const placeCount = askedPlaces.length + width
  const visits: number[] = []
  const models: VisitModel[] = []
  const sequences = routes.map((route) => {
    return standing.sequences[route]!.map((visit) => {
      const own = model.visits[visit]!
      // Whoever is asked about may have the same address, and set-up is once for both.
      const shared = askedPlaces.indexOf(own.place)
      models.push(placedAt(own, shared >= 0 ? shared : askedPlaces.length + placeOn(standing, route, own)))
      return visits.push(visit) - 1
    })
  })
  for (const visit of asked) models.push({ ...visit, place: askedPlaces.indexOf(visit.place) })
  const { rushHours } = model.travel
  const cut: Model = {
    visits: models,
    techs: model.techs,
    routes: routes.map((route, index) => routeOn(model.routes[route]!, index, askedPlaces.length)),
    travel: {
      placeCount,
      profiles: routes.map((route) =>
        tableWith(model, model.routes[route]!, standing.legsOf(route), askedPlaces, placeCount),
      ),
      ...(rushHours && { rushHours }),
    },
    ...(model.prices && { prices: model.prices }),
    ...(model.snap && { snap: model.snap }),
  }
  const ties = linksWithin(standing, visits, asked.length, links)
  return { model: ties.length > 0 ? { ...cut, links: ties } : cut, routes, visits, sequences }
}

/** Among the places of its shift. */
export const placeOn = (standing: Standing, route: number, { place }: VisitModel): number =>
  standing.legsOf(route).places.indexOf(place, placesBeforeVisits(standing.model.routes[route]!))

/** One object for one place: what is worked out from a visit alone is worked out once. */
const PLACED = new WeakMap<VisitModel, VisitModel>()

export function placedAt(visit: VisitModel, place: number): VisitModel {
  const known = PLACED.get(visit)
  if (known?.place === place) return known
  const placed = { ...visit, place }
  PLACED.set(visit, placed)
  return placed
}

/** With the table and the places that it has in an excerpt. */
function routeOn(route: RouteModel, profile: number, first: number): RouteModel {
  const depots = route.reloads?.map((depot, index) => ({ ...depot, place: first + 2 + index }))
  return { ...route, profile, startPlace: first, endPlace: first + 1, ...(depots && { reloads: depots }) }
}

/** Ties between two that are both there; whoever is not served is missed by nobody here. */
function linksWithin(
  standing: Standing,
  visits: readonly number[],
  asked: number,
  more: readonly LinkModel[],
): LinkModel[] {
  const { model } = standing
  const numbers = new Map(visits.map((visit, index) => [visit, index]))
  for (let index = 0; index < asked; index++) numbers.set(model.visits.length + index, visits.length + index)
  const own = new Set(visits.flatMap((visit) => standing.linksOf(visit)))
  const all = [...[...own].sort((one, other) => one - other).map((link) => model.links![link]!), ...more]
  return all.flatMap((link): LinkModel[] => {
    if (!('visits' in link)) {
      const [first, second] = [numbers.get(link.first), numbers.get(link.second)]
      return first === undefined || second === undefined ? [] : [{ ...link, first, second }]
    }
    const here = link.visits.flatMap((visit) => numbers.get(visit) ?? [])
    return here.length > 1 ? [{ ...link, visits: here }] : []
  })
}

/** The plan of an excerpt as it stands, nobody who is asked about being on it. */
export function planOfExcerpt({ agreed }: Standing, { visits, sequences }: Excerpt, problem: Problem): Plan {
  const next = new Int32Array(draftLength(problem)).fill(NOBODY_NEXT)
  for (const [route, sequence] of sequences.entries()) {
    let stop = startOf(problem, route)
    for (const visit of sequence) {
      next[stop] = visit
      stop = visit
    }
    next[stop] = endOf(problem, route)
  }
  if (problem.hasLinks)
    for (let visit = 0; visit < problem.visitCount; visit++)
      next[problem.visitCount + problem.routeCount + visit] = agreed.get(visits[visit] ?? NOBODY_NEXT) ?? -NEVER
  const plan = new Plan(problem)
  plan.assume(next)
  return plan
}
