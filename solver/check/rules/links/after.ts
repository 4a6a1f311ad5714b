// Rule: one visit needs another one before it, and comes neither too soon after it nor too late. Days in between have a
// price. Imports solver/model.ts and solver/check only.
import type { LinkModel } from '../../../model.ts'
import { linksOf, linkViolations } from '../../link.ts'
import { sum } from '../../money.ts'
import { type Rule, violation } from '../../rule.ts'
import type { SeenVisit } from '../../seen.ts'

type After = Extract<LinkModel, { kind: 'after' }>

export const after: Rule = {
  name: 'after',
  violations: linkViolations('after', (link, { served }) => {
    const [first, second] = [served.get(link.first), served.get(link.second)]
    if (second === undefined) return []
    return first && isKept(link, first, second) ? [] : [violation('AFTER_BROKEN', second)]
  }),
  lines: {
    GAP: (day) =>
      sum(linksOf(day, 'after'), ({ first, second, leastDays = 0, centsPerDay = 0 }) => {
        const days = daysBetween(day.served.get(first), day.served.get(second))
        return Math.max(0, (days ?? 0) - leastDays) * centsPerDay
      }),
  },
}

function isKept({ since, least, most, leastDays }: After, first: SeenVisit, second: SeenVisit): boolean {
  const gap = second.start - (since === 'end' ? first.end : first.start)
  const days = daysBetween(first, second)
  const isFarEnough = leastDays === undefined || (days !== undefined && days >= leastDays)
  return gap >= least && gap <= (most ?? Number.POSITIVE_INFINITY) && isFarEnough
}

/** Unknown unless both are served, on routes that tell their days. */
const daysBetween = (first: SeenVisit | undefined, second: SeenVisit | undefined): number | undefined =>
  first?.shift.day === undefined || second?.shift.day === undefined ? undefined : second.shift.day - first.shift.day
