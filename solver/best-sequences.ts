// The best plan that a search has seen, kept as it goes on: only routes that changed since are copied, so that keeping it
// costs as little as changing it. Imports solver/ only.
import { draftLength } from './draft.ts'
import type { Plan } from './plan.ts'
import { startOf } from './rules/roads.ts'
import { NEXT, STRIDE } from './stops.ts'

export class BestSequences {
  cost = 0
  leftOut = 0
  /** By stop that has one: what follows it. Other cells mean nothing. */
  readonly next: Int32Array
  private readonly plan: Plan
  private readonly changed: Int32Array // routes that changed since, in the first `count` entries
  private count = 0
  private readonly isChanged: Uint8Array // by route

  constructor(plan: Plan) {
    const { routeCount } = plan.problem
    this.plan = plan
    this.next = new Int32Array(draftLength(plan.problem))
    this.changed = new Int32Array(routeCount)
    this.isChanged = new Uint8Array(routeCount)
    for (let route = 0; route < routeCount; route++) this.changed[this.count++] = route
    this.keep()
  }

  /** To be told after every change that stays. */
  follow(): void {
    const { routes, count } = this.plan.journal
    for (let index = 0; index < count; index++) {
      const route = routes[index]!
      if (this.isChanged[route] === 1) continue
      this.isChanged[route] = 1
      this.changed[this.count++] = route
    }
  }

  /** The plan as it is now is the best. */
  keep(): void {
    const { plan, next } = this
    const { problem, stops, appointments } = plan
    const { visitCount } = problem
    for (let index = 0; index < this.count; index++) {
      const route = this.changed[index]!
      this.isChanged[route] = 0
      let stop = startOf(problem, route)
      do {
        const follower = stops[stop * STRIDE + NEXT]!
        next[stop] = follower
        if (appointments !== undefined && stop < visitCount)
          next[visitCount + problem.routeCount + stop] = appointments.notBefore[stop]!
        stop = follower
      } while (stop < visitCount)
    }
    this.count = 0
    this.cost = plan.cost
    this.leftOut = plan.unservedCount
  }
}
