// Recreate: put visits without a place back one by one, in an order drawn anew each time, each where it is cheapest at
// that moment (Christiaens and Vanden Berghe 2020). Imports solver/ only.
import { insertBond } from './bond-insertion.ts'
import { BestInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Random } from './random.ts'

export const RECREATE = {
  /** Chance to serve a visit though it does not pay: it may once another one stands beside it. Or all of them. */
  serveAnyway: 0.05,
  serveAllAnyway: 0.2,
}

type Key = (problem: Problem, visit: number, random: Random) => number

/** Lowest first; how often each is drawn stands before it. */
const ORDERS: readonly (readonly [number, Key])[] = [
  [4, (_, __, random) => random.fraction()],
  [3, ({ workSeconds, crewCount }, visit) => -workSeconds[visit * crewCount]!],
  [3, ({ unservedCents }, visit) => -unservedCents[visit]!],
  [3, ({ closesLast, opensFirst }, visit) => closesLast[visit]! - opensFirst[visit]!],
  [2, ({ opensFirst }, visit) => opensFirst[visit]!],
  [2, ({ closesLast }, visit) => -closesLast[visit]!],
]
const DRAWN: readonly Key[] = ORDERS.flatMap(([times, key]) => Array<Key>(times).fill(key))

export class Recreate {
  private readonly plan: Plan
  private readonly random: Random
  private readonly best: BestInsertion
  private readonly key: Float64Array // by turn in the list of visits to place

  constructor(plan: Plan, random: Random) {
    this.plan = plan
    this.random = random
    this.best = new BestInsertion(plan, random)
    this.key = new Float64Array(plan.problem.visitCount)
  }

  /** Places the first `count` of these visits where it pays. False: gave up, as the plan would cost `limit` or more. */
  run(visits: Int32Array, count: number, limit: number): boolean {
    const { plan, random, best } = this
    const { unservedCents, pinned } = plan.problem
    this.sort(visits, count)
    const isAnyway = plan.unservedCount > count && random.chance(RECREATE.serveAllAnyway)
    // What is still to be placed is not left out yet.
    let pending = 0
    for (let turn = 0; turn < count; turn++) pending += unservedCents[visits[turn]!]!
    for (let turn = 0; turn < count; turn++) {
      const visit = visits[turn]!
      if (plan.isBonded(visit)) {
        if (plan.routeOf(visit) < 0) insertBond(plan, plan.problem.bondOf[visit]!)
        // Who is fixed stayed in place, and does nothing there without this one.
        if (!plan.appointments?.isWhole(plan.problem.bondOf[visit]!, this.isServed)) return false
        pending = this.leftFrom(visits, turn + 1, count)
        continue
      }
      const worth = unservedCents[visit]!
      const room = limit - plan.cost + pending
      if (room <= 0) return false
      pending -= worth
      const anyway = pinned[visit] === 1 || isAnyway || random.chance(RECREATE.serveAnyway)
      const most = anyway ? room : Math.min(room, worth + 1)
      // Where it may also be left out every position counts; otherwise nothing near means that this comes to nothing.
      const isFound = best.findNear(visit, most) || (worth < room && best.findAnywhere(visit, most))
      if (!(isFound && plan.tryInsert(visit, best.after)) && worth >= room) return false
    }
    return true
  }

  private readonly isServed = (visit: number): boolean => this.plan.routeOf(visit) >= 0

  /** What those still to be placed are worth: others of their bond may have placed them already. */
  private leftFrom(visits: Int32Array, from: number, count: number): number {
    const { plan } = this
    let cents = 0
    for (let turn = from; turn < count; turn++)
      if (plan.routeOf(visits[turn]!) < 0) cents += plan.problem.unservedCents[visits[turn]!]!
    return cents
  }

  /** Insertion sort: there are only a few. */
  private sort(visits: Int32Array, count: number): void {
    const { key, random } = this
    const { problem } = this.plan
    const keyOf = DRAWN[random.below(DRAWN.length)]!
    for (let turn = 0; turn < count; turn++) {
      const visit = visits[turn]!
      const own = keyOf(problem, visit, random)
      let slot = turn
      for (; slot > 0 && key[slot - 1]! > own; slot--) {
        key[slot] = key[slot - 1]!
        visits[slot] = visits[slot - 1]!
      }
      key[slot] = own
      visits[slot] = visit
    }
  }
}
