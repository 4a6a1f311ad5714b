// Crews: shifts that are alike in all that decides who may go and at what price of liking, so that what is known of one of
// them for a visit holds for all. A fleet of a hundred equal vans is one crew; a certificate that runs out makes two of one
// technician's week. Imports solver/ only.
import type { Model, VisitModel } from './model.ts'
import { validSkills } from './rules/skills.ts'

export interface Crews {
  readonly crewOf: Int32Array // by route
  /** By crew: one of its routes. */
  readonly oneOf: readonly number[]
}

export function crewsOf(model: Model): Crews {
  const { techs, routes } = model
  const named = techsNamedByVisits(model)
  const crews = new Map<string, number>()
  const oneOf: number[] = []
  const likenessOf = (index: number) => {
    const { areas, preferredAreas, anySkill, skills, tools } = techs[index]!
    const always = skills.every(({ valid }) => valid === undefined)
    const person = named.has(index) ? index : -1
    return { person: [person, areas, preferredAreas, anySkill, tools, always ? skills : []], always }
  }
  // Of a few shifts among a large company most technicians have none.
  const known: ReturnType<typeof likenessOf>[] = []
  const crewOf = Int32Array.from(routes, (route, index) => {
    known[route.tech] ??= likenessOf(route.tech)
    const { person, always } = known[route.tech]!
    const skills = always ? [] : [...validSkills(techs[route.tech]!, route)]
    const likeness = JSON.stringify([person, skills, (route.reloads ?? []).length > 0, route.spanCentsPerHour ?? 0])
    const crew = crews.get(likeness) ?? oneOf.push(index) - 1
    crews.set(likeness, crew)
    return crew
  })
  return { crewOf, oneOf }
}

/** Each shift by itself: for whoever looks at a few shifts only, and may have to ask of them for any visit. */
export const crewsApart = ({ routes }: Pick<Model, 'routes'>): Crews => ({
  crewOf: Int32Array.from(routes, (_, route) => route),
  oneOf: [...routes.keys()],
})

function techsNamedByVisits({ visits }: Model): Set<number> {
  const named = new Set<number>()
  for (const visit of visits) for (const tech of techsNamedBy(visit)) named.add(tech)
  return named
}

function* techsNamedBy(visit: VisitModel): Generator<number> {
  for (const { tech } of visit.secondsByTech) yield tech
  for (const { tech } of visit.preferredTechs) yield tech
  for (const { tech } of visit.knownTechs ?? []) yield tech
  yield* visit.requiredTechs
  yield* visit.excludedTechs
  if (visit.planned) yield visit.planned.tech
  if (visit.pinned) yield visit.pinned.tech
}
