// Who serves which ground: the areas of each ticket and each technician, as the solver compares them.
// Knows shapes only through src/territory.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { placeKey } from '../../contracts/references.ts'
import { indexAreas } from '../../territory/areas.ts'
import { createPace } from '../../travel/pace.ts'

export interface Territory {
  /** By ticket; empty binds nobody. */
  readonly ofTickets: readonly (readonly string[])[]
  /** By technician. */
  readonly ofTechs: readonly (readonly string[])[]
}

/** Ground outside every area. No caller's id is empty. */
const ELSEWHERE = ''

/**
 * Areas bind a technician who names some; one who names none serves everywhere. A ticket lies in the areas it names, or
 * else in those whose shape holds it; where shapes are given and none does, it lies outside every named area.
 */
export async function territoryOf({ tickets, techs, areas = [] }: OptimizationInput): Promise<Territory> {
  const named = techs.map((tech) => (tech.areas ?? []).map((area) => (typeof area === 'string' ? area : area.areaId)))
  if (named.every((list) => list.length === 0)) return { ofTickets: tickets.map(() => []), ofTechs: named }

  const index = indexAreas(areas)
  const found = new Map<string, string[]>()
  const pace = createPace()
  const ofTickets: string[][] = []
  for (const ticket of tickets) {
    const key = placeKey(ticket.location)
    const held = ticket.areas ?? found.get(key) ?? (index.knowsShapes ? index.areasAt(ticket.location) : undefined)
    if (held && !ticket.areas) found.set(key, held)
    ofTickets.push(held?.length === 0 ? [ELSEWHERE] : (held ?? []))
    await pace()
  }
  const everywhere = [...new Set(ofTickets.flat())]
  return { ofTickets, ofTechs: named.map((list) => (list.length === 0 ? everywhere : list)) }
}
