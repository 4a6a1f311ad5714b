// Judge: is every visit in the plan exactly once, and does everything exist that is named? Imports solver/model.ts only.
import type { Model, PlannedDay, PlannedRoute, RouteModel } from '../model.ts'
import type { Violation, ViolationCode } from './violation.ts'

/** What is named so cannot be looked up, or counted with: neither rules nor prices mean anything then. */
const SENSELESS: readonly ViolationCode[] = [
  'ROUTE_UNKNOWN',
  'VISIT_UNKNOWN',
  'BREAK_UNKNOWN',
  'RELOAD_UNKNOWN',
  'TIME_NOT_WHOLE',
]
export const isSenseless = ({ code }: Violation): boolean => SENSELESS.includes(code)

export function listViolations(model: Model, day: PlannedDay): Violation[] {
  return [...routeViolations(model, day), ...visitViolations(model, day)]
}

function routeViolations(model: Model, day: PlannedDay): Violation[] {
  const violations: Violation[] = []
  const seen = new Set<number>()
  let before = Number.NEGATIVE_INFINITY
  for (const planned of day.routes) {
    const { route } = planned
    const shift = model.routes[route]
    if (shift === undefined) violations.push({ code: 'ROUTE_UNKNOWN', route })
    else violations.push(...breakViolations(shift, planned), ...reloadViolations(shift, planned))
    if (seen.has(route)) violations.push({ code: 'ROUTE_TWICE', route })
    else if (route < before) violations.push({ code: 'ROUTE_OUT_OF_ORDER', route })
    if (planned.visits.length === 0) violations.push({ code: 'ROUTE_EMPTY', route })
    violations.push(...timeViolations(planned))
    seen.add(route)
    before = route
  }
  return violations
}

function visitViolations(model: Model, day: PlannedDay): Violation[] {
  const violations: Violation[] = []
  const seen = new Set<number>()
  const name = (visit: number) => {
    if (model.visits[visit] === undefined) violations.push({ code: 'VISIT_UNKNOWN', visit })
    if (seen.has(visit)) violations.push({ code: 'VISIT_TWICE', visit })
    seen.add(visit)
  }
  for (const { visits } of day.routes) for (const { visit } of visits) name(visit)
  for (const visit of day.unserved) name(visit)
  for (const visit of model.visits.keys()) if (!seen.has(visit)) violations.push({ code: 'VISIT_LOST', visit })
  return violations
}

function breakViolations(shift: RouteModel, { route, breaks = [] }: PlannedRoute): Violation[] {
  return ascending(
    breaks.map(({ entry }) => entry),
    { twice: 'BREAK_TWICE', outOfOrder: 'BREAK_OUT_OF_ORDER' },
    route,
  ).concat(
    breaks
      .filter(({ entry }) => shift.breaks?.[entry] === undefined)
      .map((): Violation => ({ code: 'BREAK_UNKNOWN', route })),
  )
}

/** One depot on a way at most, so that ways are named in order and none twice. */
function reloadViolations(shift: RouteModel, { route, visits, reloads = [] }: PlannedRoute): Violation[] {
  return ascending(
    reloads.map(({ before }) => before),
    { twice: 'RELOAD_TWICE', outOfOrder: 'RELOAD_OUT_OF_ORDER' },
    route,
  ).concat(
    reloads
      .filter(({ entry, before }) => shift.reloads?.[entry] === undefined || visits[before] === undefined)
      .map((): Violation => ({ code: 'RELOAD_UNKNOWN', route })),
  )
}

function ascending(
  numbers: readonly number[],
  { twice, outOfOrder }: { readonly twice: ViolationCode; readonly outOfOrder: ViolationCode },
  route: number,
): Violation[] {
  return numbers.flatMap((number, index) => {
    const earlier = numbers.slice(0, index)
    if (earlier.includes(number)) return [{ code: twice, route }]
    return earlier.some((other) => other > number) ? [{ code: outOfOrder, route }] : []
  })
}

function timeViolations({ route, departure, visits, breaks = [], reloads = [], back }: PlannedRoute): Violation[] {
  const areWhole = (first: number, second: number, third = second) =>
    Number.isSafeInteger(first) && Number.isSafeInteger(second) && Number.isSafeInteger(third)
  const ofVisits = visits
    .filter(({ arrival, start, end }) => !areWhole(arrival, start, end))
    .map(({ visit }): Violation => ({ code: 'TIME_NOT_WHOLE', route, visit }))
  const isWhole =
    areWhole(departure, back) &&
    breaks.every(({ start, end }) => areWhole(start, end)) &&
    reloads.every(({ arrival, start, end }) => areWhole(arrival, start, end))
  return isWhole ? ofVisits : [{ code: 'TIME_NOT_WHOLE', route }, ...ofVisits]
}
