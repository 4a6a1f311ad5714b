// Trips that may go on: how little they hold, for how little money. Never too dear and never too full a guess, since one of
// them may be left out only where another one says less. Imports nothing.

const MOST = 12

export class OpenTrips {
  /** By stop. */
  readonly count: Uint8Array
  /** Stop × MOST: of each stop the emptiest first, and every other one cheaper than the one before it. */
  readonly load: Float64Array
  readonly cents: Float64Array

  constructor(stops: number) {
    this.count = new Uint8Array(stops)
    this.load = new Float64Array(stops * MOST)
    this.cents = new Float64Array(stops * MOST)
  }

  /** Each is fuller than the one before. */
  add(stop: number, load: number, cents: number): void {
    const count = this.count[stop]!
    const end = stop * MOST + count
    if (count > 0 && this.cents[end - 1]! <= cents) return
    if (count === MOST) {
      this.cents[end - 1] = cents
      return
    }
    this.load[end] = load
    this.cents[end] = cents
    this.count[stop] = count + 1
  }

  /** What the cheapest costs that leaves so much room; Infinity where there is none. */
  least(stop: number, room: number): number {
    const from = stop * MOST
    for (let at = from + this.count[stop]! - 1; at >= from; at--) if (this.load[at]! <= room) return this.cents[at]!
    return Number.POSITIVE_INFINITY
  }

  /** The same of one of these and one of those, put together. */
  leastWith(stop: number, others: OpenTrips, other: number, room: number): number {
    const to = stop * MOST + this.count[stop]!
    let at = other * MOST + others.count[other]! - 1
    let least = Number.POSITIVE_INFINITY
    for (let own = stop * MOST; own < to && at >= other * MOST; own++) {
      while (at >= other * MOST && others.load[at]! > room - this.load[own]!) at--
      if (at >= other * MOST) least = Math.min(least, this.cents[own]! + others.cents[at]!)
    }
    return least
  }
}
