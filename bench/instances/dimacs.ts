// Instance → the solver's model by the convention of the 12th DIMACS challenge: Euclidean distance in tenths, cut off
// (never rounded), is travel time and cost alike; a matrix of the file is taken as it is. Fewer vehicles earn nothing.
import type { Model, RouteModel, TechModel, TravelTable, VisitModel } from '../../workers/client.ts'
import type { Distances, Instance, InstanceNode } from './instance.ts'

/** Later than anything a route reaches, and far enough from 32 bits to add a leg to it. */
const NEVER = 1_000_000_000
const UNSERVED_CENTS = 100_000_000
/** At this price one metre costs one cent, so the total in cents is the distance. */
const CENTS_PER_KM = 1000
const UNIT = 'load'

export function modelOf(instance: Instance): Model {
  const { nodes, distances } = instance
  const [depot, ...customers] = nodes
  if (!depot) throw new RangeError(`${instance.name} has no depot`)
  const scale = scaleOf(distances)
  // One route a customer is the most that can be used, however many vehicles the file grants.
  const vehicles = Array.from({ length: Math.min(instance.vehicles, customers.length) }, (_, vehicle) => vehicle)
  return {
    visits: customers.map((customer, index) => visitOf(customer, index + 1, scale)),
    techs: vehicles.map((vehicle) => techOf(vehicle, instance.capacity)),
    routes: vehicles.map((vehicle) => routeOf(vehicle, depot, scale, customers.length)),
    travel: { placeCount: nodes.length, profiles: [travelOf(distances, nodes.length)] },
  }
}

/** A cost of the model as the tables of best known values state it. */
export const costInFileUnits = ({ distances }: Instance, cents: number): number => cents / scaleOf(distances)

/** The most that a plan of the model may cost to be as good as such a cost. */
export const centsAt = ({ distances }: Instance, cost: number): number => Math.floor(cost * scaleOf(distances) + 1e-6)

function visitOf(customer: InstanceNode, place: number, scale: number): VisitModel {
  return {
    id: String(place),
    place,
    seconds: scaled(customer.service, scale),
    secondsByTech: [],
    windows: [{ opens: scaled(customer.opens, scale), closes: scaled(customer.closes, scale) }],
    skills: [],
    requiredTechs: [],
    excludedTechs: [],
    preferredTechs: [],
    otherTechCents: 0,
    areas: [],
    load: [{ unit: UNIT, amount: customer.demand }],
    unservedCents: UNSERVED_CENTS,
    mayBePlanned: true,
  }
}

const techOf = (vehicle: number, capacity: number): TechModel => ({
  id: `vehicle-${vehicle + 1}`,
  skills: [],
  anySkill: false,
  areas: [],
  capacity: [{ unit: UNIT, amount: capacity }],
})

function routeOf(vehicle: number, depot: InstanceNode, scale: number, maxVisits: number): RouteModel {
  const closes = scaled(depot.closes, scale)
  return {
    tech: vehicle,
    profile: 0,
    startPlace: 0,
    endPlace: 0,
    opens: scaled(depot.opens, scale),
    closes,
    latest: closes,
    maxVisits,
    centsPerHour: 0,
    centsPerKm: CENTS_PER_KM,
    waitingCentsPerHour: 0,
    overtimeCentsPerHour: 0,
    centsPerShift: 0,
  }
}

/** Time and distance are one table, on memory that threads share. */
function travelOf(distances: Distances, placeCount: number): TravelTable {
  const table = new Int32Array(new SharedArrayBuffer(placeCount * placeCount * Int32Array.BYTES_PER_ELEMENT))
  if (distances.kind === 'explicit') table.set(distances.matrix)
  else
    distances.points.forEach((from, row) => {
      distances.points.forEach((to, column) => {
        // Not Math.hypot: it may miss a whole number by a hair, and cutting off would then lose a tenth.
        const distance = Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2)
        table[row * placeCount + column] = Math.floor(10 * distance)
      })
    })
  return { name: 'vehicle', seconds: table, metres: table }
}

const scaleOf = ({ kind }: Distances): number => (kind === 'euclidean' ? 10 : 1)
const scaled = (time: number, scale: number): number => Math.min(NEVER, Math.floor(scale * time))
