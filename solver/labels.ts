// Labels: the ways in which a technician can have come as far as some stop, each with what matters for the rest of the
// shift. A way that another one beats in everything is dropped; of too many the dearest goes. Imports solver/ only.
import type { Problem } from './problem.ts'
import { centsFor } from './rules/money.ts'

/** Earliest second to leave the stop. */
export const READY = 0
/** What hours, and detours by depots, cost so far. */
export const CENTS = 1
/** Breaks taken, or had at home. */
export const TAKEN = 2
/** How often the van was loaded again. */
export const RELOADS = 3
/** When this trip began, from home or a depot. */
export const TRIP = 4
/** Seconds on the road. */
export const TRAVEL = 5
/** Seconds on the road, at work, loading and in paid breaks. */
export const BUSY = 6
/** The same without work on emergencies, but with unpaid breaks. */
export const RESERVED = 7
/** How much later everything so far could be without being later from here on. */
export const SLACK = 8
/** Seconds since setting out, all of that used up. */
export const SPAN = 9
/** Seconds of the visit that was late the longest. */
export const LATE = 10
/** What driving by way of depots costs beyond driving on at once: the part of the cents that no other hour would save. */
export const DETOURS = 11
/** Of what the visits behind still need, the last that could be loaded when this trip began: all that matters of that there. */
export const NEEDED = 12
/** The label before, and what was decided since: only for whoever asks for the way itself. */
export const PARENT = 13
export const NOTE = 14
/** What the trip has loaded, unit by unit. */
export const LOADS = 15

const MOST = 8
/** Small days are searched to the last way. */
const MOST_OF_FEW = 48
const FEW_VISITS = 40
/** Prices are rounded stop by stop, so that a way which is a hair dearer now may be the cheaper one in the end. */
const ROUNDING_CENTS = 6

export const mostLabels = ({ visitCount }: Problem): number => (visitCount <= FEW_VISITS ? MOST_OF_FEW : MOST)

/** What has to be compared between two ways on one route. */
export interface Stakes {
  /** Cents that a second of being early may cost at most: waiting, or prices that fall as time goes by. */
  readonly patience: number
  /** Of that, what the price of a single visit can fall by. */
  readonly falling: number
  /** By number of breaks: the seconds of the first so many. */
  readonly restSeconds: readonly number[]
  readonly spanCentsPerSecond: number
  readonly countsTravel: boolean
  readonly countsBusy: boolean
  readonly countsReserved: boolean
  readonly countsSpan: boolean
  /** The shift may last so long and no longer. */
  readonly limitsSpan: boolean
  /** Some visit has several windows: who comes later may be in one that can be put off for longer. */
  readonly isAnyGap: boolean
  readonly countsLate: boolean
  readonly countsTrips: boolean
  /** The same for somebody at a depot: what the trip before had on board does not count any more. */
  readonly onceLoaded?: Stakes
}

/** What being so much earlier can cost at most. */
const patienceCents = (seconds: number, { patience }: Stakes): number =>
  patience > 0 && seconds > 0 ? seconds * patience + ROUNDING_CENTS : 0

/** The same with so many visits to come: the prices of all of them may fall. */
const patienceUntilHome = (seconds: number, { patience, falling }: Stakes, ahead: number): number =>
  patience > 0 && seconds > 0 ? seconds * (patience + ahead * falling) + ROUNDING_CENTS + ahead : 0

/** The breaks that are over for the one and not for the other: they can fill a wait that the one has to pay for. */
const restAhead = (one: number, other: number, { restSeconds }: Stakes): number =>
  one === other ? 0 : restSeconds[one]! - restSeconds[other]!

export class Labels {
  count = 0
  readonly width: number
  readonly data: Float64Array
  private readonly most: number

  constructor(problem: Problem) {
    this.width = LOADS + problem.tripUnits
    this.most = mostLabels(problem)
    this.data = new Float64Array(this.most * this.width)
  }

  /** Takes the label in unless another one is as good in all that is at stake; drops those that it beats. */
  add(label: Float64Array, stakes: Stakes): void {
    const { data, width } = this
    let kept = 0
    for (let index = 0; index < this.count; index++) {
      const at = index * width
      if (this.beats(data, at, label, 0, stakes)) return
      if (this.beats(label, 0, data, at, stakes)) continue
      if (kept < index) this.write(kept, data, at)
      kept++
    }
    this.count = kept
    if (kept < this.most) {
      this.write(kept, label, 0)
      this.count++
      return
    }
    const dearest = this.dearest()
    if (label[CENTS]! < data[dearest * width + CENTS]!) this.write(dearest, label, 0)
  }

  /** So few numbers are copied sooner one by one. */
  private write(index: number, from: Float64Array, at: number): void {
    const { data, width } = this
    const to = index * width
    for (let field = 0; field < width; field++) data[to + field] = from[at + field]!
  }

  private beats(one: Float64Array, a: number, other: Float64Array, b: number, stakes: Stakes): boolean {
    if (!this.leavesAsMuch(one, a, other, b, stakes)) return false
    const earlier = other[b + READY]! - one[a + READY]!
    const waited = earlier + restAhead(one[a + TAKEN]!, other[b + TAKEN]!, stakes)
    const dearer = one[a + CENTS]! - other[b + CENTS]!
    if (dearer + patienceCents(waited, stakes) > 0) return false
    return !stakes.countsSpan || (one[a + SPAN]! + earlier <= other[b + SPAN]! && one[a + SLACK]! >= other[b + SLACK]!)
  }

  /** Is there one that would be as good in everything once the van is loaded again? Of equals the first is. */
  isOutdone(index: number, stakes: Stakes): boolean {
    const { data, width, count } = this
    const own = index * width
    for (let other = 0; other < count; other++) {
      const at = other * width
      if (other === index || data[at + RELOADS]! > data[own + RELOADS]!) continue
      if (!this.beats(data, at, data, own, stakes.onceLoaded ?? stakes)) continue
      if (other < index || !this.beats(data, own, data, at, stakes.onceLoaded ?? stakes)) return true
    }
    return false
  }

  /** Can whatever the other one still does be done by this one too, as far as it is not a matter of money? */
  private leavesAsMuch(one: Float64Array, a: number, other: Float64Array, b: number, stakes: Stakes): boolean {
    if (one[a + READY]! > other[b + READY]! || one[a + TAKEN]! < other[b + TAKEN]!) return false
    if (stakes.countsTravel && one[a + TRAVEL]! > other[b + TRAVEL]!) return false
    if (stakes.countsBusy && one[a + BUSY]! > other[b + BUSY]!) return false
    if (stakes.countsReserved && one[a + RESERVED]! > other[b + RESERVED]!) return false
    if (stakes.countsLate && one[a + LATE]! > other[b + LATE]!) return false
    if (!stakes.countsTrips) return true
    if (one[a + NEEDED]! < other[b + NEEDED]! || one[a + RELOADS]! > other[b + RELOADS]!) return false
    if (one[a + RELOADS] === 0 && other[b + RELOADS]! > 0) return false
    for (let unit = LOADS; unit < this.width; unit++) if (one[a + unit]! > other[b + unit]!) return false
    return true
  }

  /** Of all but the one that is ready first. */
  private dearest(): number {
    const { data, width } = this
    let first = 0
    for (let index = 1; index < this.count; index++)
      if (data[index * width + READY]! < data[first * width + READY]!) first = index
    let dearest = first === 0 ? 1 : 0
    for (let index = 0; index < this.count; index++)
      if (index !== first && data[index * width + CENTS]! > data[dearest * width + CENTS]!) dearest = index
    return dearest
  }

  /**
   * What all these cost more than those that were noted down when the rest of the route was worked out, if that is all in
   * which they differ; NaN otherwise. Of a single label, sums that only limits look at may differ too.
   */
  dearerThan(noted: Float64Array, from: number, count: number, stakes: Stakes): number {
    const { data, width } = this
    if (count !== this.count || stakes.countsReserved) return Number.NaN
    const dearer = data[CENTS]! - noted[from + CENTS]!
    for (let index = 0; index < count; index++) {
      const a = index * width
      const b = from + a
      if (data[a + READY] !== noted[b + READY] || data[a + TAKEN] !== noted[b + TAKEN]) return Number.NaN
      if (data[a + CENTS]! - noted[b + CENTS]! !== dearer) return Number.NaN
      if (stakes.countsLate && data[a + LATE] !== noted[b + LATE]) return Number.NaN
      if (stakes.countsSpan && data[a + SLACK] !== noted[b + SLACK]) return Number.NaN
      if (count > 1) {
        if (stakes.countsTravel && data[a + TRAVEL] !== noted[b + TRAVEL]) return Number.NaN
        if (stakes.countsBusy && data[a + BUSY] !== noted[b + BUSY]) return Number.NaN
        if (stakes.countsSpan && data[a + SPAN] !== noted[b + SPAN]) return Number.NaN
      }
      if (!stakes.countsTrips) continue
      if (data[a + NEEDED] !== noted[b + NEEDED] || data[a + RELOADS] !== noted[b + RELOADS]) return Number.NaN
      for (let unit = LOADS; unit < width; unit++) if (data[a + unit] !== noted[b + unit]) return Number.NaN
    }
    return dearer
  }

  /**
   * How much dearer at least the route ends from here than it did from the labels that were noted down, if it goes on in
   * the same way past so many visits: who comes later, and with no more left, saves little there. -Infinity where nothing can
   * be said.
   */
  dearerAtLeast(noted: Float64Array, from: number, count: number, stakes: Stakes, ahead: number): number {
    const { data, width } = this
    let least = Number.POSITIVE_INFINITY
    for (let index = 0; index < this.count; index++) {
      const own = index * width
      let most = Number.NEGATIVE_INFINITY
      for (let at = from; at < from + count * width; at += width) {
        if (!this.leavesAsMuch(noted, at, data, own, stakes)) continue
        const later = data[own + READY]! - noted[at + READY]!
        // Who comes later waits less, and so does whoever could still set out later.
        const slackNoted = stakes.isAnyGap ? 0 : noted[at + SLACK]!
        const out = later + (stakes.countsSpan ? Math.max(0, data[own + SLACK]! - slackNoted) : 0)
        if (stakes.limitsSpan && noted[at + SPAN]! + out > data[own + SPAN]!) continue
        const saved = out + restAhead(noted[at + TAKEN]!, data[own + TAKEN]!, stakes)
        let dearer = data[own + CENTS]! - noted[at + CENTS]! - patienceUntilHome(saved, stakes, ahead)
        if (stakes.spanCentsPerSecond > 0)
          dearer += stakes.spanCentsPerSecond * (data[own + SPAN]! - noted[at + SPAN]! - out) - 1
        most = Math.max(most, dearer)
      }
      least = Math.min(least, most)
    }
    return least
  }

  firstReady(): number {
    let first = Number.POSITIVE_INFINITY
    for (let index = 0; index < this.count; index++) first = Math.min(first, this.data[index * this.width + READY]!)
    return first
  }

  /** What has been spent at least so far. */
  leastCents(spanCentsPerHour: number): number {
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at < this.count * this.width; at += this.width)
      least = Math.min(least, this.data[at + CENTS]! + centsFor(this.data[at + SPAN]!, spanCentsPerHour))
    return least
  }
}

/** Lists that whoever does one thing after another uses again, on whichever plan: one for each size of label. */
export function labelsInTurn(): (problem: Problem) => Labels[] {
  const lists = new Map<string, Labels[]>()
  return (problem) => {
    const size = `${problem.tripUnits} ${mostLabels(problem)}`
    const labels = lists.get(size) ?? []
    lists.set(size, labels)
    return labels
  }
}
