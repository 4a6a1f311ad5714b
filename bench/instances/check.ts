// The bench's own judge of vehicle routing: routes against the instance as the file states it, by a convention.
// Knows neither the solver's model nor how routes were found, and shares no code with routing-model.ts.
import type { Verdict } from './challenge.ts'
import { type Convention, DIMACS } from './conventions.ts'
import type { Instance, Vehicle } from './instance.ts'

/**
 * Routes of customer numbers from 1; the depot at both ends is understood, and 0 is a return to it on the way. Where
 * vehicles differ the first route is that of the first vehicle, and so on; who stays at home has an empty one.
 */
export function checkRoutes(
  instance: Instance,
  routes: readonly (readonly number[])[],
  convention: Convention = DIMACS,
): Verdict {
  const { nodes, vehicles, depotCount = 1 } = instance
  const faults: string[] = []
  const visits = new Map<number, number>()
  let total = 0

  const used = routes.filter((route) => route.length > 0)
  if (used.length > vehicles) faults.push(`${used.length} routes for ${vehicles} vehicles`)
  for (const [index, route] of routes.entries()) {
    if (route.length === 0) continue
    const label = `route ${index + 1}`
    const vehicle = vehicleOf(instance, index)
    const strangers = route.filter((stop) => !(stop >= 1 && nodes[stop + depotCount - 1]) && stop !== 0)
    if (!vehicle?.loadsAgain && route.includes(0)) strangers.push(0)
    if (!vehicle || strangers.length > 0) {
      faults.push(vehicle ? `${label}: no customer ${strangers.join(', ')}` : `${label}: no vehicle ${index + 1}`)
      continue
    }
    for (const stop of route) if (stop !== 0) visits.set(stop, (visits.get(stop) ?? 0) + 1)
    total += driveAlong(instance, convention, vehicle, route, (fault) => faults.push(`${label}: ${fault}`))
    faults.push(...faultsOnBoard(instance, vehicle, route).map((fault) => `${label}: ${fault}`))
  }
  for (let customer = 1; customer <= nodes.length - depotCount; customer++) {
    const times = visits.get(customer) ?? 0
    const prize = nodes[customer + depotCount - 1]?.prize
    if (times === 0 && prize !== undefined) total += unitsOf(instance, convention, prize)
    else if (times !== 1) faults.push(`customer ${customer} visited ${times} times`)
  }
  return { cost: instance.distances.kind === 'euclidean' ? total / convention.unitsPerCost : total, faults }
}

function vehicleOf({ fleet, capacity }: Instance, index: number): Vehicle | undefined {
  return fleet ? fleet[index] : { depot: 0, capacity, longest: Number.POSITIVE_INFINITY, loadsAgain: false }
}

/** Who may not come, and what is too much between two loadings. */
function faultsOnBoard({ nodes, depotCount = 1 }: Instance, vehicle: Vehicle, route: readonly number[]): string[] {
  const { capacity, mayServe } = vehicle
  const faults = route
    .filter((stop) => stop !== 0 && mayServe && !mayServe.has(stop))
    .map((stop) => `may not serve customer ${stop}`)
  let load = 0
  for (const stop of [...route, 0]) {
    if (stop !== 0) load += nodes[stop + depotCount - 1]?.demand ?? 0
    else {
      if (load > capacity) faults.push(`load ${load} for capacity ${capacity}`)
      load = 0
    }
  }
  return faults
}

/** The distance, in whole units. */
function driveAlong(
  instance: Instance,
  convention: Convention,
  { depot, longest }: Vehicle,
  route: readonly number[],
  tell: (fault: string) => void,
): number {
  const { nodes, depotCount = 1 } = instance
  const units = (time: number) => unitsOf(instance, convention, time)
  let distance = 0
  let at = depot
  let clock = Math.max(units(nodes[depot]?.opens ?? 0), releaseOf(instance, route, 0, units))
  // Whoever would wait sets out later instead, by so much at most, and is on the road for a shorter time.
  let slack = Math.max(0, units(nodes[depot]?.closes ?? 0) - clock)
  let duration = 0
  const waitFor = (seconds: number) => {
    const spared = Math.min(seconds, slack)
    slack -= spared
    duration += seconds - spared
    clock += seconds
  }
  for (const [turn, customer] of [...route, 0].entries()) {
    const next = customer === 0 ? depot : customer + depotCount - 1
    const stop = nodes[next]
    if (!stop) break
    const leg = legOf(instance, convention, at, next)
    distance += leg
    duration += leg
    clock += leg
    waitFor(Math.max(0, units(stop.opens) - clock))
    const spare = units(stop.closes) - clock
    if (spare < 0) tell(`${customer === 0 ? 'back' : `at customer ${customer}`} ${-spare} too late`)
    slack = Math.min(slack, Math.max(0, spare))
    // Service at a depot is nobody's: a trip begins when it leaves and ends when it is back.
    const service = customer === 0 ? 0 : units(stop.service)
    duration += service
    clock += service
    if (customer === 0 && turn < route.length) waitFor(Math.max(0, releaseOf(instance, route, turn + 1, units) - clock))
    at = next
  }
  if (duration > units(longest)) tell(`takes ${duration}, ${units(longest)} at most`)
  return distance
}

/** When the trip can begin that serves the customers from this turn to the next return. */
function releaseOf(
  { nodes, depotCount = 1 }: Instance,
  route: readonly number[],
  from: number,
  units: (time: number) => number,
): number {
  const end = route.indexOf(0, from)
  const trip = route.slice(from, end < 0 ? route.length : end)
  return Math.max(0, ...trip.map((customer) => units(nodes[customer + depotCount - 1]?.release ?? 0)))
}

function unitsOf({ distances }: Instance, { scale, rest }: Convention, time: number): number {
  if (distances.kind === 'explicit' || !Number.isFinite(time)) return time
  return rest === 'cut off' ? Math.floor(time * scale) : Math.round(time * scale)
}

function legOf({ nodes, distances }: Instance, { scale, rest }: Convention, from: number, to: number): number {
  if (distances.kind === 'explicit') return distances.matrix[from * nodes.length + to]!
  const a = distances.points[from]
  const b = distances.points[to]
  if (!a || !b) throw new RangeError(`no place ${a ? to : from}`)
  const [dx, dy] = [a.x - b.x, a.y - b.y]
  const length = Math.sqrt(dx * dx + dy * dy) * scale
  return rest === 'cut off' ? Math.trunc(length) : Math.round(length)
}
