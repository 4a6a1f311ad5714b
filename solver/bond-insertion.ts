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
    const agreement = this.appointments.agreementOf(bond)
    for (const visit of members) this.appointments.release(visit)
    this.best = { cost: plan.cost + 0.5, seats: [] }
    this.place(bond, members, 0, [])
    for (const { visit, after } of this.best.seats) this.plan.insert(visit, after)
    // Agreeing anew may not come to the seconds that were found before.
    if (this.best.seats.length === 0) this.appointments.returnTo(bond, agreement)
    else this.appointments.settle(bond)
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
    for (const after of this.positions(members, turn)) {
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

  /** The cheapest ones that could still make the whole cheaper, on each route a few at most. */
  private positions(members: readonly number[], turn: number): number[] {
    const { plan, appointments } = this
    const { problem, empty } = plan
    const visit = members[turn]!
    const worth = members.slice(turn).reduce((sum, member) => sum + problem.unservedCents[member]!, 0)
    const isSmall = problem.visitCount <= FEW_VISITS
    const most = (isSmall ? TRIED_ON_SMALL : TRIED)[members.length] ?? TRIED_OF_MANY
    const found = new Cheapest(most, this.best.cost - plan.cost + worth)
    const consider = (route: number) => {
      if (!plan.admits(route, visit)) return
      const gap = appointments.gapCents(visit, route)
      const here = new Cheapest(isSmall ? most : MOST_ON_ROUTE, found.limit - gap)
      eachPosition(plan, route, (after) => here.add(priceInsertion(plan, visit, after, here.limit), after))
      for (const { cents, after } of here.entries) found.add(cents + gap, after)
    }
    for (let route = 0; route < problem.routeCount; route++) if (!plan.isEmpty(route)) consider(route)
    for (let index = 0; index < empty.kinds; index++) consider(empty.oneOf(empty.kindsWithOne[index]!))
    return found.entries.map(({ after }) => after)
  }
}

/** The few cheapest positions below a limit, in order. */
export class Cheapest {
  readonly entries: Priced[] = []
  private readonly most: number
  private readonly below: number

  constructor(most: number, below: number) {
    this.most = most
    this.below = below
  }

  /** Only what is cheaper gets in. */
  get limit(): number {
    return Math.min(this.below, this.entries[this.most - 1]?.cents ?? Number.POSITIVE_INFINITY)
  }

  add(cents: number, after: number): void {
    if (cents >= this.limit) return
    let slot = this.entries.length
    while (slot > 0 && this.entries[slot - 1]!.cents > cents) slot--
    this.entries.splice(slot, 0, { cents, after })
    if (this.entries.length > this.most) this.entries.pop()
  }
}

export function eachPosition(plan: Plan, route: number, consider: (after: number) => void): void {
  const start = startOf(plan.problem, route)
  for (let after = start; after < plan.problem.visitCount || after === start; after = plan.next(after)) consider(after)
}
