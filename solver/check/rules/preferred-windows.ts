// Rule: work that begins outside the best window costs what it could have saved. Imports solver/check only.
import { sum } from '../money.ts'
import type { Rule } from '../rule.ts'
import { isWithin } from '../spans.ts'

export const preferredWindows: Rule = {
  name: 'preferred windows',
  lines: {
    PREFERRED_WINDOW: ({ visits }) =>
      sum(visits, ({ wanted: { preferredWindows: all }, start }) => {
        if (all === undefined) return 0
        const most = Math.max(0, ...all.map(({ cents }) => cents))
        const saved = all.filter((window) => isWithin(window, start)).map(({ cents }) => cents)
        return most - Math.max(0, ...saved)
      }),
  },
}
