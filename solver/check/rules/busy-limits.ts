// Rule: a technician is busy only so long in a day, and in a week, over all routes of theirs. Imports solver/check only.
import { sum } from '../money.ts'
import { type Rule, routeViolation } from '../rule.ts'
import type { SeenDay, SeenRoute } from '../seen.ts'
import type { Violation, ViolationCode } from '../violation.ts'

export const busyLimits: Rule = {
  name: 'busy limits',
  violations: (day) => [
    // A route that tells no day is a day of its own; those that tell no week are one week.
    ...overLimit(
      day,
      'DAY_TOO_BUSY',
      ({ tech, shift }) => left(tech.mostBusyPerDay, shift.busyBeforeOnDay),
      ({ route, shift }) => (shift.day === undefined ? `route ${route}` : `day ${shift.day}`),
    ),
    ...overLimit(
      day,
      'WEEK_TOO_BUSY',
      ({ tech, shift }) => left(tech.mostBusyPerWeek, shift.busyBeforeInWeek),
      ({ shift }) => `week ${shift.week}`,
    ),
  ],
}

/** Whoever was busy for longer than they may already may do nothing more. */
const left = (limit: number | undefined, before = 0): number | undefined =>
  limit === undefined ? undefined : Math.max(0, limit - before)

/** Named at the last route of the day or the week. */
function overLimit(
  { routes }: SeenDay,
  code: ViolationCode,
  limitOf: (seen: SeenRoute) => number | undefined,
  periodOf: (seen: SeenRoute) => string,
): Violation[] {
  const limited = routes.filter((seen) => limitOf(seen) !== undefined)
  const periods = Map.groupBy(limited, (seen) => `tech ${seen.shift.tech}, ${periodOf(seen)}`)
  return [...periods.values()].flatMap((inPeriod) => {
    const last = inPeriod.at(-1)
    const limit = last && limitOf(last)
    const isOver = limit !== undefined && sum(inPeriod, ({ busySeconds }) => busySeconds) > limit
    return last && isOver ? [routeViolation(code, last)] : []
  })
}
