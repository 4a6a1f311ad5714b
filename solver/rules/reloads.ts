// Reloads: a van may be loaded again at a depot between two visits; loads are counted from one loading to the next, tools
// are all on board from then on, and a trip begins no earlier than what it serves can be loaded. Where in the course of a
// shift that happens is settled there. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import { type Model, PLENTY, type VisitModel } from '../model.ts'
import { sharedFlags, sharedInts, sharedIntsOf, sharedNumbers, sharedOffsetsOf } from '../shared.ts'
import type { AskedVisit, Hindrance } from './hindrance.ts'
import { loadBlockers, scarceUnits, takenBy } from './load.ts'
import { NEVER } from './never.ts'
import { compileWindows, type Windows } from './windows.ts'

export interface Reloads {
  readonly reloadsFrom: Int32Array // by route, and one more: its depots are those from here to before the next route's
  readonly reloadSeconds: Int32Array // by depot
  readonly reloadWindows: Windows // by depot: when loading may begin
  readonly mostReloads: Int32Array // by route
  readonly releaseAt: Int32Array // by visit; -NEVER where it can always be loaded
  readonly hasReleases: boolean
  readonly tripUnits: number // units that are counted trip by trip; 0 where no van is ever loaded again
  readonly tripLoad: Float64Array // visit × trip unit
  readonly tripRoom: Float64Array // route × trip unit: of the first trip
  readonly tripRoomReloaded: Float64Array // route × trip unit: of the others
  readonly lacksTool: Uint8Array // visit × tech: 1 where a tool is missing that the first trip has not on board
  readonly techCount: number
}

const ANY_TIME = { opens: -NEVER, closes: NEVER }

export function compileReloads(model: Model): Reloads {
  const { visits, techs, routes } = model
  const reloads = routes.map((route) => route.reloads ?? [])
  const all = reloads.flat()
  const releaseAt = sharedInts(visits.length).fill(-NEVER)
  for (const [visit, { release }] of visits.entries()) if (release !== undefined) releaseAt[visit] = release
  const units = all.length > 0 ? scarceUnits(model) : []
  const tripLoad = sharedNumbers(visits.length * units.length)
  const tripRoom = sharedNumbers(routes.length * units.length)
  const tripRoomReloaded = sharedNumbers(routes.length * units.length)
  for (const [index, unit] of units.entries()) {
    for (const [visit, of] of visits.entries()) tripLoad[visit * units.length + index] = takenBy(of, unit)
    for (const [route, { tech }] of routes.entries()) {
      const held = techs[tech]!.capacity.find((of) => of.unit === unit)
      tripRoom[route * units.length + index] = held?.amount ?? PLENTY * visits.length
      tripRoomReloaded[route * units.length + index] = held?.reloaded ?? held?.amount ?? PLENTY * visits.length
    }
  }
  const lacksTool = sharedFlags(visits.length * techs.length)
  for (const [visit, of] of visits.entries())
    if ((of.tools ?? []).length > 0)
      for (const [tech, { tools = [] }] of techs.entries())
        lacksTool[visit * techs.length + tech] = missingTools(of, tools).length > 0 ? 1 : 0
  return {
    reloadsFrom: sharedOffsetsOf(reloads),
    reloadSeconds: sharedIntsOf(all.map(({ seconds }) => seconds)),
    reloadWindows: compileWindows(all.map(({ windows }) => (windows.length > 0 ? windows : [ANY_TIME]))),
    mostReloads: sharedIntsOf(
      routes.map(({ reloads = [], mostReloads = visits.length }) => (reloads.length > 0 ? mostReloads : 0)),
    ),
    releaseAt,
    hasReleases: visits.some(({ release }) => release !== undefined),
    tripUnits: units.length,
    tripLoad,
    tripRoom,
    tripRoomReloaded,
    lacksTool,
    techCount: techs.length,
  }
}

/** Numbers of the depots that this route passes by. */
export const depotsOn = ({ reloadsFrom, mostReloads }: Reloads, route: number): number[] => {
  const first = reloadsFrom[route]!
  return mostReloads[route] === 0 ? [] : Array.from({ length: reloadsFrom[route + 1]! - first }, (_, at) => first + at)
}

export const missingTools = ({ tools = [] }: VisitModel, held: readonly string[]): string[] =>
  tools.filter((tool) => !held.includes(tool))

/**
 * Is there anything for these stops, all but the first of them visits, that the van has not on board when it sets out at
 * the first moment?
 */
export function needsDepot(
  rules: Reloads & { readonly shiftOpens: Int32Array; readonly techOf: Int32Array },
  route: number,
  order: ArrayLike<number>,
  length: number,
): boolean {
  const { tripUnits, tripLoad, tripRoom, lacksTool, techOf, techCount, releaseAt, shiftOpens } = rules
  if (!rules.hasReleases && rules.mostReloads[route] === 0) return false
  for (let turn = 1; turn < length; turn++) {
    if (releaseAt[order[turn]!]! > shiftOpens[route]!) return true
    if (lacksTool[order[turn]! * techCount + techOf[route]!] === 1) return true
  }
  for (let unit = 0; unit < tripUnits; unit++) {
    let room = tripRoom[route * tripUnits + unit]!
    for (let turn = 1; turn < length; turn++) room -= tripLoad[order[turn]! * tripUnits + unit]!
    if (room < 0) return true
  }
  return false
}

export const releases: Hindrance<Reloads> = {
  binds: ({ releaseAt }, _, { visit }) => releaseAt[visit]! > -NEVER,
  lift: ({ releaseAt }, { visit }) => ({ releaseAt: releaseAt.map((at, other) => (other === visit ? -NEVER : at)) }),
  blockers: ({ releaseAt }, _, { visit }) => [{ code: 'PART_ARRIVES_LATER', release: releaseAt[visit]! }],
}

/** More than the van holds before it has been at a depot, and no depot can be passed in time. */
export const loadAtHome: Hindrance<Reloads> = {
  binds: (_, route, asked) => atHome(route, asked).length > 0,
  lift: ({ tripLoad, tripUnits }, { visit }) => ({
    tripLoad: tripLoad.map((amount, at) => (Math.floor(at / tripUnits) === visit ? 0 : amount)),
  }),
  blockers: (_, route, asked) => atHome(route, asked),
}

const atHome = (route: number, { model, visit }: AskedVisit): Blocker[] =>
  loadBlockers(model.visits[visit]!, model.techs[model.routes[route]!.tech]!, false)
