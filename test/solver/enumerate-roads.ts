// Drives of one route for the enumeration: when one arrives who leaves then, rush hours included. Worked out here once
// more, in whole parts of a second of the tables. Imports solver/model.ts only.
import { type Model, type RushHours, UNREACHABLE } from '../../solver/model.ts'

export class Roads {
  private readonly placeCount: number
  private readonly seconds: Int32Array
  private readonly metres: Int32Array
  private readonly bands: RushHours
  /** A second of the tables in parts; in every band a second of the clock covers whole parts. */
  private readonly parts: number
  private readonly slowest: number
  private readonly fastest: number

  constructor({ travel, routes }: Model, route: number) {
    const { profile, rushHours } = routes[route]!
    const table = travel.profiles[profile]!
    this.placeCount = travel.placeCount
    this.seconds = table.seconds
    this.metres = table.metres
    this.bands = rushHours === undefined ? [] : travel.rushHours![rushHours]!
    const percents = [100, ...this.bands.map(({ percent }) => percent)]
    this.parts = percents.reduce(leastCommonMultiple)
    this.slowest = Math.max(...percents)
    this.fastest = Math.min(...percents)
  }

  isOpen(from: number, to: number): boolean {
    return this.tableSeconds(from, to) < UNREACHABLE
  }

  /** However late one leaves. */
  leastSeconds(from: number, to: number): number {
    return Math.ceil((this.tableSeconds(from, to) * this.fastest) / 100)
  }

  metresOf(from: number, to: number): number {
    return this.metres[from * this.placeCount + to]!
  }

  /** A begun second counts as whole. */
  arrival(from: number, to: number, leave: number): number {
    let clock = leave
    let left = this.tableSeconds(from, to) * this.parts
    for (const [index, { percent }] of [{ from: Number.NEGATIVE_INFINITY, percent: 100 }, ...this.bands].entries()) {
      const until = this.bands[index]?.from ?? Number.POSITIVE_INFINITY
      if (until <= clock) continue
      const pace = (this.parts * 100) / percent
      if (left <= (until - clock) * pace) return clock + Math.ceil(left / pace)
      left -= (until - clock) * pace
      clock = until
    }
    return clock
  }

  /** The last second at which one may leave to be there in time. */
  leaveBy(from: number, to: number, arriveBy: number): number {
    let possible = arriveBy - Math.ceil((this.tableSeconds(from, to) * this.slowest) / 100)
    let tooLate = arriveBy - this.leastSeconds(from, to) + 1
    while (tooLate - possible > 1) {
      const middle = Math.floor((possible + tooLate) / 2)
      if (this.arrival(from, to, middle) <= arriveBy) possible = middle
      else tooLate = middle
    }
    return possible
  }

  private tableSeconds(from: number, to: number): number {
    return this.seconds[from * this.placeCount + to]!
  }
}

function leastCommonMultiple(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * other
}
