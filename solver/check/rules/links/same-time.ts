// Rule: some visits begin in the same second, each by another technician, or none of them is served.
// Imports solver/check only.
import { clashing, linkViolations, servedOf } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'
import type { Violation } from '../../violation.ts'

export const sameTime: Rule = {
  name: 'same time',
  violations: linkViolations('same-time', ({ visits }, day) => {
    const served = servedOf(day, visits)
    if (served.length === 0) return []
    const missing = visits.filter((visit) => !day.served.has(visit))
    return [
      ...missing.map((visit): Violation => ({ code: 'SAME_TIME_BROKEN', visit })),
      ...clashing(served, (one, other) => one.start !== other.start || one.shift.tech === other.shift.tech).map(
        (seen) => violation('SAME_TIME_BROKEN', seen),
      ),
    ]
  }),
}
