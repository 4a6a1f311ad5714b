// Change: what stands already. Pins hold a visit at its technician and its second; giving a planned visit to somebody
// else has a price; and the plan as it was given is where the search begins. That a pin limits technicians and times is
// said in fit and clock. Imports solver/ only.
import type { Model, RouteModel } from '../model.ts'
import { sharedFlags, sharedInts } from '../shared.ts'
import type { FitRule } from './fit-rule.ts'

export interface Change {
  readonly pinned: Uint8Array // by visit: 1 where it is fixed; such a visit is seated first and never taken out
  readonly givenRoute: Int32Array // by visit: where it stands in the plan that was given; NOT_GIVEN elsewhere
  readonly givenStart: Int32Array // by visit that stands there: the second at which its work begins
}

export const NOT_GIVEN = -1

export function compileChange(model: Pick<Model, 'visits' | 'routes'>): Change {
  const count = model.visits.length
  const pinned = sharedFlags(count)
  const givenRoute = sharedInts(count).fill(NOT_GIVEN)
  const givenStart = sharedInts(count)
  const shifts = Map.groupBy(model.routes.keys(), (route) => model.routes[route]!.tech)
  for (const [visit, of] of model.visits.entries()) {
    if (of.pinned) pinned[visit] = 1
    if (of.planned === undefined) continue
    // A pin that says otherwise is the later word.
    const { tech, start } = of.pinned ?? of.planned
    givenRoute[visit] = shiftAround(start, shifts.get(tech) ?? [], model.routes)
    givenStart[visit] = start
  }
  return { pinned, givenRoute, givenStart }
}

/** The shift that holds this second, or else the nearest one; regular hours come before overtime. */
export function shiftAround(start: number, shifts: readonly number[], routes: readonly RouteModel[]): number {
  const outside = (route: number) => {
    const { opens, closes, latest } = routes[route]!
    const before = Math.max(0, opens - start)
    return { all: Math.max(before, start - latest), regular: Math.max(before, start - closes) }
  }
  const [nearest = NOT_GIVEN] = shifts.toSorted((a, b) => {
    const [one, other] = [outside(a), outside(b)]
    return one.all - other.all || one.regular - other.regular
  })
  return nearest
}

export const techChange: FitRule = {
  line: 'CHANGE',
  cents: ({ planned }, { index }) => (planned === undefined || planned.tech === index ? 0 : planned.techChangedCents),
  looksAt: ({ planned }) => [planned?.tech, planned?.techChangedCents],
}
