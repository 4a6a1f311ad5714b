// Rule: idle time is paid, once the first visit is done; before it, whoever would be early sets out later.
// Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const waiting: Rule = {
  name: 'waiting',
  lines: {
    WAITING: ({ routes }) =>
      sum(routes, ({ shift, gaps }) => sum(gaps, (seconds) => hourly(seconds, shift.waitingCentsPerHour))),
  },
}
