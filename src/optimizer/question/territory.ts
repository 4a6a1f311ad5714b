// Who serves which ground: the areas of each ticket and each technician, as the solver compares them.
// Knows shapes only through src/territory.
import type { OptimizationInput } from '../../contracts/optimization.ts'
import { placeKey } from '../../contracts/references.ts'
import type { Ticket } from '../../contracts/ticket.ts'
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
export async function territoryOf(input: OptimizationInput): Promise<Territory> {
  const areasOf = areaFinder(input)
  const pace = createPace()
  const ofTickets: string[][] = []
  for (const ticket of input.tickets) {
    ofTickets.push(areasOf(ticket))
    await pace()
  }
  return { ofTickets, ofTechs: areasServed(input, [...new Set(ofTickets.flat())]) }
}

/** The same at once, for a plan that is being asked. */
export function territoryAtOnce(input: OptimizationInput): Territory {
  const ofTickets = input.tickets.map(areaFinder(input))
  return { ofTickets, ofTechs: areasServed(input, [...new Set(ofTickets.flat())]) }
}

/** The areas in which a ticket lies; none where nobody is bound to any. */
export function areaFinder({ techs, areas = [] }: Pick<OptimizationInput, 'techs' | 'areas'>) {
  if (techs.every(({ areas: named = [] }) => named.length === 0)) return (): string[] => []
  const index = indexAreas(areas)
  const found = new Map<string, string[]>()
  return (ticket: Ticket): string[] => {
    const key = placeKey(ticket.location)
    const held = ticket.areas ?? found.get(key) ?? (index.knowsShapes ? index.areasAt(ticket.location) : undefined)
    if (held && !ticket.areas) found.set(key, held)
    return held?.length === 0 ? [ELSEWHERE] : (held ?? [])
  }
}

/** By technician; `everywhere` are the areas in which there is work. */
function areasServed({ techs }: OptimizationInput, everywhere: readonly string[]): (readonly string[])[] {
  const named = techs.map((tech) => (tech.areas ?? []).map((area) => (typeof area === 'string' ? area : area.areaId)))
  const binds = named.some((list) => list.length > 0)
  return named.map((list) => (binds && list.length === 0 ? everywhere : list))
}
