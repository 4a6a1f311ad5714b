// Rule: work that something outside the plan forbids is not planned. Imports solver/check only.
import { type Rule, visitsWhere } from '../rule.ts'

export const approval: Rule = {
  name: 'approval',
  violations: visitsWhere('APPROVAL_PENDING', ({ wanted }) => !wanted.mayBePlanned),
}
