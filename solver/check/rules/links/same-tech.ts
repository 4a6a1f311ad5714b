// Rule: some visits are all done by one technician. Imports solver/check only.
import { linkViolations, servedOf } from '../../link.ts'
import { type Rule, violation } from '../../rule.ts'

export const sameTech: Rule = {
  name: 'same technician',
  violations: linkViolations('same-tech', ({ visits }, day) => {
    const [first, ...others] = servedOf(day, visits)
    return others
      .filter(({ shift }) => shift.tech !== first?.shift.tech)
      .map((seen) => violation('SAME_TECH_BROKEN', seen))
  }),
}
