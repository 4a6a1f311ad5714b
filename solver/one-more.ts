// One more visit on a shift: is there a turn for it, everybody else staying in theirs? Asked under the rules as they are, or
// as they would be with some of them thought away, and worked out from scratch each time. Imports solver/ only.
import type { Agreed } from './course.ts'
import { RouteWalk } from './course-of.ts'
import type { Labels } from './labels.ts'
import type { Model } from './model.ts'
import type { Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Taken } from './rules/hindrance.ts'
import { busyLeft } from './rules/ledger.ts'
import { NEVER } from './rules/never.ts'
import { type Standing, tieAllows } from './rules/ties.ts'

export interface Turn {
  readonly route: number
  /** Visits before it on its route. */
  readonly position: number
}

/** What holds while it is asked. */
export interface Terms {
  readonly problem: Problem
  /** Links of the visit; what they say of the hour is not asked here. */
  readonly ties: readonly number[]
  /** Nobody else stands on the shifts of the technician. */
  readonly isAlone: boolean
  /** What others have agreed on; one and the same for one problem. */
  readonly agreed?: Agreed | undefined
}

export class OneMore {
  /** Stops gone through so far, which is what asking costs. */
  steps = 0
  private readonly model: Model
  private readonly plan: Plan
  private readonly standing: Standing
  private readonly labels: Labels[] = []
  private readonly walks = new WeakMap<Problem, RouteWalk>()

  constructor(model: Model, plan: Plan) {
    this.model = model
    this.plan = plan
    this.standing = { routeOf: (visit) => plan.routeOf(visit), techOf: plan.problem.techOf }
  }

  /** Of all limits of a day or a week, so much is left for each shift; to be worked out again whenever the limits change. */
  withBusyLeft(problem: Problem, isAlone: boolean): Problem {
    if (problem.spellCount === 0) return problem
    const { ledger } = this.plan
    const beside = (route: number, spell: number) => (isAlone ? 0 : (ledger?.busyBeside(route, spell) ?? 0))
    const mostBusyOn = problem.mostBusyOn.map((_, route) => busyLeft(problem, route, beside))
    return { ...problem, mostBusyOn }
  }

  /** What the shift comes to with the visit in this turn; undefined where that is not possible. */
  take(visit: number, turn: Turn, terms: Terms): Taken | undefined {
    if (!this.holds(visit, turn.route, terms)) return undefined
    const others = terms.isAlone ? [] : this.plan.visitsOf(turn.route)
    for (const link of terms.ties)
      if (!tieAllows(this.model.links![link]!, visit, turn, others, this.standing)) return undefined
    const walk = this.walkUnder(terms)
    this.steps += (others.length + 1) * this.pathsOn(turn.route)
    if (!walk.drive(turn.route, others.toSpliced(turn.position, 0, visit))) return undefined
    const { travel, span, busy } = walk.course
    return { route: turn.route, travel, span, busy }
  }

  /** Whoever goes there, in whatever turn. */
  private holds(visit: number, route: number, { problem, isAlone }: Terms): boolean {
    const { plan } = this
    const { unitCount, loadOf, capacityOf, maxVisits, restAfter, techOf } = problem
    if ((isAlone ? 0 : plan.visitsOn[route]!) >= maxVisits[route]!) return false
    const room = isAlone ? capacityOf : plan.room
    for (let unit = 0; unit < unitCount; unit++)
      if (room[route * unitCount + unit]! < loadOf[visit * unitCount + unit]!) return false
    if (isAlone || !plan.isEmpty(route) || restAfter[techOf[route]!]! >= NEVER) return true
    return plan.openingCents(route) < Number.POSITIVE_INFINITY
  }

  /** Every depot is another way to each stop. */
  private pathsOn(route: number): number {
    const { reloadsFrom } = this.plan.problem
    return 1 + reloadsFrom[route + 1]! - reloadsFrom[route]!
  }

  private walkUnder({ problem, agreed }: Terms): RouteWalk {
    const known = this.walks.get(problem)
    if (known !== undefined) return known
    const walk = new RouteWalk(problem, agreed, false, this.labels)
    this.walks.set(problem, walk)
    return walk
  }
}
