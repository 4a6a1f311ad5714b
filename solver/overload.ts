// Overload: while it anneals, a search may put more on a van than it holds or more into a shift than it may last, and come
// too late, at a price. Where vans or shifts are nearly full, or windows narrow, one way of packing them leads to a better
// one only by way of plans like that (as penalties do in hybrid genetic search, Vidal et al. 2013; whoever is late goes on
// as if they had been in time, Nagata et al. 2010). Each kind has its price, which follows how often plans come out without.
// What a search keeps or hands on is never overloaded. Imports solver/ only.
import type { Plan } from './plan.ts'
import { ROUTE, SECONDS_ON, STRIDE } from './stops.ts'

export const OVERLOAD = {
  /** Vans or shifts in use at least this full on the average; with more room it would only lead to fewer and longer routes. */
  from: 0.7,
  /** The share of rounds that shall end without overload, of each kind. */
  fine: 0.1,
  /** Rounds between two changes of the price, and its factor. */
  rounds: 64,
  factor: 1.1,
  /** Bounds for what an average visit too much on a van, or an average leg too late, costs in legs. */
  least: 0.01,
  most: 100,
  /** On days of fewer visits nobody may be late: there is not enough to rearrange, and in between nothing is found. */
  lateFrom: 150,
  /** Where an average leg costs so many cents, nobody may be late: what that adds would come near a leg that does not exist. */
  dearestLeg: 2 ** 20,
  /** From here to its end the price rises with every round until nothing is overloaded. */
  unloadFrom: 0.98,
  unloadFactor: 1.05,
}

export class OverloadPrice {
  private readonly plan: Plan
  private readonly hopeless: number
  private readonly isPossible: boolean // of other than plain days, insertion knows no overload
  private excesses: readonly Excess[] = [] // none while nothing may be overloaded
  private rounds = 0

  /** So many of those left out nobody could serve at all. */
  constructor(plan: Plan, hopeless: number) {
    this.plan = plan
    this.hopeless = hopeless
    this.isPossible = plan.problem.isPlain
  }

  /** After a round, `gone` being how far the stage has come. */
  follow(gone: number): void {
    const { excesses } = this
    const isEnding = gone >= OVERLOAD.unloadFrom
    for (const excess of excesses) excess.follow(isEnding)
    if (++this.rounds < OVERLOAD.rounds) return
    this.rounds = 0
    // While somebody is left out, nothing else would come of it than to serve them where there is no room.
    if (excesses.length === 0 && !isEnding && this.plan.unservedCount <= this.hopeless) this.begin()
    else if (!isEnding) for (const excess of excesses) excess.adapt()
  }

  /** From here on there is a price. False: on this day nothing may be overloaded. */
  begin(): boolean {
    const { plan } = this
    if (!this.isPossible) return false
    const served = Math.max(1, plan.visits.length - plan.unservedCount)
    const leg = plan.averageLegCents
    const excesses: Excess[] = []
    const { held, taken } = loadOf(plan)
    if (taken >= OVERLOAD.from * held && taken > 0)
      excesses.push(
        new Excess(
          leg / (taken / served),
          () => plan.overload,
          (cents) => {
            plan.overloadCents = cents
          },
        ),
      )
    const { mayLast, last } = timeOf(plan)
    if (last >= OVERLOAD.from * mayLast && last > 0)
      excesses.push(
        new Excess(
          leg / (last / served),
          () => plan.overspan,
          (cents) => {
            plan.overspanCents = cents
          },
        ),
      )
    const seconds = secondsOfLeg(plan)
    if (seconds > 0 && leg < OVERLOAD.dearestLeg && served >= OVERLOAD.lateFrom)
      excesses.push(
        new Excess(
          leg / seconds,
          () => plan.late,
          (cents) => {
            plan.lateCents = cents
          },
        ),
      )
    this.excesses = leg > 0 ? excesses : []
    return this.excesses.length > 0
  }

  /** Vans hold what they hold again, and shifts last as long as they may. */
  end(): void {
    for (const excess of this.excesses) excess.end()
    this.excesses = []
  }
}

/** One kind of overload and its price, which follows how often there is none. */
class Excess {
  private readonly usual: number
  private readonly amount: () => number
  private readonly charge: (cents: number) => void
  private factor = 1
  private rounds = 0
  private fine = 0

  /** `usual` is what a unit costs when as much as an average visit brings costs as much as a leg. */
  constructor(usual: number, amount: () => number, charge: (cents: number) => void) {
    this.usual = usual
    this.amount = amount
    this.charge = charge
    this.scale(1)
  }

  follow(isEnding: boolean): void {
    this.rounds++
    if (this.amount() === 0) this.fine++
    else if (isEnding) this.scale(OVERLOAD.unloadFactor)
  }

  adapt(): void {
    const isFine = this.fine >= OVERLOAD.fine * this.rounds
    this.scale(isFine ? 1 / OVERLOAD.factor : OVERLOAD.factor)
    this.rounds = 0
    this.fine = 0
  }

  private scale(by: number): void {
    this.factor = Math.min(OVERLOAD.most, Math.max(OVERLOAD.least, this.factor * by))
    this.charge(this.factor * this.usual)
  }

  end(): void {
    this.charge(0)
  }
}

/** How long an average leg takes; 0 where nobody may be late. */
function secondsOfLeg({ problem, stops, visits, unservedCount, usedRoutes }: Plan): number {
  if (problem.isCapped.includes(1)) return 0
  let seconds = 0
  for (let stop = 0; stop < stops.length / STRIDE; stop++)
    if (stops[stop * STRIDE + ROUTE]! >= 0) seconds += stops[stop * STRIDE + SECONDS_ON]!
  return seconds / Math.max(1, visits.length - unservedCount + usedRoutes)
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
