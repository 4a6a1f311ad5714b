// The course of one route from scratch: whether there is one, and told event by event. Imports solver/ only.
import { type Agreed, Course, type Event } from './course.ts'
import { Labels, labelsInTurn } from './labels.ts'
import type { Problem } from './problem.ts'
import { mustLeaveRoom } from './rules/limits.ts'
import { needsDepot } from './rules/reloads.ts'
import { endOf, startOf } from './rules/roads.ts'

/** When the visit in this turn has to be reached, as far as that is known: nobody who comes later could go on. */
export type LatestOf = (turn: number) => number | undefined

/** Of the last way told: all that is told of it is copied before the next one is. */
const labelsTold = labelsInTurn()

/** The best course that the order leaves open; undefined where there is none. */
export function courseOf(
  problem: Problem,
  route: number,
  visits: readonly number[],
  agreed?: Agreed,
  latest?: LatestOf,
): Event[] | undefined {
  if (visits.length === 0) return []
  const walk = new RouteWalk(problem, agreed, true, labelsTold(problem))
  return walk.drive(route, visits, latest) ? walk.told() : undefined
}

/** Goes through one route after the other, each from its first stop on. */
export class RouteWalk {
  /** What the last route that could be driven costs and takes. */
  readonly course: Course
  private readonly problem: Problem
  private readonly labels: Labels[]
  private length = 0

  /** `labels` are those of another walk whose result is not needed any more. */
  constructor(problem: Problem, agreed?: Agreed, isTold = false, labels: Labels[] = []) {
    this.problem = problem
    this.labels = labels
    this.course = new Course(problem, agreed, isTold)
  }

  /** False: there is no way to drive it so. */
  drive(route: number, visits: readonly number[], latest?: LatestOf): boolean {
    const { problem, course, labels } = this
    const order = Int32Array.from([startOf(problem, route), ...visits])
    this.length = order.length
    while (labels.length < order.length) labels.push(new Labels(problem))
    course.on(route, needsDepot(problem, route, order, order.length))
    course.begin(labels[0]!)
    for (let turn = 1; turn < order.length; turn++) if (!this.step(order, turn, latest?.(turn - 1))) return false
    const isRoomNeeded = mustLeaveRoom(problem, route, order, order.length)
    return course.finish(labels[order.length - 1]!, order.at(-1)!, endOf(problem, route), isRoomNeeded)
  }

  private step(order: Int32Array, turn: number, latest: number | undefined): boolean {
    const { course, labels } = this
    const { length } = order
    return course.goOn(labels[turn - 1]!, order[turn - 1]!, order[turn]!, labels[turn]!, order, turn, length, latest)
  }

  told(): Event[] {
    return this.course.told(this.labels.slice(0, this.length))
  }
}
