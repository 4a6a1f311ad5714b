// The course of one route told from scratch, event by event. Imports solver/ only.
import { type Agreed, Course, type Event } from './course.ts'
import { Labels } from './labels.ts'
import type { Problem } from './problem.ts'
import { needsDepot } from './rules/reloads.ts'
import { endOf, startOf } from './rules/roads.ts'

/** The best course that the order leaves open; undefined where there is none. */
export function courseOf(
  problem: Problem,
  route: number,
  visits: readonly number[],
  agreed?: Agreed,
): Event[] | undefined {
  if (visits.length === 0) return []
  const course = new Course(problem, agreed, true)
  const order = Int32Array.from([startOf(problem, route), ...visits])
  const labels = Array.from(order, () => new Labels(problem))
  course.on(route, needsDepot(problem, route, order, order.length))
  course.begin(labels[0]!)
  for (let turn = 1; turn < order.length; turn++)
    if (!course.goOn(labels[turn - 1]!, order[turn - 1]!, order[turn]!, labels[turn]!, order, turn, order.length))
      return undefined
  const hasNormalWork = visits.some((visit) => problem.isEmergency[visit] === 0)
  if (!course.finish(labels.at(-1)!, order.at(-1)!, endOf(problem, route), hasNormalWork)) return undefined
  return course.told(labels)
}
