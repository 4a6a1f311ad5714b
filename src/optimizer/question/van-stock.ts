// What a van carries: load by unit, parts as units of their own, tools. Knows no routes.
import type { TechModel, VisitModel } from '../../../workers/client.ts'
import type { Depot, OptimizationInput } from '../../contracts/optimization.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import type { Tech } from '../../contracts/tech.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Clock, type Horizon, modelSeconds, secondFrom } from './clock.ts'

type Load = VisitModel['load']

/** Parts and loads share one list of units; no caller's id holds such a character. */
const PART = '\u0000'
const unitOfPart = (part: string) => PART + part
/** The part that the unit counts; undefined for a unit of load. */
export const partOfUnit = (unit: string): string | undefined =>
  unit.startsWith(PART) ? unit.slice(PART.length) : undefined

/** More of one part than all tickets of an input can ask for. */
const ENOUGH = 1_000_000_000

/** What the work takes from the van. A part that is still to arrive is in no van's stock, and so is not counted there. */
export function loadOf({ load = {}, parts = [] }: Ticket): Load {
  const amounts = new Map(Object.entries(load))
  for (const { part, quantity, arrivesAt } of parts)
    if (arrivesAt === undefined) amounts.set(unitOfPart(part), (amounts.get(unitOfPart(part)) ?? 0) + quantity)
  return [...amounts].map(([unit, amount]) => ({ unit, amount }))
}

/** When the last of its parts has arrived, if that is still to come. */
export function releaseOf({ parts = [] }: Ticket, { opens }: Horizon, clock: Clock): number | undefined {
  const arrivals = parts.flatMap(({ arrivesAt }) => (arrivesAt === undefined ? [] : [secondFrom(arrivesAt)]))
  const last = Math.max(opens, ...arrivals)
  return last > opens ? clock.toModel(last) : undefined
}

/** Every part that some ticket takes from a van. */
export const partsAsked = ({ tickets }: Pick<OptimizationInput, 'tickets'>): Set<string> =>
  new Set(
    tickets.flatMap(({ parts = [] }) =>
      parts.filter(({ arrivesAt }) => arrivesAt === undefined).map(({ part }) => part),
    ),
  )

/** A technician who lists no parts has none. At a depot the van takes on whatever parts the next trip needs. */
export function capacityOf(tech: Tech, asked: ReadonlySet<string>): TechModel['capacity'] {
  const { capacity = {}, parts = {}, depots = [] } = tech
  const held = (part: string) => (Object.hasOwn(parts, part) ? (parts[part] ?? 0) : 0)
  return [
    ...Object.entries(capacity).map(([unit, amount]) => ({ unit, amount })),
    ...Array.from(asked, (part) => ({
      unit: unitOfPart(part),
      amount: held(part),
      ...(depots.length > 0 && { reloaded: ENOUGH }),
    })),
  ]
}

/** Where the technician's van may be loaded again, each depot once, in the order in which the technician names them. */
export function depotsOf({ depots: ids = [] }: Tech, { depots = [] }: Pick<OptimizationInput, 'depots'>): Depot[] {
  return [...new Set(ids)].flatMap((id) => depots.find((depot) => depot.id === id) ?? [])
}

export const loadingSeconds = ({ duration }: Depot): number => modelSeconds(durationSeconds(duration))
