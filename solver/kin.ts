// Which routes are interchangeable: alike in place, hours, prices and in what every rule says of their technician. The
// search tries one empty route of a kind and may hand a whole rest of a route to another of its kind without re-pricing.
// Imports solver/ only.
import type { Model } from './model.ts'
import { sharedInts } from './shared.ts'

export interface Kin {
  readonly kindOf: Int32Array // by route
  readonly kindCount: number
}

export function compileKin(model: Model): Kin {
  const named = techsNamedByVisits(model)
  const kindOf = sharedInts(model.routes.length)
  const kinds = new Map<string, number>()
  // A technician whom some visit names is like nobody else; the others are told apart by what they hold.
  const likeness = model.techs.map(({ skills, anySkill, areas, capacity }, tech) =>
    named.has(tech) ? tech : JSON.stringify([skills, anySkill, areas, capacity]),
  )
  for (const [index, { tech, ...terms }] of model.routes.entries()) {
    const key = JSON.stringify([likeness[tech], Object.entries(terms).sort()])
    const kind = kinds.get(key) ?? kinds.size
    kinds.set(key, kind)
    kindOf[index] = kind
  }
  return { kindOf, kindCount: kinds.size }
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
