// Routes of good plans, each set of visits once, in its best order: what plans are put together from anew
// (Rochat and Taillard 1995). Imports solver/ only.
import type { Plan } from './plan.ts'
import { Random } from './random.ts'
import { likingOn } from './rules/fit.ts'
import { startOf } from './rules/roads.ts'
import { sharedInts, sharedNumbers } from './shared.ts'

export interface Columns {
  readonly count: number
  readonly key: Float64Array // by column: equal for the same visits on routes of the same kind
  readonly kind: Int32Array // by column: of route
  readonly cents: Float64Array // by column: what the route costs
  readonly planCents: Float64Array // by column: the cheapest plan it was seen in
  readonly from: Int32Array // by column, and one more: its visits are those from here to before the next one's
  readonly visits: Int32Array
}

const POOL = {
  /** So many are noted at most, and so many of the best plans handed on. */
  noted: 20_000,
  handedOn: 4000,
}
const KEY_SEED = 0x51ab

interface Noted {
  kind: number
  cents: number
  planCents: number
  visits: number[]
}

export class RoutePool {
  private readonly plan: Plan
  private readonly gap: number
  private readonly noted = new Map<number, Noted>()
  private readonly keys: Float64Array // by visit, then by kind

  /** Of plans that are this share dearer than the best at most. */
  constructor(plan: Plan, gap: number) {
    const { visitCount, kindCount } = plan.problem
    this.plan = plan
    this.gap = gap
    const random = new Random(KEY_SEED) // the same on every thread, or their keys could not be compared
    // Sums of a whole route stay exact: 2^41 times a few thousand is below 2^53.
    this.keys = Float64Array.from(
      { length: visitCount + kindCount },
      () => random.below(2 ** 20) * 2 ** 20 + random.below(2 ** 20),
    )
  }

  /** Notes the routes that changed last, if the plan is good enough. */
  collect(bestCost: number): void {
    const { plan } = this
    if (plan.cost > bestCost * (1 + this.gap)) return
    const { routes, count } = plan.journal
    for (let index = 0; index < count; index++) this.note(routes[index]!)
  }

  /** Notes every route there is. */
  collectAll(): void {
    for (let route = 0; route < this.plan.problem.routeCount; route++) this.note(route)
  }

  private note(route: number): void {
    const { plan, keys, noted } = this
    const { problem } = plan
    if (plan.isEmpty(route)) return
    const kind = problem.kindOf[route]!
    const start = startOf(problem, route)
    let key = keys[problem.visitCount + kind]!
    let cents = plan.centsOn(start) + problem.shiftCents[route]! + plan.timedOn[route]!
    for (let visit = plan.next(start); visit < problem.visitCount; visit = plan.next(visit)) {
      key += keys[visit]!
      cents += plan.centsOn(visit) + likingOn(problem, visit, route)
    }
    const known = noted.get(key)
    if (known === undefined) {
      if (noted.size < POOL.noted) noted.set(key, { kind, cents, planCents: plan.cost, visits: plan.visitsOf(route) })
      return
    }
    known.planCents = Math.min(known.planCents, plan.cost)
    if (cents >= known.cents) return
    known.cents = cents
    known.visits = plan.visitsOf(route)
  }

  columns(): Columns {
    const kept = [...this.noted].sort(([, a], [, b]) => a.planCents - b.planCents).slice(0, POOL.handedOn)
    return packed(kept)
  }
}

/** The same columns once, the cheaper order of each. */
export function mergedColumns(all: readonly Columns[]): Columns {
  const noted = new Map<number, Noted>()
  for (const { count, key, kind, cents, planCents, from, visits } of all)
    for (let column = 0; column < count; column++) {
      const known = noted.get(key[column]!)
      const cheapest = Math.min(planCents[column]!, known?.planCents ?? Number.POSITIVE_INFINITY)
      if (known !== undefined && known.cents <= cents[column]!) known.planCents = cheapest
      else
        noted.set(key[column]!, {
          kind: kind[column]!,
          cents: cents[column]!,
          planCents: cheapest,
          visits: [...visits.subarray(from[column]!, from[column + 1]!)],
        })
    }
  return packed([...noted].sort(([, a], [, b]) => a.planCents - b.planCents))
}

function packed(entries: readonly (readonly [number, Noted])[]): Columns {
  const count = entries.length
  const key = sharedNumbers(count)
  const kind = sharedInts(count)
  const cents = sharedNumbers(count)
  const planCents = sharedNumbers(count)
  const from = sharedInts(count + 1)
  const visits = sharedInts(entries.reduce((sum, [, of]) => sum + of.visits.length, 0))
  for (const [column, [columnKey, of]] of entries.entries()) {
    key[column] = columnKey
    kind[column] = of.kind
    cents[column] = of.cents
    planCents[column] = of.planCents
    visits.set(of.visits, from[column]!)
    from[column + 1] = from[column]! + of.visits.length
  }
  return { count, key, kind, cents, planCents, from, visits }
}
