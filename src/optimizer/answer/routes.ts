// The planned routes on the wire: when the technician leaves, where they stop, when they are back.
import type { PlannedRoute } from '../../../workers/client.ts'
import type { OptimizationOutput } from '../../contracts/optimization.ts'
import { type Answer, entry } from './answer.ts'
import { isoDuration } from './local-time.ts'

type Route = OptimizationOutput['routes'][number]

export const routesOf = (answer: Answer): Route[] => answer.solved.plan.routes.map((route) => routeOf(answer, route))

function routeOf(answer: Answer, planned: PlannedRoute): Route {
  const shift = entry(answer.shifts, planned.route, 'route')
  const tech = answer.techOf(shift.tech)
  const techZone = answer.zoneOf(undefined, tech)
  const legs = legsOf(answer, planned)
  const stops = planned.visits.map(({ visit, arrival, start, end }, index) => {
    const ticket = answer.ticketOf(visit)
    const timeZone = answer.zoneOf(ticket, tech)
    return {
      ticketId: ticket.id,
      arrival: answer.instant(arrival, timeZone),
      start: answer.instant(start, timeZone),
      end: answer.instant(end, timeZone),
      travel: travelOnWire(entry(legs, index, 'leg')),
    }
  })
  return {
    techId: tech.id,
    shift: {
      start: answer.localInstant(shift.whole.opens, techZone),
      end: answer.localInstant(shift.whole.closes, techZone),
    },
    departure: answer.instant(planned.departure, techZone),
    back: answer.instant(planned.back, techZone),
    stops,
    travel: travelOnWire(sumOfLegs(legs)),
    ...(answer.input.options.geometry === true && { geometry: geometryOf(answer, planned) }),
  }
}

export interface Leg {
  readonly seconds: number
  readonly metres: number
}

export const travelOnWire = ({ seconds, metres }: Leg) => ({ duration: isoDuration(seconds), metres })

export const sumOfLegs = (legs: readonly Leg[]): Leg =>
  legs.reduce((sum, leg) => ({ seconds: sum.seconds + leg.seconds, metres: sum.metres + leg.metres }), {
    seconds: 0,
    metres: 0,
  })

/** The way home included. */
export const travelOf = (answer: Answer, planned: PlannedRoute): Leg => sumOfLegs(legsOf(answer, planned))

/** To each stop in turn, and home. */
function legsOf({ model, travel }: Answer, planned: PlannedRoute): Leg[] {
  const route = entry(model.routes, planned.route, 'route')
  const { seconds, metres } = entry(travel.tables, route.profile, 'travel table')
  const places = [...planned.visits.map(({ visit }) => entry(model.visits, visit, 'visit').place), route.endPlace]
  let from = route.startPlace
  return places.map((to) => {
    const cell = from * model.travel.placeCount + to
    from = to
    return { seconds: seconds[cell] ?? 0, metres: metres[cell] ?? 0 }
  })
}

/** Straight from stop to stop: there is no road network behind an estimate. */
function geometryOf(answer: Answer, planned: PlannedRoute): NonNullable<Route['geometry']> {
  const { from, to } = entry(answer.shifts, planned.route, 'route')
  const through = planned.visits.map(({ visit }) => answer.ticketOf(visit).location)
  return { type: 'LineString', coordinates: [from, ...through, to].map(({ lat, lon }) => [lon, lat]) }
}
