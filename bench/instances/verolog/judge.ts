// The bench's own judge of VeRoLog: a plan by days against the file's numbers. Shares no code with the model.
import type { Verdict } from '../challenge.ts'
import type { VerologInstance } from './instance.ts'

/** What one day's trucks and technicians do, in numbers of the file. */
export interface VerologDay {
  /** Requests that are delivered; 0 is a return to the depot. */
  readonly trucks: readonly (readonly number[])[]
  readonly technicians: readonly { readonly technician: number; readonly requests: readonly number[] }[]
}

export interface VerologVerdict extends Verdict {
  readonly truckDistance: number
  readonly truckDays: number
  /** On the day that needs most of them. */
  readonly trucksUsed: number
  readonly technicianDistance: number
  readonly technicianDays: number
  readonly techniciansUsed: number
  readonly idleCost: number
}

const DEPOT = 1
/** After so many days of work in a row, so many of rest. */
const REST = { afterDays: 5, days: 2 }

type Tell = (fault: string) => void

/** The first of `days` is day 1. */
export function judgeVerolog(instance: VerologInstance, days: readonly VerologDay[]): VerologVerdict {
  const { truck, technician, technicians } = instance
  const faults: string[] = []
  const tell: Tell = (fault) => faults.push(fault)
  const delivered = new Map<number, number>()
  const installed = new Map<number, number>()
  const worked = technicians.map(() => new Set<number>())
  let truckDistance = 0
  let technicianDistance = 0
  if (days.length > instance.days) tell(`${days.length} days for ${instance.days}`)
  for (const [index, plan] of days.entries()) {
    const day = index + 1
    for (const route of plan.trucks) truckDistance += deliverAlong(instance, route, day, delivered, tell)
    for (const { technician, requests } of plan.technicians) {
      technicianDistance += installAlong(instance, technician, requests, day, installed, tell)
      worked[technician - 1]?.add(day)
    }
  }
  const idleCost = idleCostOf(instance, delivered, installed, tell)
  for (const [index, on] of worked.entries()) tellLackOfRest(`technician ${index + 1}`, on, tell)
  const truckDays = sumOf(days, ({ trucks }) => trucks.length)
  const trucksUsed = Math.max(0, ...days.map(({ trucks }) => trucks.length))
  const technicianDays = sumOf(days, ({ technicians }) => technicians.length)
  const techniciansUsed = worked.filter(({ size }) => size > 0).length
  const cost =
    truckDistance * truck.distanceCost +
    truckDays * truck.dayCost +
    trucksUsed * truck.cost +
    technicianDistance * technician.distanceCost +
    technicianDays * technician.dayCost +
    techniciansUsed * technician.cost +
    idleCost
  const told = { truckDistance, truckDays, trucksUsed, technicianDistance, technicianDays, techniciansUsed, idleCost }
  return { cost, faults, ...told }
}

const sumOf = (days: readonly VerologDay[], of: (day: VerologDay) => number): number =>
  days.reduce((sum, day) => sum + of(day), 0)

function deliverAlong(
  instance: VerologInstance,
  route: readonly number[],
  day: number,
  delivered: Map<number, number>,
  tell: Tell,
): number {
  const { truck, machines, requests } = instance
  let at = DEPOT
  let distance = 0
  let load = 0
  for (const number of [...route, 0]) {
    const request = requests[number - 1]
    if (number !== 0 && !request) {
      tell(`day ${day}: no request ${number}`)
      continue
    }
    const next = request?.location ?? DEPOT
    distance += distanceOf(instance, at, next)
    at = next
    if (!request) {
      load = 0
      continue
    }
    load += (machines[request.machine - 1]?.size ?? 0) * request.quantity
    if (load > truck.capacity) tell(`day ${day}: load ${load} for capacity ${truck.capacity}`)
    if (day < request.first || day > request.last) tell(`request ${number} delivered on day ${day}`)
    if (delivered.has(number)) tell(`request ${number} delivered twice`)
    delivered.set(number, day)
  }
  if (distance > truck.longest) tell(`day ${day}: a truck drives ${distance}, ${truck.longest} at most`)
  return distance
}

function installAlong(
  instance: VerologInstance,
  technician: number,
  route: readonly number[],
  day: number,
  installed: Map<number, number>,
  tell: Tell,
): number {
  const who = instance.technicians[technician - 1]
  if (!who) {
    tell(`day ${day}: no technician ${technician}`)
    return 0
  }
  const label = `day ${day}, technician ${technician}`
  let at = who.home
  let distance = 0
  for (const number of route) {
    const request = instance.requests[number - 1]
    if (!request) {
      tell(`${label}: no request ${number}`)
      continue
    }
    distance += distanceOf(instance, at, request.location)
    at = request.location
    if (!who.machines.includes(request.machine)) tell(`${label}: cannot install ${number}`)
    if (installed.has(number)) tell(`request ${number} installed twice`)
    installed.set(number, day)
  }
  distance += distanceOf(instance, at, who.home)
  if (distance > who.longest) tell(`${label}: drives ${distance}, ${who.longest} at most`)
  if (route.length > who.mostInstallations)
    tell(`${label}: ${route.length} installations, ${who.mostInstallations} at most`)
  return distance
}

function idleCostOf(
  { requests, machines }: VerologInstance,
  delivered: ReadonlyMap<number, number>,
  installed: ReadonlyMap<number, number>,
  tell: Tell,
): number {
  let total = 0
  for (const [index, { machine, quantity }] of requests.entries()) {
    const [brought, done] = [delivered.get(index + 1), installed.get(index + 1)]
    if (brought === undefined) tell(`request ${index + 1} not delivered`)
    if (done === undefined) tell(`request ${index + 1} not installed`)
    if (brought === undefined || done === undefined) continue
    if (done <= brought) tell(`request ${index + 1} installed before it is there`)
    else total += (done - brought - 1) * (machines[machine - 1]?.idleCost ?? 0) * quantity
  }
  return total
}

function tellLackOfRest(label: string, worked: ReadonlySet<number>, tell: Tell): void {
  const hasWork = (from: number, days: number) => Array.from({ length: days }, (_, day) => worked.has(from + day))
  for (const day of worked) {
    const isFull = hasWork(day, REST.afterDays).every((works) => works)
    if (isFull && hasWork(day + REST.afterDays, REST.days).some((works) => works))
      tell(`${label}: no rest after day ${day + REST.afterDays - 1}`)
  }
}

/** The least whole number that is not shorter than the straight way. */
function distanceOf({ locations }: VerologInstance, from: number, to: number): number {
  const [a, b] = [locations[from - 1], locations[to - 1]]
  const squared = ((a?.x ?? 0) - (b?.x ?? 0)) ** 2 + ((a?.y ?? 0) - (b?.y ?? 0)) ** 2
  const nearest = Math.round(Math.sqrt(squared))
  return nearest ** 2 >= squared ? nearest : nearest + 1
}
