// Rule: each hour from the start of the work to a soft window has a price, and the cheapest window counts.
// Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'
import { distanceTo } from '../spans.ts'

export const softWindows: Rule = {
  name: 'soft windows',
  lines: {
    SOFT_WINDOW: ({ visits }) =>
      sum(visits, ({ wanted: { softWindows: all }, start }) =>
        all === undefined || all.length === 0
          ? 0
          : Math.min(...all.map((window) => hourly(distanceTo(window, start), window.centsPerHour))),
      ),
  },
}
