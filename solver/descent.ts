// Descent: first-improvement local search over near visits, until no move of any operator helps any more. A queue holds
// the visits whose surroundings changed. Leaves out what is not worth serving and serves what became so.
// Imports solver/ only.
import { BestInsertion } from './insertion.ts'
import { NearMoves } from './near-moves.ts'
import { joinCents } from './operators/guards.ts'
import type { Operator } from './operators/operator.ts'
import { OPERATORS } from './operators/operators.ts'
import { relocate } from './operators/relocate.ts'
import { swapTails } from './operators/swap-tails.ts'
import type { Plan } from './plan.ts'
import { likingOn } from './rules/fit.ts'
import { legCents, startOf } from './rules/roads.ts'
import { lossOfServing } from './rules/serve.ts'
import { NO_ROUTE } from './schedule.ts'
import { serveWherePays } from './serve-where-pays.ts'

export const DESCENT = {
  /** So many near visits are tried for each; the farther ones hardly ever help. */
  near: 12,
  /** Ends after so many moves that brought nothing. */
  disappointments: 20,
}

export class Descent {
  private readonly plan: Plan
  private readonly operators: readonly Operator[]
  private readonly nearMoves: NearMoves | undefined // see `isPlain`
  private readonly best: BestInsertion
  private readonly queue: Int32Array // a ring of visits
  private readonly waiting: Uint8Array // by visit: 1 while it is in the queue
  private head = 0
  private count = 0

  constructor(plan: Plan) {
    const { problem } = plan
    this.plan = plan
    this.operators = OPERATORS.filter((operator) => operator.supports(problem))
    const [legs] = problem.nearLegs
    this.nearMoves = problem.isPlain && legs ? new NearMoves(plan, legs, DESCENT.near) : undefined
    this.best = new BestInsertion(plan)
    this.queue = new Int32Array(problem.visitCount)
    this.waiting = new Uint8Array(problem.visitCount)
  }

  /** The surroundings of this visit are worth another look. Starts and ends are welcome and ignored. */
  enqueue(stop: number): void {
    if (stop >= this.plan.problem.visitCount || this.waiting[stop] === 1) return
    this.waiting[stop] = 1
    this.queue[(this.head + this.count++) % this.queue.length] = stop
  }

  /** The visit and its neighbours; of a visit left out, it alone. */
  enqueueAround(visit: number): void {
    this.enqueue(visit)
    if (this.plan.routeOf(visit) < 0) return
    this.enqueue(this.plan.previous(visit))
    this.enqueue(this.plan.next(visit))
  }

  /**
   * Improves until the queue is empty or `stop` says so; what is still queued then is forgotten. A course that was tried
   * from where it was saved can turn out dearer once it is worked out from the start: so as not to go round in circles,
   * a few such moves are enough. If it ends on a plan that cannot be driven, whoever asked takes all of it back.
   */
  run(stop: () => boolean): void {
    let disappointments = 0
    while (this.count > 0 && disappointments < DESCENT.disappointments && this.plan.undrivable === 0 && !stop()) {
      const visit = this.queue[this.head]!
      this.head = (this.head + 1) % this.queue.length
      this.count--
      this.waiting[visit] = 0
      for (let before = this.plan.cost; this.improve(visit); before = this.plan.cost) {
        if (this.plan.undrivable > 0) break
        if (this.plan.cost >= before && ++disappointments >= DESCENT.disappointments) break
        if (stop()) break
      }
    }
    for (; this.count > 0; this.count--) {
      this.waiting[this.queue[this.head]!] = 0
      this.head = (this.head + 1) % this.queue.length
    }
  }

  private improve(visit: number): boolean {
    const { plan } = this
    if (plan.routeOf(visit) < 0) {
      if (!serveWherePays(plan, this.best, visit)) return false
      this.enqueueAround(visit)
      return true
    }
    return this.leaveOut(visit) || this.moveNear(visit) || this.moveToEmptyRoute(visit)
  }

  private leaveOut(visit: number): boolean {
    const { plan } = this
    const { problem, trial } = plan
    if (problem.pinned[visit] === 1 || plan.isBonded(visit)) return false
    const before = plan.previous(visit)
    const next = plan.next(visit)
    const route = plan.routeOf(visit)
    const closed = plan.visitsOn[route] === 1 ? -plan.openingCents(NO_ROUTE, route) : 0
    const saved =
      plan.centsOn(before) +
      plan.centsOn(visit) -
      joinCents(plan, route, before, next) +
      closed +
      likingOn(problem, visit, route)
    if (lossOfServing(problem, visit, saved + plan.timedBehind(before)) <= 0) return false
    trial.from(before)
    if (!trial.rest(next)) return false
    if (lossOfServing(problem, visit, saved + plan.hoursOn(route) - trial.timed) <= 0) return false
    plan.remove(visit)
    this.enqueue(before)
    this.enqueue(next)
    return true
  }

  private moveNear(visit: number): boolean {
    if (this.nearMoves === undefined) return this.moveNearAnyhow(visit)
    const operator = this.nearMoves.find(visit)
    if (operator === undefined) return false
    this.apply(operator, visit, this.nearMoves.after)
    return true
  }

  private moveNearAnyhow(visit: number): boolean {
    const { plan } = this
    const { near, nearCount, visitCount } = plan.problem
    const last = visit * nearCount + Math.min(nearCount, DESCENT.near)
    for (let turn = visit * nearCount; turn < last; turn++) {
      const other = near[turn]!
      if (other < 0) return false
      if (plan.routeOf(other) < 0) continue
      if (this.attemptAny(this.operators, visit, other)) return true
      const before = plan.previous(other)
      if (before < visitCount) continue // a near visit itself more often than not
      if (this.attemptAny(this.operators, visit, before)) return true
    }
    return false
  }

  private moveToEmptyRoute(visit: number): boolean {
    const { plan } = this
    const { problem, empty } = plan
    // What leaving its place can save at most; the rest of its route may come along, which saves no more legs.
    const route = plan.routeOf(visit)
    const strain = plan.mayStrain ? plan.strainOn(route) : 0
    const saved = plan.centsOn(plan.previous(visit)) + plan.centsOn(visit) + problem.mostShiftCents + strain
    for (let index = 0; index < empty.kinds; index++) {
      const start = startOf(problem, empty.oneOf(empty.kindsWithOne[index]!))
      if (problem.isPlain && legCents(problem, plan.routeOf(start), start, visit) >= saved) continue
      if (this.attempt(relocate, visit, start) || this.attempt(swapTails, visit, start)) return true
    }
    return false
  }

  private attemptAny(operators: readonly Operator[], visit: number, after: number): boolean {
    for (const operator of operators) if (this.attempt(operator, visit, after)) return true
    return false
  }

  private attempt(operator: Operator, visit: number, after: number): boolean {
    if (operator.evaluate(this.plan, visit, after) >= 0) return false
    this.apply(operator, visit, after)
    return true
  }

  private apply(operator: Operator, visit: number, after: number): void {
    const { plan } = this
    const before = plan.previous(visit)
    const next = plan.next(visit)
    const follower = plan.next(after)
    operator.apply(plan, visit, after)
    this.enqueue(before)
    this.enqueue(next)
    this.enqueue(after)
    this.enqueue(follower)
    this.enqueueAround(visit)
  }
}
