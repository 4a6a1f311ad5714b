// Combine: the cheapest plan that is made of given routes, which is a set partition. Prices for the visits come from a
// subgradient search (Held, Wolfe, Crowder 1974), routes that those rule out are dropped, and the rest is searched depth
// first under the bound that the prices give. Bounded by steps, so that equal routes give the equal plan; told to stop, it
// ends with what it has. Imports solver/ only.
import type { Plan } from './plan.ts'
import { type Columns, mergedColumns } from './route-pool.ts'

export const COMBINE = {
  /** Of so many routes at most, from the cheapest plans. */
  columns: 9000,
  passes: 500,
  /** Passes without a better bound after which the steps shrink, and by how much. */
  patience: 15,
  shrink: 0.6,
  smallestStep: 0.003,
  nodes: 300_000,
  /** Nodes between two looks at whether to stop. */
  stopEvery: 256,
}

/** The plan itself if none is cheaper. */
export function combine(plan: Plan, all: readonly Columns[], stop: () => boolean = () => false): Plan {
  const partition = new Partition(plan, mergedColumns(all), stop)
  const chosen = partition.cheapest()
  if (chosen !== undefined) partition.apply(chosen)
  return plan
}

/** More than any plan costs. */
const NEVER = 2 ** 52

interface Priced {
  readonly columns: Columns
  readonly price: Float64Array
  readonly out: Float64Array
  readonly reduced: Float64Array
  readonly available: Int32Array
  readonly stop: () => boolean
}

class Partition {
  private readonly plan: Plan
  private readonly columns: Columns
  private readonly count: number
  private readonly price: Float64Array // by visit
  private readonly out: Float64Array // by visit: what leaving it out costs; NEVER for a pinned one that is served
  private readonly reduced: Float64Array // by column: cost less the prices of its visits
  private readonly available: Int32Array // by kind: routes not taken yet
  private bound = Number.NEGATIVE_INFINITY
  private readonly stop: () => boolean

  constructor(plan: Plan, columns: Columns, stop: () => boolean) {
    const { visitCount, kindCount, kindOf } = plan.problem
    this.plan = plan
    this.stop = stop
    this.columns = columns
    this.count = Math.min(columns.count, COMBINE.columns)
    this.price = new Float64Array(visitCount)
    this.out = Float64Array.from(plan.problem.unservedCents, (cents, visit) =>
      plan.problem.pinned[visit] === 1 && plan.routeOf(visit) >= 0 ? NEVER : cents,
    )
    this.reduced = new Float64Array(this.count)
    this.available = new Int32Array(kindCount)
    for (const kind of kindOf) this.available[kind]!++
  }

  /** The columns of a cheaper plan, or undefined. Whoever is in none of them is left out. */
  cheapest(): number[] | undefined {
    if (this.count === 0) return undefined
    this.findPrices()
    if (this.bound >= this.plan.cost || this.stop()) return undefined
    const { columns, price, out, reduced, available, stop } = this
    return new DepthFirst(this.plan, { columns, price, out, reduced, available, stop }).run(this.promising())
  }

  apply(chosen: readonly number[]): void {
    const { plan, columns } = this
    const { problem } = plan
    const { kind, from, visits } = columns
    const orders = chosen.map((column) => [...visits.subarray(from[column]!, from[column + 1]!)])
    plan.begin()
    for (let route = 0; route < problem.routeCount; route++) if (!plan.isEmpty(route)) plan.unload(route)
    const taken = new Uint8Array(problem.routeCount)
    for (const [index, column] of chosen.entries()) {
      const route = problem.kindOf.findIndex((of, at) => of === kind[column] && taken[at] === 0)
      taken[route] = 1
      plan.fill(route, orders[index]!)
    }
    plan.begin()
  }

  /** Prices under which all visits together cost as much as they can without any plan being cheaper than that. */
  private findPrices(): void {
    const { plan, columns, count, price } = this
    const { visitCount } = plan.problem
    const { from, visits, cents } = columns
    price.set(this.out)
    for (let column = 0; column < count; column++) {
      const share = cents[column]! / (from[column + 1]! - from[column]!)
      for (let at = from[column]!; at < from[column + 1]!; at++)
        price[visits[at]!] = Math.min(price[visits[at]!]!, share)
    }
    const best = price.slice()
    const missing = new Int32Array(visitCount)
    let step = 1
    let idle = 0
    for (let pass = 0; pass < COMBINE.passes && step >= COMBINE.smallestStep && !this.stop(); pass++) {
      let bound = 0
      for (let visit = 0; visit < visitCount; visit++) {
        // Nobody is worth more than leaving them out.
        price[visit] = Math.min(price[visit]!, this.out[visit]!)
        bound += price[visit]!
        missing[visit] = 1
      }
      for (let column = 0; column < count; column++) {
        const to = from[column + 1]!
        let reduced = cents[column]!
        for (let at = from[column]!; at < to; at++) reduced -= price[visits[at]!]!
        if (reduced >= 0) continue
        bound += reduced
        for (let at = from[column]!; at < to; at++) missing[visits[at]!]!--
      }
      if (bound > this.bound) {
        this.bound = bound
        best.set(price)
        idle = 0
      } else if (++idle >= COMBINE.patience) {
        step *= COMBINE.shrink
        idle = 0
        price.set(best)
      }
      let length = 0
      for (let visit = 0; visit < visitCount; visit++) length += missing[visit]! ** 2
      if (length === 0) break
      const size = (step * Math.max(plan.cost - bound, plan.cost * 1e-5)) / length
      for (let visit = 0; visit < visitCount; visit++) price[visit]! += size * missing[visit]!
    }
    price.set(best)
    for (let column = 0; column < count; column++) {
      let reduced = cents[column]!
      for (let at = from[column]!; at < from[column + 1]!; at++) reduced -= price[visits[at]!]!
      this.reduced[column] = reduced
    }
  }

  /** Columns that can be in a cheaper plan, the most promising first. */
  private promising(): number[] {
    const room = this.plan.cost - this.bound
    const kept: number[] = []
    for (let column = 0; column < this.count; column++) if (this.reduced[column]! < room) kept.push(column)
    return kept.sort((a, b) => this.reduced[a]! - this.reduced[b]! || a - b)
  }
}

class DepthFirst {
  private readonly plan: Plan
  private readonly out: Float64Array
  private readonly columns: Columns
  private readonly price: Float64Array
  private readonly reduced: Float64Array
  private readonly surplus: Float64Array // by column: what choosing it adds to the bound
  private readonly least: Float64Array // by visit: its share of the reduced cost at least
  private readonly available: Int32Array
  private readonly isCovered: Uint8Array
  private readonly chosen: number[] = []
  private best: number[] | undefined
  private limit: number
  private nodes = 0
  private readonly stop: () => boolean
  private isStopped = false
  private holding: number[][] = [] // by visit: the columns that hold it
  private order: number[] = [] // visits, the one with the fewest columns first

  constructor(plan: Plan, { columns, price, out, reduced, available, stop }: Priced) {
    const { visitCount } = plan.problem
    this.plan = plan
    this.stop = stop
    this.columns = columns
    this.price = price
    this.out = out
    this.reduced = reduced
    this.available = available
    this.surplus = new Float64Array(reduced.length)
    this.least = new Float64Array(visitCount)
    this.isCovered = new Uint8Array(visitCount)
    this.limit = plan.cost
  }

  run(promising: readonly number[]): number[] | undefined {
    const { columns, least, surplus, price } = this
    const { from, visits } = columns
    const { visitCount } = this.plan.problem
    this.holding = Array.from({ length: visitCount }, () => [])
    for (let visit = 0; visit < visitCount; visit++) least[visit] = this.out[visit]! - price[visit]!
    for (const column of promising) {
      const share = this.reduced[column]! / (from[column + 1]! - from[column]!)
      for (let at = from[column]!; at < from[column + 1]!; at++) {
        this.holding[visits[at]!]!.push(column)
        least[visits[at]!] = Math.min(least[visits[at]!]!, share)
      }
    }
    let base = 0
    for (let visit = 0; visit < visitCount; visit++) base += price[visit]! + least[visit]!
    for (const column of promising) {
      surplus[column] = this.reduced[column]!
      for (let at = from[column]!; at < from[column + 1]!; at++) surplus[column]! -= least[visits[at]!]!
    }
    this.order = [...this.holding.keys()].sort((a, b) => this.holding[a]!.length - this.holding[b]!.length || a - b)
    this.descend(0, base, 0)
    return this.best
  }

  private descend(from: number, bound: number, cents: number): void {
    const { order, isCovered } = this
    if (this.isOver()) return
    let turn = from
    while (turn < order.length && isCovered[order[turn]!] === 1) turn++
    if (turn === order.length) {
      if (cents >= this.limit) return
      this.limit = cents
      this.best = this.chosen.slice()
      return
    }
    const visit = order[turn]!
    for (const column of this.holding[visit]!) {
      const grown = bound + this.surplus[column]!
      if (grown > this.limit - 0.5 || !this.fits(column)) continue
      this.take(column, 1)
      this.chosen.push(column)
      this.descend(turn + 1, grown, cents + this.columns.cents[column]!)
      this.chosen.pop()
      this.take(column, 0)
      if (this.isStopped) return
    }
    const out = this.out[visit]!
    const grown = bound + out - this.price[visit]! - this.least[visit]!
    if (grown > this.limit - 0.5) return
    isCovered[visit] = 1
    this.descend(turn + 1, grown, cents + out)
    isCovered[visit] = 0
  }

  private isOver(): boolean {
    this.nodes++
    this.isStopped ||= this.nodes > COMBINE.nodes || (this.nodes % COMBINE.stopEvery === 0 && this.stop())
    return this.isStopped
  }

  private fits(column: number): boolean {
    const { from, visits, kind } = this.columns
    if (this.available[kind[column]!] === 0) return false
    for (let at = from[column]!; at < from[column + 1]!; at++) if (this.isCovered[visits[at]!] === 1) return false
    return true
  }

  private take(column: number, covered: 0 | 1): void {
    const { from, visits, kind } = this.columns
    for (let at = from[column]!; at < from[column + 1]!; at++) this.isCovered[visits[at]!] = covered
    this.available[kind[column]!]! += covered === 1 ? -1 : 1
  }
}
