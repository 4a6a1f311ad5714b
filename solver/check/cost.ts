// Judge: what the plan costs, line by line, from the times that stand in it. Imports solver/model.ts only.
import type { CostLine, CostLines, Model, PlannedDay, PlannedRoute } from '../model.ts'
import { legOf, routeOf, visitOf } from './lookup.ts'

export function costOf(model: Model, day: PlannedDay): CostLines {
  const cost: Record<CostLine, number> = {
    TRAVEL: 0,
    WAITING: 0,
    OVERTIME: 0,
    SHIFT: 0,
    LATENESS: 0,
    PREFERENCE: 0,
    CHANGE: 0,
    UNSERVED: 0,
  }
  for (const planned of day.routes) if (planned.visits.length > 0) addRoute(model, planned, cost)
  for (const visit of day.unserved) cost.UNSERVED += visitOf(model, visit).unservedCents
  return cost
}

function addRoute(model: Model, planned: PlannedRoute, cost: Record<CostLine, number>): void {
  const shift = routeOf(model, planned.route)
  cost.SHIFT += shift.centsPerShift
  let place = shift.startPlace
  for (const [position, { visit, arrival, start }] of planned.visits.entries()) {
    const wanted = visitOf(model, visit)
    cost.TRAVEL += travelCents(model, planned.route, place, wanted.place)
    place = wanted.place
    // A technician who would be early at the first visit sets out later.
    if (position > 0) cost.WAITING += hourly(start - arrival, shift.waitingCentsPerHour)
    if (wanted.due) cost.LATENESS += hourly(start - wanted.due.at, wanted.due.centsPerHour)
    cost.PREFERENCE += wanted.preferredTechs.find(({ tech }) => tech === shift.tech)?.cents ?? wanted.otherTechCents
    if (wanted.planned && wanted.planned.tech !== shift.tech) cost.CHANGE += wanted.planned.techChangedCents
  }
  cost.TRAVEL += travelCents(model, planned.route, place, shift.endPlace)
  cost.OVERTIME += hourly(planned.back - shift.closes, shift.overtimeCentsPerHour)
}

function travelCents(model: Model, route: number, from: number, to: number): number {
  const { profile, centsPerHour, centsPerKm } = routeOf(model, route)
  const { seconds, metres } = legOf(model, profile, from, to)
  return Math.floor((centsPerHour * seconds * 1000 + centsPerKm * metres * 3600 + 1_800_000) / 3_600_000)
}

/** So many seconds at so much an hour, half a cent rounded up; nothing when there are none. */
function hourly(seconds: number, centsPerHour: number): number {
  if (seconds <= 0) return 0
  const rest = (seconds * centsPerHour) % 3600
  return (seconds * centsPerHour - rest) / 3600 + (rest >= 1800 ? 1 : 0)
}
