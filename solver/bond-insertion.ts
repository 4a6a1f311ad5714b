// Where to put visits that links of time tie together: a few of the best positions of each, in every combination, and at each
// the earliest seconds that suit all. Imports solver/ only.
import type { Appointments } from './appointments.ts'
import { priceInsertion } from './insertion.ts'
import type { Plan } from './plan.ts'
import { startOf } from './rules/roads.ts'

/** Positions tried for each visit of a bond of so many. */
const TRIED = [0, 0, 6, 4, 3, 2]
const TRIED_OF_MANY = 1
const MOST_ON_ROUTE = 2
/** On small days more of them, and any of a route. */
const TRIED_ON_SMALL = [0, 99, 99, 6, 3, 2]
const FEW_VISITS = 12

interface Priced {
  readonly cents: number
  readonly after: number
}

interface Seat {
  readonly visit: number
  readonly after: number
}

/** Serves as many of the bond's visits as it pays, beside those that are served. False: none. */
export function insertBond(plan: Plan, bond: number): boolean {
  const { appointments } = plan
  return appointments !== undefined && new BondInsertion(plan, appointments).insert(bond)
}

class BondInsertion {
  private readonly plan: Plan
  private readonly appointments: Appointments
  private best: { cost: number; seats: Seat[] } = { cost: 0, seats: [] }

  constructor(plan: Plan, appointments: Appointments) {
    this.plan = plan
    this.appointments = appointments
  }

  insert(bond: number): boolean {
    const { plan } = this
    const { bondsFrom, bondVisits } = plan.problem
    const all = [...bondVisits.subarray(bondsFrom[bond]!, bondsFrom[bond + 1]!)]
    const members = all.filter((visit) => plan.routeOf(visit) < 0)
    for (const visit of members) this.appointments.release(visit)
    this.best = { cost: plan.cost + 0.5, seats: [] }
    this.place(bond, members, 0, [])
    for (const { visit, after } of this.best.seats) this.plan.insert(visit, after)
    this.appointments.settle(bond)
    return this.best.seats.length > 0
  }

  private place(bond: number, members: readonly number[], turn: number, seats: readonly Seat[]): void {
    const { plan } = this
    const isServed = (other: number) => plan.routeOf(other) >= 0
    if (this.appointments.isWhole(bond, isServed) && plan.cost < this.best.cost)
      this.best = { cost: plan.cost, seats: [...seats] }
    if (turn === members.length) return
    const visit = members[turn]!
    // What was agreed holds for those who were there; with one more, everybody may have to begin at another time.
    this.appointments.loosen(bond)
    for (const after of this.positions(visit, members.length)) {
      if (this.seat(bond, visit, after)) this.place(bond, members, turn + 1, [...seats, { visit, after }])
      plan.remove(visit)
      this.appointments.loosen(bond)
    }
    // Without this one, those that do not need it.
    if (seats.length > 0 || members.length > 1) this.place(bond, members, turn + 1, seats)
  }

  private seat(bond: number, visit: number, after: number): boolean {
    this.plan.insert(visit, after)
    return this.appointments.settle(bond)
  }

  /** The cheapest ones, on each route a few at most. */
  private positions(visit: number, members: number): number[] {
    const { plan, appointments } = this
    const { problem, empty } = plan
    const isSmall = problem.visitCount <= FEW_VISITS
    const found: Priced[] = []
    const consider = (route: number) => {
      if (!plan.admits(route, visit)) return
      const gap = appointments.gapCents(visit, route)
      const here = positionsOn(plan, visit, route).map(({ cents, after }) => ({ cents: cents + gap, after }))
      found.push(...here.sort(cheapestFirst).slice(0, isSmall ? here.length : MOST_ON_ROUTE))
    }
    for (let route = 0; route < problem.routeCount; route++) if (!plan.isEmpty(route)) consider(route)
    for (let index = 0; index < empty.kinds; index++) consider(empty.oneOf(empty.kindsWithOne[index]!))
    found.sort(cheapestFirst)
    const tried = isSmall ? TRIED_ON_SMALL : TRIED
    return found.slice(0, tried[members] ?? TRIED_OF_MANY).map(({ after }) => after)
  }
}

const cheapestFirst = (a: Priced, b: Priced): number => a.cents - b.cents || a.after - b.after

function positionsOn(plan: Plan, visit: number, route: number): Priced[] {
  const found: Priced[] = []
  const start = startOf(plan.problem, route)
  for (let after = start; after < plan.problem.visitCount || after === start; after = plan.next(after)) {
    const cents = priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY)
    if (cents < Number.POSITIVE_INFINITY) found.push({ cents, after })
  }
  return found
}
