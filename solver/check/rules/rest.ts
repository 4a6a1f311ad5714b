// Rule: after so many days worked one after the other come so many without work. Imports solver/check only.
import { type Rule, routeViolation } from '../rule.ts'
import type { SeenRoute } from '../seen.ts'

export const rest: Rule = {
  name: 'rest',
  violations: ({ routes }) =>
    [...Map.groupBy(routes, ({ shift }) => shift.tech).values()].flatMap((ofTech) =>
      ofTech.filter((seen) => isRestDay(seen, ofTech)).map((seen) => routeViolation('REST_MISSING', seen)),
    ),
}

/** Do enough days in a row end so shortly before this route that its day should be free? */
function isRestDay({ tech, shift }: SeenRoute, ofTech: readonly SeenRoute[]): boolean {
  const { rest: rule } = tech
  const { day } = shift
  if (rule === undefined || day === undefined) return false
  const isWorked = new Set(ofTech.map((other) => other.shift.day))
  const areAllWorked = (last: number) => daysUpTo(last, rule.afterDays).every((worked) => isWorked.has(worked))
  return daysUpTo(day - 1, rule.days).some(areAllWorked)
}

const daysUpTo = (last: number, count: number): number[] => Array.from({ length: count }, (_, back) => last - back)
