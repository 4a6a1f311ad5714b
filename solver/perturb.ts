// Perturbation: take out a handful of visits that lie near each other, or a whole route, and put them back one by one
// in some order (ruin and recreate, Schrimpf et al. 2000). Some visits left out are tried along with them.
// Imports solver/ only.
import type { Descent } from './descent.ts'
import { BestInsertion, NOWHERE, serveWherePays } from './insertion.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { startOf } from './rules/roads.ts'

const PERTURBATION = {
  /** At most so many visits are taken out at once. */
  visits: 15,
  /** At most so many visits left out are tried again along with them. */
  unserved: 5,
  /** Chance to begin at a visit that is left out, while there is one. */
  unservedSeed: 0.5,
  /** Chance to empty a whole route instead. */
  wholeRoute: 0.05,
  /** Chance to pass over a near visit, so that not always the same ones go. */
  passOver: 0.2,
  /** Chance to put them back dearest first; else in any order. */
  dearestFirst: 0.3,
  /** Chance to serve a visit though it does not pay: it may once another one stands beside it. */
  serveAnyway: 0.05,
}

export class Perturbation {
  private readonly plan: Plan
  private readonly random: Random
  private readonly best: BestInsertion
  private readonly open: Int32Array // visits to be placed
  private openCount = 0

  constructor(plan: Plan, random: Random) {
    this.plan = plan
    this.random = random
    this.best = new BestInsertion(plan, random)
    this.open = new Int32Array(plan.problem.visitCount)
  }

  /** Changes the plan and tells the descent where to look. */
  run(descent: Descent): void {
    const { plan, random, open } = this
    const { problem } = plan
    const seed =
      plan.unservedCount > 0 && random.chance(PERTURBATION.unservedSeed)
        ? plan.unserved[random.below(plan.unservedCount)]!
        : random.below(problem.visitCount)
    this.openCount = 0
    this.takeUnserved()
    if (plan.routeOf[seed]! >= 0 && random.chance(PERTURBATION.wholeRoute))
      this.emptyRoute(plan.routeOf[seed]!, descent)
    else this.clearAround(seed, descent)
    random.shuffle(open, this.openCount)
    if (random.chance(PERTURBATION.dearestFirst)) this.sortDearestFirst()
    for (let turn = 0; turn < this.openCount; turn++) {
      const visit = open[turn]!
      const served = serveWherePays(plan, this.best, visit)
      if (!served && this.best.after !== NOWHERE && random.chance(PERTURBATION.serveAnyway))
        plan.insert(visit, this.best.after)
      descent.enqueue(visit)
    }
  }

  /** A few of those that were left out before; those just taken out come on top. */
  private takeUnserved(): void {
    const { plan, random, open } = this
    const count = Math.min(plan.unservedCount, PERTURBATION.unserved)
    const from = count > 0 ? random.below(plan.unservedCount) : 0
    for (let turn = 0; turn < count; turn++) open[this.openCount++] = plan.unserved[(from + turn) % plan.unservedCount]!
  }

  private clearAround(seed: number, descent: Descent): void {
    const { plan, random } = this
    const { near, nearCount } = plan.problem
    let left = 1 + random.below(PERTURBATION.visits)
    if (this.takeOut(seed, descent)) left--
    for (let turn = seed * nearCount; left > 0 && turn < (seed + 1) * nearCount; turn++) {
      const visit = near[turn]!
      if (visit < 0) return
      if (random.chance(PERTURBATION.passOver)) continue
      if (this.takeOut(visit, descent)) left--
    }
  }

  private emptyRoute(route: number, descent: Descent): void {
    const { plan } = this
    const start = startOf(plan.problem, route)
    for (let stop = plan.next[start]!; stop < plan.problem.visitCount; ) {
      const next = plan.next[stop]!
      this.takeOut(stop, descent)
      stop = next
    }
  }

  private takeOut(visit: number, descent: Descent): boolean {
    const { plan } = this
    if (plan.routeOf[visit]! < 0 || plan.problem.pinned[visit] === 1) return false
    const before = plan.previous[visit]!
    const next = plan.next[visit]!
    plan.trial.from(before)
    if (!plan.trial.rest(next)) return false // over one-way streets the way without it can be the longer one
    plan.remove(visit)
    descent.enqueue(before)
    descent.enqueue(next)
    this.open[this.openCount++] = visit
    return true
  }

  /** Insertion sort: there are only a few. */
  private sortDearestFirst(): void {
    const { open } = this
    const { unservedCents } = this.plan.problem
    for (let turn = 1; turn < this.openCount; turn++) {
      const visit = open[turn]!
      let slot = turn
      for (; slot > 0 && unservedCents[open[slot - 1]!]! < unservedCents[visit]!; slot--) open[slot] = open[slot - 1]!
      open[slot] = visit
    }
  }
}
