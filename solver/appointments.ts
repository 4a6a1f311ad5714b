// Appointments: visits that links of time tie together begin at an agreed second as long as they stand on the plan, so that
// every shift can be worked out on its own. Agreed anew whenever the visits are placed: the earliest seconds that suit all of
// them. Also says what links allow and cost. Imports solver/ only.

import { type Agreement, Agreements } from './agreements.ts'
import { courseOf } from './course-of.ts'
import type { Problem } from './problem.ts'
import { workOn } from './rules/fit.ts'
import { isOfTime, NO_BOND, TIE } from './rules/links.ts'
import { NEVER } from './rules/never.ts'
import { startOf } from './rules/roads.ts'

/** More than any chain of visits that wait for each other takes, if it is possible at all. */
const MOST_TURNS = 60

/** Where visits stand, and when. */
interface Standing {
  readonly problem: Problem
  routeOf(stop: number): number
  previous(stop: number): number
  next(stop: number): number
  ready(stop: number): number
  noteChange(route: number): void
  driveCourse(route: number, from: number): boolean
}

/** Those that begin together, who come behind some of those that must not be worked on meanwhile, and before the others. */
export interface Between {
  readonly company: ReadonlySet<number>
  readonly behind: ReadonlySet<number>
}

export class Appointments extends Agreements {
  private readonly plan: Standing
  private readonly begins: Int32Array // by visit of a bond: as its route was worked out last
  private readonly ends: Int32Array // by visit of a bond

  constructor(plan: Standing) {
    super(plan.problem)
    const { visitCount } = plan.problem
    this.plan = plan
    this.begins = new Int32Array(visitCount)
    this.ends = new Int32Array(visitCount)
  }

  /** May the visit stand on this route, as far as those it is linked with stand where they do? */
  admits(visit: number, route: number): boolean {
    const { plan } = this
    const { problem } = plan
    const tech = problem.techOf[route]!
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const isFirst = problem.tieFirst[link] === visit
      const other = plan.routeOf(isFirst ? problem.tieSecond[link]! : problem.tieFirst[link]!)
      const kind = problem.tie[link]!
      if (other < 0) {
        if (!isFirst && (kind === TIE.afterEnd || kind === TIE.afterStart)) return false
        continue
      }
      if (kind === TIE.sameTech && problem.techOf[other] !== tech) return false
      if ((kind === TIE.sameTime || kind === TIE.otherTech) && problem.techOf[other] === tech) return false
      if (kind === TIE.otherRoute && other === route) return false
      const days = problem.dayOf[route]! - problem.dayOf[other]!
      if ((isFirst ? -days : days) < problem.tieLeastDays[link]!) return false
    }
    return true
  }

  /** What standing on that route costs for the days between the visit and those it is linked with. */
  gapCents(visit: number, route: number): number {
    const { plan } = this
    const { problem } = plan
    let cents = 0
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      if (problem.tieCentsPerDay[link] === 0) continue
      const isFirst = problem.tieFirst[link] === visit
      const other = plan.routeOf(isFirst ? problem.tieSecond[link]! : problem.tieFirst[link]!)
      if (other < 0) continue
      const days = problem.dayOf[route]! - problem.dayOf[other]!
      cents += ((isFirst ? -days : days) - problem.tieLeastDays[link]!) * problem.tieCentsPerDay[link]!
    }
    return cents
  }

  /** Does the order of these stops, the start of a route and visits, keep what links say of order? */
  keepsOrder(order: Int32Array, length: number): boolean {
    const { problem } = this.plan
    for (let turn = 1; turn < length; turn++) {
      const visit = order[turn]!
      if (problem.isLinked[visit] === 0) continue
      for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
        const link = problem.ties[at]!
        if (problem.tie[link] !== TIE.order || problem.tieFirst[link] !== visit) continue
        const second = problem.tieSecond[link]!
        for (let before = 1; before < turn; before++) if (order[before] === second) return false
      }
    }
    return true
  }

  /** Until they agree anew, those of a bond begin when they can. */
  loosen(bond: number): void {
    const { plan } = this
    const { bondsFrom, bondVisits } = plan.problem
    const served: number[] = []
    for (let at = bondsFrom[bond]!; at < bondsFrom[bond + 1]!; at++) {
      this.release(bondVisits[at]!)
      if (plan.routeOf(bondVisits[at]!) >= 0) served.push(bondVisits[at]!)
    }
    for (const route of new Set(served.map((visit) => plan.routeOf(visit)))) {
      plan.noteChange(route)
      plan.driveCourse(route, startOf(plan.problem, route))
    }
  }

  /** As they had agreed before, where they stand as they did then. */
  returnTo(bond: number, agreement: Agreement): void {
    this.takeBack(bond, agreement)
    const members = this.membersOf(bond)
    this.drive([...members].filter((visit) => this.plan.routeOf(visit) >= 0))
  }

  /**
   * Agrees anew for a bond whose visits have been placed or moved. False: no seconds suit all of them. Of two that must not
   * be worked on at one time the one that could begin later waits, unless somebody is to come behind those and before others.
   */
  settle(bond: number, comes?: Between): boolean {
    const { plan } = this
    const { problem } = plan
    const served: number[] = []
    for (let at = problem.bondsFrom[bond]!; at < problem.bondsFrom[bond + 1]!; at++) {
      const visit = problem.bondVisits[at]!
      this.release(visit)
      if (plan.routeOf(visit) >= 0) served.push(visit)
    }
    if (!this.drive(served)) return false
    // Who stands there alone has nobody to agree with.
    const members = served.filter((visit) => this.hasCompany(visit))
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const moved = members.filter((visit) => this.putOff(visit, comes))
      if (moved.length === 0) return this.fix(members)
      if (!this.drive(moved)) return false
    }
    return false
  }

  /** What was agreed elsewhere: the second at which each visit begins, for those about to be placed. */
  assume(startOf: (visit: number) => number): void {
    for (const visit of this.plan.problem.bondVisits) {
      const second = startOf(visit)
      this.agree(visit, second, second > -NEVER ? second : NEVER)
      this.endBetween(visit, -NEVER, NEVER)
    }
  }

  /** Once they are placed, others may not make them end at another time than they may. */
  watch(): void {
    const served = this.plan.problem.bondVisits.filter((visit) => this.plan.routeOf(visit) >= 0)
    this.drive([...served])
    for (const visit of served) if (this.hasCompany(visit)) this.watchEnd(visit)
  }

  /** Could these visits stand alone: all who come together, and nobody without those they wait for? */
  isWhole(bond: number, isServed: (visit: number) => boolean): boolean {
    const { problem } = this.plan
    for (let at = problem.bondsFrom[bond]!; at < problem.bondsFrom[bond + 1]!; at++) {
      const visit = problem.bondVisits[at]!
      for (let index = problem.tiesFrom[visit]!; index < problem.tiesFrom[visit + 1]!; index++) {
        const link = problem.ties[index]!
        const kind = problem.tie[link]!
        const [first, second] = [isServed(problem.tieFirst[link]!), isServed(problem.tieSecond[link]!)]
        if (kind === TIE.sameTime && first !== second) return false
        if ((kind === TIE.afterEnd || kind === TIE.afterStart) && second && !first) return false
      }
    }
    return true
  }

  private fix(members: readonly number[]): boolean {
    for (const visit of members) this.agree(visit, this.begins[visit]!, this.begins[visit]!)
    for (const visit of members) this.watchEnd(visit)
    return this.drive(members)
  }

  private watchEnd(visit: number): void {
    const { problem } = this.plan
    let from = -NEVER
    let by = this.isWatched(visit) ? this.ends[visit]! : NEVER
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const second = problem.tieSecond[link]!
      if (problem.tie[link] !== TIE.afterEnd || problem.tieFirst[link] !== visit) continue
      if (this.plan.routeOf(second) < 0) continue
      by = Math.min(by, this.begins[second]! - problem.tieLeast[link]!)
      if (problem.tieMost[link]! < NEVER) from = Math.max(from, this.begins[second]! - problem.tieMost[link]!)
    }
    this.endBetween(visit, from, by)
  }

  private hasCompany(visit: number): boolean {
    const { problem } = this.plan
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const other = problem.tieFirst[link] === visit ? problem.tieSecond[link]! : problem.tieFirst[link]!
      if (isOfTime(problem.tie[link]!) && this.plan.routeOf(other) >= 0) return true
    }
    return false
  }

  /** Somebody else may not begin before this one has ended. */
  private isWatched(visit: number): boolean {
    const { plan } = this
    const { problem } = plan
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const other = problem.tieFirst[link] === visit ? problem.tieSecond[link]! : problem.tieFirst[link]!
      if (problem.tie[link] === TIE.otherTime && plan.routeOf(other) >= 0) return true
    }
    return false
  }

  /** As late as those it is tied to ask for. False: it may begin when it does. */
  private putOff(visit: number, comes: Between | undefined): boolean {
    const { plan } = this
    const { problem } = plan
    const start = this.begins[visit]!
    let earliest = start
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const kind = problem.tie[link]!
      const isFirst = problem.tieFirst[link] === visit
      const other = isFirst ? problem.tieSecond[link]! : problem.tieFirst[link]!
      if (!isOfTime(kind) || plan.routeOf(other) < 0) continue
      const begins = this.begins[other]!
      const ends = this.ends[other]!
      if (kind === TIE.sameTime) earliest = Math.max(earliest, begins)
      else if (kind === TIE.otherTime) {
        let isLater = start > begins || (start === begins && visit > other)
        if (comes?.company.has(visit)) isLater = comes.behind.has(other)
        else if (comes?.company.has(other)) isLater = !comes.behind.has(visit)
        if (isLater && start < ends) earliest = Math.max(earliest, ends)
      } else if (!isFirst)
        earliest = Math.max(earliest, (kind === TIE.afterEnd ? ends : begins) + problem.tieLeast[link]!)
      else if (problem.tieMost[link]! < NEVER) {
        const work = kind === TIE.afterEnd ? this.ends[visit]! - start : 0
        earliest = Math.max(earliest, begins - problem.tieMost[link]! - work)
      }
    }
    if (earliest === start) return false
    this.agree(visit, earliest, NEVER)
    return true
  }

  /** Works out the routes of these visits, and when whoever is bonded there begins and ends. False: there is no way. */
  private drive(visits: readonly number[]): boolean {
    const { plan } = this
    const { problem } = plan
    const routes = new Set(visits.map((visit) => plan.routeOf(visit)))
    for (const route of routes) {
      plan.noteChange(route)
      if (!plan.driveCourse(route, startOf(problem, route))) return false
      // Where there is a choice of ways, it is the best of them that counts, and only the whole of it tells when.
      const isOneWay = problem.breaksFrom[route + 1] === problem.breaksFrom[route] && problem.mostReloads[route] === 0
      if (isOneWay && !problem.prefersLater) this.readHours(route)
      else if (!this.tellHours(route)) return false
    }
    return true
  }

  private readHours(route: number): void {
    const { plan, begins, ends } = this
    const { problem } = plan
    for (let visit = plan.next(startOf(problem, route)); visit < problem.visitCount; visit = plan.next(visit)) {
      if (problem.bondOf[visit] === NO_BOND) continue
      const before = plan.previous(visit)
      const isSet = before >= problem.visitCount || problem.placeOf[before] !== problem.placeOf[visit]
      ends[visit] = plan.ready(visit)
      begins[visit] = ends[visit]! - workOn(problem, visit, route) - (isSet ? problem.setupSeconds[visit]! : 0)
    }
  }

  private tellHours(route: number): boolean {
    const { plan } = this
    const { problem } = plan
    const visits: number[] = []
    for (let visit = plan.next(startOf(problem, route)); visit < problem.visitCount; visit = plan.next(visit))
      visits.push(visit)
    const events = courseOf(problem, route, visits, this)
    for (const { kind, entry, start, end } of events ?? []) {
      if (kind !== 'visit') continue
      this.begins[entry] = start
      this.ends[entry] = end
    }
    return events !== undefined
  }
}
