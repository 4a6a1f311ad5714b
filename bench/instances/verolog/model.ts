// VeRoLog → the solver's model. Every request is two visits, its delivery and its installation on a later day; each day in
// between has a price. Distance is travel time, so that a day's longest distance is a longest time on the road.
import type { LinkModel, Model, RouteModel, TechModel, VisitModel } from '../../../solver/model.ts'
import { routeWith, techWith, visitWith } from '../neutral.ts'
import { CENT_A_METRE, travelTable } from '../units.ts'
import { verologDistance } from './distance.ts'
import type { VerologInstance, VerologRequest } from './instance.ts'
import { type Shift, shiftsOf } from './shifts.ts'

const UNIT = 'load'
const DELIVER = { skill: 'deliver', level: 1 }
const REST = { afterDays: 5, days: 2 }
/** Locations are counted from 1, places from 0. */
const DEPOT = 0

/** Deliveries in the order of the requests, then installations. */
export function verologModelOf(instance: VerologInstance): Model {
  const { locations, requests, technicians } = instance
  const shifts = shiftsOf(instance)
  const truckCount = 1 + Math.max(-1, ...shifts.map(({ kind, who }) => (kind === 'truck' ? who : -1)))
  const dayLength = dayLengthOf(instance)
  const unservedCents = priceOfNone(instance)
  return {
    visits: [
      ...requests.map((request, index) => deliveryOf(request, index, instance, dayLength, unservedCents)),
      ...requests.map((request, index) => installationOf(request, index, unservedCents)),
    ],
    techs: [
      ...Array.from({ length: truckCount }, (_, truck) => truckOf(truck, instance)),
      ...technicians.map((_, index) => technicianOf(index, instance)),
    ],
    routes: shifts.map((shift) =>
      shift.kind === 'truck'
        ? truckRoute(shift, instance, dayLength)
        : technicianRoute(shift, truckCount, instance, dayLength),
    ),
    travel: {
      placeCount: locations.length,
      profiles: [travelTable(locations.length, (from, to) => verologDistance(instance, from + 1, to + 1))],
    },
    links: requests.map((request, index) => linkOf(request, index, instance)),
  }
}

/** Nobody is on the road for longer. */
const dayLengthOf = ({ truck, technicians }: VerologInstance): number =>
  1 + Math.max(truck.longest, ...technicians.map(({ longest }) => longest))

/** More than any request could cost alone, with a truck and a technician of its own and idle from the first day on. */
function priceOfNone({ truck, technician, technicians, machines, requests, days }: VerologInstance): number {
  const technicianWay = Math.max(...technicians.map(({ longest }) => longest))
  const idle = requests.map(({ machine, quantity }) => (machines[machine - 1]?.idleCost ?? 0) * quantity * days)
  const onTheRoad = truck.longest * truck.distanceCost + technicianWay * technician.distanceCost
  const fixed = truck.dayCost + truck.cost + technician.dayCost + technician.cost
  return 2 * (1 + onTheRoad + fixed + Math.max(...idle))
}

function deliveryOf(
  { location, first, last, machine, quantity }: VerologRequest,
  index: number,
  { machines }: VerologInstance,
  dayLength: number,
  unservedCents: number,
): VisitModel {
  return visitWith({
    id: `deliver-${index + 1}`,
    place: location - 1,
    seconds: 0,
    windows: [{ opens: first * dayLength, closes: (last + 1) * dayLength - 1 }],
    skills: [DELIVER],
    load: [{ unit: UNIT, amount: (machines[machine - 1]?.size ?? 0) * quantity }],
    unservedCents,
  })
}

const installationOf = ({ location, machine }: VerologRequest, index: number, unservedCents: number): VisitModel =>
  visitWith({
    id: `install-${index + 1}`,
    place: location - 1,
    seconds: 0,
    skills: [installs(machine)],
    unservedCents,
  })

const installs = (machine: number) => ({ skill: `install-${machine}`, level: 1 })

const linkOf = ({ machine, quantity }: VerologRequest, index: number, instance: VerologInstance): LinkModel => ({
  kind: 'after',
  first: index,
  second: index + instance.requests.length,
  since: 'end',
  least: 0,
  leastDays: 1,
  centsPerDay: (instance.machines[machine - 1]?.idleCost ?? 0) * quantity,
})

const truckOf = (truck: number, { truck: { capacity, cost } }: VerologInstance): TechModel =>
  techWith({
    id: `truck-${truck + 1}`,
    skills: [DELIVER],
    capacity: [{ unit: UNIT, amount: capacity }],
    centsPerHead: cost,
  })

const technicianOf = (index: number, { technicians, technician }: VerologInstance): TechModel =>
  techWith({
    id: `technician-${index + 1}`,
    skills: (technicians[index]?.machines ?? []).map(installs),
    centsPerHead: technician.cost,
    rest: REST,
  })

function truckRoute({ who, day }: Shift, { truck, requests }: VerologInstance, dayLength: number): RouteModel {
  return routeWith({
    tech: who,
    startPlace: DEPOT,
    endPlace: DEPOT,
    ...dayOf(day, dayLength),
    maxVisits: requests.length,
    centsPerKm: CENT_A_METRE * truck.distanceCost,
    centsPerShift: truck.dayCost,
    mostTravelSeconds: truck.longest,
    reloads: [{ place: DEPOT, seconds: 0, windows: [] }],
  })
}

function technicianRoute(
  { who, day }: Shift,
  truckCount: number,
  { technicians, technician }: VerologInstance,
  dayLength: number,
): RouteModel {
  const { home = 1, longest = 0, mostInstallations = 0 } = technicians[who] ?? {}
  return routeWith({
    tech: truckCount + who,
    startPlace: home - 1,
    endPlace: home - 1,
    ...dayOf(day, dayLength),
    maxVisits: mostInstallations,
    centsPerKm: CENT_A_METRE * technician.distanceCost,
    centsPerShift: technician.dayCost,
    mostTravelSeconds: longest,
  })
}

const dayOf = (day: number, dayLength: number) => ({
  opens: day * dayLength,
  closes: (day + 1) * dayLength - 1,
  day,
})
