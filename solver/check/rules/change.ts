// Rule: sending another technician than planned has a price. Imports solver/check only.
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const change: Rule = {
  name: 'change',
  lines: {
    CHANGE: ({ visits }) =>
      sum(visits, ({ wanted: { planned }, shift }) =>
        planned && planned.tech !== shift.tech ? planned.techChangedCents : 0,
      ),
  },
}
