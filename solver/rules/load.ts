// Load: what a van carries over a shift, unit by unit, and how many visits one shift takes. Totals only, so the order of
// visits never matters. Knows no times and no technicians' skills. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { Model, TechModel, VisitModel } from '../model.ts'
import { sharedIntsOf, sharedNumbers } from '../shared.ts'
import type { Hindrance } from './hindrance.ts'
import { NEVER } from './never.ts'

export interface Load {
  readonly unitCount: number // units that some visit takes and some van limits; where there is none, one that nobody takes
  readonly loadOf: Float64Array // visit × unit
  readonly capacityOf: Float64Array // route × unit; Infinity where nothing limits it
  readonly maxVisits: Int32Array // by route
}

const NO_UNIT = ''

export function compileLoad(model: Model): Load {
  const { visits, techs, routes } = model
  const scarce = scarceUnits(model)
  const units = scarce.length > 0 ? scarce : [NO_UNIT]
  const loadOf = sharedNumbers(visits.length * units.length)
  const capacityOf = sharedNumbers(routes.length * units.length)
  for (const [index, unit] of units.entries()) {
    for (const [visit, of] of visits.entries()) loadOf[visit * units.length + index] = takenBy(of, unit)
    const capacities: number[] = [] // by technician, as they are asked for
    // Where a van can be loaded again, the course of its shift counts trip by trip.
    for (const [route, { tech, reloads = [] }] of routes.entries()) {
      capacities[tech] ??= capacityFor(techs[tech]!, unit)
      capacityOf[route * units.length + index] = reloads.length > 0 ? Number.POSITIVE_INFINITY : capacities[tech]!
    }
  }
  return {
    unitCount: units.length,
    loadOf,
    capacityOf,
    maxVisits: sharedIntsOf(routes.map((route) => route.maxVisits)),
  }
}

/** Units of which this visit alone takes more than the van ever holds. */
export function loadBlockers(visit: VisitModel, tech: TechModel, isReloaded: boolean): Blocker[] {
  if (visit.load.length === 0) return []
  return [...new Set(visit.load.map(({ unit }) => unit))].flatMap((unit) => {
    const needed = takenBy(visit, unit)
    const capacity = isReloaded ? Math.max(capacityFor(tech, unit), reloadedFor(tech, unit)) : capacityFor(tech, unit)
    return needed > capacity ? [{ code: 'LOAD_TOO_LARGE', unit, needed, capacity }] : []
  })
}

/** Units that some van limits and some visit takes. */
export function scarceUnits({ visits, techs }: Pick<Model, 'visits' | 'techs'>): string[] {
  const taken = new Set(visits.flatMap(({ load }) => load.map(({ unit }) => unit)))
  if (taken.size === 0) return []
  const limited = new Set(techs.flatMap(({ capacity }) => capacity.map(({ unit }) => unit)))
  return [...limited].filter((unit) => taken.has(unit))
}

export const takenBy = ({ load }: VisitModel, unit: string): number =>
  load.reduce((sum, entry) => (entry.unit === unit ? sum + entry.amount : sum), 0)

const reloadedFor = ({ capacity }: TechModel, unit: string): number =>
  capacity.find((entry) => entry.unit === unit)?.reloaded ?? 0

const capacityFor = ({ capacity }: TechModel, unit: string): number =>
  capacity.find((entry) => entry.unit === unit)?.amount ?? Number.POSITIVE_INFINITY

export const mostVisits: Hindrance<Load> = {
  binds: ({ maxVisits }, route, { model }) => maxVisits[route]! < model.visits.length,
  lift: ({ maxVisits }) => ({ maxVisits: new Int32Array(maxVisits.length).fill(NEVER) }),
  blockers: ({ maxVisits }, route) => [{ code: 'MAX_JOBS', most: maxVisits[route]! }],
}
