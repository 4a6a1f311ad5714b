// Which shifts have to be looked at together: what one of them does is counted with the others of its technician, or binds
// visits of another one. Imports solver/ only.
import type { LinkModel } from '../model.ts'
import { NO_ROUTE } from '../schedule.ts'
import type { Standing } from './excerpt.ts'

/** The shifts themselves first, then whatever hangs together with them. */
export function together(standing: Standing, routes: readonly number[]): number[] {
  const { model, sequences } = standing
  if ((model.prices?.worstLateCentsPerHour ?? 0) > 0) return [...new Set([...routes, ...model.routes.keys()])]
  const all = new Set(routes)
  for (const route of all) {
    for (const other of countedWith(standing, route)) all.add(other)
    for (const visit of sequences[route]!)
      for (const link of standing.linksOf(visit))
        for (const partner of membersOf(model.links![link]!)) {
          const other = standing.routeOf(partner)
          if (other !== NO_ROUTE) all.add(other)
        }
  }
  return [...all]
}

export const membersOf = (link: LinkModel): readonly number[] =>
  'visits' in link ? link.visits : [link.first, link.second]

/** The same tie between other numbers. */
export const renumbered = (link: LinkModel, numberOf: (visit: number) => number): LinkModel =>
  'visits' in link
    ? { ...link, visits: link.visits.map(numberOf) }
    : { ...link, first: numberOf(link.first), second: numberOf(link.second) }

/**
 * The ties of visits of the plan as those of a group that is asked about: numbered behind all of the plan. Whoever stands
 * nowhere is missed by nobody.
 */
export function linksAmong(standing: Standing, visits: readonly number[]): LinkModel[] {
  const { model } = standing
  const numbers = new Map(visits.map((visit, member) => [visit, model.visits.length + member]))
  const isHere = (visit: number) => numbers.has(visit) || standing.routeOf(visit) !== NO_ROUTE
  return [...new Set(visits.flatMap((visit) => standing.linksOf(visit)))].flatMap((of): LinkModel[] => {
    const link = model.links![of]!
    const here = membersOf(link).filter(isHere)
    if (here.length < ('visits' in link ? 2 : membersOf(link).length)) return []
    const left = 'visits' in link ? { ...link, visits: here } : link
    return [renumbered(left, (visit) => numbers.get(visit) ?? visit)]
  })
}

function countedWith({ model, shiftsOf }: Standing, route: number): readonly number[] {
  const { tech } = model.routes[route]!
  const { mostBusyPerDay, mostBusyPerWeek, fairShare, centsPerHead = 0, rest } = model.techs[tech]!
  const isCounted =
    mostBusyPerDay !== undefined ||
    mostBusyPerWeek !== undefined ||
    (fairShare !== undefined && (model.prices?.unfairCentsPerHour ?? 0) > 0) ||
    centsPerHead > 0 ||
    rest !== undefined
  return isCounted ? shiftsOf[tech]! : []
}
