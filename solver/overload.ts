// Overload: while it anneals, a search may put more on a van than it holds, at a price. Where vans are nearly full, one way
// of packing them leads to a better one only by way of plans like that (as penalties do in hybrid genetic search, Vidal et
// al. 2013). The price follows how often plans come out feasible.
// What a search keeps or hands on is never overloaded. Imports solver/ only.
import type { Plan } from './plan.ts'

export const OVERLOAD = {
  /** Vans in use at least this full on the average; with more room it would only lead to fewer and longer routes. */
  from: 0.7,
  /** The share of rounds that shall end without overload. */
  fine: 0.2,
  /** Rounds between two changes of the price, and its factor. */
  rounds: 64,
  factor: 1.1,
  /** Bounds for what an average visit too much on a van costs, in legs. */
  least: 0.01,
  most: 100,
  /** From here to its end the price rises with every round until nothing is overloaded. */
  unloadFrom: 0.98,
  unloadFactor: 1.05,
}

export class OverloadPrice {
  private readonly plan: Plan
  private readonly hopeless: number
  private readonly isPossible: boolean // of other than plain days, insertion knows no overload
  private readonly averageLoad: number
  private unit = 0 // the price of one unit at which an average visit too much costs as much as a leg
  private rounds = 0
  private fine = 0

  /** So many of those left out nobody could serve at all. */
  constructor(plan: Plan, hopeless: number) {
    const { isPlain, loadOf } = plan.problem
    this.plan = plan
    this.hopeless = hopeless
    this.averageLoad = plan.visits.reduce((sum, visit) => sum + loadOf[visit]!, 0) / Math.max(1, plan.visits.length)
    this.isPossible = isPlain && this.averageLoad > 0
  }

  /** After a round, `gone` being how far the stage has come. */
  follow(gone: number): void {
    const { plan } = this
    this.rounds++
    if (plan.overload === 0) this.fine++
    const isDue = this.rounds >= OVERLOAD.rounds
    if (plan.overloadCents === 0) {
      if (isDue && gone < OVERLOAD.unloadFrom && this.isOfUse()) this.begin()
    } else if (gone >= OVERLOAD.unloadFrom) {
      if (plan.overload > 0) this.change(OVERLOAD.unloadFactor)
    } else if (isDue) this.change(this.fine < OVERLOAD.fine * this.rounds ? OVERLOAD.factor : 1 / OVERLOAD.factor)
    if (!isDue) return
    this.rounds = 0
    this.fine = 0
  }

  /** While somebody is left out, nothing else would come of it than to serve them on a van that cannot hold them. */
  private isOfUse(): boolean {
    return this.isPossible && this.plan.unservedCount <= this.hopeless && fullness(this.plan) >= OVERLOAD.from
  }

  private begin(): void {
    this.unit ||= this.plan.averageLegCents / this.averageLoad
    this.plan.overloadCents = this.unit
  }

  private change(factor: number): void {
    const { plan, unit } = this
    plan.overloadCents = Math.min(OVERLOAD.most * unit, Math.max(OVERLOAD.least * unit, plan.overloadCents * factor))
  }

  /** Vans hold what they hold again. */
  end(): void {
    this.plan.overloadCents = 0
  }
}

/** Of what the vans in use hold, the share that is taken. */
function fullness({ problem, room, visitsOn }: Plan): number {
  const { routeCount, capacityOf } = problem
  let held = 0
  let free = 0
  for (let route = 0; route < routeCount; route++) {
    if (visitsOn[route] === 0) continue
    held += capacityOf[route]!
    free += room[route]!
  }
  return held > 0 && held < Number.POSITIVE_INFINITY ? 1 - free / held : 0
}
