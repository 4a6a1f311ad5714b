// Who may be on the road on which day: the list of routes, in which the model and a plan of it are told. Trucks come as
// they are needed; the file sets no number.
import { verologDistance } from './distance.ts'
import type { VerologInstance } from './instance.ts'

export interface Shift {
  readonly kind: 'truck' | 'technician'
  /** Counted from 0 among their kind. */
  readonly who: number
  readonly day: number
}

/** Trucks on days on which something may be delivered, technicians on days on which something may stand there. */
export function shiftsOf(instance: VerologInstance): Shift[] {
  const { days, requests, technicians } = instance
  const firstDelivery = Math.min(...requests.map(({ first }) => first))
  const dayNumbers = Array.from({ length: days }, (_, index) => index + 1)
  const trucks = dayNumbers.flatMap((day) => shiftsOn('truck', day, mostTrucksOn(instance, day)))
  const installers = dayNumbers
    .filter((day) => day > firstDelivery)
    .flatMap((day) => shiftsOn('technician', day, technicians.length))
  return [...trucks, ...installers]
}

const shiftsOn = (kind: Shift['kind'], day: number, count: number): Shift[] =>
  Array.from({ length: count }, (_, who) => ({ kind, who, day }))

/**
 * More could never be of use. A truck may drive several tours a day, so where two trucks together drive no farther than one
 * may, one can do it all at no greater cost. Of m trucks none of which can be spared any two drive more than `longest`, hence
 * all of them more than m/2 times that; and no good plan drives farther than to each customer and back.
 */
export function mostTrucksOn(instance: VerologInstance, day: number): number {
  const open = instance.requests.filter(({ first, last }) => first <= day && day <= last)
  const farthest = open.reduce((sum, { location }) => sum + 2 * verologDistance(instance, 1, location), 0)
  const { longest } = instance.truck
  if (longest === 0) return open.length
  return Math.min(open.length, Math.max(1, Math.ceil((2 * farthest) / longest) - 1))
}
