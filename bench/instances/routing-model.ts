// Vehicle routing instance → the solver's model, in the whole units of a convention: every vehicle is a technician with
// one route, the distance is the cost. Fewer vehicles earn nothing.
import type { Model, RouteModel, TechModel, TravelTable, VisitModel } from '../../solver/model.ts'
import { clientelesOf } from './clientele.ts'
import type { Convention } from './conventions.ts'
import type { Distances, Instance, InstanceNode, Vehicle } from './instance.ts'
import { routeWith, techWith, visitWith } from './neutral.ts'
import { CENT_A_METRE, NEVER, travelTable } from './units.ts'

/** Of a customer who has to be served. */
const UNSERVED_CENTS = 100_000_000
const UNIT = 'load'

export function routingModelOf(instance: Instance, convention: Convention): Model {
  const { nodes, depotCount = 1, distances } = instance
  const [depot] = nodes
  if (!depot) throw new RangeError(`${instance.name} has no depot`)
  const customers = nodes.slice(depotCount)
  const units = unitsOf(instance, convention)
  const vehicles = vehiclesOf(instance, customers.length)
  const clienteles = clientelesOf(vehicles)
  const depotOf = (vehicle: Vehicle) => nodes[vehicle.depot] ?? depot
  return {
    visits: customers.map((customer, index) => {
      const visit = visitOf(customer, index + 1, depotCount, units)
      const areas = clienteles?.ofCustomer(index + 1)
      return areas ? { ...visit, areas, mayBePlanned: areas.length > 0 } : visit
    }),
    techs: vehicles.map((vehicle, index) => techOf(vehicle, index, clienteles?.ofVehicle(vehicle))),
    routes: vehicles.map((vehicle, index) => routeOf(vehicle, index, depotOf(vehicle), customers.length, units)),
    travel: { placeCount: nodes.length, profiles: [travelOf(distances, nodes.length, convention)] },
  }
}

/** Whole units for one of a file's; distances are another matter. */
type Units = (time: number) => number

function unitsOf({ distances }: Instance, { scale, rest }: Convention): Units {
  const factor = distances.kind === 'euclidean' ? scale : 1
  const whole = rest === 'cut off' ? Math.floor : Math.round
  return (time) => Math.min(NEVER, whole(factor * time))
}

/** One route a customer is the most that can be used, however many vehicles the file grants. */
function vehiclesOf({ fleet, vehicles, capacity }: Instance, customerCount: number): readonly Vehicle[] {
  const alike: Vehicle = { depot: 0, capacity, longest: Number.POSITIVE_INFINITY, loadsAgain: false }
  return fleet ?? Array.from({ length: Math.min(vehicles, customerCount) }, () => alike)
}

function visitOf(customer: InstanceNode, number: number, depotCount: number, units: Units): VisitModel {
  const { opens, closes, service, demand, prize, release } = customer
  return visitWith({
    id: String(number),
    place: number + depotCount - 1,
    seconds: units(service),
    windows: [{ opens: units(opens), closes: units(closes) }],
    load: [{ unit: UNIT, amount: demand }],
    unservedCents: prize === undefined ? UNSERVED_CENTS : units(prize),
    ...(release !== undefined && { release: units(release) }),
  })
}

const techOf = ({ capacity }: Vehicle, index: number, areas: readonly string[] = []): TechModel =>
  techWith({ id: `vehicle-${index + 1}`, areas, capacity: [{ unit: UNIT, amount: capacity }] })

function routeOf(
  { depot, longest, loadsAgain }: Vehicle,
  tech: number,
  { opens, closes }: InstanceNode,
  maxVisits: number,
  units: Units,
): RouteModel {
  return routeWith({
    tech,
    startPlace: depot,
    endPlace: depot,
    opens: units(opens),
    closes: units(closes),
    maxVisits,
    centsPerKm: CENT_A_METRE,
    ...(Number.isFinite(longest) && { mostSeconds: units(longest) }),
    // Loading takes no time, and the depot is open for as long as vehicles may be on the road.
    ...(loadsAgain && { reloads: [{ place: depot, seconds: 0, windows: [] }] }),
  })
}

function travelOf(distances: Distances, placeCount: number, { scale, rest }: Convention): TravelTable {
  if (distances.kind === 'explicit')
    return travelTable(placeCount, (from, to) => distances.matrix[from * placeCount + to]!)
  const whole = rest === 'cut off' ? Math.floor : Math.round
  const { points } = distances
  return travelTable(placeCount, (from, to) => {
    const [a, b] = [points[from]!, points[to]!]
    // Not Math.hypot: it may miss a whole number by a hair, and cutting off would then lose a tenth.
    return whole(scale * Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2))
  })
}
