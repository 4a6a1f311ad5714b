// Ways to have come to a stop, or to go on from it, of which time and money are all that matters: none that another one
// beats in both is kept. Imports nothing.

export class Ways {
  /** By stop. */
  readonly count: Uint8Array
  /** Stop × most: of each stop the earliest first, or the latest, and every other one cheaper than the one before it. */
  readonly second: Int32Array
  readonly cents: Float64Array
  readonly most: number
  private readonly sign: 1 | -1

  constructor(stops: number, most: number, best: 'earliest' | 'latest') {
    this.count = new Uint8Array(stops)
    this.second = new Int32Array(stops * most)
    this.cents = new Float64Array(stops * most)
    this.most = most
    this.sign = best === 'earliest' ? 1 : -1
  }

  /** Of too many the dearest goes, but never the first: so whether there is any way at all stays true. */
  add(stop: number, second: number, cents: number): void {
    const { most, sign } = this
    const first = stop * most
    const end = first + this.count[stop]!
    let slot = first
    while (slot < end && (this.second[slot]! - second) * sign < 0) slot++
    if (slot > first && this.cents[slot - 1]! <= cents) return
    if (slot < end && this.second[slot] === second && this.cents[slot]! <= cents) return
    let beaten = slot
    while (beaten < end && this.cents[beaten]! >= cents) beaten++
    if (beaten > slot) {
      this.move(beaten, end, slot + 1)
      this.count[stop] = end - first - (beaten - slot - 1)
    } else if (end < first + most) {
      this.move(slot, end, slot + 1)
      this.count[stop]!++
    } else if (slot > first) {
      // The second one is the dearest that may go; it may be this one.
      if (slot === first + 1) return
      this.move(first + 2, slot, first + 1)
      slot--
    }
    this.second[slot] = second
    this.cents[slot] = cents
  }

  private move(from: number, end: number, to: number): void {
    if (from === to) return
    this.second.copyWithin(to, from, end)
    this.cents.copyWithin(to, from, end)
  }
}
