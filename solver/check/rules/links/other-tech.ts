// Rule: some visits are each done by another technician. Imports solver/check only.
import { clashing, linkViolations, servedOf } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'

export const otherTech: Rule = {
  name: 'other technician',
  violations: linkViolations('other-tech', ({ visits }, day) =>
    clashing(servedOf(day, visits), (one, other) => one.shift.tech === other.shift.tech).map((seen) =>
      violation('OTHER_TECH_BROKEN', seen),
    ),
  ),
}
