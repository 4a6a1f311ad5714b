// Simulated annealing over ruin and recreate, polished by a short descent: a change is kept when it is not much dearer,
// and "much" shrinks as the time runs out (Kirkpatrick et al. 1983). While somebody is left out who could be served,
// serving them comes first (absence counters, Christiaens and Vanden Berghe 2020). Imports solver/ only.
import { BestSequences } from './best-sequences.ts'
import type { Descent } from './descent.ts'
import { BestInsertion } from './insertion.ts'
import { OverloadPrice } from './overload.ts'
import { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import type { RoutePool } from './route-pool.ts'
import { Ruin } from './ruin.ts'

export const ANNEAL = {
  /** A recreated plan this many temperatures above the limit is still worth polishing. */
  polish: 1,
  /** To serve one more, or somebody left out more often, a plan may grow dearer by this share of what leaving one out costs. */
  patience: 0.05,
  /** Leaving somebody out for less than so many temperatures, or legs, is a choice like any other; beyond, it is a shortage. */
  dear: 10,
  dearLegs: 30,
}

const REPORT_EVERY = 16

/** Temperatures are counted in legs of average price, so they fit any currency and any map. */
export interface Cooling {
  readonly hot: number
  readonly cold: number
}

export interface Stage extends Cooling {
  /** From 0 to 1, how far the stage has come; 1 or more ends it. */
  readonly share: (rounds: number) => number
  /** Rounds between two looks at that. */
  readonly lookEvery: number
  /** Of the best plan so far. */
  readonly onProgress?: (best: BestSequences, rounds: number) => void
  /** Ends the stage once nobody is left out who could be served. */
  readonly untilServed?: boolean
}

export class Annealing {
  best: BestSequences
  rounds = 0
  private readonly plan: Plan
  private readonly descent: Descent
  private readonly random: Random
  private readonly ruin: Ruin
  private readonly recreate: Recreate
  private readonly overloadPrice: OverloadPrice
  private readonly hopeless: Uint8Array // by visit: 1 when even an empty day has no place for it
  private hopelessCount = 0
  private readonly pool: RoutePool | undefined
  private readonly shortage = { count: 0, cents: 0, absences: 0 }
  private readonly absences: Float64Array // by visit: in how many rounds it was left out

  /** With a pool, it gets the routes of every good plan. */
  constructor(plan: Plan, descent: Descent, random: Random, pool?: RoutePool) {
    this.pool = pool
    this.plan = plan
    this.descent = descent
    this.random = random
    this.hopeless = hopelessVisits(plan)
    for (const flag of this.hopeless) this.hopelessCount += flag
    this.ruin = new Ruin(plan, random, this.hopeless)
    this.recreate = new Recreate(plan, random)
    this.overloadPrice = new OverloadPrice(plan, this.hopelessCount)
    this.best = new BestSequences(plan)
    this.absences = new Float64Array(plan.problem.visitCount)
  }

  /** Anneals the plan as it is now; the best is kept over all stages. */
  run({ hot, cold, share, lookEvery, onProgress, untilServed }: Stage): void {
    const { plan, random, ruin, recreate, best, overloadPrice } = this
    let temperature = 0
    let choice = 0 // what may be left out for the sake of something else
    let gone = 0
    for (let round = 0; ; round++, this.rounds++) {
      if (round % REPORT_EVERY === 0) onProgress?.(best, this.rounds)
      if (round % lookEvery === 0) {
        gone = share(this.rounds)
        if (gone >= 1) break
        temperature = plan.averageLegCents * hot * (cold / hot) ** gone
        choice = plan.averageLegCents * ANNEAL.dearLegs
      }
      if (!untilServed) overloadPrice.follow(gone)
      const before = plan.cost
      const limit = before - temperature * Math.log(1 - random.fraction())
      const dear = Math.max(ANNEAL.dear * temperature, choice)
      if (plan.unservedCount > this.hopelessCount && this.measureShortage(dear)) {
        this.serveMore(limit, dear)
        continue
      }
      if (untilServed) break
      plan.begin()
      ruin.run()
      const hope = Math.max(before + 1, limit + ANNEAL.polish * temperature)
      const isPlaced = recreate.run(ruin.open, ruin.count, hope)
      if (isPlaced && plan.cost !== before && plan.cost < hope) this.polish()
      if (!isPlaced || plan.undrivable > 0 || (plan.cost > before && plan.cost >= limit)) plan.undo()
      else this.keep()
    }
    overloadPrice.end()
    if (plan.isOverloaded) plan.assume(best.next)
    onProgress?.(best, this.rounds)
  }

  /** Whatever was found so far does not count any more; the plan as it is now is the best. */
  restart(): void {
    this.best = new BestSequences(this.plan)
  }

  private polish(): void {
    const { ruin, descent } = this
    for (let turn = 0; turn < ruin.count; turn++) descent.enqueueAround(ruin.open[turn]!)
    descent.run(NEVER_STOP)
  }

  private keep(): void {
    const { plan, best } = this
    best.follow()
    if (plan.isOverloaded) return
    if (plan.cost < best.cost) best.keep()
    this.pool?.collect(best.cost)
  }

  /** A round while somebody is left out who could be served and is worth more than so many cents. */
  private serveMore(limit: number, dear: number): void {
    const { plan, ruin, recreate, shortage } = this
    const before = plan.cost
    const { cents, absences } = shortage
    const hope = Math.max(limit, before + (ANNEAL.patience * cents) / shortage.count)
    plan.begin()
    ruin.run()
    const isPlaced = recreate.run(ruin.open, ruin.count, hope)
    if (isPlaced && plan.cost !== before) this.polish()
    this.measureShortage(dear)
    const isFairer = shortage.cents < cents || (shortage.cents === cents && shortage.absences < absences)
    const isCheaper = plan.cost <= before || plan.cost < limit
    const isNoWorse = shortage.cents === cents && shortage.absences === absences
    const isBest = !plan.isOverloaded && plan.cost < this.best.cost
    const isKept =
      isPlaced && plan.undrivable === 0 && (isBest || (isFairer ? plan.cost < hope : isCheaper && isNoWorse))
    for (let turn = 0; turn < plan.unservedCount; turn++) this.absences[plan.unserved[turn]!]!++
    if (isKept) this.keep()
    else plan.undo()
  }

  /** Of those left out who could be served and are worth more than so many cents. False: there is nobody. */
  private measureShortage(dear: number): boolean {
    const { plan, hopeless, absences, shortage } = this
    const { unservedCents } = plan.problem
    shortage.count = 0
    shortage.cents = 0
    shortage.absences = 0
    for (let turn = 0; turn < plan.unservedCount; turn++) {
      const visit = plan.unserved[turn]!
      if (hopeless[visit] === 1 || unservedCents[visit]! <= dear) continue
      shortage.count++
      shortage.cents += unservedCents[visit]!
      shortage.absences += absences[visit]!
    }
    return shortage.count > 0
  }
}

/** A handful of visits takes no time worth interrupting, and half a descent would depend on the clock. */
const NEVER_STOP = () => false

/** Those left out that would be so on an empty day too: trying them again and again only costs time. */
function hopelessVisits(plan: Plan): Uint8Array {
  const hopeless = new Uint8Array(plan.problem.visitCount)
  if (plan.unservedCount === 0) return hopeless
  const emptyDay = new BestInsertion(new Plan(plan.problem))
  for (let turn = 0; turn < plan.unservedCount; turn++) {
    const visit = plan.unserved[turn]!
    if (!plan.isBonded(visit) && !emptyDay.findNear(visit)) hopeless[visit] = 1
  }
  return hopeless
}
