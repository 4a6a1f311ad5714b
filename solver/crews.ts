// Crews: technicians who are alike in skills and areas and whom no visit names, so that what is known of one of them for a
// visit holds for all. A fleet of a hundred equal vans is one crew. Imports solver/ only.
import type { Model } from './model.ts'

export interface Crews {
  readonly crewOfTech: Int32Array
  /** By crew: one of its technicians. */
  readonly oneOf: readonly number[]
}

export function crewsOf(model: Model): Crews {
  const named = techsNamedByVisits(model)
  const crews = new Map<string, number>()
  const oneOf: number[] = []
  const crewOfTech = Int32Array.from(model.techs, ({ skills, anySkill, areas }, tech) => {
    const likeness = named.has(tech) ? `only ${tech}` : JSON.stringify([skills, anySkill, areas])
    const crew = crews.get(likeness) ?? oneOf.push(tech) - 1
    crews.set(likeness, crew)
    return crew
  })
  return { crewOfTech, oneOf }
}

function techsNamedByVisits({ visits }: Model): Set<number> {
  const named = new Set<number>()
  for (const visit of visits) {
    for (const { tech } of [...visit.secondsByTech, ...visit.preferredTechs]) named.add(tech)
    for (const tech of [...visit.requiredTechs, ...visit.excludedTechs]) named.add(tech)
    if (visit.planned) named.add(visit.planned.tech)
    if (visit.pinned) named.add(visit.pinned.tech)
  }
  return named
}
