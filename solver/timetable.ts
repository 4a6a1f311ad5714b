// One route told in full: every time, every cost line, its length. Plain and from scratch, for what is shown and checked;
// the search has its own quicker way and must agree with this one. Imports solver/ only.
import { type Agreed, type Event, eventAt, NO_LEG } from './course.ts'
import { courseOf, type LatestOf } from './course-of.ts'
import {
  COST_LINES,
  type CostLine,
  type CostLines,
  type PlannedBreak,
  type PlannedReload,
  type PlannedRoute,
  type PlannedVisit,
  UNREACHABLE,
} from './model.ts'
import type { Problem } from './problem.ts'
import { overtimeCents, waitingCents } from './rules/clock.ts'
import { lateSeconds } from './rules/due.ts'
import { FIT_LINES, workOn } from './rules/fit.ts'
import { centsFor } from './rules/money.ts'
import { NEVER } from './rules/never.ts'
import { drivenCents, endOf, scatterOfLeg, startOf } from './rules/roads.ts'
import { START_PRICES } from './rules/start-prices.ts'
import { startAt } from './rules/windows.ts'
import { tripsOf } from './trips-of.ts'

export interface Timetable {
  readonly route: PlannedRoute
  readonly cost: CostLines
  readonly seconds: number
  readonly metres: number
  readonly waitingSeconds: number
  /** On the road, at work, loading, and at breaks that are paid. */
  readonly busySeconds: number
  /** Of the visit that is late the longest. */
  readonly lateSeconds: number
  /** By visit, and one for the way home: from the stop before, by way of a depot if that was on it. */
  readonly legs: readonly { readonly seconds: number; readonly metres: number }[]
}

const NOTHING = Object.fromEntries(COST_LINES.map((line) => [line, 0])) as Record<CostLine, number>

export const noCost = (): Record<CostLine, number> => ({ ...NOTHING })

export const totalOf = (cost: CostLines): number => COST_LINES.reduce((sum, line) => sum + cost[line], 0)

/**
 * The visits in this order on this route. Where that order cannot be kept in time the visit begins late all the same,
 * and a leg that no road serves takes nothing: so even what is left of a route when a visit is thought away has a price.
 */
export function timetable(
  problem: Problem,
  route: number,
  visits: readonly number[],
  agreed?: Agreed,
  latest?: LatestOf,
): Timetable {
  const events = wayOn(problem, route, visits, agreed, latest) ?? plainWay(problem, route, visits)
  return new Telling(problem, route).of(events)
}

function wayOn(
  problem: Problem,
  route: number,
  visits: readonly number[],
  agreed?: Agreed,
  latest?: LatestOf,
): readonly Event[] | undefined {
  const { hasTrips, hasCourse, isCapped } = problem
  if (visits.length === 0) return undefined
  if (hasTrips[route] === 1) return tripsOf(problem, route, visits)?.events
  if (hasCourse[route] === 1 || isCapped[route] === 1) return courseOf(problem, route, visits, agreed, latest)
  return undefined
}

/** One visit after the other, each as early as its windows allow. */
function plainWay(problem: Problem, route: number, visits: readonly number[]): Event[] {
  const { placeOf, placeCount } = problem
  const seconds = problem.travelSeconds[problem.profileOf[route]!]!
  const events: Event[] = []
  let at = startOf(problem, route)
  let clock = problem.shiftOpens[route]!
  for (const stop of visits.length > 0 ? [...visits, endOf(problem, route)] : []) {
    const leg = placeOf[at]! * placeCount + placeOf[stop]!
    const drive = seconds[leg]! < UNREACHABLE ? seconds[leg]! : 0
    const reached = clock + drive
    const isHome = stop >= problem.visitCount
    const possible = isHome ? reached : startAt(problem, stop, reached)
    const start = possible === NEVER ? reached : possible
    const end = isHome ? start : start + workOn(problem, stop, route)
    if (events.length === 0) events.push(eventAt('leave', route, NO_LEG, start - drive, start - drive, start - drive))
    const arrival = events.length === 1 ? start : reached
    events.push(eventAt(isHome ? 'home' : 'visit', isHome ? route : stop, leg, arrival, start, end))
    clock = end
    at = stop
  }
  return events
}

class Telling {
  private readonly problem: Problem
  private readonly route: number
  private readonly cost = noCost()
  private readonly visits: PlannedVisit[] = []
  private readonly breaks: PlannedBreak[] = []
  private readonly reloads: PlannedReload[] = []
  private readonly legs: { seconds: number; metres: number }[] = []
  private departure: number
  private back: number
  private left = 0
  private gap = 0
  private waitingSeconds = 0
  private busySeconds = 0
  private lateSeconds = 0
  private leg = { seconds: 0, metres: 0 }
  private scatter = 0 // of the leg driven last

  constructor(problem: Problem, route: number) {
    this.problem = problem
    this.route = route
    this.departure = problem.shiftOpens[route]!
    this.back = this.departure
  }

  of(events: readonly Event[]): Timetable {
    const { problem, route, cost, legs } = this
    for (const event of events) this.tell(event)
    if (this.visits.length > 0) {
      cost.SHIFT = problem.shiftCents[route]!
      cost.OVERTIME = overtimeCents(problem, route, this.back)
      cost.SPAN = centsFor(this.back - this.departure, problem.spanCentsPerHour[route]!)
    }
    return {
      route: {
        route,
        departure: this.departure,
        visits: this.visits,
        ...(this.breaks.length > 0 && { breaks: this.breaks }),
        ...(this.reloads.length > 0 && { reloads: this.reloads }),
        back: this.back,
      },
      cost,
      seconds: legs.reduce((sum, leg) => sum + leg.seconds, 0),
      metres: legs.reduce((sum, leg) => sum + leg.metres, 0),
      waitingSeconds: this.waitingSeconds,
      busySeconds: this.busySeconds,
      lateSeconds: this.lateSeconds,
      legs,
    }
  }

  private tell(event: Event): void {
    const { kind, entry, arrival, start, end } = event
    if (kind === 'leave') this.departure = start
    else if (kind === 'pause') {
      this.breaks.push({ entry, start, end })
      // It stands inside the work, which does not go on meanwhile.
      this.busySeconds -= end - start
      this.countRest(event)
    } else {
      this.drive(event)
      // Whoever has not been anywhere yet does not wait: they set out later.
      if (this.visits.length > 0) this.gap += start - Math.max(arrival, this.left)
      if (kind === 'break') {
        this.breaks.push({ entry, start, end })
        this.countRest(event)
      } else if (kind === 'reload') {
        this.reloads.push({ entry, before: this.visits.length, arrival, start, end })
        this.busySeconds += end - start
        if (this.visits.length > 0) this.gap += event.left - end
      } else this.stopAt(event)
    }
    this.left = kind === 'pause' ? this.left : event.left
  }

  private countRest({ entry, start, end }: Event): void {
    const { problem, route } = this
    if (problem.isBreakPaid[problem.breaksFrom[route]! + entry] === 1) this.busySeconds += end - start
  }

  private stopAt({ kind, entry, arrival, start, end }: Event): void {
    const { problem, route, cost } = this
    this.legs.push(this.leg)
    this.leg = { seconds: 0, metres: 0 }
    cost.WAITING += waitingCents(problem, route, this.gap)
    this.waitingSeconds += this.gap
    this.gap = 0
    if (kind === 'home') {
      this.back = start
      return
    }
    cost.SCATTER += this.scatter
    this.scatter = 0
    this.visits.push({ visit: entry, arrival, start, end })
    this.busySeconds += end - start
    this.lateSeconds = Math.max(this.lateSeconds, lateSeconds(problem, entry, start))
    for (const { line, cents } of START_PRICES) cost[line] += cents(problem, entry, start)
    const fit = entry * problem.crewCount + problem.crewOf[route]!
    for (let line = 0; line < FIT_LINES.length; line++) cost[FIT_LINES[line]!] += problem.fitCents[line]?.[fit] ?? 0
  }

  private drive(event: Event): void {
    const { problem, route, cost } = this
    const { leg } = event
    if (leg === NO_LEG) return
    const isDriven = problem.travelSeconds[problem.profileOf[route]!]![leg]! < UNREACHABLE
    if (!isDriven) return
    const seconds = event.arrival - this.left
    const metres = problem.travelMetres[problem.profileOf[route]!]![leg]!
    cost.TRAVEL += drivenCents(problem, route, leg, seconds)
    this.scatter = this.visits.length > 0 && this.isDirect() ? scatterOfLeg(problem, route, leg) : 0
    this.busySeconds += seconds
    this.leg = { seconds: this.leg.seconds + seconds, metres: this.leg.metres + metres }
  }

  /** Not by way of a depot. */
  private isDirect(): boolean {
    return this.reloads.at(-1)?.before !== this.visits.length
  }
}
