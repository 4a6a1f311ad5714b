// Rule: some visits are never worked on at one time; one may begin in the second in which another ends.
// Imports solver/check only.
import { clashing, linkViolations, servedOf } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'

export const otherTime: Rule = {
  name: 'other time',
  violations: linkViolations('other-time', ({ visits }, day) =>
    clashing(
      servedOf(day, visits),
      (one, other) => Math.max(one.start, other.start) < Math.min(one.end, other.end),
    ).map((seen) => violation('OTHER_TIME_BROKEN', seen)),
  ),
}
