// Overload: while it anneals, a search may put more on a van than it holds, or more into a shift than it may last, at a
// price. Where vans or shifts are nearly full, one way of packing them leads to a better one only by way of plans like that
// (as penalties do in hybrid genetic search, Vidal et al. 2013). The price follows how often plans come out feasible.
// What a search keeps or hands on is never overloaded. Imports solver/ only.
import type { Plan } from './plan.ts'

export const OVERLOAD = {
  /** Vans or shifts in use at least this full on the average; with more room it would only lead to fewer and longer routes. */
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
  /** What one unit of load, and one second of a shift, cost when an average visit too much costs as much as a leg. */
  private loadCents = 0
  private secondCents = 0
  private factor = 0 // on both; 0 while nothing may be overloaded
  private rounds = 0
  private fine = 0

  /** So many of those left out nobody could serve at all. */
  constructor(plan: Plan, hopeless: number) {
    this.plan = plan
    this.hopeless = hopeless
    this.isPossible = plan.problem.isPlain
  }

  /** After a round, `gone` being how far the stage has come. */
  follow(gone: number): void {
    const { plan } = this
    this.rounds++
    if (!plan.isOverloaded) this.fine++
    const isDue = this.rounds >= OVERLOAD.rounds
    if (this.factor === 0) {
      if (isDue && gone < OVERLOAD.unloadFrom) this.begin()
    } else if (gone >= OVERLOAD.unloadFrom) {
      if (plan.isOverloaded) this.charge(this.factor * OVERLOAD.unloadFactor)
    } else if (isDue) {
      const isFine = this.fine >= OVERLOAD.fine * this.rounds
      this.charge(isFine ? this.factor / OVERLOAD.factor : this.factor * OVERLOAD.factor)
    }
    if (!isDue) return
    this.rounds = 0
    this.fine = 0
  }

  private begin(): void {
    const { plan, hopeless } = this
    // While somebody is left out, nothing else would come of it than to serve them where there is no room.
    if (!this.isPossible || plan.unservedCount > hopeless) return
    const served = Math.max(1, plan.visits.length - plan.unservedCount)
    const { held, taken } = loadOf(plan)
    const { mayLast, last } = timeOf(plan)
    if (taken >= OVERLOAD.from * held && taken > 0) this.loadCents ||= plan.averageLegCents / (taken / served)
    if (last >= OVERLOAD.from * mayLast && last > 0) this.secondCents ||= plan.averageLegCents / (last / served)
    if (this.loadCents > 0 || this.secondCents > 0) this.charge(1)
  }

  private charge(factor: number): void {
    const { plan, loadCents, secondCents } = this
    this.factor = Math.min(OVERLOAD.most, Math.max(OVERLOAD.least, factor))
    plan.overloadCents = this.factor * loadCents
    plan.overspanCents = this.factor * secondCents
  }

  /** Vans hold what they hold again, and shifts last as long as they may. */
  end(): void {
    this.factor = 0
    this.plan.overloadCents = 0
    this.plan.overspanCents = 0
  }
}

/** What the vans in use hold of the one unit there is, and how much of that is taken. */
function loadOf({ problem, room, visitsOn }: Plan): { held: number; taken: number } {
  let held = 0
  let taken = 0
  for (let route = 0; route < problem.routeCount; route++) {
    if (visitsOn[route] === 0) continue
    held += problem.capacityOf[route]!
    taken += problem.capacityOf[route]! - room[route]!
  }
  return { held, taken: held < Number.POSITIVE_INFINITY ? taken : 0 }
}

/** How long the limited shifts in use may last, and do. */
function timeOf({ problem, spans, visitsOn }: Plan): { mayLast: number; last: number } {
  let mayLast = 0
  let last = 0
  for (let route = 0; route < problem.routeCount; route++) {
    if (visitsOn[route] === 0 || problem.isCapped[route] === 0 || spans === undefined) continue
    mayLast += problem.mostSpan[route]!
    last += spans.secondsOn(route)
  }
  return { mayLast, last }
}
