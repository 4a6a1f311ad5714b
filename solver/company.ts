// A visit and those who have to come along at the same time: every way to put them into a plan, one turn for each, until
// there is none left or no patience. The plan is as before when this returns. Imports solver/ only.
import type { Appointments } from './appointments.ts'
import { priceInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import { legSeconds } from './rules/by-depots.ts'
import { workOn } from './rules/fit.ts'
import { NO_BOND, TIE } from './rules/links.ts'
import { NEVER } from './rules/never.ts'
import { startOf } from './rules/roads.ts'
import { startAt } from './rules/windows.ts'

/** Stops to go through for one visit and one technician. */
const PATIENCE = 20_000
/** All their orders are tried. */
const MOST_KEPT_APART = 3

export interface Tried {
  /** What it costs at least to serve all of them, what leaving them out costs taken off; undefined where that is not possible. */
  readonly cents: number | undefined
  /** Patience ran out before all was tried. */
  readonly isCut: boolean
}

/** Where work may begin at a turn, as far as can be seen at a glance. */
export interface Hours {
  readonly from: number
  readonly to: number
}

const ANY_HOUR: Hours = { from: -NEVER, to: NEVER }

export class Company {
  steps = 0
  private readonly plan: Plan
  private readonly appointments: Appointments | undefined
  private readonly members: readonly number[]
  private readonly bonds: readonly number[] // that agree anew
  private readonly before: number
  private cents: number | undefined
  private isCut = false

  /** `bonded` are those whose hours may be other ones with it. */
  constructor(plan: Plan, visit: number, bonded: readonly number[]) {
    this.plan = plan
    this.appointments = plan.appointments
    this.members = beginningWith(plan, visit, (other) => plan.routeOf(other) < 0)
    const bonds = new Set(bonded.map((other) => plan.problem.bondOf[other]!))
    this.bonds = [...bonds].filter((bond) => bond !== NO_BOND)
    this.before = plan.cost
  }

  /** The visit itself on one of these routes, the others on any. */
  try(routes: readonly number[]): Tried {
    const { plan, appointments, bonds } = this
    const agreements = bonds.map((bond) => appointments?.agreementOf(bond) ?? [])
    this.loosen()
    this.place(0, routes, ANY_HOUR)
    for (const [index, bond] of bonds.entries()) appointments?.returnTo(bond, agreements[index]!)
    // Who was tried and did not stay has agreed on nothing.
    for (const visit of this.members) if (plan.routeOf(visit) < 0) appointments?.release(visit)
    return { cents: this.cents, isCut: this.isCut }
  }

  private place(turn: number, routes: readonly number[], hours: Hours): void {
    const { plan, members } = this
    const visit = members[turn]!
    for (const route of routes) {
      if (!plan.admits(route, visit)) continue
      let stop = startOf(plan.problem, route)
      for (let position = plan.visitsOn[route]!; position >= 0; position--) {
        if (this.steps > PATIENCE) {
          this.isCut = true
          return
        }
        const own = hoursBehind(plan, stop, visit, route)
        const both = { from: Math.max(own.from, hours.from), to: Math.min(own.to, hours.to) }
        this.steps++
        if (both.from <= both.to && this.isPossible(visit, stop)) this.seat(turn, stop, both)
        stop = plan.next(stop)
      }
    }
  }

  private isPossible(visit: number, after: number): boolean {
    this.steps += this.plan.visitsOn[this.plan.routeOf(after)]! + 1
    return priceInsertion(this.plan, visit, after, Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY
  }

  private seat(turn: number, after: number, hours: Hours): void {
    const { plan, members } = this
    const visit = members[turn]!
    plan.insert(visit, after)
    if (turn + 1 < members.length) this.place(turn + 1, [...plan.visitsOn.keys()], hours)
    else if (this.suitsAll()) this.cents = Math.min(this.cents ?? Number.POSITIVE_INFINITY, plan.cost - this.before)
    this.loosen()
    plan.remove(visit)
    this.loosen()
  }

  private loosen(): void {
    for (const bond of this.bonds) this.appointments?.loosen(bond)
  }

  private suitsAll(): boolean {
    const { plan, appointments, bonds } = this
    for (const visit of this.members) this.steps += plan.visitsOn[plan.routeOf(visit)]! + 1
    const isServed = (visit: number) => plan.routeOf(visit) >= 0
    return bonds.every(
      (bond) =>
        appointments?.isWhole(bond, isServed) &&
        (appointments.settle(bond) || this.settlesInOtherOrder(bond, appointments)),
    )
  }

  /** Where they must not be worked on while others are, before some of those and behind the rest. */
  private settlesInOtherOrder(bond: number, appointments: Appointments): boolean {
    const { plan, members } = this
    if (plan.problem.bondOf[members[0]!] !== bond) return false
    const company = new Set(members)
    const others = keptApart(plan, company)
    if (others.length > MOST_KEPT_APART) this.isCut = true
    for (const behind of choicesOf(others)) {
      appointments.loosen(bond)
      for (const other of others) this.steps += plan.visitsOn[plan.routeOf(other)]! + 1
      if (appointments.settle(bond, { company, behind })) return true
    }
    return false
  }
}

/** Those on the plan that begin together with this one, itself among them. */
export const companyOf = (plan: Plan, visit: number): ReadonlySet<number> =>
  new Set(beginningWith(plan, visit, (other) => plan.routeOf(other) >= 0))

/** First the visit itself, then whoever has to begin with it, or with one of those, and is one of these. */
function beginningWith({ problem }: Plan, visit: number, isOneOfThese: (other: number) => boolean): number[] {
  const members = [visit]
  for (const member of members)
    for (let at = problem.tiesFrom[member]!; at < problem.tiesFrom[member + 1]!; at++) {
      const link = problem.ties[at]!
      if (problem.tie[link] !== TIE.sameTime) continue
      for (const other of [problem.tieFirst[link]!, problem.tieSecond[link]!])
        if (!members.includes(other) && isOneOfThese(other)) members.push(other)
    }
  return members
}

/** Of a visit right behind this stop. */
export function hoursBehind(plan: Plan, stop: number, visit: number, route: number): Hours {
  const { problem } = plan
  const follower = plan.next(stop)
  const from = startAt(problem, visit, plan.ready(stop) + legSeconds(problem, route, stop, visit))
  const onward = workOn(problem, visit, route) + legSeconds(problem, route, visit, follower)
  return { from, to: Math.min(problem.closesLast[visit]!, plan.latest(follower) - onward) }
}

/** Those that stand on the plan and must not be worked on while one of these visits is. */
export function keptApart(plan: Plan, company: ReadonlySet<number>): number[] {
  const { tiesFrom, ties, tie, tieFirst, tieSecond } = plan.problem
  const others = new Set<number>()
  for (const visit of company)
    for (let at = tiesFrom[visit]!; at < tiesFrom[visit + 1]!; at++) {
      const link = ties[at]!
      const other = tieFirst[link] === visit ? tieSecond[link]! : tieFirst[link]!
      if (tie[link] === TIE.otherTime && plan.routeOf(other) >= 0) others.add(other)
    }
  return [...others]
}

/** Whom to come behind, before the rest of them: every choice among the first few. */
export function* choicesOf(others: readonly number[]): Generator<ReadonlySet<number>> {
  if (others.length === 0) return
  for (let choice = 0; choice < 2 ** Math.min(others.length, MOST_KEPT_APART); choice++)
    yield new Set(others.filter((_, index) => (choice & (1 << index)) !== 0))
}
