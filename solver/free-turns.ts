// Turns in which a visit might have time if every rule that can be thought away were, and nobody had agreed on an hour: the
// plan without all that, against which most turns are ruled out at a glance. Imports solver/ only.
import { HINDRANCES } from './hindrances.ts'
import { type Model, type Span, UNREACHABLE } from './model.ts'
import type { Turn } from './one-more.ts'
import { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import { workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { startOf } from './rules/roads.ts'

const NOBODY = -1

export class FreeTurns {
  private readonly plan: Plan
  private readonly free: Plan
  private readonly isFilled: Uint8Array // by route
  private readonly isSound: Uint8Array // by route: 1 where it can be driven without those rules too

  constructor(model: Model, plan: Plan) {
    const { problem } = plan
    let lifted: Problem = problem
    for (const { lift } of HINDRANCES) lifted = { ...lifted, ...lift(lifted, { model, visit: NOBODY }, NEVER) }
    this.plan = plan
    this.free = new Plan(lifted)
    this.isFilled = new Uint8Array(problem.routeCount)
    this.isSound = new Uint8Array(problem.routeCount)
  }

  /** On this route, when work has to begin inside one of these. */
  *on(route: number, visit: number, spans: readonly Span[]): Generator<Turn> {
    this.fill(route)
    const { free, plan } = this
    let stop = startOf(plan.problem, route)
    for (let position = 0; position <= plan.visitsOn[route]!; position++) {
      if (this.isSound[route] === 0 || this.mayHaveTime(route, visit, stop, spans)) yield { route, position }
      stop = free.next(stop)
    }
  }

  private mayHaveTime(route: number, visit: number, stop: number, spans: readonly Span[]): boolean {
    const { free } = this
    const follower = free.next(stop)
    const arrival = free.ready(stop) + this.leastSeconds(route, stop, visit)
    const span = spans.find(({ closes }) => arrival <= closes)
    if (span === undefined) return false
    const ready = Math.max(arrival, span.opens) + workOn(free.problem, visit, route)
    return ready + this.leastSeconds(route, visit, follower) <= free.latest(follower)
  }

  /** A drive that is too long for the shift may take any time, as long as there is a road. */
  private leastSeconds(route: number, from: number, to: number): number {
    const { placeOf, placeCount, profileOf, leastSeconds, roadSeconds } = this.free.problem
    const leg = placeOf[from]! * placeCount + placeOf[to]!
    const seconds = leastSeconds[route]![leg]!
    return seconds >= UNREACHABLE && roadSeconds[profileOf[route]!]![leg]! < UNREACHABLE ? 0 : seconds
  }

  private fill(route: number): void {
    if (this.isFilled[route] === 1) return
    this.isFilled[route] = 1
    const { free, plan } = this
    const visits = plan.visitsOf(route)
    const start = startOf(plan.problem, route)
    free.trial.from(start)
    this.isSound[route] = visits.every((visit) => free.trial.serve(visit)) && free.trial.rest(free.next(start)) ? 1 : 0
    free.fill(route, visits)
  }
}
