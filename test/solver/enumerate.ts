// The cheapest day there is, by trying all of them: every way to share out the visits among the routes in every order, with
// every decision on the way. It shares no code with the search; feasibility and price of what could be best are the judge's.
// For days of about six visits. Imports solver/model.ts and the judge.
import { judge } from '../../solver/check/judge.ts'
import type { Model, PlannedDay } from '../../solver/model.ts'
import { dayOf, totalOf } from './enumerate-bounds.ts'
import type { TimedCourse } from './enumerate-clock.ts'
import { isNobodyMissed, linksAllow, settle, standingOf, tiedInTime } from './enumerate-links.ts'
import { type Option, RouteOptions, type Subset, subsetOf } from './enumerate-options.ts'

export interface CheapestDay {
  readonly cost: number
  readonly day: PlannedDay
}

export function cheapestDay(model: Model): CheapestDay {
  return new Enumeration(model).find()
}

class Enumeration {
  private readonly model: Model
  private readonly routes: readonly RouteOptions[]
  /** By route and by subset: what these visits cost at least if only this route and later ones may serve them. */
  private readonly toCome: readonly Float64Array[]
  private best: CheapestDay

  constructor(model: Model) {
    this.model = model
    const tied = tiedInTime(model)
    this.routes = model.routes.map((_, route) => new RouteOptions(model, route, tied))
    this.toCome = this.leastToCome()
    const nobodyServed = dayOf(model, [])
    this.best = { cost: totalOf(judge(model, nobodyServed).cost), day: nobodyServed }
  }

  find(): CheapestDay {
    // A price that stands though nobody goes anywhere.
    const always = this.best.cost - this.model.visits.reduce((sum, { unservedCents }) => sum + unservedCents, 0)
    this.extend([], 2 ** this.model.visits.length - 1, always)
    return this.best
  }

  /** The routes up to here are settled and cost so much at least; `free` visits are left. */
  private extend(chosen: readonly Option[], free: Subset, cents: number, route = 0): void {
    const options = this.routes[route]
    if (options === undefined) {
      this.complete(chosen)
      return
    }
    for (const { subset, least } of this.subsetsFor(route, free)) {
      if (cents + least >= this.best.cost) return
      const rest = cents + this.toCome[route + 1]![free ^ subset]!
      if (subset === 0) this.extend(chosen, free, cents, route + 1)
      for (const option of options.bySubset.get(subset) ?? []) {
        if (rest + option.least >= this.best.cost) break
        const own = options.centsOf(option)
        if (rest + own >= this.best.cost) continue
        const longer = [...chosen, option]
        const standing = standingOf(
          this.model,
          longer.map(({ course }) => course),
        )
        if (linksAllow(this.model, standing)) this.extend(longer, free ^ subset, cents + own, route + 1)
      }
    }
  }

  private subsetsFor(route: number, free: Subset): { subset: Subset; least: number }[] {
    const toCome = this.toCome[route + 1]!
    return partsOf(free)
      .map((subset) => ({ subset, least: this.leastFor(route, subset) + toCome[free ^ subset]! }))
      .sort((one, other) => one.least - other.least)
  }

  private complete(chosen: readonly Option[]): void {
    const { model, routes } = this
    const courses = chosen.map(({ course }) => course)
    const served = courses.reduce((subset, course) => subset | subsetOf(course), 0)
    const isServed = (visit: number) => (served & (1 << visit)) !== 0
    if (!isNobodyMissed(model, isServed)) return
    if (!courses.some((course) => routes[course.route]!.isTied(course))) {
      this.judged(chosen.map(({ timed }) => timed))
      return
    }
    const clocks = routes.map(({ clock }) => clock)
    const unserved = this.toCome.at(-1)![(2 ** model.visits.length - 1) ^ served]!
    for (const settled of settle(model, clocks, courses)) {
      const least = settled.reduce((sum, timed) => sum + routes[timed.course.route]!.leastAt(timed), unserved)
      const isRested = settled.every((timed) => clocks[timed.course.route]!.restsEnough(timed))
      if (isRested && least < this.best.cost) this.judged(settled)
    }
  }

  /** Kept when it is allowed and cheaper than what was found before. */
  private judged(timed: readonly TimedCourse[]): void {
    const day = dayOf(this.model, timed)
    const { violations, cost } = judge(this.model, day)
    const cents = totalOf(cost)
    if (violations.length === 0 && cents < this.best.cost) this.best = { cost: cents, day }
  }

  private leastFor(route: number, subset: Subset): number {
    return subset === 0 ? 0 : this.routes[route]!.leastFor(subset)
  }

  private leastToCome(): Float64Array[] {
    const { visits, routes } = this.model
    const count = 2 ** visits.length
    const nobodyLeft = Float64Array.from({ length: count }, (_, free) =>
      visits.reduce((sum, { unservedCents }, visit) => (free & (1 << visit) ? sum + unservedCents : sum), 0),
    )
    const table = [nobodyLeft]
    for (const route of [...routes.keys()].reverse()) {
      const later = table[0]!
      const own = Array.from({ length: count }, (_, subset) => this.leastFor(route, subset))
      table.unshift(
        Float64Array.from({ length: count }, (_, free) =>
          Math.min(...partsOf(free).map((subset) => own[subset]! + later[free ^ subset]!)),
        ),
      )
    }
    return table
  }
}

/** Every subset of it, itself and the empty one included. */
function partsOf(subset: Subset): Subset[] {
  const parts: Subset[] = []
  for (let part = subset; ; part = (part - 1) & subset) {
    parts.push(part)
    if (part === 0) return parts
  }
}
