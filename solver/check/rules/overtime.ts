// Rule: time after the shift closes is overtime. Imports solver/check only.
import { hourly, sum } from '../money.ts'
import type { Rule } from '../rule.ts'

export const overtime: Rule = {
  name: 'overtime',
  lines: {
    OVERTIME: ({ routes }) => sum(routes, ({ back, shift }) => hourly(back - shift.closes, shift.overtimeCentsPerHour)),
  },
}
