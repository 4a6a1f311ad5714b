// The planned routes on the wire: when the technician leaves, where they stop, rest and load, when they are back.
import type { PlannedRoute } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { depotsOf } from '../question/van-stock.ts'
import { type Answer, entry } from './answer.ts'
import { type Course, courseOf, type KnownLeg, type Leg, travelOf } from './course.ts'
import { isoDuration } from './local-time.ts'
import type { DrawnLine } from './route-lines.ts'

type Route = OptimizationOutput['routes'][number]

/** `lines` by planned route, where they were asked for. */
export const routesOf = (answer: Answer, lines: readonly DrawnLine[] = []): Route[] =>
  answer.solved.plan.routes.map((route, index) => routeOf(answer, route, lines[index]))

function routeOf(answer: Answer, planned: PlannedRoute, line: DrawnLine | undefined): Route {
  const shift = entry(answer.shifts, planned.route, 'route')
  const tech = answer.techOf(shift.tech)
  const techZone = answer.zoneOf(undefined, tech)
  const course = courseOf(answer, planned)
  return {
    techId: tech.id,
    shift: {
      start: answer.localInstant(shift.whole.opens, techZone),
      end: answer.localInstant(shift.whole.closes, techZone),
    },
    departure: answer.instant(planned.departure, techZone),
    back: answer.instant(planned.back, techZone),
    stops: stopsOf(answer, planned, course),
    breaks: breaksOf(answer, planned, techZone),
    reloads: reloadsOf(answer, planned, course, techZone),
    travel: travelOnWire(travelOf(course)),
    ...line,
  }
}

function stopsOf(answer: Answer, planned: PlannedRoute, { toVisits }: Course): Route['stops'] {
  const tech = answer.techOf(entry(answer.shifts, planned.route, 'route').tech)
  return planned.visits.map(({ visit, arrival, start, end }, index) => {
    const ticket = answer.ticketOf(visit)
    const timeZone = answer.zoneOf(ticket, tech)
    return {
      ticketId: ticket.id,
      arrival: answer.instant(arrival, timeZone),
      start: answer.instant(start, timeZone),
      end: answer.instant(end, timeZone),
      travel: legOnWire(entry(toVisits, index, 'leg')),
      ...snapOnWire(answer, visit),
    }
  })
}

function breaksOf(answer: Answer, { route, breaks = [] }: PlannedRoute, timeZone: string): Route['breaks'] {
  const rules = entry(answer.shifts, route, 'route').breaks
  return breaks.map(({ entry: number, start, end }) => ({
    start: answer.instant(start, timeZone),
    end: answer.instant(end, timeZone),
    paid: entry(rules, number, 'break').isPaid,
  }))
}

function reloadsOf(answer: Answer, planned: PlannedRoute, { toReloads }: Course, timeZone: string): Route['reloads'] {
  const depots = depotsOn(answer, planned)
  return (planned.reloads ?? []).map(({ entry: number, before, arrival, start, end }, index) => ({
    depotId: entry(depots, number, 'depot').id,
    beforeTicketId: answer.ticketOf(entry(planned.visits, before, 'stop').visit).id,
    arrival: answer.instant(arrival, timeZone),
    start: answer.instant(start, timeZone),
    end: answer.instant(end, timeZone),
    travel: legOnWire(entry(toReloads, index, 'leg')),
  }))
}

const depotsOn = (answer: Answer, { route }: PlannedRoute) =>
  depotsOf(answer.techOf(entry(answer.shifts, route, 'route').tech), answer.input)

const legOnWire = (leg: KnownLeg) => ({ ...travelOnWire(leg), source: leg.source })

function snapOnWire({ travel, model }: Answer, visit: number): { snapMetres?: number } {
  const snap = travel.snapOf(entry(model.visits, visit, 'visit').place)
  return snap === undefined || !Number.isFinite(snap) ? {} : { snapMetres: Math.round(snap) }
}

export const travelOnWire = ({ seconds, metres }: Leg) => ({ duration: isoDuration(seconds), metres })
