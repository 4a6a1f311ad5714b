// Judge: do the times of a route follow from the roads, the work, the windows and the shift? Imports solver/model.ts only.
import { type Model, type PlannedRoute, UNREACHABLE } from '../model.ts'
import { legOf, routeOf, visitOf, workSeconds } from './lookup.ts'
import type { Violation } from './violation.ts'

export function clockViolations(model: Model, planned: PlannedRoute): Violation[] {
  const { route } = planned
  const shift = routeOf(model, route)
  const violations: Violation[] = []
  let place = shift.startPlace
  let clock = planned.departure
  if (planned.departure < shift.opens) violations.push({ code: 'DEPARTURE_BEFORE_SHIFT', route })
  for (const { visit, arrival, start, end } of planned.visits) {
    const wanted = visitOf(model, visit)
    const leg = legOf(model, shift.profile, place, wanted.place)
    if (leg.seconds >= UNREACHABLE) violations.push({ code: 'LEG_UNREACHABLE', route, visit })
    if (arrival !== clock + leg.seconds) violations.push({ code: 'ARRIVAL_WRONG', route, visit })
    if (start < arrival) violations.push({ code: 'START_BEFORE_ARRIVAL', route, visit })
    const allowed = wanted.windows.some(({ opens, closes }) => opens <= start && start <= closes)
    if (wanted.windows.length > 0 && !allowed) violations.push({ code: 'START_OUTSIDE_WINDOWS', route, visit })
    const { promised, pinned } = wanted
    if (promised && (start < promised.opens || start > promised.closes))
      violations.push({ code: 'PROMISE_BROKEN', route, visit })
    if (pinned && (pinned.start !== start || pinned.tech !== shift.tech))
      violations.push({ code: 'PIN_BROKEN', route, visit })
    if (end !== start + workSeconds(wanted, shift.tech)) violations.push({ code: 'END_WRONG', route, visit })
    clock = end
    place = wanted.place
  }
  const home = legOf(model, shift.profile, place, shift.endPlace)
  if (home.seconds >= UNREACHABLE) violations.push({ code: 'LEG_UNREACHABLE', route })
  if (planned.back !== clock + home.seconds) violations.push({ code: 'BACK_WRONG', route })
  if (planned.back > shift.latest) violations.push({ code: 'BACK_TOO_LATE', route })
  return violations
}
