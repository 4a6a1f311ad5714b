// How long each route with a limit to that takes from setting out to being back, and what it would take with other stops:
// for every stop the time up to it and from it on, so that a change is judged in O(1) (concatenation of duration segments,
// Savelsbergh 1992). Whoever would wait on the way sets out later. Of routes where nothing else makes the hour matter and
// every visit has one window; all others have a course. Imports solver/ only.
import type { Problem } from './problem.ts'
import { workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { startOf } from './rules/roads.ts'
import { NEXT, PREVIOUS, READY, SECONDS_ON, STRIDE } from './stops.ts'

interface Stops {
  readonly problem: Problem
  readonly stops: Int32Array
}

export class Spans {
  private readonly schedule: Stops
  private readonly outTo: Int32Array // by stop: seconds since setting out when it is left
  private readonly slackTo: Int32Array // by stop: how much later all of that could be
  private readonly outFrom: Int32Array // by stop: seconds from arriving there to being back, unless that is too early
  private readonly promptAt: Int32Array // by stop: before this second it is
  private readonly lasts: Int32Array // by route
  // Of the route as it is tried, as far as it has come:
  private out = 0
  private slack = 0

  constructor(schedule: Stops) {
    const { visitCount, routeCount } = schedule.problem
    const count = visitCount + 2 * routeCount
    this.schedule = schedule
    this.outTo = new Int32Array(count)
    this.lasts = new Int32Array(routeCount)
    this.slackTo = new Int32Array(count).fill(NEVER)
    this.outFrom = new Int32Array(count)
    this.promptAt = new Int32Array(count).fill(-NEVER)
  }

  /** How long the route takes as it stands. */
  secondsOn(route: number): number {
    return this.lasts[route]!
  }

  /** How much longer than it may. */
  excessOn(route: number): number {
    return Math.max(0, this.lasts[route]! - this.schedule.problem.mostSpan[route]!)
  }

  /** To be said once the route has its times. */
  write(route: number): void {
    const { problem, stops } = this.schedule
    const { visitCount, opensFirst, closesLast } = problem
    const { outFrom, promptAt } = this
    let before = startOf(problem, route)
    let stop = stops[before * STRIDE + NEXT]!
    this.from(before)
    for (; stop < visitCount; stop = stops[stop * STRIDE + NEXT]!) {
      const drive = stops[before * STRIDE + SECONDS_ON]!
      this.serve(stop, drive, stops[before * STRIDE + READY]! + drive, workOn(problem, stop, route))
      this.outTo[stop] = this.out
      this.slackTo[stop] = this.slack
      before = stop
    }
    this.lasts[route] = this.out + stops[before * STRIDE + SECONDS_ON]!
    for (stop = before; stop < visitCount; stop = stops[stop * STRIDE + PREVIOUS]!) {
      const after = stops[stop * STRIDE + NEXT]!
      const onward = workOn(problem, stop, route) + stops[stop * STRIDE + SECONDS_ON]!
      const prompt = promptAt[after]! - onward
      const closes = closesLast[stop]!
      promptAt[stop] = Math.max(opensFirst[stop]!, Math.min(prompt, closes))
      outFrom[stop] = onward + outFrom[after]! + Math.max(0, prompt - closes)
    }
  }

  /** Everything up to `after` stays as it is. */
  from(after: number): void {
    this.out = this.outTo[after]!
    this.slack = this.slackTo[after]!
  }

  serve(visit: number, drive: number, arrival: number, work: number): void {
    const { opensFirst, closesLast } = this.schedule.problem
    const closes = closesLast[visit]!
    // Whoever is late goes on as if they had been in time.
    const begins = Math.max(opensFirst[visit]!, Math.min(arrival, closes))
    const waits = Math.max(0, begins - arrival)
    const spared = Math.min(waits, this.slack)
    this.out += drive + waits - spared + work
    this.slack = Math.min(this.slack - spared, closes - begins)
  }

  /** How much longer than it may, and than it does now, when it goes on from `stop` as the plan does. */
  excess(route: number, stop: number, drive: number, arrival: number): number {
    return this.secondsWith(stop, drive, arrival) - Math.max(this.lasts[route]!, this.schedule.problem.mostSpan[route]!)
  }

  /** How long the route takes then. */
  secondsWith(stop: number, drive: number, arrival: number): number {
    const wait = Math.max(0, this.promptAt[stop]! - arrival - this.slack)
    return this.out + drive + wait + this.outFrom[stop]!
  }
}
