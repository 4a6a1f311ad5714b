// One visit asked of one technician, on all of their shifts as they stand, and perhaps one of their own visits that makes
// room for it: every position is tried exactly, under the rules as they are or as they might be. Imports solver/ only.
import { plannedDayOf } from '../day.ts'
import { priceInsertion } from '../insertion.ts'
import type { Model, PlannedDay, VisitModel } from '../model.ts'
import type { Plan } from '../plan.ts'
import { compileToPrice } from '../problem.ts'
import { startOf } from '../rules/roads.ts'
import { type Excerpt, planOfExcerpt } from './excerpt.ts'
import type { LiveDay } from './live-day.ts'

/** A visit that nobody serves yet. */
export interface AskedOf {
  readonly visit: VisitModel
  readonly tech: number
}

/** A visit of the plan that makes room, and shifts of others that are near enough to take it. */
export interface Leaver {
  readonly visit: number
  readonly near: readonly number[]
}

/** The visit on one of the shifts, and whoever made room for it where that is cheapest. */
export interface Taken {
  /** With both of them on it. */
  readonly plan: Plan
  /** Of the excerpt. */
  readonly route: number
  /** Visits before it. */
  readonly position: number
}

/** How the shifts are driven, and what all of it costs by the search's own figures. */
export interface Told {
  readonly model: Model
  readonly day: PlannedDay
  readonly cents: number
}

interface Turn {
  readonly cents: number
  readonly route: number
  readonly position: number
  readonly after: number
}

export class Attempt {
  readonly excerpt: Excerpt
  /** Number of the visit in the excerpt. */
  readonly asked: number
  /** Of the technician, by their numbers in the excerpt. */
  readonly shifts: readonly number[]
  /** Stops gone through so far, which is what trying costs. */
  steps = 0
  private readonly day: LiveDay
  private readonly leaver: number | undefined // in the excerpt, where it stands
  private standing: Told | undefined

  constructor(day: LiveDay, { visit, tech }: AskedOf, leaver?: Leaver) {
    this.day = day
    const routes = day.together([...day.shiftsOf[tech]!, ...(leaver?.near ?? [])])
    this.excerpt = day.excerpt(routes, leaver === undefined ? [visit] : [visit, day.model.visits[leaver.visit]!])
    const { visits, model } = this.excerpt
    this.asked = visits.length
    this.shifts = [...model.routes.keys()].filter((route) => model.routes[route]!.tech === tech)
    this.leaver = leaver === undefined ? undefined : visits.indexOf(leaver.visit)
  }

  get model(): Model {
    return this.excerpt.model
  }

  /** A visit of the excerpt as the plan numbers it; the one that is asked has no number there. */
  visitOf(index: number): number | undefined {
    const { visits } = this.excerpt
    // Behind those of the plan stand the one that is asked, and whoever makes room for it as it would stand elsewhere.
    return index > this.asked ? visits[this.leaver ?? -1] : visits[index]
  }

  /** Nobody new on it, and nobody gone from it. */
  asItStands(): Told {
    this.standing ??= tell(this.model, this.planUnder(this.model))
    return this.standing
  }

  planUnder(model: Model, sequences: Excerpt['sequences'] = this.excerpt.sequences): Plan {
    const problem = compileToPrice(model)
    this.steps += problem.visitCount + problem.routeCount
    return planOfExcerpt(this.day, { ...this.excerpt, sequences }, problem)
  }

  /** The cheapest place for it under these rules, on these of the shifts; undefined where there is none at all. */
  take(model: Model = this.model, shifts: readonly number[] = this.shifts): Taken | undefined {
    const { leaver, excerpt, asked } = this
    const others = excerpt.sequences.map((sequence) => sequence.filter((visit) => visit !== leaver))
    const plan = this.planUnder(model, leaver === undefined ? excerpt.sequences : others)
    // Whoever stands there may not be able to do without the one that left.
    if (plan.undrivable > 0) return undefined
    return leaver === undefined ? takeOne(plan, asked, shifts) : this.takeBoth(plan, shifts)
  }

  /** Is there a place for it while one of the others stands nowhere? */
  isPossibleWithout(other: number, model: Model = this.model): boolean {
    const { excerpt, asked, shifts } = this
    const sequences = excerpt.sequences.map((sequence) => sequence.filter((visit) => visit !== other))
    const plan = this.planUnder(model, sequences)
    return plan.undrivable === 0 && takeOne(plan, asked, shifts) !== undefined
  }

  private takeBoth(plan: Plan, shifts: readonly number[]): Taken | undefined {
    const { asked } = this
    const leaver = asked + 1
    const routes = [...plan.visitsOn.keys()]
    let cheapest: { readonly cents: number; readonly first: Turn; readonly second: Turn } | undefined
    for (const first of turnsFor(plan, asked, shifts)) {
      if (!plan.tryInsert(asked, first.after)) continue
      this.steps += plan.problem.visitCount
      for (const second of turnsFor(plan, leaver, routes)) {
        if (!plan.tryInsert(leaver, second.after)) continue
        const cents = plan.cost
        plan.remove(leaver)
        if (cents < (cheapest?.cents ?? Number.POSITIVE_INFINITY)) cheapest = { cents, first, second }
        break // the others are dearer
      }
      plan.remove(asked)
    }
    if (cheapest === undefined) return undefined
    const { first, second } = cheapest
    plan.insert(asked, first.after)
    plan.insert(leaver, second.after)
    return { plan, route: first.route, position: plan.visitsOf(first.route).indexOf(asked) }
  }
}

export const tell = (model: Model, plan: Plan): Told => ({ model, day: plannedDayOf(plan), cents: plan.cost })

function takeOne(plan: Plan, visit: number, routes: readonly number[]): Taken | undefined {
  for (const { after, route, position } of turnsFor(plan, visit, routes))
    if (plan.tryInsert(visit, after)) return { plan, route, position }
  return undefined
}

/** Every turn that it could have, cheapest first. */
function turnsFor(plan: Plan, visit: number, routes: readonly number[]): Turn[] {
  const { problem } = plan
  const turns: Turn[] = []
  for (const route of routes) {
    if (!plan.admits(route, visit)) continue
    let after = startOf(problem, route)
    for (let position = 0; plan.ready(after) <= problem.closesLast[visit]!; position++) {
      const cents = priceInsertion(plan, visit, after, Number.POSITIVE_INFINITY)
      if (cents < Number.POSITIVE_INFINITY) turns.push({ cents, route, position, after })
      after = plan.next(after)
      if (after >= problem.visitCount) break
    }
  }
  return turns.sort((one, other) => one.cents - other.cents || one.route - other.route || one.position - other.position)
}
