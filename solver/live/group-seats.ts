// Places for visits that go together, on a plan on which none of them stands: positions of each in every combination, and the
// earliest seconds that suit all who are tied to them. Imports solver/ only.
import type { Between } from '../appointments.ts'
import { Cheapest, eachPosition } from '../bond-insertion.ts'
import { choicesOf, companyOf, type Hours, hoursBehind, keptApart } from '../company.ts'
import { priceInsertion } from '../insertion.ts'
import type { Plan } from '../plan.ts'
import { legSeconds } from '../rules/by-depots.ts'
import { NO_BOND, TIE } from '../rules/links.ts'
import { startOf } from '../rules/roads.ts'
import { startAt } from '../rules/windows.ts'

/** Positions tried for each of so many, where not all of them are. */
const TRIED = [0, 24, 12, 6, 4, 3]
const TRIED_OF_MANY = 2
const MOST_ON_ROUTE = 3

export interface GroupSeat {
  readonly visit: number
  /** A stop that is there by then, maybe another one of the group. */
  readonly after: number
}

export interface Seated {
  /** The plan with them minus the plan without, what leaving them out costs not counted. */
  readonly cents: number
  /** In the order in which they are to be placed. */
  readonly seats: readonly GroupSeat[]
}

/**
 * The cheapest for each choice of shifts, cheapest first. With `isWhole` every position of each is tried with all of the
 * others, else a few of the cheapest; who has one of `shifts`, which go by member, is tried on that one only. The plan is
 * not as it was when this returns.
 */
export function seatsFor(
  plan: Plan,
  group: readonly number[],
  isWhole: boolean,
  shifts: readonly (number | undefined)[] = [],
): Seated[] {
  return new GroupSeating(plan, group, isWhole, shifts).find()
}

/**
 * The cheapest of a few positions of each, where it costs less than `limit`: what comes to as much before all of them agree on
 * their seconds is not gone on with.
 */
export function cheapestSeats(
  plan: Plan,
  group: readonly number[],
  shifts: readonly (number | undefined)[],
  limit: number,
): Seated | undefined {
  return new GroupSeating(plan, group, false, shifts, limit).find()[0]
}

/** Places them as they were found. False: they do not suit the others there. */
export function seatGroup(plan: Plan, seats: readonly GroupSeat[]): boolean {
  const group = seats.map(({ visit }) => visit)
  const bonds = bondsOf(plan, group)
  loosen(plan, bonds)
  for (const { visit, after } of seats) plan.insert(visit, after)
  return settles(plan, bonds, group)
}

/** The same where they stand in these sequences of all routes; the others stand there already. */
export function seatWhere(plan: Plan, group: readonly number[], sequences: readonly (readonly number[])[]): boolean {
  const bonds = bondsOf(plan, group)
  loosen(plan, bonds)
  for (const visit of inOrder(plan, group)) {
    const route = sequences.findIndex((sequence) => sequence.includes(visit))
    const before = sequences[route]!.slice(0, sequences[route]!.indexOf(visit))
    const after = before.findLast((other) => plan.routeOf(other) === route) ?? startOf(plan.problem, route)
    if (!plan.admits(route, visit)) return false
    if (priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) return false
    plan.insert(visit, after)
  }
  return settles(plan, bonds, group)
}

class GroupSeating {
  private readonly plan: Plan
  private readonly shiftOf: ReadonlyMap<number, number | undefined> // by visit, where it has one of its own
  private readonly order: readonly number[]
  private readonly bonds: readonly number[]
  private readonly most: number // positions of each
  private readonly mostOnRoute: number
  private readonly before: number
  private readonly isForCheapest: boolean
  private readonly leftOutCents: readonly number[] // by turn: of those who are not placed before it
  private limit: number
  private readonly undrivable: number
  private readonly seats: GroupSeat[] = []
  private readonly found = new Map<string, Seated>() // by the shifts they are on

  constructor(
    plan: Plan,
    group: readonly number[],
    isWhole: boolean,
    shifts: readonly (number | undefined)[],
    limit?: number,
  ) {
    const { unservedCents } = plan.problem
    this.plan = plan
    this.shiftOf = new Map(group.map((visit, member) => [visit, shifts[member]]))
    this.order = inOrder(plan, group)
    this.bonds = bondsOf(plan, group)
    this.most = isWhole ? Number.POSITIVE_INFINITY : (TRIED[group.length] ?? TRIED_OF_MANY)
    this.mostOnRoute = isWhole ? Number.POSITIVE_INFINITY : MOST_ON_ROUTE
    this.before = plan.cost - group.reduce((sum, visit) => sum + unservedCents[visit]!, 0)
    this.isForCheapest = limit !== undefined
    this.limit = limit ?? Number.POSITIVE_INFINITY
    this.leftOutCents = this.order.map((_, turn) =>
      this.order.slice(turn).reduce((sum, visit) => sum + unservedCents[visit]!, 0),
    )
    // From here on those they are tied to begin when they can.
    loosen(plan, this.bonds)
    this.undrivable = plan.undrivable
  }

  find(): Seated[] {
    this.place(0)
    return [...this.found.values()].sort((one, other) => one.cents - other.cents)
  }

  private place(turn: number): void {
    const { plan, order, bonds, seats, leftOutCents } = this
    if (plan.cost - this.before - (leftOutCents[turn] ?? 0) >= this.limit) return
    if (turn === order.length) {
      if (settles(plan, bonds, order)) this.note()
      loosen(plan, bonds)
      return
    }
    const visit = order[turn]!
    for (const after of this.positions(visit)) {
      plan.insert(visit, after)
      seats.push({ visit, after })
      if (plan.undrivable <= this.undrivable) this.place(turn + 1)
      seats.pop()
      plan.remove(visit)
      loosen(plan, bonds)
    }
  }

  private note(): void {
    const { plan, found, seats } = this
    const cents = plan.cost - this.before
    const routes = seats.map(({ visit }) => plan.routeOf(visit)).sort((one, other) => one - other)
    const key = routes.join()
    if (this.isForCheapest) this.limit = Math.min(this.limit, cents)
    if (cents < (found.get(key)?.cents ?? Number.POSITIVE_INFINITY)) found.set(key, { cents, seats: [...seats] })
  }

  private positions(visit: number): number[] {
    const { plan, shiftOf } = this
    const { routeCount } = plan.problem
    const found = new Cheapest(this.most, Number.POSITIVE_INFINITY)
    for (let route = 0; route < routeCount; route++) {
      if (!plan.admits(route, visit) || (shiftOf.get(visit) ?? route) !== route) continue
      const gap = plan.appointments?.gapCents(visit, route) ?? 0
      const here = new Cheapest(this.mostOnRoute, found.limit - gap)
      eachPosition(plan, route, (after) => {
        if (this.canAgree(visit, hoursBehind(plan, after, visit, route)))
          here.add(priceInsertion(plan, visit, after, here.limit), after)
      })
      for (const { cents, after } of here.entries) found.add(cents + gap, after)
    }
    return found.entries.map(({ after }) => after)
  }

  /** With those it is tied to, as far as can be seen at a glance. */
  private canAgree(visit: number, hours: Hours): boolean {
    const { plan } = this
    const { problem } = plan
    if (hours.from > hours.to) return false
    for (let at = problem.tiesFrom[visit]!; at < problem.tiesFrom[visit + 1]!; at++) {
      const link = problem.ties[at]!
      const kind = problem.tie[link]!
      const isFirst = problem.tieFirst[link] === visit
      const other = isFirst ? problem.tieSecond[link]! : problem.tieFirst[link]!
      if (plan.routeOf(other) < 0 || (kind !== TIE.sameTime && kind !== TIE.afterEnd && kind !== TIE.afterStart))
        continue
      const others = hoursOf(plan, other)
      const [first, second] = isFirst ? [hours, others] : [others, hours]
      const [least, most] = kind === TIE.sameTime ? [0, 0] : [problem.tieLeast[link]!, problem.tieMost[link]!]
      if (second.to < first.from + least) return false
      if (kind !== TIE.afterEnd && second.from > first.to + most) return false
    }
    return true
  }
}

/** Where it stands. */
function hoursOf(plan: Plan, visit: number): Hours {
  const { problem } = plan
  const before = plan.previous(visit)
  const arrival = plan.ready(before) + legSeconds(problem, plan.routeOf(visit), before, visit)
  return { from: startAt(problem, visit, arrival), to: Math.min(problem.closesLast[visit]!, plan.latest(visit)) }
}

/** Nobody before whom they wait for. */
function inOrder({ problem }: Plan, group: readonly number[]): number[] {
  const { bondOf, bondsFrom, bondVisits } = problem
  const order = new Set<number>()
  for (const visit of group) {
    const bond = bondOf[visit]!
    const bonded = bond === NO_BOND ? [visit] : [...bondVisits.subarray(bondsFrom[bond]!, bondsFrom[bond + 1]!)]
    for (const other of bonded) if (group.includes(other)) order.add(other)
  }
  return [...order]
}

const bondsOf = ({ problem }: Plan, group: readonly number[]): number[] =>
  [...new Set(group.map((visit) => problem.bondOf[visit]!))].filter((bond) => bond !== NO_BOND)

function loosen({ appointments }: Plan, bonds: readonly number[]): void {
  for (const bond of bonds) appointments?.loosen(bond)
}

function settles(plan: Plan, bonds: readonly number[], group: readonly number[]): boolean {
  const isServed = (visit: number) => plan.routeOf(visit) >= 0
  const isSettled = bonds.every((bond) => plan.appointments?.isWhole(bond, isServed) && settlesBest(plan, bond, group))
  return isSettled && plan.undrivable === 0
}

/** Of two that must not be worked on at one time either can wait: whichever comes cheaper. */
function settlesBest(plan: Plan, bond: number, group: readonly number[]): boolean {
  const { appointments, problem } = plan
  if (appointments === undefined) return false
  const turns: (Between | undefined)[] = [undefined]
  const settled = new Set<number>()
  for (const visit of group) {
    if (problem.bondOf[visit] !== bond || settled.has(visit)) continue
    const company = companyOf(plan, visit)
    for (const member of company) settled.add(member)
    for (const behind of choicesOf(keptApart(plan, company))) turns.push({ company, behind })
  }
  if (turns.length === 1) return appointments.settle(bond)
  let best: { readonly cost: number; readonly turn: Between | undefined } | undefined
  for (const turn of turns) {
    appointments.loosen(bond)
    if (appointments.settle(bond, turn) && plan.cost < (best?.cost ?? Number.POSITIVE_INFINITY))
      best = { cost: plan.cost, turn }
  }
  appointments.loosen(bond)
  return best !== undefined && appointments.settle(bond, best.turn)
}
