// What was found by moving somebody, the cheapest for each window, as far as that beats what is possible if nobody moves.
// Imports solver/ only.
import type { CostLines } from '../model.ts'
import { totalOf } from '../timetable.ts'

interface First {
  readonly window: number
  readonly cost: CostLines
}

interface Found {
  readonly window: number
  readonly route: number
  readonly cents: number
}

export class CheapestByWindow<Offer extends Found> {
  private readonly best = new Map<number, Offer>()
  private readonly withoutMove = new Map<number, number>()
  /** What a window costs at least that is not among the first offers; none of these is possible if there was room for more. */
  private readonly dearest: number

  /** `first` are those of `count` that were asked for where nobody moves. */
  constructor(first: readonly First[], count: number) {
    for (const { window, cost } of first)
      this.withoutMove.set(window, Math.min(totalOf(cost), this.withoutMove.get(window) ?? Number.POSITIVE_INFINITY))
    const isAll = first.length < count || this.withoutMove.size < first.length
    this.dearest = isAll ? Number.POSITIVE_INFINITY : Math.max(...this.withoutMove.values())
  }

  /** What costs as much or more is of no interest. */
  limit(window: number): number {
    return this.best.get(window)?.cents ?? this.withoutMove.get(window) ?? this.dearest
  }

  note(offer: Offer): void {
    if (offer.cents < this.limit(offer.window)) this.best.set(offer.window, offer)
  }

  cheapest(count: number): Offer[] {
    return [...this.best.values()].sort(byCents).slice(0, count)
  }
}

const byCents = (one: Found, other: Found): number =>
  one.cents - other.cents || one.window - other.window || one.route - other.route
